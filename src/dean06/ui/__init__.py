"""The shell every page lives in: base page, components, theme, access declarations. Knows no pilot."""

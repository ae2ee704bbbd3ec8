"""Composition root: settings, urls, processes; binds ports to adapters."""

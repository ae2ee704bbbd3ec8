"""Documents that prove themselves: keys of issuing units, signed PDF, what is kept of papers."""

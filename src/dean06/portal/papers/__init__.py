"""Documents of the wallet as sheets of paper."""

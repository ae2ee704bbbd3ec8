"""The code printed on a paper: signed, so that it verifies without network; an address, so that any phone opens it."""

"""The one store of files: found by their content, sealed at rest, looked through before they come in."""

"""One module per subcommand of ``dean06``: HELP, NEEDS_DATABASE, add_arguments, run."""

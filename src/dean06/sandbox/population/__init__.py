"""The population register's twin: the only inventor of people."""

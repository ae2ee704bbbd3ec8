"""The VNeID twin: a real OpenID provider over HTTP whose people are all invented."""

"""Reader agent: the program beside a card reader that a page of the platform talks to over loopback."""

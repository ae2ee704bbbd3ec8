"""Pure rules of privacy: no Django, no database."""

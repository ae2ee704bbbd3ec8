"""Writes of the programme: permission, rule, rows and the audit entry in one transaction."""

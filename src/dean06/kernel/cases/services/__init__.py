"""Writes of cases: handing in, handling, the applicant's own acts."""

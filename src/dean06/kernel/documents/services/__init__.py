"""Acts upon keys, roots and signed files: one transaction and one audit entry each."""

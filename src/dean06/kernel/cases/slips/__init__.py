"""The papers a one-stop desk gives out about a case: which form is in force, what stands in it."""

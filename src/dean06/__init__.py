"""dean06: the 23 pilots of programme 06 on one kernel."""

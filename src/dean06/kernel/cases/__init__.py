"""Cases: what somebody asked of an office, and the law's clock over it."""

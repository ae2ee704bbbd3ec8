"""Who is behind a request: sign-in through VNeID, hats, time limits, log-out, the emergency account."""

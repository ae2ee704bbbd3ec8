"""Rules of tracking a directive: pure functions on plain values, no database, no clock of their own."""

"""Ground floor of the kernel: clock, ids, text, calendar, money, events, outbox, jobs, logs, metrics, wiring."""

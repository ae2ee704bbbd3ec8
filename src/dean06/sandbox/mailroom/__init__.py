"""What the twins that carry messages to a person's device share: memory, faults, receipts, switches, process."""

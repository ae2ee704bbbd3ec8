"""Types of documents as dated data: what stands on them, who issues them, how long they hold. No Django."""

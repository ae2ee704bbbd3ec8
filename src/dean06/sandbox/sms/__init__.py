"""Twin of two gateways for text messages (README.md)."""

"""The pilots: one package each, of one anatomy. They know nothing of each other and of the adapters."""

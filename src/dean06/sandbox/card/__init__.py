"""A chip card for every fictional person, issued and answering like a real one. Shares no code with its reader."""

"""Making a document's three forms, each signed, each with the same status. Nothing here writes to the database."""

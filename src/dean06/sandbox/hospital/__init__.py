"""Twin of a hospital's own system: invented patients, bundles sent as a client of the health book's FHIR door."""

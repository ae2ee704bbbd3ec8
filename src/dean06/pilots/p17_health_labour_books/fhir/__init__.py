"""FHIR R4 as the health book speaks it: bundles read, checked and written, searches understood. No Django in here."""

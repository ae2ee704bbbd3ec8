"""The FHIR door of the health book: for systems of facilities, in the forms of FHIR R4 and SMART Backend Services."""

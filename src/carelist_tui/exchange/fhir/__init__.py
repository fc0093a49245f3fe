"""FHIR R4: the record as resources in a Bundle, and what of a Bundle of another program comes in."""

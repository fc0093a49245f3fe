"""How entries come into the journal: recorded here, or taken in as they were stored elsewhere."""

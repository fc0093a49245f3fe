"""What the whole story of a person says beyond the state of now: all missed contacts, the rhythm, the indicators."""

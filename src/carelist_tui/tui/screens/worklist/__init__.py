"""The worklist: its sections, and what can be done from it."""

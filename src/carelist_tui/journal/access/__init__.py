"""Who looked at what: an append-only chain beside the journal, local to the laptop."""

"""Floor 1, pure: facts and a moment in, facts out. No clock, no disk, no Textual, no SQL."""

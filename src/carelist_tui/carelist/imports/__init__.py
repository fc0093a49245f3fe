"""What comes in from other programs, at the door: row by row, each taken, skipped or refused with its reason."""

"""Floor 4, the terminal: shows values, asks, records through the door. Knows no SQL."""

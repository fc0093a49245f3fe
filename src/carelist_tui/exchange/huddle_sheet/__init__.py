"""The sheet of a huddle, to print: as plain text, and as one HTML page."""

"""A service of many teams at the door: what is counted for it, and what it shows."""

"""An audit at hand: the answers to one case, and what is said of a sample. Needs no terminal."""

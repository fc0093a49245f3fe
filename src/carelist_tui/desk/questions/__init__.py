"""Questions and their answers, the same on screen and in plain lines: what a form asks, offers and takes."""

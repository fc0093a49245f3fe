"""The keys that a team shares, and how a laptop comes to have them: asked for in a request, given in an invitation."""

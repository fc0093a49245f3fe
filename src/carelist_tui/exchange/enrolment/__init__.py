"""Laptops that come to belong, or no longer do: what is recorded of it, and the team keys that they are passed."""

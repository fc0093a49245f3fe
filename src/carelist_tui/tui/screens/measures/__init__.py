"""Measures on screen: what happened, whether it changed, and who stands behind each figure."""

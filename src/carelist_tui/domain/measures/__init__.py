"""Measures: what happened in a period, whether it changed, and who stands behind each figure (measures.md). Pure."""

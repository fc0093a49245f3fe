"""Measures: what a service can show, as sums over cases, and whether it changed (measures.md)."""

"""Audit: what is drawn of, what a case shows, and what came of it (measures.md, Audit)."""

"""Whole entries that come in: from a file, another laptop, another team; and entries that get a new number here."""

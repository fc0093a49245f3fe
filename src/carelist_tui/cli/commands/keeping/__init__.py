"""Keeping a store: its keys, its copies."""

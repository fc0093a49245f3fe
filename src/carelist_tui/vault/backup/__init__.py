"""Backups: one file that holds a store's database and its key slots, and says what is in it."""

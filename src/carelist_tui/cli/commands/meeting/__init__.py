"""Laptops that meet: sync, and which of them belong here."""

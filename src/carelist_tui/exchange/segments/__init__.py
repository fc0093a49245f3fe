"""Segments: sealed runs of one device's entries, written once into a shared folder that nobody need trust."""

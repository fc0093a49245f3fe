"""Backing a store up while it is in use, and putting a backup back without losing what is newer."""

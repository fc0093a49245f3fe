"""Passing a person on: from the opening of a handover to its end."""

"""The screens: each holds the desk, asks, and records."""

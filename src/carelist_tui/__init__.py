"""Carelist: a local, encrypted, keyboard-driven worklist. Nobody on the caseload becomes invisible."""

__version__ = "0.2.0"
__released__ = "2026-11-28"
"""The day on which this release was made, in UTC: no clock that is right says an earlier one. A test holds it to the
changelog."""

"""Carelist: a local, encrypted, keyboard-driven worklist. Nobody on the caseload becomes invisible."""

__version__ = "0.2.0"

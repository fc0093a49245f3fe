"""Checking a store: chains, numbers, references, ids, the database itself, the witness, and projections against a
rebuild."""

from carelist_tui.journal.verify.verdict import Problem, Verdict
from carelist_tui.journal.verify.whole import verify

__all__ = ["Problem", "Verdict", "verify"]

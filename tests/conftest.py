"""Stores of tests lie in memory where the system has such a place: thousands of real commits then wait for no disk."""

from __future__ import annotations

import os
from pathlib import Path

MEMORY = Path("/dev/shm")

if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

"""A passphrase is worked at once in a process: argon2id is a function, so what it gave for the same words, salt and
work is given again. What is measured by it, how quick this machine is, is worked at each time."""

from __future__ import annotations

from functools import cache
from typing import Any

from nacl.pwhash import argon2id

MEASURED_BY = b"calibration"


def remember_keys() -> None:
    """From here on, in this process and in what is forked from it."""
    module: Any = argon2id
    work, known = module.kdf, cache(module.kdf)

    def kdf(size: int, password: bytes, salt: bytes, **factor: Any) -> bytes:
        return bytes((work if password == MEASURED_BY else known)(size, password, salt, **factor))

    module.kdf = kdf

"""Processes that save, for the harnesses that kill them or run several."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from tests.harness.stores import NOW, opened, save


def main() -> int:
    """`STORE FIRST COUNT BUSY`: saves so many numbers from the first on, one by one, waiting so many milliseconds for
    another's pen. Each number is said only when its save was acknowledged."""
    store, first, count, busy_ms = sys.argv[1:]
    with opened(Path(store)) as carelist:
        with carelist.journal.store.reading() as connection:
            connection.execute(f"PRAGMA busy_timeout={int(busy_ms)}")
        for number in range(int(first), int(first) + int(count)):
            carelist.record([save(number)], NOW)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
    return 0


def save_and_stay() -> NoReturn:
    """`STORE KEY COUNT`, the key in hex: saves so many, says so, and has the store open until it is told something or
    killed; it brings nothing over."""
    store, key, count = sys.argv[1:]
    door = opened(Path(store), bytes.fromhex(key) or None)
    for number in range(int(count)):
        door.record([save(number)], NOW)
    sys.stdout.write("saved\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(9)

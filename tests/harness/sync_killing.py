"""Kills syncs: each in a forked process, at a moment of its own, while it takes in and sends."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from carelist_tui.carelist import Carelist
from carelist_tui.exchange.segments.checked_segment import open_segment
from carelist_tui.exchange.segments.pack import Sealing
from carelist_tui.exchange.segments.publish import is_left_over
from carelist_tui.exchange.segments.shared_folder import SharedFolder
from tests.exchange.sync.folders import place_of, shared_folder
from tests.harness.stores import NOW, make_store, opened, save
from tests.journal.telling import MONDAY

LATER = NOW + timedelta(hours=9)
SENT = 6
"""Saves to send, and as many to take in, while it is killed."""


def kill_while_syncing(root: Path, kills: int, seed: int) -> Counter[str]:
    """Kills so many syncs; after each, everything is looked at and a sync is left to end. Counts what happened; raises
    AssertionError where a rule does not hold."""
    dice, counts = random.Random(seed), Counter[str]()
    mine, theirs, folder = make_store(root / "mine"), root / "theirs", shared_folder(root)
    leah = {"worker": "w-leah", "name": "Leah", "role": "manager", "team": "north"}
    Carelist.init(theirs, **leah, now=MONDAY, encrypted=False).close()
    for store in (mine, theirs, mine):
        _sync(store, folder)
    took = _prepare(mine, theirs, folder, 0)
    for number in range(1, kills + 1):
        before = _names(folder)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _sync_and_go(mine, folder, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as said:
            said.readline()
        if number % 2:
            time.sleep(dice.uniform(0, took * 1.3))
        else:
            _wait_until_it_writes(folder, before, took)
            time.sleep(dice.uniform(0, 0.002))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        counts["killed" if os.WIFSIGNALED(status) else "was done before"] += 1
        if [name for name in _names(folder) if is_left_over(name)]:
            counts["left half written"] += 1
        if _names(folder) != before and os.WIFSIGNALED(status):
            counts["killed while sending"] += 1
        check_whole(folder)
        _sync(mine, folder)
        check_whole(folder)
        assert not [name for name in _names(folder) if is_left_over(name)]
        took = _prepare(mine, theirs, folder, number)
    _sync(mine, folder)
    _sync(theirs, folder)
    check_same(mine, theirs)
    return counts


def _prepare(mine: Path, theirs: Path, folder: Path, number: int) -> float:
    """Something to send and something to take in; how many seconds a whole sync took."""
    for store, first in ((mine, 2 * number), (theirs, 2 * number + 1)):
        with opened(store) as carelist:
            carelist.record([save(first * SENT + each) for each in range(SENT)], LATER)
    with opened(theirs) as carelist:
        began = time.monotonic()
        assert carelist.sync(folder, LATER).is_sound
        return time.monotonic() - began


def _sync(store: Path, folder: Path) -> None:
    with opened(store) as carelist:
        report = carelist.sync(folder, LATER)
        assert report.is_sound, report.problems


def _sync_and_go(store: Path, folder: Path, out: int) -> None:
    """Never comes back: it says that it begins, and is killed or ends."""
    try:
        with opened(store) as carelist:
            os.write(out, b"begun\n")
            carelist.sync(folder, LATER)
    finally:
        sys.stderr.flush()
        os._exit(0)


def _wait_until_it_writes(folder: Path, before: list[str], took: float) -> None:
    """Sending is the shortest part: half of the kills fall into it."""
    until = time.monotonic() + 20 * took
    while _names(folder) == before and time.monotonic() < until:
        pass


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def check_whole(folder: Path) -> None:
    """Every file under a final name is a whole segment."""
    for path in folder.rglob("*.seg"):
        open_segment(SharedFolder(folder), place_of(path), Sealing())


def check_same(mine: Path, theirs: Path) -> None:
    """Nothing lost, nothing doubled, on either side."""
    held = []
    for store in (mine, theirs):
        with Carelist.open(store) as carelist:
            verdict = carelist.verify()
            assert not verdict.problems, verdict.problems
            ids = [entry["id"] for story in carelist.people.stories() for entry in story]
            assert max(Counter(ids).values()) == 1
            held.append((verdict.digest, sorted(ids)))
    assert held[0] == held[1]

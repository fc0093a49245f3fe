"""Processes killed while they save: each takes up what the one before had not acknowledged, as drafts are taken up.

Forked from one that has imported everything, so that a thousand of them take a minute.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.harness.stores import NOW, make_store, opened, save

_LONGEST, _SAVES_LONG = 0.03, 6
"""Seconds that a process lives once it can save, and how many saves long that is at least: on a busy machine a save
takes longer."""


@dataclass
class Killed:
    """What a run of kills came to: how many were killed, and which numbers were acknowledged, as often as they were."""

    kills: int = 0
    acknowledged: list[int] = field(default_factory=list)


def kill_while_saving(store: Path, kills: int, seed: int, *, broken: str = "") -> Killed:
    """Kills so many savers, each at a moment of its own. `broken`: `early` acknowledges before it saves, `twice` sends
    again under another id what was not acknowledged."""
    dice, done = random.Random(seed), Killed()
    longest = max(_LONGEST, _SAVES_LONG * _seconds_of_a_save())
    while done.kills < kills:
        reading, writing = os.pipe()
        first = max(done.acknowledged, default=-1) + 1
        child = os.fork()
        if child == 0:
            os.close(reading)
            _save_until_killed(store, first, writing, broken)
        os.close(writing)
        with os.fdopen(reading, "rb") as said:
            said.readline()
            time.sleep(dice.uniform(0, longest))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            done.kills += 1
            done.acknowledged += [int(line) for line in said.read().split(b"\n")[:-1]]
    return done


def _seconds_of_a_save() -> float:
    """How long one takes here now, once everything is imported."""
    with TemporaryDirectory() as folder, opened(make_store(Path(folder) / "store")) as carelist:
        carelist.record([save(0)], NOW)
        began = time.monotonic()
        for number in range(1, 6):
            carelist.record([save(number)], NOW)
        return (time.monotonic() - began) / 5


def _save_until_killed(store: Path, first: int, out: int, broken: str) -> None:
    """Never returns: it saves, and says so, until it is killed."""
    try:
        carelist = opened(store)
        carelist.journal.story("")
        os.write(out, b"begun\n")
        for number in range(first, first + 100_000):
            draft = save(number)
            if broken == "twice":
                del draft["id"]
            if broken == "early":
                os.write(out, b"%d\n" % number)
            carelist.record([draft], NOW)
            if broken != "early":
                os.write(out, b"%d\n" % number)
    finally:
        sys.stderr.flush()
        os._exit(70)


def main() -> int:
    """`STORE KILLS SEED [BROKEN]`: says which were acknowledged."""
    store, kills, seed, broken = sys.argv[1:]
    sys.stdout.write(
        " ".join(map(str, kill_while_saving(Path(store), int(kills), int(seed), broken=broken).acknowledged))
    )
    return 0

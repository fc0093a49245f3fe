"""The app in a console of Windows, keys typed at it: as far as Wine's goes, which shows what is drawn as it stands and
wraps it. So not the picture is judged, but what comes of the keys, and that the console is left."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from select import select
from time import monotonic

import pytest

from tests.exchange.enrolment.team import PASSPHRASE, Laptop, first_laptop
from tests.windows.wine import PYTHON, as_windows, surroundings

pytestmark = [pytest.mark.slow, pytest.mark.wine, pytest.mark.timeout(1200)]

FIRST, QUIET, LAST = 240.0, 3.0, 20.0
"""Seconds: until something is drawn; without a byte, after which it is done drawing; for which that is waited for."""


class Console:
    """A terminal of 80 by 24, as Wine makes a console of it."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: int) -> None:
        self.process, self.terminal, self.drawn = process, terminal, b""

    def type(self, *keys: str) -> None:
        """These keys, one after the other, and whatever is drawn by them."""
        for key in keys:
            os.write(self.terminal, key.encode())
            self.take(0.2)
        ends = monotonic() + LAST
        while self.take(QUIET) and monotonic() < ends:
            pass

    def take(self, seconds: float) -> bool:
        """Whether anything was drawn in so long."""
        before, ends = len(self.drawn), monotonic() + seconds
        while (left := ends - monotonic()) > 0 and select([self.terminal], [], [], left)[0]:
            try:
                self.drawn += os.read(self.terminal, 1 << 16)
            except OSError:  # its other end was closed
                break
        return len(self.drawn) > before

    def shows(self, word: str) -> bool:
        """Whether it comes in so long as a first frame may take."""
        ends = monotonic() + FIRST
        while word.encode() not in self.drawn and monotonic() < ends and self.process.poll() is None:
            self.take(1)
        return word.encode() in self.drawn


@contextmanager
def opened(laptop: Laptop) -> Iterator[Console]:
    ours, theirs = pty.openpty()
    command = ["wine", str(PYTHON), "-m", "carelist_tui", "--store", as_windows(laptop.store), "--as", laptop.worker]
    said = surroundings(CARELIST_PASSPHRASE=PASSPHRASE, TERM="xterm-256color", LINES="24", COLUMNS="80")
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=said, start_new_session=True
    ) as process:
        os.close(theirs)
        try:
            yield Console(process, ours)
        finally:
            process.kill()
            os.close(ours)


def test_what_is_typed_at_the_console_is_recorded_and_its_key_leaves_the_app(tmp_path: Path) -> None:
    leah = first_laptop(tmp_path, "leah")
    leah.accept("P-1")
    with opened(leah) as console:
        assert console.shows("Missed"), console.drawn[-2000:]
        for keys in (["f"], [*"P-1"], ["\r"], ["+"], [*"zone"], ["\r"], ["3"], [*"Sleeps well"], ["\x13"], ["\x11"]):
            console.type(*keys)
        assert console.process.wait(60) == 0, console.drawn[-2000:]
    with leah.door() as door:
        story = door.people.person("P-1", datetime.now(UTC))["story"]
    said = [each["body"] for each in story if each["type"] == "zone.set"]
    assert said == [{"zone": "green", "reason": "Sleeps well"}]

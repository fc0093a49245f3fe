"""Killing the real app while somebody types in it, and what of it is found on the disk afterwards."""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import signal
import struct
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path

from carelist_tui.vault.drafts import Drafts

WORKER = "w-tom"
PROGRAM = (
    "import sys; from pathlib import Path; from datetime import datetime, UTC; from carelist_tui.tui.app import run; "
    f"sys.exit(run(Path(sys.argv[1]), '{WORKER}', at=datetime(2026, 3, 3, 9, 4, tzinfo=UTC)))"
)
FIELD = "body.what_changed"
QUIET = 0.25


@dataclass(frozen=True)
class Killed:
    """One kill. `lost` is how many seconds of typing were not on the disk; `typed` how many letters were sent."""

    typed: int
    found: int
    lost: float
    damaged: int


class Typist:
    """Somebody at the real app in a pty of its own, who writes a decision note."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.sent: list[float] = []
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, "-c", PROGRAM, str(store)])
        self.seen = b""

    def read(self, seconds: float) -> bytes:
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            return b""
        self.seen += data
        return data

    def until(self, words: bytes, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while words not in self.seen:
            assert time.monotonic() < end, self.seen[-2000:]
            self.read(0.1)

    def quiet(self, seconds: float = 30) -> None:
        """Read until nothing comes for a while."""
        end = time.monotonic() + seconds
        while self.read(QUIET):
            assert time.monotonic() < end, self.seen[-2000:]

    def open_note(self) -> None:
        """The decision note of the person at the top of the queue, standing in "What changed"."""
        self.until(b"YUSUF")
        self.quiet()
        os.write(self.fd, b"\x1bOQ")
        self.quiet()
        os.write(self.fd, b"d")
        self.until(b"What changed")
        self.quiet()
        os.write(self.fd, b"2")
        self.quiet()

    def type_for(self, seconds: float, every: float) -> None:
        """Type letters that tell their number, at this pace."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            os.write(self.fd, letter(len(self.sent)).encode())
            self.sent.append(time.monotonic())
            self.read(every)
            time.sleep(max(0.0, self.sent[-1] + every - time.monotonic()))

    def end_by(self, number: signal.Signals) -> float:
        """Send a signal, wait for the end; gives when it was sent."""
        at = time.monotonic()
        os.kill(self.pid, number)
        while os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            assert time.monotonic() < at + 60, "it does not end"
            self.read(0.05)
        os.close(self.fd)
        return at


def letter(n: int) -> str:
    """The nth letter typed: a text in which every place is told from the others near it."""
    return f"{n:05d} "[n % 6] if n % 6 < 5 else " "


def found_in(store: Path) -> tuple[str, int]:
    """What stands in the field on the disk, and how many drafts were damaged."""
    begun, damaged = Drafts(store, WORKER).read()
    return (begun[0].values.get(FIELD, "") if begun else ""), damaged


def kill_once(store: Path, dice: random.Random, *, number: signal.Signals = signal.SIGKILL) -> Killed:
    """Open the note, type for a random while, kill; what is lost is the time since the last letter on the disk."""
    typist = Typist(store)
    typist.open_note()
    typist.type_for(dice.uniform(0.2, 2.0), dice.choice((0.01, 0.03, 0.08)))
    at = typist.end_by(number)
    text, damaged = found_in(store)
    expected = "".join(map(letter, range(len(typist.sent))))
    assert expected.startswith(text), "what was found is what was typed, from its beginning"
    lost = at - typist.sent[len(text)] if len(text) < len(typist.sent) else 0.0
    return Killed(len(typist.sent), len(text), lost, damaged)

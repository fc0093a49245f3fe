"""A console of Windows, as Wine makes one of a terminal: what is drawn at it, and keys typed."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from select import select
from time import monotonic

from tests.windows.wine import surroundings

FIRST, QUIET, LAST, LONGEST = 240.0, 3.0, 20.0, 1800.0
"""Seconds: until something is drawn; without a byte, after which it is done drawing; for which that is waited for, and
for which a process is."""
ACTS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Console:
    """A process, and the terminal that it has."""

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

    def all_drawn(self) -> str:
        """What is drawn until the process ends, without what acts on the terminal."""
        ends = monotonic() + LONGEST
        while self.process.poll() is None and monotonic() < ends:
            self.take(1)
        self.take(1)
        return ACTS.sub("", self.drawn.decode(errors="replace"))


@contextmanager
def opened(*command: str, columns: int = 80, **environ: str) -> Iterator[Console]:
    """A console in which a program of Windows runs, with these arguments; it is ended at the end."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    said = surroundings(TERM="xterm-256color", LINES="24", COLUMNS=str(columns), LC_ALL="C.UTF-8", **environ)
    with subprocess.Popen(
        ["wine", *command], stdin=theirs, stdout=theirs, stderr=theirs, env=said, start_new_session=True
    ) as process:
        os.close(theirs)
        try:
            yield Console(process, ours)
        finally:
            process.kill()
            os.close(ours)

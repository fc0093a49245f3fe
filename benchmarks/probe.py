"""Drive a terminal program in a pty and measure it: first frame, keys, idling, memory. Linux only (reads /proc).

Times are taken when output arrives, from just before the program is started.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

KEYS = {"down": b"\x1b[B", "pagedown": b"\x1b[6~", "quit": b"q"}
QUIET = 0.06
"""Seconds without output after which a frame is taken to be whole."""


@dataclass
class Run:
    """What one run showed. Times in milliseconds, memory in MiB, idle as a share of one core."""

    first_frame: float = 0.0
    first_key: float = 0.0
    keys: dict[str, list[float]] = field(default_factory=dict)
    bytes: dict[str, list[int]] = field(default_factory=dict)
    idle_share: float = 0.0
    idle_bytes: int = 0
    memory: float = 0.0
    processor: float = 0.0
    """Seconds of the processor until the first frame stood and all was quiet."""
    keyed: float = 0.0
    """The same of all keys together."""
    screen: bytes = b""


class Program:
    """A program in a pty of its own."""

    def __init__(self, command: Sequence[str], columns: int, lines: int) -> None:
        self.began = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.environ.pop("NO_COLOR", None)
            os.execv(command[0], list(command))
        self.seen = b""

    def read(self, seconds: float) -> bytes:
        """What arrives at once within so many seconds; empty when nothing does."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            return b""
        self.seen += data
        return data

    def until(self, marker: bytes, seconds: float = 60) -> float:
        """Milliseconds from the start until the marker was in the output."""
        while marker not in self.seen:
            if time.perf_counter() - self.began > seconds:
                raise SystemExit(f"{marker!r} did not appear in {seconds} s:\n{self.seen[-2000:]!r}")
            self.read(0.5)
        return (time.perf_counter() - self.began) * 1000

    def quiet(self, seconds: float = QUIET) -> int:
        """Read until nothing has come for so long; gives how many bytes came."""
        count = 0
        while data := self.read(seconds):
            count += len(data)
        return count

    def key(self, name: str) -> tuple[float, int]:
        """Type a key: milliseconds until its first output, and bytes until quiet."""
        began = time.perf_counter()
        os.write(self.fd, KEYS.get(name, name.encode()))
        data = self.read(2.0)
        took = (time.perf_counter() - began) * 1000
        return took, len(data) + self.quiet()

    def cpu(self) -> float:
        """CPU seconds used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Peak memory in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def end(self) -> None:
        os.write(self.fd, KEYS["quit"])
        while self.read(1.0):
            pass
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def measure(
    command: Sequence[str],
    marker: bytes,
    *,
    columns: int = 80,
    lines: int = 24,
    keys: Sequence[str] = (),
    idle: float = 0.0,
) -> Run:
    """One run: the frame with the marker, then each key when the one before has settled, then idling."""
    run, program = Run(), Program(command, columns, lines)
    run.first_frame = program.until(marker)
    program.quiet(0.15)
    run.processor = program.cpu()
    for n, key in enumerate(keys):
        took, count = program.key(key)
        if n == 0:
            run.first_key = took
        run.keys.setdefault(key, []).append(took)
        run.bytes.setdefault(key, []).append(count)
        time.sleep(0.02)
    run.keyed = program.cpu() - run.processor
    if idle:
        program.quiet(1.5)
        before = program.cpu()
        run.idle_bytes = program.quiet(idle)
        run.idle_share = (program.cpu() - before) / idle
    run.memory = program.memory()
    run.screen = program.seen
    program.end()
    return run


def early_keys(command: Sequence[str], marker: bytes, after: float, key: str, expected: bytes) -> bool:
    """Whether a key typed `after` seconds from the start is not lost: what it brings is on screen in the end."""
    program = Program(command, 80, 24)
    while time.perf_counter() - program.began < after:
        program.read(0.002)
    os.write(program.fd, KEYS.get(key, key.encode()))
    program.until(marker)
    program.quiet(1.0)
    found = expected in program.seen
    program.end()
    return found

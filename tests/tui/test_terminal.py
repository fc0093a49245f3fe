"""In a real terminal: signals leave it sound, no early key is lost, nothing moves while nobody types."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

import pyte
import pytest

from carelist_tui.tui.driver import ESCAPE_WAIT

pytestmark = pytest.mark.slow

PROGRAM = (
    "import sys; from pathlib import Path; from datetime import datetime, UTC; from carelist_tui.tui.app import run; "
    "sys.exit(run(Path(sys.argv[1]), 'w-tom', at=datetime(2026, 3, 3, 9, 4, tzinfo=UTC)))"
)


class Terminal:
    """The app in a pty, and what a terminal makes of its output."""

    def __init__(self, store: Path, program: str = PROGRAM) -> None:
        self.began = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, "-c", program, str(store)])
        self.before = termios.tcgetattr(self.fd)
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.is_over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever a test found, the app goes: one that is busy would not hear that its terminal is gone."""
        if not self.is_over:
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        os.close(self.fd)

    def read(self, seconds: float) -> bytes:
        data = b""
        if select.select([self.fd], [], [], seconds)[0]:
            try:
                data = os.read(self.fd, 1 << 16)
            except OSError:
                return b""
        self.raw += data
        self.stream.feed(data.replace(b"\x1b[<u", b"").replace(b"\x1b[>25u", b""))
        return data

    def until(self, words: str, seconds: float = 20) -> None:
        end = time.monotonic() + seconds
        while words not in "\n".join(self.screen.display):
            assert time.monotonic() < end, "\n".join(self.screen.display)
            self.read(0.2)

    def quiet(self, pause: float, seconds: float = 30) -> None:
        """Read until nothing comes for so long; something is drawn again and again where that never is."""
        end = time.monotonic() + seconds
        while self.read(pause):
            assert time.monotonic() < end, "\n".join(self.screen.display)

    def type(self, keys: bytes) -> None:
        os.write(self.fd, keys)

    def ended_already(self) -> bool:
        """Whether it is no more."""
        self.is_over = os.waitpid(self.pid, os.WNOHANG)[0] != 0
        return self.is_over

    def ended(self) -> int:
        """Wait for the end; gives the exit status."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.is_over = True
                self.quiet(0.05)
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it did not end")


@pytest.fixture
def terminal(store: Path) -> Iterator[Terminal]:
    with Terminal(store) as opened:
        yield opened


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_a_sound_terminal(terminal: Terminal, number: signal.Signals) -> None:
    terminal.until("YUSUF Amina")
    os.kill(terminal.pid, number)
    assert terminal.ended() == 128 + number
    for sequence in ("[?1049l", "[?25h", "[?1000l", "[?1003l", "[?2004l", "[<u", "[?7h"):
        assert terminal.raw.rfind(b"\x1b" + sequence.encode()) > terminal.raw.rfind(b"YUSUF"), sequence
    assert termios.tcgetattr(terminal.fd)[3] & termios.ECHO, "what is typed is seen again"


def test_when_the_terminal_is_gone_the_app_ends(store: Path) -> None:
    opened = Terminal(store)
    opened.until("YUSUF Amina")
    os.close(opened.fd)
    end = time.monotonic() + 10
    while not (pid := os.waitpid(opened.pid, os.WNOHANG)[0]):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert pid == opened.pid


def test_q_leaves_with_status_0(terminal: Terminal) -> None:
    terminal.until("YUSUF Amina")
    terminal.type(b"q")
    assert terminal.ended() == 0


@pytest.mark.parametrize("after", [0.02, 0.1, 0.25])
def test_no_early_key_is_lost(terminal: Terminal, after: float) -> None:
    time.sleep(after)
    terminal.type(b"w")
    terminal.until("only mine")


def test_enter_typed_before_the_first_frame_still_opens_the_form(terminal: Terminal) -> None:
    time.sleep(0.02)
    terminal.type(b"\r")
    terminal.until("record what?")
    terminal.type(b"\r")
    terminal.until("ctrl+s Save")


def test_nothing_is_written_while_nobody_types(terminal: Terminal) -> None:
    terminal.until("done today")
    terminal.quiet(1.5)
    assert terminal.read(5.0) == b""


def test_escape_alone_is_felt_without_a_key_after_it(terminal: Terminal) -> None:
    terminal.until("Missed 3")
    terminal.type(b"?")
    terminal.until("Help: the keys here")
    terminal.type(b"\x1b")
    terminal.until("[Today 5]")


def test_an_escape_waits_no_longer_to_be_a_key_than_nobody_feels() -> None:
    told = "import carelist_tui.tui.app, textual.constants; print(textual.constants.ESCAPE_DELAY)"
    delay = float(subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout)
    assert delay + ESCAPE_WAIT <= 0.05, "seconds"


def test_a_terminal_that_draws_nothing_is_told_in_one_line_where_no_store_is_yet(tmp_path: Path) -> None:
    """The first start is a screen: where none can be drawn, it is not begun."""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM="dumb", CARELIST_STORE=str(tmp_path / "store"))
        os.execv(sys.executable, [sys.executable, "-m", "carelist_tui"])
    said = b""
    while select.select([fd], [], [], 30)[0]:
        try:
            said += os.read(fd, 1 << 16)
        except OSError:  # it has ended
            break
    _, status = os.waitpid(pid, os.WNOHANG)
    if not os.WIFEXITED(status):
        os.kill(pid, signal.SIGKILL)
    os.close(fd)
    assert said.startswith(b"there is no Carelist store here"), said[:300]
    assert b"\x1b" not in said
    assert not (tmp_path / "store").exists()

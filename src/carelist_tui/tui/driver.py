"""The terminal on Linux and macOS: signals leave it sound, escape is felt at once, no early key is lost."""

from __future__ import annotations

import os
import selectors
import signal
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable
from threading import Timer
from types import FrameType

from textual.drivers.linux_driver import LinuxDriver

from carelist_tui.tui.textual_internals import app_of, loop_of, parser_of

ESCAPE_WAIT = 0.01
"""Seconds between looks whether an escape stays alone, that is, was the key (`ESCDELAY` says after how long)."""
IDLE_WAIT = 0.1
LAST_RESORT = 2.0
"""Seconds an app may take to leave after a signal before the terminal is restored without it."""
_OFF = (2026, 1000, 1003, 1006, 1015, 1016, 2048, 2004, 1004)
LEAVE = "".join(f"\x1b[?{mode}l" for mode in _OFF) + "\x1b[<u\x1b[?7h\x1b[?1049l\x1b[?25h"
"""Everything that was switched on is off again: synchronised output, mouse, paste, focus; wrapping, screen, cursor."""


class SoundDriver(LinuxDriver):
    """Textual's driver, and: SIGTERM and SIGHUP end the app as `q` does; escape is felt at once."""

    def start_application_mode(self) -> None:
        start: Callable[[], None] = super().start_application_mode
        start()
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._leave)

    def _leave(self, number: int, frame: FrameType | None) -> None:
        """End the app; if it can't in time, restore the terminal and go."""
        resort = Timer(LAST_RESORT, self._leave_at_once, (number,))
        resort.daemon = True
        resort.start()
        loop_of(self).call_soon_threadsafe(lambda: app_of(self).exit(return_code=128 + number))

    def _leave_at_once(self, number: int) -> None:
        try:
            os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, LEAVE.encode())
            if self.attrs_before is not None:
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        except (OSError, termios.error):
            pass
        os._exit(128 + number)

    def run_input_thread(self) -> None:
        """Read what is typed and hand it on. Waits long when nothing is begun, briefly inside a sequence."""
        parser, ends, is_begun = parser_of(self)
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(ESCAPE_WAIT if is_begun() else IDLE_WAIT):
                    try:
                        read = os.read(self.fileno, 4096)
                    except OSError:
                        break
                    if not read:
                        break
                    for event in parser.feed(decode(read)):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        try:
            list(parser.feed(""))
        except (EOFError, ends):
            pass

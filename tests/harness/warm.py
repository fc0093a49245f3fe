"""Commands in processes of their own that need not import everything first: each is forked from one that has.

A command so run has its own memory, streams, environment, folder and exit status, as one that a shell starts; only what
Python itself reads at its start (its own variables, the language) is the forking process's.
"""

from __future__ import annotations

import atexit
import os
import pickle
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Self

POSSIBLE = hasattr(os, "pidfd_open")
COMMAND = "carelist_tui.__main__:main"
AT_ITS_START = ("PYTHON", "LC_", "LANG", "TZ")
"""What begins so is read when Python starts, or not again."""


@dataclass
class Running:
    """A process that was begun, and its streams."""

    pid: int
    stdin: BinaryIO
    stdout: BinaryIO
    stderr: BinaryIO
    _answers: socket.socket
    _status: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """It is killed where it still runs."""
        if self._status is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.wait(10)
        for stream in (self.stdin, self.stdout, self.stderr):
            with suppress(BrokenPipeError):
                stream.close()
        self._answers.close()

    def say(self, words: bytes) -> None:
        """All that is said to it."""
        with suppress(BrokenPipeError), self.stdin:
            self.stdin.write(words)

    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._status is not None or bool(select.select([self._answers], [], [], 0)[0])

    def wait(self, timeout: float) -> int:
        """The exit status, below zero where a signal ended it."""
        if self._status is None:
            self._answers.settimeout(timeout)
            self._status = struct.unpack("!i", self._answers.recv(4))[0]
        return self._status


class Warm:
    """The process that is forked, and the way to it. `environ`: in which it starts, where what is read only then (the
    language) is to be another than here."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.harness.warm", str(theirs.fileno())],
                pass_fds=[theirs.fileno()], cwd=Path(__file__).parents[2], start_new_session=True, env=environ,
            )  # fmt: skip
        self._socket, self._asking = ours, threading.Lock()
        atexit.register(self.close)

    def close(self) -> None:
        self._socket.close()
        self._process.wait(10)
        atexit.unregister(self.close)

    def start(self, arguments: Sequence[str], environ: Mapping[str, str], program: str = COMMAND) -> Running:
        """Begins a process. `program`: the module, and the function of it that is called and gives the status; the
        command, unless it is said."""
        given, out, err = (os.pipe() for _ in range(3))
        answers, theirs = socket.socketpair()
        with theirs, self._asking:
            asked = pickle.dumps((program, list(arguments), dict(environ), str(Path.cwd())))
            self._socket.sendall(struct.pack("!I", len(asked)))
            socket.send_fds(self._socket, [b"f"], [given[0], out[1], err[1], theirs.fileno()])
            self._socket.sendall(asked)
        for fd in (given[0], out[1], err[1]):
            os.close(fd)
        pid = struct.unpack("!i", answers.recv(4))[0]
        return Running(pid, os.fdopen(given[1], "wb"), os.fdopen(out[0], "rb"), os.fdopen(err[0], "rb"), answers)

    def run(
        self,
        arguments: Sequence[str],
        stdin: bytes,
        environ: Mapping[str, str],
        timeout: float,
        program: str = COMMAND,
    ) -> tuple[int, bytes, bytes]:
        """(exit status, standard output, standard error); the status is below zero where a signal ended it."""
        with self.start(arguments, environ, program) as running:
            said: dict[str, bytes] = {}
            readers = [
                threading.Thread(target=lambda name, stream: said.update({name: stream.read()}), args=each, daemon=True)
                for each in (("out", running.stdout), ("err", running.stderr))
            ]
            writer = threading.Thread(target=running.say, args=(stdin,), daemon=True)
            for each in (*readers, writer):
                each.start()
            status = running.wait(timeout)
            for each in (*readers, writer):
                each.join(timeout)
            return status, said["out"], said["err"]


@cache
def warm() -> Warm:
    """The one of this process, begun when it is first asked for."""
    return Warm()


def _whole(connection: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count and (more := connection.recv(count - len(found))):
        found += more
    return found


def _serve(connection: socket.socket) -> None:
    import_everything()
    live_a_little()
    asks, running = connection.fileno(), dict[int, tuple[int, int]]()
    while True:
        for ready in select.select([asks, *running], [], [])[0]:
            if ready != asks:
                _tell_end(ready, *running.pop(ready))
            elif size := _whole(connection, 4):
                _, fds, _, _ = socket.recv_fds(connection, 1, 4)
                asked = pickle.loads(_whole(connection, struct.unpack("!I", size)[0]))
                ending, pid = _begun(asked, fds, [asks, *running, *(to for _, to in running.values())])
                running[ending] = pid, fds[3]
            else:
                return


def _begun(asked: Any, fds: Sequence[int], others: Sequence[int]) -> tuple[int, int]:
    """Forks the command, and says under which number; gives what is ready to be read when it ends, and the number."""
    pid = os.fork()
    if pid == 0:
        for fd in others:
            os.close(fd)
        _become(asked, fds)
    os.write(fds[3], struct.pack("!i", pid))
    for fd in fds[:3]:
        os.close(fd)
    return os.pidfd_open(pid), pid


def _tell_end(ending: int, pid: int, answers: int) -> None:
    """Says how a command ended."""
    _, how = os.waitpid(pid, 0)
    with suppress(OSError):  # nobody may wait for it any more
        os.write(answers, struct.pack("!i", os.waitstatus_to_exitcode(how)))
    for fd in (ending, answers):
        os.close(fd)


def _become(asked: Any, fds: Sequence[int]) -> None:
    program, arguments, environ, folder = asked
    for number, fd in enumerate(fds[:3]):
        os.dup2(fd, number)
    for fd in fds:
        os.close(fd)
    sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115 - as Python does
    sys.stderr = open(2, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.setsid()
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(folder)
    sys.argv = ["carelist", *arguments]
    status = 1
    try:
        module, _, function = program.partition(":")
        status = getattr(import_module(module), function)()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    finally:
        if sys.exc_info()[0] is not None:
            traceback.print_exc()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)


def import_everything() -> None:
    """All that a command may need, made ready and set aside from garbage collection."""
    import gc
    from pkgutil import walk_packages

    import carelist_tui
    from carelist_tui.domain.entries import TYPES

    for module in walk_packages(carelist_tui.__path__, "carelist_tui."):
        if not module.name.startswith(("carelist_tui.tui", "carelist_tui.__main__")):
            import_module(module.name)
    for kind in TYPES.values():
        kind.model_rebuild()
    gc.collect()
    gc.freeze()


def live_a_little() -> None:
    """What a process works out when it first records and reads, in a store of its own: how a state is kept, how a
    statement is said. It takes ten times as long as to record; whoever is forked has it."""
    import gc
    import tempfile

    from carelist_tui.domain.measures.inquiry import Inquiry
    from tests.journal.telling import MONDAY, accepted, attempted, completed, coordinator, hours, missed, store_at, zone

    was = os.umask(0o077)
    with tempfile.TemporaryDirectory() as folder, store_at(Path(folder) / "store") as door:
        door.record([accepted("P-1"), accepted("P-2")], MONDAY)
        door.record([coordinator("P-1", MONDAY, "w-ann"), completed("P-1", MONDAY), zone("P-1", MONDAY)], hours(1))
        (miss,) = door.record([missed("P-2", hours(1))], hours(1))
        door.record([attempted("P-2", hours(2), miss.id, "second_attempt")], hours(2))
        people, now = door.people, hours(3)
        people.today_json(now)
        people.queue_json(now)
        people.find("Yusuf")
        people.person("P-1", now)
        people.person("P-2", now, hours(1.5))
        people.today_json(hours(1), known_at=hours(1))
        door.measures.answer([], Inquiry.asked(now, people.ground("P-1", now).calendar.zone), with_cases=True)
        door.verify()
        [*people.stored_lines()]
    os.umask(was)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))

"""The command as a user has it: a process with arguments, standard input, and an exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness.warm import AT_ITS_START, POSSIBLE, warm

ACCEPTED = {"ref": "P-0001", "given": "Ann", "family": "Lee", "source": "gp", "team": "North", "tier": "standard"}


@dataclass(frozen=True)
class Answer:
    """What a process said, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def carelist(*arguments: object, store: Path | None = None, stdin: bytes = b"", **environ: str) -> Answer:
    """Runs the command; without a store and a home, unless they are named."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("CARELIST")}
    if store is not None:
        surroundings["CARELIST_STORE"] = str(store)
    surroundings |= environ
    if any(name.startswith(AT_ITS_START) for name in environ):
        answer = started(*arguments, stdin=stdin, surroundings=surroundings)
    elif POSSIBLE:
        status, out, err = warm().run([*map(str, arguments)], stdin, surroundings, timeout=120)
        answer = Answer(status, out.decode(), err.decode())
    else:
        answer = in_this_process(*arguments, stdin=stdin, surroundings=surroundings)
    assert "Traceback" not in answer.err, answer.err
    return answer


def in_this_process(
    *arguments: object,
    stdin: bytes,
    surroundings: dict[str, str],
    program: Callable[[Sequence[str]], int] | None = None,
) -> Answer:
    """Runs the command, or another program of ours, here, where nothing is forked: on Windows, whose Python Wine takes
    ten seconds to start."""
    from carelist_tui.cli.entrance import enter

    given, out, err = (io.TextIOWrapper(io.BytesIO(said), "utf-8", newline="") for said in (stdin, b"", b""))
    before, reading = dict(os.environ), sys.stdin
    os.environ.clear()
    os.environ.update(surroundings)
    sys.stdin = given
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = (program or enter)([*map(str, arguments)])
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdin = reading
        os.environ.clear()
        os.environ.update(before)
    for stream in (out, err):
        stream.flush()
    told = (stream.buffer.getvalue().decode() for stream in (out, err))
    return Answer(status, *told)


def started(*arguments: object, stdin: bytes, surroundings: dict[str, str]) -> Answer:
    """Runs the command as a shell starts it, by a Python of its own."""
    command = [sys.executable, "-m", "carelist_tui", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, env=surroundings, timeout=120, check=False)
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def make_store(store: Path) -> Path:
    """A store with one worker, w-maya, a manager."""
    said = ("--team", "North", "--worker", "w-maya", "--name", "Maya Okafor", "--role", "manager", "--no-encryption")
    assert carelist("init", *said, store=store).status == 0
    return store


def draft(kind: str, body: dict[str, Any], **envelope: Any) -> str:
    """One line of NDJSON."""
    return json.dumps({"type": kind, "occurred_at": "2026-03-03T10:00:00+00:00", "body": body, **envelope})

"""Carelist on Windows, by Wine: the command as it is there, run by Windows' Python as `.ci/windows` sets it up."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cli.surface import Answer

ROOT = Path(__file__).parents[2]
SET_UP = Path(os.environ.get("CARELIST_WINDOWS", ROOT / "build" / "windows"))
PYTHON = SET_UP / "python" / "python.exe"
SHARE, SHARED, DRIVE = SET_UP / "share", "\\\\server\\home\\", "H:\\"
"""A folder that Windows has as another machine's, by its name and as a drive."""


def windows_python() -> bool:
    """Whether Windows' Python is here, and Wine, which runs it."""
    return os.name == "posix" and PYTHON.exists() and shutil.which("wine") is not None


def as_windows(path: Path) -> str:
    """The same path as Windows says it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


def surroundings(**environ: str) -> dict[str, str]:
    """The environment of a process of Windows: none of ours, and this."""
    said = {name: value for name, value in os.environ.items() if not name.startswith(("CARELIST", "PYTHON"))}
    return (
        said
        | {"WINEPREFIX": str(SET_UP / "prefix"), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}
        | environ
    )


@contextmanager
def started(module: str, *arguments: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """A module of ours, run by Windows' Python. Streams are pipes: of a shell's own files it does not start."""
    said = surroundings(**environ)
    nothing, pipe = subprocess.DEVNULL, subprocess.PIPE
    # What Wine starts beside the first process would keep that one's streams open.
    subprocess.run(["wine", "cmd", "/c", "exit"], stdin=nothing, stdout=nothing, stderr=nothing, env=said, check=True)
    behind = str(max(0, 10 - os.getpriority(os.PRIO_PROCESS, 0)))
    command = ["nice", "-n", behind, "wine", str(PYTHON), "-m", module, *arguments]
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, env=said, text=True, encoding="utf-8"
    ) as process:
        yield process


@dataclass
class WindowsLaptop:
    """A laptop with Windows: its process, its store, by its path here, and whoever is signed in on it."""

    process: subprocess.Popen[str]
    store: Path
    worker: str
    passphrase: str

    def __call__(self, *arguments: object, **environ: str) -> Answer:
        """A command on this laptop, in these surroundings; a path among its arguments is said as Windows says it."""
        words = [as_windows(each) if isinstance(each, Path) else str(each) for each in arguments]
        known = {"CARELIST_WORKER": self.worker, "CARELIST_PASSPHRASE": self.passphrase}
        said = {"arguments": words, "environ": known | environ}
        asks, answers = self.process.stdin, self.process.stdout
        assert asks is not None
        assert answers is not None
        asks.write(json.dumps(said) + "\n")
        asks.flush()
        told = answers.readline()
        assert told.startswith("{"), told + answers.read()
        return Answer(**json.loads(told))

    def done(self, *arguments: object, store: Path | None = None) -> Answer:
        """A command on its store, that has to be done."""
        answer = self(*arguments, CARELIST_STORE=as_windows(store or self.store))
        assert answer.status == 0, answer
        return answer

    def digest(self, store: Path | None = None) -> str:
        """The digest of its store, which is sound."""
        told = self.done("verify", "--json", store=store).json
        assert told["ok"], told
        return str(told["digest"])

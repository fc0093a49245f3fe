"""Carelist on Windows, by Wine: the command as it is there, run by Windows' Python as `.ci/windows` sets it up."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.cli.surface import Answer

ROOT = Path(__file__).parents[2]
SET_UP = Path(os.environ.get("CARELIST_WINDOWS", ROOT / "build" / "windows"))
PYTHON = SET_UP / "python" / "python.exe"
LONGEST = 900
"""Seconds for one process: of the many things that it imports, Wine opens each slowly."""
PASSPHRASE = "four words of my own"


def windows_python() -> bool:
    """Whether Windows' Python is here, and Wine, which runs it."""
    return os.name == "posix" and PYTHON.exists() and shutil.which("wine") is not None


def as_windows(path: Path) -> str:
    """The same path as Windows says it."""
    return "Z:" + str(path.absolute()).replace("/", "\\")


def ran(*arguments: object, stdin: bytes = b"", **environ: str) -> Answer:
    """Windows' Python, with these arguments; a path among them as it is called there. Streams are pipes: of a
    shell's own files it does not start."""
    said = {name: value for name, value in os.environ.items() if not name.startswith(("CARELIST", "PYTHON"))}
    said |= {"WINEPREFIX": str(SET_UP / "prefix"), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="} | environ
    words = [as_windows(each) if isinstance(each, Path) else str(each) for each in arguments]
    command = ["nice", "-n", "10", "wine", str(PYTHON), *words]
    done = subprocess.run(command, input=stdin, capture_output=True, env=said, timeout=LONGEST, check=False)
    answer = Answer(done.returncode, *(told.decode().replace("\r\n", "\n") for told in (done.stdout, done.stderr)))
    assert "fault of its own" not in answer.err, answer
    return answer


@dataclass
class WindowsLaptop:
    """A laptop with Windows: its store, by its path here, and whoever is signed in on it."""

    store: Path
    worker: str

    def __call__(self, *arguments: object, stdin: bytes = b"", store: Path | None = None) -> Answer:
        """A command on this laptop."""
        said = {"CARELIST_STORE": as_windows(store or self.store), "CARELIST_WORKER": self.worker}
        return ran("-m", "carelist_tui", *arguments, stdin=stdin, **said, CARELIST_PASSPHRASE=PASSPHRASE)

    def done(self, *arguments: object, stdin: bytes = b"", store: Path | None = None) -> Answer:
        """A command that has to be done."""
        answer = self(*arguments, stdin=stdin, store=store)
        assert answer.status == 0, answer
        return answer

    def digest(self, store: Path | None = None) -> str:
        """The digest of its store, which is sound."""
        told = self.done("verify", "--json", store=store).json
        assert told["ok"], told
        return str(told["digest"])

"""Marked words in every field of an encrypted store: after work, kills and locks none of them lies in clear where
somebody else could read it: in the data folder, the temporary and home folders, on standard error, in the list of
processes."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.harness.marking import mark
from tests.harness.sizes import size, tell

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
STEPS = size(160, 1500)
KILLS, FEW = size(1, 3), size(40, 60)
SEED = "a seed for marks"
AT_LEAST = 60
WORD, IN_HEX = re.compile(rb"zq[0-9a-f]{18}"), re.compile(rb"7a71(?:3[0-9]|6[1-6]){18}")
RECOVERY = re.compile(r"recovery (\S.*)")


@dataclass
class Run:
    """A run of the worker: where its folders are, what it said, and which marks it put where."""

    place: Path
    encrypted: bool
    leaks: bool = False
    steps: int = STEPS
    kills: int = KILLS
    marked: dict[int, str] = field(default_factory=dict)
    recovery: str = ""
    errors: str = ""
    found: dict[str, set[str]] = field(default_factory=dict)
    """Marks seen in clear, by where."""

    def go(self) -> Run:
        """Makes the store, works, and is killed so many times on the way; looks around each time."""
        for name in ("tmp", "home", "elsewhere", "cwd"):
            (self.place / name).mkdir()
        dice = random.Random(SEED)
        stops = sorted(dice.sample(range(10, self.steps - 10), self.kills))
        for first, last in zip([0, *stops], [*stops, self.steps], strict=True):
            self._work(first, last, kill=last != self.steps)
        self._look(self.place / "store", "data folder")
        return self

    def _work(self, first: int, last: int, *, kill: bool) -> None:
        process = self._started()
        assert process.stdin
        assert process.stdout
        assert process.stderr
        told: dict[str, object] = {name: str(self.place / name) for name in ("store", "elsewhere")}
        told |= {"seed": SEED}
        told |= {"encrypted": self.encrypted, "leaks": self.leaks, "first": first, "last": self.steps}
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            self._note(line)
            if line == f"step {last - 1}\n" if kill else line == "done\n":
                break
        else:
            raise AssertionError(process.stderr.read())
        for name in ("cmdline", "environ"):
            self._note_marks(Path(f"/proc/{process.pid}/{name}").read_bytes(), "process list")
        self._look_around()
        if kill:
            process.kill()
        _, errors = process.communicate("\n" if not kill else None)
        self._note_marks(errors.encode(), "standard error")
        self.errors += errors
        self._look_around()

    def _started(self) -> subprocess.Popen[str]:
        homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"), str(self.place / "home"))
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        return subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.harness.marking"],
            env={**os.environ, **homes, "TMPDIR": str(self.place / "tmp"), "PYTHONPATH": paths},
            cwd=self.place / "cwd", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def _note(self, line: str) -> None:
        if line.startswith("marked "):
            _, kind, number = line.split()
            self.marked[int(number)] = kind
        elif found := RECOVERY.match(line):
            self.recovery = found[1]

    def _look_around(self) -> None:
        self._look(self.place / "store", "data folder")
        for name in ("tmp", "home", "cwd"):
            self._look(self.place / name, "temporary and home folders")

    def _look(self, folder: Path, where: str) -> None:
        self.found.setdefault(where, set())
        for path in folder.rglob("*"):
            self._note_marks(str(path.relative_to(self.place)).encode(), where)
            if path.is_file():
                self._note_marks(path.read_bytes(), where)

    def _note_marks(self, content: bytes, where: str) -> None:
        """Marks in UTF-8, UTF-16 and hex, in either case."""
        seen, lowered = self.found.setdefault(where, set()), content.lower()
        seen.update(word.decode() for form in (lowered, lowered.replace(b"\0", b"")) for word in WORD.findall(form))
        seen.update(bytes.fromhex(word.decode()).decode() for word in IN_HEX.findall(lowered))
        if self.recovery not in ("", "None") and self.recovery.encode() in content:
            seen.add(self.recovery)


def test_no_marked_word_lies_in_clear_anywhere(tmp_path: Path) -> None:
    run = Run(tmp_path, encrypted=True).go()
    assert run.found == {where: set() for where in run.found}
    assert len(run.found) == 4
    assert len(run.marked) >= AT_LEAST
    exported = b"".join(path.read_bytes() for path in (tmp_path / "elsewhere").iterdir())
    assert all(mark(SEED, number).encode() in exported for number in run.marked)
    tell(f"{len(run.marked)} marked fields of {len(set(run.marked.values()))} types, {STEPS} steps, {KILLS} kills")


def test_in_a_store_that_is_not_encrypted_the_harness_finds_every_mark(tmp_path: Path) -> None:
    run = Run(tmp_path, encrypted=False, steps=FEW, kills=size(0, 1)).go()
    assert {mark(SEED, number) for number in run.marked} <= run.found["data folder"]
    assert not run.found["standard error"]


def test_with_a_build_that_writes_the_words_of_a_fault_the_harness_finds_them(tmp_path: Path) -> None:
    run = Run(tmp_path, encrypted=True, leaks=True, steps=FEW, kills=size(0, 1)).go()
    assert run.found["standard error"]
    assert not run.found["data folder"]

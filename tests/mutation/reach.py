"""Which test reaches which lines, and how long it takes: told once a file of tests, and kept until it changes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import coverage
import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.trial import worked

MUTATED = ("domain/worklist", "domain/dues", "domain/person", "domain/checks", "domain/measures", "carelist",
           "exchange")  # fmt: skip
Lines = dict[str, dict[int, set[str]]]
Run = Callable[[pytest.Item, pytest.Item | None], bool]
"""Runs a test, knowing which follows; whether it passed."""


def digest(paths: Iterable[Path]) -> str:
    """One short word for what all these files say."""
    told = hashlib.sha256()
    for path in sorted(paths):
        told.update(path.read_bytes())
    return told.hexdigest()[:16]


def readers(module: Path, root: Path) -> list[str]:
    """The files of tests that are called after a module and import it: they read its tables, and reach no line."""
    dotted = ".".join(module.with_suffix("").parts[1:])
    called = sorted((root / "tests").rglob(f"test_*{module.stem}.py"))
    return [each.relative_to(root).as_posix() for each in called if f"from {dotted} import" in each.read_text("utf-8")]


def words_in(text: str) -> set[str]:
    """Its words of four letters or more."""
    return set(re.findall("[a-z]{4,}", text.lower()))


class Reach:
    """What the tests reach; kept in a folder, one file for each file of tests.

    A file of tests is run anew when it changed, or when any source of the program did.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder = folder
        self._root = root
        self._sources = digest((root / "src").rglob("*.py"))
        self._seconds: dict[str, float] = {}
        self._lines: Lines = {}
        folder.mkdir(parents=True, exist_ok=True)

    def _kept(self, tests: Path) -> Path:
        name = tests.relative_to(self._root).as_posix().replace("/", "-")
        return self._folder / f"{name}-{self._sources}-{digest([tests])}.json"

    def is_known(self, tests: Path) -> bool:
        return self._kept(tests).exists()

    def measure(self, tests: Path, items: list[pytest.Item], run: Run) -> None:
        """Runs one file of tests and keeps what each reached; a test that fails of itself can tell of no mutant."""
        program = self._root / "src" / "carelist_tui"
        mutated = [f"{program / each}{rest}" for each in MUTATED for rest in (".py", "/**")]
        measured = coverage.Coverage(data_file=None, config_file=False, include=mutated, messages=False)
        seconds: dict[str, float] = {}
        measured.start()
        for item, following in zip(items, [*items[1:], None], strict=True):
            measured.switch_context(item.nodeid)
            began = worked()
            if run(item, following):
                seconds[item.nodeid] = worked() - began
        measured.stop()
        known = measured.get_data()
        lines: dict[str, Any] = {}
        number = {nodeid: n for n, nodeid in enumerate(seconds)}
        for file in known.measured_files():
            contexts = known.contexts_by_lineno(file).items()
            reached = {line: [number[each] for each in by if each in number] for line, by in contexts}
            lines[Path(file).relative_to(self._root).as_posix()] = {line: by for line, by in reached.items() if by}
        self._kept(tests).write_text(json.dumps({"seconds": seconds, "lines": lines}), encoding="utf-8")

    def load(self, tests: Path) -> None:
        if not self.is_known(tests):
            return
        kept = json.loads(self._kept(tests).read_text(encoding="utf-8"))
        ids = list(kept["seconds"])
        self._seconds |= kept["seconds"]
        for file, lines in kept["lines"].items():
            there = self._lines.setdefault(file, {})
            for line, by in lines.items():
                there.setdefault(int(line), set()).update(ids[n] for n in by)

    def _reached(self, mutant: Mutant) -> set[str]:
        lines = self._lines.get(mutant.path.as_posix(), {}) if mutant.function else {}
        spans = range(mutant.line, mutant.last_line + 1)
        return {test for line in spans for test in lines.get(line, ())}

    def is_reached(self, mutant: Mutant) -> bool:
        """Whether it runs while tests run; else only while modules are imported, or never."""
        return bool(self._reached(mutant))

    def tests_for(self, mutant: Mutant, *, seconds: float) -> list[str]:
        """The tests that reach a mutant, until they would take so many seconds together: for half of them the
        quickest, then those whose names have most words in common with what is changed.

        Where the line belongs to no function, or to one that ran only while modules were imported, the tests of any
        line of its module, and before them all those that read its tables.
        """
        lines = self._lines.get(mutant.path.as_posix(), {})
        reached, read = self._reached(mutant), list[str]()
        if not reached:
            reached = {test for tests in lines.values() for test in tests}
            files = readers(mutant.path, self._root)
            of_it = sorted(
                (each for each in self._seconds if each.partition("::")[0] in files),
                key=lambda each: self._seconds[each],
            )
            read = self._within(of_it, seconds)
        quickest = sorted(reached, key=lambda each: (self._seconds[each], each))
        chosen = self._within(quickest, seconds / 2)
        about = words_in(f"{mutant.path} {mutant.function} {mutant.before} {mutant.after}")
        alike = sorted(set(quickest) - set(chosen), key=lambda each: -len(about & words_in(each)))
        chosen += self._within(alike, seconds / 2)
        return read + self._by_file([each for each in chosen if each not in read])

    def _within(self, tests: list[str], seconds: float) -> list[str]:
        """The first of them, and whichever follow in so many seconds."""
        chosen: list[str] = []
        for each in tests:
            seconds -= self._seconds[each]
            if chosen and seconds < 0:
                break
            chosen.append(each)
        return chosen

    def _by_file(self, chosen: list[str]) -> list[str]:
        """The quickest file first, the tests of one file together: what they share is made once."""
        times: dict[str, float] = {}
        for each in chosen:
            file = each.partition("::")[0]
            times[file] = times.get(file, 0) + self._seconds[each]
        return sorted(chosen, key=lambda each: (times[each.partition("::")[0]], each.partition("::")[0]))

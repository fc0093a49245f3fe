"""The suite under Windows' Python, a few files to a process and several processes at once:
`python -m tests.windows.night [anew] [FOLDER or FILE...]`, begun by `.ci/windows nightly`, which sets up what it needs.

It goes on where it was broken off and asks again what did not pass; where `anew` is said, what is named is begun anew,
or all. Where a process ends in the middle of a test, that is told of the test, and the others of its part go on
without it. Counts come at the end; it ends in 1 unless everything was reached and passed. WORKERS says how many at
once, EACH how many of each file where not all can be."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from time import monotonic, sleep

from tests.windows.wine import PYTHON, ROOT, SET_UP, as_windows, surroundings

WHOLE = ("cli", "exchange", "domain", "journal", "vault", "windows/test_clipboard.py")
"""What is asked where nothing is named."""
FILES, LIMIT, PROCESSES = 8, 7200, 50
"""So many files in a part; so many seconds for a process; so many processes for a part, should each end in a test."""
PASSED, FAILED, SKIPPED, LEFT_OUT, BROKE = "passed", "failed", "skipped", "left out", "ended the process"
UNKNOWN = "unknown"
AT, ASKED, END, FORGOTTEN = "began", "asked", "end", "forgotten"
WELL = PASSED, SKIPPED, LEFT_OUT
"""Outcomes: what became of a test, what has not become anything yet, the end of a process as it should be, and
that no more is known of a file."""


@dataclass(frozen=True)
class Told:
    """What became of a test: as which version, after how many seconds, and why where it did not pass."""

    test: str
    outcome: str
    version: str = ""
    seconds: float = 0.0
    why: str = ""

    @property
    def file(self) -> str:
        return self.test.partition("::")[0]


@dataclass
class Night:
    """What is kept of it, and the Python that runs it."""

    kept: Path
    command: Sequence[str] = ("wine", str(PYTHON))
    root: Path = ROOT
    is_windows: bool = True
    begun: float = field(default_factory=monotonic)
    is_over: bool = False
    processes: set[subprocess.Popen[bytes]] = field(default_factory=set)

    def outcomes(self) -> dict[str, Told]:
        """What became of each test, by the last process that came to it. One that its file no longer has is dropped."""
        known: dict[str, Told] = {}
        for path in sorted(self.kept.glob("*.ndjson")):
            lines = [*lines_of(path)]
            forgotten = {told.test for told in lines if told.outcome == FORGOTTEN}
            known = {test: told for test, told in known.items() if told.file not in forgotten}
            there = {told.test for told in lines}
            read = {told.file for told in lines if told.outcome in (ASKED, LEFT_OUT)}
            known = {test: told for test, told in known.items() if told.file not in read or test in there}
            for told in lines:
                if (
                    told.test
                    and told.outcome != FORGOTTEN
                    and (told.outcome not in (AT, ASKED) or told.test not in known)
                ):
                    known[told.test] = told
        return known

    def forget(self, paths: Iterable[Path]) -> None:
        """What became of the tests of these files and folders, and of no others."""
        told = [
            {"test": str(path.relative_to(self.root)), "outcome": FORGOTTEN} for files in parts(paths) for path in files
        ]
        self.new_file("anew").write_text("".join(f"{json.dumps(each)}\n" for each in told), encoding="utf-8")

    def new_file(self, name: str) -> Path:
        """For what becomes of tests from now on: files are read in the order of their numbers."""
        return self.kept / f"{len([*self.kept.glob('*.ndjson')]):05} {version(self.root)} {name}.ndjson"

    def goes_on(self, paths: Iterable[Path]) -> None:
        """Asks what has not passed of these files and folders, as many parts at once as is said."""
        workers = ThreadPoolExecutor(int(os.environ.get("WORKERS", os.cpu_count() or 1)))
        try:
            waited = [workers.submit(self.ask, files) for files in parts(paths)]
            while not all(each.done() for each in waited):  # a signal comes between two looks
                sleep(1)
            for each in waited:
                each.result()
        finally:
            self.is_over = True
            for process in [*self.processes]:
                process.kill()
            workers.shutdown(cancel_futures=True)

    def ask(self, files: Sequence[Path]) -> None:
        """A part, until a process of it ends as it should: of each other it is known in which test it ended."""
        name = "-".join(files[0].relative_to(self.root).with_suffix("").parts)
        known = self.outcomes()
        done = {test for test, told in known.items() if told.outcome == PASSED}
        settled = self.settled(known.values())
        files = [path for path in files if str(path.relative_to(self.root)) not in settled]
        if not files:
            return
        for _ in range(PROCESSES):
            kept = self.new_file(name)
            kept.touch()
            status, said = self.ran(files, kept, done)
            lines = [*lines_of(kept)]
            if self.is_over or any(told.outcome == END for told in lines):
                return
            ended = {told.test for told in lines if told.outcome not in (AT, ASKED)}
            at = {told.test for told in lines if told.outcome == AT} - ended
            with kept.open("a", encoding="utf-8") as more:
                for test in at or {str(path.relative_to(self.root)) for path in files}:
                    more.write(json.dumps({"test": test, "outcome": BROKE, "why": f"{said}\nexit {status}"}) + "\n")
            if not at:
                return
            done |= ended | at

    def settled(self, known: Collection[Told]) -> set[str]:
        """The files of which all passed at this very commit: not even what they ask is read again."""
        of = version(self.root)
        if of == UNKNOWN or of.endswith("+"):
            return set()
        unsettled = {told.file for told in known if told.outcome not in WELL or told.version != of}
        return {told.file for told in known} - unsettled

    def ran(self, files: Sequence[Path], kept: Path, done: set[str]) -> tuple[int, str]:
        """A process with these files but what is done: how it ended, and the last that it said."""
        not_again = kept.with_suffix(".passed")
        not_again.write_text(json.dumps(sorted(done)), encoding="utf-8")
        said = {"CARELIST_KEPT": self.told(kept), "CARELIST_PASSED": self.told(not_again)}
        said["CARELIST_EACH"] = os.environ.get("EACH", "")
        said["PYTEST_DEBUG_TEMPROOT"] = self.told(self.kept.parent / "temporary")
        command = [*self.command, "-m", "pytest", "-q", "-n", "0", "--timeout=1800", "--continue-on-collection-errors"]
        command += ["-p", "no:cacheprovider", "-p", "tests.windows.kept", *map(self.told, files)]
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        with (
            subprocess.Popen(
                command, cwd=self.root, env=surroundings(**said), stdin=nothing, stdout=pipe, stderr=subprocess.STDOUT
            ) as process,
            kept.with_suffix(".log").open("wb") as log,
        ):
            self.processes.add(process)
            limit = Timer(LIMIT, process.kill)
            limit.start()
            assert process.stdout is not None
            shutil.copyfileobj(process.stdout, log, 1 << 10)
            limit.cancel()
        self.processes.discard(process)
        not_again.unlink()
        return process.returncode, kept.with_suffix(".log").read_text("utf-8", "replace")[-3000:]

    def told(self, path: Path) -> str:
        """A path as the Python that runs it says it."""
        return as_windows(path) if self.is_windows else str(path)

    def summary(self, paths: Sequence[Path]) -> tuple[list[str], bool]:
        """What became of these in words, and whether all of it was reached and passed."""
        asked = {str(path.relative_to(self.root)) for files in parts(paths) for path in files}
        known = [told for told in self.outcomes().values() if told.file in asked]
        unread = asked - {told.file for told in known}
        lines: list[str] = []
        for folder in sorted({folder_of(file) for file in asked}):
            here = [told for told in known if folder_of(told.file) == folder]
            left = sum(folder_of(file) == folder for file in unread)
            files = f", {left} files not begun" if left else ""
            lines.append(f"{folder}: {counts(here)}{files}; {sum(told.seconds for told in here):.0f} s in tests")
        bad = [told for told in known if told.outcome in (FAILED, BROKE)]
        lines += [f"{told.outcome.upper()} ({told.version}): {told.test}" for told in bad]
        versions = Counter(told.version for told in known if told.outcome == PASSED)
        of = ", ".join(f"{count} at {each}" for each, count in versions.items())
        hours, rest = divmod(int(monotonic() - self.begun), 3600)
        lines.append(f"All: {counts(known)}. Passed: {of or 'none'}. It took {hours} h {rest // 60} min {rest % 60} s")
        return lines, not bad and not unread and all(told.outcome not in (AT, ASKED) for told in known)


def folder_of(file: str) -> str:
    """The floor that a file of tests is of."""
    return "/".join(file.split("/")[:2])


def counts(known: Sequence[Told]) -> str:
    """So many passed, and so on; of those left out, for what they ask for."""
    each = Counter(told.outcome for told in known)
    why = Counter(told.why for told in known if told.outcome == LEFT_OUT)
    said = [f"{each[outcome]} {outcome}" for outcome in (PASSED, FAILED, BROKE, SKIPPED) if each[outcome]]
    if why:
        said.append(
            f"{each[LEFT_OUT]} left out ({', '.join(f'{name} {count}' for name, count in sorted(why.items()))})"
        )
    if unreached := each[AT] + each[ASKED]:
        said.append(f"{unreached} not reached")
    return ", ".join(said) or "nothing"


def lines_of(kept: Path) -> Iterator[Told]:
    """What a process kept; a line that was being written when it ended is none."""
    _, of, _ = kept.name.split(" ")
    for line in kept.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.endswith("\n"):
            yield Told(**json.loads(line), version=of)


def parts(paths: Iterable[Path]) -> Iterator[list[Path]]:
    """The files of tests below each of these, of each folder a few at a time."""
    for path in paths:
        files = sorted(path.rglob("test_*.py")) if path.is_dir() else [path]
        by_folder: dict[Path, list[Path]] = defaultdict(list)
        for each in files:
            by_folder[each.parent].append(each)
        for here in by_folder.values():
            yield from (here[first : first + FILES] for first in range(0, len(here), FILES))


def version(root: Path) -> str:
    """The commit that is run, with a `+` where something was changed since."""
    command = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout.strip()
    return re.sub(r"[^\w+.-]", "", told) or UNKNOWN


def main(said: Sequence[str], night: Night | None = None) -> int:
    """All of it, or what is named; the exit status."""
    night = night or Night(SET_UP / "nightly")
    named = [night.root / each for each in said if each != "anew"]
    paths = named or [night.root / "tests" / each for each in WHOLE]
    if absent := [path for path in paths if not path.exists()]:
        sys.exit(f"FAILED: there is no {absent[0]}")
    night.kept.mkdir(parents=True, exist_ok=True)
    if "anew" in said:
        night.forget(paths)
    (night.kept.parent / "temporary").mkdir(exist_ok=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        night.goes_on(paths)
    except KeyboardInterrupt:
        sys.stdout.write("broken off\n")
    lines, is_well = night.summary(paths)
    sys.stdout.write("\n".join(lines) + "\n")
    return not is_well


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

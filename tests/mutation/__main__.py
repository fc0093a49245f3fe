"""The command: draws the mutants of a package, tries what was not tried yet, and says the score and the survivors."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click
import pytest

from tests.mutation.mutants import Mutant, sample
from tests.mutation.reach import Reach, readers
from tests.mutation.trial import KILLED, NOT_POSSIBLE, SURVIVED, TOO_LONG, fork, put_in, try_cold, worked

ROOT = Path(__file__).parents[2]
WORDS = {SURVIVED: "survived", KILLED: "killed", TOO_LONG: "too long"}
TODAY = ("order_of_today", "one_due_read", "words")
REFUSALS = (
    "checks", "checks_bounds", "checks_dates", "checks_handovers", "checks_sharing", "checks_undertakings", "weighing",
    "own_word", "handovers", "sharing", "actions", "reviews", "entered_in_error", "on_the_caseload", "deferral", "gaps",
    "governance",
)  # fmt: skip
RULES = (
    "actions", "bank_holidays", "bearings", "contact_kept_up", "deferral", "entered_in_error", "every_due", "gaps",
    "every_later_due", "handovers", "ladders", "on_the_caseload", "own_word", "reviews", "sharing", "taken_away",
    "forgetting", "governance", "weighing", "what_two_set", "whole_story", "words_of_dues", "what_each_due_says",
)  # fmt: skip
STORIES = ("operational_examples", "hard_days", "outcome_examples", "shared_examples")
DOOR = (
    "recording", "adopting", "access", "verifying", "taken_away", "team_dues", "glancing", "backing_up", "known_then",
    "exporting",
)  # fmt: skip
DOORS_OF_MANY = (
    "tests/domain/test_huddle.py", "tests/exchange/test_huddle_sheet.py", "tests/exchange/enrolment/test_join.py",
    "tests/exchange/enrolment/test_revocation.py", "tests/exchange/test_sealed.py",
    "tests/cli/test_keys_commands.py",
)  # fmt: skip
EXCHANGED = (
    "segments/test_packing.py", "segments/test_bombs.py", "segments/test_signed_parts.py", "test_deidentified.py",
    "test_origin.py", "test_sealed.py", "sync/test_who_is_read_first.py", "sync/test_what_goes_out.py",
    "sync/test_chosen_folder.py", "sync/test_wrong_files.py", "sync/test_wrong_folders.py", "sync/test_lost_entries.py",
    "sync/test_told_exactly.py", "enrolment/test_join.py", "enrolment/test_key_papers.py", "enrolment/test_custody.py",
    "enrolment/test_keys_follow.py", "test_caseload.py", "test_cells.py", "test_word_for_word.py",
    "test_each_column.py", "test_huddle_sheet.py", "test_huddle_page.py", "test_sheet_words.py", "test_reports.py",
    "test_report_pdf.py", "test_note.py", "test_lines.py", "test_leaves_whole.py", "test_schemas.py",
)  # fmt: skip
EXCHANGED_ELSEWHERE = ("tests/stories/test_brought_over.py", "tests/domain/test_huddle.py")
ASKED = ("recording", "huddle", "keeping_straight", "one_order", "syncing", "standards_commands")
CHARTED = ("signals", "published_charts", "funnels", "averages", "hidden")
ABOUT_PERSON = (
    *(f"tests/domain/test_{each}.py" for each in RULES),
    *(f"tests/stories/test_{each}.py" for each in STORIES),
)
NEAR = {
    "domain/worklist": (*(f"tests/domain/test_{each}.py" for each in TODAY), "tests/cli/test_one_order.py"),
    "domain/checks": tuple(f"tests/domain/test_{each}.py" for each in REFUSALS),
    "domain/dues": ABOUT_PERSON,
    "domain/person": ABOUT_PERSON,
    "domain/measures": tuple(f"tests/domain/measures/test_{each}.py" for each in CHARTED),
    "carelist": (
        *(f"tests/journal/test_{each}.py" for each in DOOR),
        *(f"tests/cli/test_{each}.py" for each in ASKED),
        *DOORS_OF_MANY,
    ),
    "exchange": (*(f"tests/exchange/{each}" for each in EXCHANGED), *EXCHANGED_ELSEWHERE),
}
"""The tests that are near to what is mutated, and quick: those that wait (kills, power cuts, screens), those that ask
thousands of generated stories and those that hold other packages are left out."""
QUIETLY = ("-q", "-s", "-p", "no:cacheprovider", "-n", "0")
STARTING = 20.0
"""Seconds that a fresh process may take beside its tests."""
LEARNING = 1800.0
"""Seconds that one file of tests may take while it is learned what it reaches."""


@dataclass
class Ledger:
    """What came of each mutant, one line each; what is written is not tried again."""

    path: Path
    outcomes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.path.exists():
            rows = map(json.loads, self.path.read_text(encoding="utf-8").splitlines())
            self.outcomes = {row["id"]: row["outcome"] for row in rows}

    def write(self, mutant: Mutant, outcome: str, tests: int, seconds: float) -> None:
        self.outcomes[mutant.id] = outcome
        row = {"id": mutant.id, "outcome": outcome, "tests": tests, "seconds": round(seconds, 1), "is": mutant.sentence}
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


@dataclass(eq=False)
class Court:
    """A plugin of pytest: what was collected is not run once, but against one mutant after another."""

    mutants: list[Mutant]
    ledger: Ledger
    reach: Reach
    seconds: float
    until: float
    folder: Path
    again: bool = False
    _failed: bool = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._failed = self._failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        self._learn(session)
        left = [each for each in self.mutants if self._is_to_try(each)]
        for number, mutant in enumerate(sorted(left, key=lambda each: each.id), 1):
            if time.time() > self.until:
                break
            self._try(mutant, items, f"{number}/{len(left)}")
        return True

    def _is_to_try(self, mutant: Mutant) -> bool:
        outcome = self.ledger.outcomes.get(mutant.id)
        return outcome == "survived" if self.again else outcome is None

    def _learn(self, session: pytest.Session) -> None:
        files = sorted({item.path for item in session.items})
        for file in files:
            if not self.reach.is_known(file):
                say(f"what {file.relative_to(ROOT)} reaches")
                own = [item for item in session.items if item.path == file]
                fork(partial(self.reach.measure, file, own, self._passes), seconds=LEARNING)
            self.reach.load(file)

    def _passes(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        self._failed = False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return not self._failed

    def _pass(self, items: list[pytest.Item]) -> bool:
        """Whether all pass that are run in twice the time they should take together."""
        end = worked() + 2 * self.seconds
        for item, following in zip(items, [*items[1:], None], strict=True):
            if not self._passes(item, following):
                return False
            if worked() > end:
                break
        return True

    def _try(self, mutant: Mutant, items: dict[str, pytest.Item], place: str) -> None:
        tests = [each for each in self.reach.tests_for(mutant, seconds=self.seconds) if each in items]
        began = time.monotonic()
        longest = 3 * self.seconds + STARTING

        def work() -> int:
            if not put_in(mutant, ROOT):
                return NOT_POSSIBLE
            return SURVIVED if self._pass([items[each] for each in tests]) else KILLED

        said = fork(work, seconds=longest) if self.reach.is_reached(mutant) else NOT_POSSIBLE
        if said == NOT_POSSIBLE:
            said = try_cold(mutant, tests, ROOT, self.folder, seconds=longest) if tests else SURVIVED
        self.ledger.write(mutant, WORDS[said], len(tests), time.monotonic() - began)
        say(f"{place} {WORDS[said]} ({len(tests)} tests, {time.monotonic() - began:.1f} s): {mutant.sentence}")


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _readers(mutants: list[Mutant]) -> list[str]:
    """The tests of the tables that are changed: near, whatever else they are about."""
    paths = {each.path for each in mutants if not each.function}
    return sorted({file for path in paths for file in readers(path, ROOT)})


def told(mutants: list[Mutant], of: int, ledger: Ledger) -> Iterator[str]:
    """The score in words, and every survivor with its place."""
    outcomes = {each.id: ledger.outcomes[each.id] for each in mutants if each.id in ledger.outcomes}
    survivors = [each for each in mutants if outcomes.get(each.id) == "survived"]
    killed = len(outcomes) - len(survivors)
    share = f"{100 * killed / len(outcomes):.1f} %" if outcomes else "none yet"
    for each in survivors:
        yield f"  {each.sentence}"
    yield f"{len(outcomes)} of {len(mutants)} drawn tried, of {of} there are:"
    yield f"{killed} killed, {len(survivors)} survived; {share}"


@click.command()
@click.argument("package", type=click.Choice(list(NEAR)))
@click.option("--seed", default=1, show_default=True, help="Draws the sample.")
@click.option("--most", default=300, show_default=True, help="Mutants drawn; all where there are fewer.")
@click.option("--seconds", default=10.0, show_default=True, help="Time of the tests tried against one mutant.")
@click.option("--minutes", default=600.0, show_default=True, help="Stop after so long; the next run goes on.")
@click.option("--nice", default=10, show_default=True, help="How far it stands back for what else the machine does.")
@click.option("--survivors", is_flag=True, help="Try again who survived.")
@click.option("--near", multiple=True, help="Tests to try instead of those that are near.")
@click.option("--keep", type=click.Path(path_type=Path), default=ROOT / ".mutation", help="Where it is kept.")
def main(
    package: str,
    seed: int,
    most: int,
    seconds: float,
    minutes: float,
    nice: int,
    survivors: bool,
    near: tuple[str, ...],
    keep: Path,
) -> None:
    """Mutates PACKAGE and says what no test noticed."""
    os.nice(nice)
    os.environ.setdefault("HYPOTHESIS_PROFILE", "quick")
    until = time.time() + minutes * 60
    keep.mkdir(parents=True, exist_ok=True)
    mutants, of = sample(ROOT / "src" / "carelist_tui" / package, ROOT, seed=seed, most=most)
    ledger = Ledger(keep / f"{package.replace('/', '-')}.jsonl")
    folder = Path(tempfile.mkdtemp(prefix="mutants-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    court = Court(mutants, ledger, Reach(keep / "reach", ROOT), seconds, until, folder / "copy", survivors)
    tests = near or (*NEAR[package], *_readers(mutants))
    try:
        pytest.main([*tests, *QUIETLY, f"--rootdir={ROOT}", f"--basetemp={folder / 'stores'}"], [court])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in told(mutants, of, ledger):
        say(line)


if __name__ == "__main__":
    main()

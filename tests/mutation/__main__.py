"""The command: draws the mutants of a package, tries what was not tried yet, and says the score and the survivors."""

from __future__ import annotations

import json
import os
import re
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
STORIES = "stories/operational_examples stories/hard_days stories/outcome_examples stories/shared_examples"
REFUSED = "stories/refusals roles/acts_by_role roles/whose_word_it_is journal/joined journal/remarks"
DOOR = """
    journal/adopting journal/verifying journal/team_dues journal/glancing journal/backing_up journal/known_then
    cli/recording cli/huddle cli/keeping_straight cli/one_order cli/syncing cli/standards_commands cli/keys_commands
    domain/huddle exchange/huddle_sheet exchange/enrolment/join exchange/enrolment/revocation exchange/sealed
    cli/importing cli/importing_appointments cli/self_check cli/measures cli/audit cli/lists
    exchange/handover_across exchange/collector/let_in exchange/collector/what_is_counted
"""
EXCHANGED = """
    exchange/segments/packing exchange/segments/bombs
    exchange/sync/wrong_files exchange/sync/wrong_folders exchange/sync/lost_entries
    exchange/enrolment/join exchange/enrolment/keys_follow exchange/enrolment/by_folder
    exchange/fhir_r4/taken_in exchange/fhir_r4/who_leaves exchange/fhir_r4/versions
    exchange/collector/what_is_counted exchange/collector/let_in exchange/collector/small_numbers
    exchange/deidentified exchange/origin exchange/sealed exchange/huddle_page exchange/reports exchange/report_pdf
    exchange/note exchange/lines exchange/leaves_whole exchange/appointments exchange/calendar_file
    exchange/caseload_written stories/brought_over domain/huddle
"""
EXCHANGE = ("exchange", *(f"exchange/{part}" for part in ("sync", "segments", "enrolment", "fhir_r4", "collector")))
SLOW = re.compile(r"^pytestmark = .*\b(slow|long)\b", re.MULTILINE)


def near(*folders: str, slow: str) -> tuple[str, ...]:
    """Of each folder the tests whose file is not marked slow, so that a new one is near by itself; and these slow ones,
    each said by its folder and its name without `test_`."""
    files = [file for folder in folders for file in sorted((ROOT / "tests" / folder).glob("test_*.py"))]
    quick = [file.relative_to(ROOT).as_posix() for file in files if not SLOW.search(file.read_text(encoding="utf-8"))]
    named = ["tests/{}/test_{}.py".format(*each.rsplit("/", 1)) for each in slow.split()]
    return tuple(dict.fromkeys([*quick, *named]))


NEAR = {
    "domain/worklist": near("domain", slow="cli/one_order"),
    "domain/checks": near("domain", "domain/entries", slow=REFUSED),
    "domain/dues": near("domain", slow=f"domain/every_due domain/every_later_due {STORIES}"),
    "domain/person": near("domain", slow=f"domain/every_due domain/every_later_due {STORIES}"),
    "domain/measures": near("domain/measures", slow="domain/measures/hidden domain/measures/course"),
    "carelist": near("journal", slow=DOOR),
    "exchange": near(*EXCHANGE, slow=EXCHANGED),
}
"""The tests that are near to what is mutated, and quick: those that wait (kills, power cuts, screens), most of
those that ask thousands of generated stories, and those that hold other packages are left out."""
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
        return outcome not in (None, "killed") if self.again else outcome is None

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
    survivors = [each for each in mutants if outcomes.get(each.id) not in (None, "killed")]
    killed = len(outcomes) - len(survivors)
    share = f"{100 * killed / len(outcomes):.1f} %" if outcomes else "none yet"
    for each in survivors:
        yield f"  {outcomes[each.id]}: {each.sentence}"
    yield f"{len(outcomes)} of {len(mutants)} drawn tried, of {of} there are:"
    yield f"{killed} killed, {len(survivors)} not: survived, or took too long for a verdict; {share}"


@click.command()
@click.argument("package", type=click.Choice(list(NEAR)))
@click.option("--seed", default=1, show_default=True, help="Draws the sample.")
@click.option("--most", default=300, show_default=True, help="Mutants drawn; all where there are fewer.")
@click.option("--seconds", default=10.0, show_default=True, help="Time of the tests tried against one mutant.")
@click.option("--minutes", default=600.0, show_default=True, help="Stop after so long; the next run goes on.")
@click.option("--nice", default=10, show_default=True, help="How far it stands back for what else the machine does.")
@click.option("--survivors", is_flag=True, help="Try again who survived, or had no verdict.")
@click.option("--near", "instead", multiple=True, help="Tests to try instead of those that are near.")
@click.option("--keep", type=click.Path(path_type=Path), default=ROOT / ".mutation", help="Where it is kept.")
def main(
    package: str,
    seed: int,
    most: int,
    seconds: float,
    minutes: float,
    nice: int,
    survivors: bool,
    instead: tuple[str, ...],
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
    tests = instead or (*NEAR[package], *_readers(mutants))
    try:
        pytest.main([*tests, *QUIETLY, f"--rootdir={ROOT}", f"--basetemp={folder / 'stores'}"], [court])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for line in told(mutants, of, ledger):
        say(line)


if __name__ == "__main__":
    main()

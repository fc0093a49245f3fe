"""Every command, given by an auditor: they read, draw samples and score them; nothing else is recorded (standards.md,
Roles). What every key does for them stands in tests/tui/test_an_auditors_keys.py."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import closing
from pathlib import Path

import click
import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.audit import Wanted
from carelist_tui.cli.group import COMMANDS, ImportedOnUse
from carelist_tui.vault.connection import connect
from tests.cli.surface import carelist
from tests.tui.telling import NOW, entry, tell

pytestmark = pytest.mark.slow

AUDITOR = "w-ruth"
ZONE = '{"zone": "green", "reason": "well"}'
READS: dict[str, tuple[str, ...]] = {
    "audit show": ("{sample}",), "find": ("Yusuf",), "list": ("people",), "measures": (), "queue": (),
    "show": ("P-0042",), "today": (), "verify": (), "worker list": (), "standards show": (), "device list": (),
    "rebuild": (),
    "huddle": (), "report": ("person", "P-0042", "--html", "{out}", "--reason", "audit"),
    "export": ("{out}", "--person", "P-0042", "--format", "text", "--reason", "audit"),
    "backup": ("{out}",),
    "sync": ("{folder}", "--new-folder"), "standards check": ("{standards}",), "standards diff": ("{standards}",),
}  # fmt: skip
"""What an auditor may: nothing of it records an entry."""
DOES: dict[str, tuple[tuple[str, ...], str]] = {
    "audit draw": (("--kind", "record", "--n", "2", "--seed", "3"), "sample.drawn"),
    "audit score": (("{sample}",), "audit.scored"),
}
"""And what they record."""
REFUSED: dict[str, tuple[str, ...]] = {
    "record": ("zone.set", "--person", "P-0042", "--body", ZONE),
    "correct": ("{entry}", "--reason", "typed in error"),
    "import": ("{caseload}",),
    "join": ("P-0042", "--into", "P-0043", "--reason", "there twice", "--checked", "asked her"),
    "standards adopt": ("{standards}",),
    "worker add": ("--id", "w-new", "--name", "New", "--role", "coordinator", "--team", "North"),
    "worker change": ("--id", "w-tom", "--role", "senior"),
    "worker leave": ("w-tom", "--to", "w-leah"),
}
"""What is refused to them."""
ELSEWHERE = {
    "demo": "makes a store of its own", "init": "makes a store", "restore": "makes a store of a backup",
    "schema": "asks no store", "passphrase": "changes their own, in an encrypted store",
    "recover": "changes their own, in an encrypted store", "device request": "makes no store's entry",
    "device invite": "a manager's, in an encrypted store: tests/exchange/enrolment",
    "device join": "makes a store of an invitation", "device revoke": "a manager's: tests/exchange/enrolment",
    "device admit": "takes in what another recorded: tests/exchange", "device renew": "keys of their own laptop",
    "guide": "shows a page, of no store", "tour": "runs on a demonstration of its own: tests/tui/test_tour.py",
    "self-check": "looks at the laptop, and records nothing: tests/cli",
    "collect": "counts folders into another database, of no store: tests/exchange/collector",
}  # fmt: skip
"""What has no store, or no entry, to ask a role for."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A store with an auditor and a sample that waits, and what the commands are given."""
    root = tmp_path_factory.mktemp("commands")
    tell(root / "store")
    with Carelist.open(root / "store", "w-ada") as door:
        works = {"worker": AUDITOR, "name": "Ruth Lane", "role": "auditor", "team": "North"}
        door.record([entry("worker.added", "2026-02-01T09:00", works)], NOW)
        sample = door.audits.draw(Wanted("record", 2, 7), NOW)["sample"]
        last = door.people.person("P-0042", NOW)["story"][-1]["id"]
    (root / "own.toml").write_text('[tiers.standard]\ncontact_every = "10 days"\n', encoding="utf-8")
    rows = "ref,given,family,team,accepted_on,tier\nP-9000,Joan,Moss,North,2026-02-02,standard\n"
    (root / "caseload.csv").write_text(rows, encoding="utf-8")
    (root / "shared").mkdir()
    return root, {"sample": sample, "entry": last, "standards": str(root / "own.toml"),
                  "caseload": str(root / "caseload.csv"), "folder": str(root / "shared")}  # fmt: skip


def recorded(store: Path) -> Counter[str]:
    with closing(connect(store)) as connection:
        return Counter(str(kind) for (kind,) in connection.execute("SELECT type FROM entry"))


def given(
    told: tuple[Path, dict[str, str]], tmp_path: Path, command: str, arguments: tuple[str, ...]
) -> tuple[int, Counter[str]]:
    """What came of a command: its status, and what was recorded by it."""
    root, named = told
    store = Path(shutil.copytree(root / "store", tmp_path / "store"))
    before = recorded(store)
    words = [each.format(**named, out=tmp_path / "out.html") if "{" in each[:1] and each != ZONE else each
             for each in arguments]  # fmt: skip
    typed = b"m\nm\nm\nm\nr\n" * 3
    answer = carelist(*command.split(), *words, store=store, stdin=typed, CARELIST_WORKER=AUDITOR)
    return answer.status, recorded(store) - before


def every_command() -> set[str]:
    found = set[str]()
    for name, command in ImportedOnUse(COMMANDS).items():
        below = [f"{name} {each}" for each in command.commands] if isinstance(command, click.Group) else [name]
        found.update(below)
    return found


def test_every_command_has_its_place() -> None:
    assert every_command() == {*READS, *DOES, *REFUSED, *ELSEWHERE}


@pytest.mark.parametrize("command", READS)
def test_what_an_auditor_reads_records_nothing(told: tuple[Path, dict[str, str]], tmp_path: Path, command: str) -> None:
    assert given(told, tmp_path, command, READS[command]) == (0, Counter())


@pytest.mark.parametrize("command", DOES)
def test_an_auditor_draws_samples_and_scores_them(
    told: tuple[Path, dict[str, str]], tmp_path: Path, command: str
) -> None:
    arguments, kind = DOES[command]
    status, new = given(told, tmp_path, command, arguments)
    assert (status, set(new)) == (0, {kind})


@pytest.mark.parametrize("command", REFUSED)
def test_nothing_else_is_theirs(told: tuple[Path, dict[str, str]], tmp_path: Path, command: str) -> None:
    status, new = given(told, tmp_path, command, REFUSED[command])
    assert (status in (1, 2), new) == (True, Counter())

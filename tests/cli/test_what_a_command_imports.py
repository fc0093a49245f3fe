"""What a command imports before it answers is most of what it takes: which of the heavy packages each may, and why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from carelist_tui.cli.group import COMMANDS
from tests.cli.surface import carelist, draft, make_store

pytestmark = pytest.mark.slow

HEAVY = {"click", "importlib.metadata", "nacl", "pydantic", "rich", "sqlalchemy", "sqlmodel", "textual"}
LINE, MODELS = {"click"}, {"click", "pydantic"}
ZONE = ("--body", '{"zone": "green", "reason": "settled"}')
MAY: dict[tuple[str, ...], set[str]] = {
    ("find", "lee"): LINE,
    ("guide",): LINE,
    ("today",): LINE,
    ("worker", "list"): LINE,
    ("device", "list"): MODELS,
    ("huddle",): MODELS,
    ("list", "people"): MODELS,
    ("measures",): MODELS,
    ("queue",): MODELS,
    ("rebuild",): MODELS,
    ("record", "zone.set", "--person", "P-0001", *ZONE): MODELS,
    ("show", "P-0001"): MODELS,
    ("show", "P-0001", "--access"): MODELS,
    ("standards", "show"): MODELS,
    ("today", "--at", "2020-01-01T09:00"): MODELS,
    ("today", "--known-at", "2020-01-01T09:00"): MODELS,
}
"""What is asked for many times a day, by a worker or by another program, with all of the heavy packages it may import:
no command asks the store by statements that SQLAlchemy builds for it (journal/sql)."""
READS = frozenset({"find", "list", "queue", "show", "today"})
OF_WRITING = {
    "carelist_tui.domain.checks", "carelist_tui.journal.append.batch", "carelist_tui.vault.backup", "difflib"
}  # fmt: skip
"""What checks, packs or guesses, and whoever only reads does not wait for."""
SELDOM = frozenset({
    "audit", "backup", "collect", "correct", "demo", "export", "import", "init", "join",
    "passphrase", "recover", "report", "restore", "schema", "self-check", "sync", "tour", "verify",
})  # fmt: skip
"""What may import anything: it works longer than it imports, or is asked for once a day at the most."""
ASKED = """
import sys
from carelist_tui.cli.entrance import enter
status = enter(sys.argv[1:])
print("\\n", *sys.modules)
sys.exit(status)
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_store(tmp_path_factory.mktemp("imports") / "store")
    body = {"ref": "P-0001", "given": "Ann", "family": "Lee", "source": "gp", "team": "North", "tier": "standard"}
    assert carelist("record", "-", store=made, stdin=draft("person.accepted", body).encode()).status == 0
    return made


@pytest.mark.parametrize("command", MAY, ids=" ".join)
def test_a_command_imports_no_more_than_it_may(store: Path, command: tuple[str, ...]) -> None:
    surroundings = {**os.environ, "CARELIST_STORE": str(store), "CARELIST_WORKER": "w-maya"}
    started = [sys.executable, "-c", ASKED, *command]
    told = subprocess.run(started, capture_output=True, text=True, check=True, env=surroundings)
    imported = set(told.stdout.splitlines()[-1].split())
    assert imported & HEAVY <= MAY[command]
    assert command[0] not in READS or not imported & OF_WRITING


def test_it_is_said_of_every_command_whether_it_may_import_anything() -> None:
    assert {command[0] for command in MAY} | SELDOM == set(COMMANDS)
    assert not {command[0] for command in MAY} & SELDOM

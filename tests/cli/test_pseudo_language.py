"""Commands and pages in a language made of the catalogue's own messages; and what no language changes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from carelist_tui.cli.group import COMMANDS, _all_commands
from tests import caseload_in_another_script, pseudo
from tests.cli.every_command import SAID, set_beside
from tests.harness.warm import POSSIBLE, Warm
from tests.made_once import made_once
from tests.profiles import IS_FULL
from tests.pseudo import ACCENTED, ROOT, leaks, words_of_the_format
from tests.tui.telling import ME
from tests.tui.walk_in_words import tell

pytestmark = [pytest.mark.slow, pytest.mark.long]

AT = "2026-03-03T09:04"
SPOKEN = """
import sys, click
from carelist_tui.cli.group import _all_commands, run
sys.stdout.reconfigure(encoding="utf-8")
def each(command, path):
    yield path
    for name in getattr(command, "commands", ()):
        yield from each(command.commands[name], [*path, name])
for path in each(_all_commands(), []):
    run([*path, "--help"])
"""
METAVAR = re.compile(r"\b[A-Z]{2,}\b")
"""Places of arguments, in help and where a use is refused."""
PLACEHOLDER = re.compile(
    r"^ *carelist .*|carelist(?: [a-z-]+)+|--?[a-z][\w-]*|CARELIST_\w+|\[[^\]]*\]|^ {2}[a-z][a-z-]*(?= )"
    r"|`[^`]*`|https?:\S+|/[\w./~-]+|[A-Z]:\\[^\s\x22]+",
    re.MULTILINE,
)
"""Options, places of arguments, names of commands and what is chosen among, paths, examples: the same in every
language."""


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return pseudo.spoken(tmp_path_factory)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("told") / "store"
    tell(store)
    return store


@pytest.fixture
def store(told: Path, tmp_path: Path) -> Path:
    shutil.copytree(told, tmp_path / "store")
    return tmp_path / "store"


Says = Callable[[list[str], Path], str]
"""What a command says about a store, on either stream."""


def started(arguments: list[str], env: dict[str, str]) -> tuple[int, bytes, bytes]:
    """A command with a Python of its own: its status, and what it says."""
    command = [sys.executable, "-m", "carelist_tui", *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, timeout=120, check=False, input=b"y\n")
    return done.returncode, done.stdout, done.stderr


def says_in(env: dict[str, str]) -> Iterator[Says]:
    """Commands of processes that are forked from one which began in this language: each process chooses once."""
    warm = Warm(env) if POSSIBLE else None

    def says(arguments: list[str], store: Path) -> str:
        asked = [*arguments, "--store", str(store), "--as", ME]
        status, out, err = warm.run(asked, b"y\n", env, timeout=120) if warm else started(asked, env)
        assert status != 70, err.decode()
        return out.decode() + err.decode()

    yield says
    if warm is not None:
        warm.close()


@pytest.fixture(scope="module")
def abroad(spoken: dict[str, str]) -> Iterator[Says]:
    yield from says_in(spoken)


@pytest.fixture(scope="module")
def at_home() -> Iterator[Says]:
    yield from says_in({**os.environ, "CARELIST_LANGUAGE": "en"})


def test_no_english_word_is_left_in_any_help(spoken: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SPOKEN], env={**spoken, "COLUMNS": "100"}, cwd=ROOT, capture_output=True,
        encoding="utf-8", check=True, timeout=120,
    )  # fmt: skip
    names = {
        "carelist",
        "tom",
        "reid",
        "toml",
        "ours",
        "media",
        *(part for each in COMMANDS for part in each.split("-")),
    }
    found = leaks(PLACEHOLDER.sub(" ", METAVAR.sub(" ", done.stdout)), names)
    assert not found, "\n".join(sorted(found))


PARTS, LINES = 4, 9
"""Every build asks one in so many of the commands, and of the conversations in lines; by night each is asked."""
NAMED = {"carelist", "nobody", "mellon", "europe", "community", "leaves"}
"""Ours; what is typed; a zone; of the library that encrypts; what a leaving writes into an entry, in English always."""
OF_THE_SYSTEM = {"such", "file", "directory"}


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, told in another script, and beside it what commands take."""

    def make(root: Path) -> None:
        set_beside(root, caseload_in_another_script.make(root / "store", months=2))

    return made_once(tmp_path_factory, "in-another-script", make)


def test_no_english_word_is_left_in_what_any_command_says_or_refuses_or_writes_as_a_page(
    spoken: dict[str, str], beside: Path, tmp_path: Path
) -> None:
    root = Path(shutil.copytree(beside, tmp_path / "root"))
    parts = [0, 1] if IS_FULL else [0, PARTS]
    command = [sys.executable, "-m", "tests.cli.every_command", str(root), *map(str, parts)]
    done = subprocess.run(command, env=spoken, cwd=ROOT, capture_output=True, check=True, timeout=600)
    told: dict[str, str] = json.loads(done.stdout)
    assert len(told) > 30
    found: set[str] = set()
    for said, text in told.items():
        listed = words_of_the_format() | OF_THE_SYSTEM if text[:3] != "(0)" else frozenset()
        shown = PLACEHOLDER.sub(" ", RECEIPT.sub("", text) if text[:3] == "(0)" else METAVAR.sub(" ", text))
        found |= {f"{said}: {leak}" for leak in leaks(shown, NAMED | listed, standards=False)}
    assert not found, "\n".join(sorted(found))
    assert not [said for said, text in told.items() if text.startswith("(70)")]


def test_no_english_word_is_left_in_what_is_said_or_asked_in_lines(
    spoken: dict[str, str], beside: Path, tmp_path: Path
) -> None:
    store = Path(shutil.copytree(beside / "store", tmp_path / "store"))
    parts = [0, 1] if IS_FULL else [0, LINES]
    command = [sys.executable, "-m", "tests.cli.every_line", str(store), f"{AT}+00:00", *map(str, parts)]
    done = subprocess.run(command, env=spoken, cwd=ROOT, capture_output=True, check=True, timeout=600)
    told: dict[str, str] = json.loads(done.stdout)
    assert len(told) > 40
    found = {
        f"{typed}: {leak}"
        for typed, text in told.items()
        for leak in leaks(PLACEHOLDER.sub(" ", METAVAR.sub(" ", text)), {"carelist"}, standards=False)
    }
    assert not found, "\n".join(sorted(found))


GIVES_A_FILE = {"standards show"}
"""As the service wrote it."""


def test_every_command_there_is_is_walked() -> None:
    typed = [each.strip() for line in SAID.strip().splitlines() for each in line.split(";")]
    missed = [
        each for each in names_of(_all_commands()) if not any(f"{said} ".startswith(f"{each} ") for said in typed)
    ]
    assert set(missed) == GIVES_A_FILE


def names_of(command: click.Command, name: str = "") -> Iterator[str]:
    """What is typed for each command there is."""
    if not isinstance(command, click.Group):
        yield name
        return
    for each, within in command.commands.items():
        yield from names_of(within, f"{name} {each}".strip())


NAMES_OF_LAPTOPS = re.compile(r"the first laptop|'s laptop")
"""As they are proposed, and stand in an entry: in English in every language."""


def test_no_english_word_is_left_in_what_a_command_asks_at_a_terminal(
    spoken: dict[str, str], beside: Path, tmp_path: Path
) -> None:
    """Each is asked all that it is given an answer to: else what it asks would not be walked."""
    root = Path(shutil.copytree(beside, tmp_path / "root"))
    command = [sys.executable, "-m", "tests.cli.at_a_terminal", str(root), "whole" if IS_FULL else "part"]
    done = subprocess.run(command, env=spoken, cwd=ROOT, capture_output=True, check=True, timeout=600)
    told: dict[str, str] = json.loads(done.stdout)
    assert not [said for said, text in told.items() if "NEVER ASKED" in text or text.startswith("(70)")]
    found: set[str] = set()
    for said, text in told.items():
        listed = words_of_the_format() if text[:3] != "(0)" or " init" in said else frozenset()
        shown = PLACEHOLDER.sub(" ", METAVAR.sub(" ", NAMES_OF_LAPTOPS.sub(" ", text)))
        found |= {f"{said}: {leak}" for leak in leaks(shown, {"carelist"} | listed, standards=False)}
    assert not found, "\n".join(sorted(found))


RECEIPT = re.compile(r"^\{.*\}$", re.MULTILINE)
"""What is recorded is told as JSON."""


def test_no_english_word_is_left_where_the_library_says_what_is_wrong(spoken: dict[str, str]) -> None:
    """It is told the language when a process begins."""
    status, out, err = started(["today", "--at", "never"], spoken)
    assert (status, out) == (2, b"")
    found = leaks(PLACEHOLDER.sub(" ", METAVAR.sub(" ", err.decode())), {"never"})
    assert not found, "\n".join(sorted(found))


def test_a_file_that_is_headed_in_english_is_read_in_every_language(abroad: Says, store: Path, tmp_path: Path) -> None:
    headed = tmp_path / "headed.csv"
    headed.write_text(
        "Identifier,Given name,Family name,Team,Accepted on,Tier,Source\nP-77,Ω,Ω,North,2026-02-02,standard,gp\n"
    )
    assert json.loads(abroad(["import", str(headed), "--dry-run", "--json"], store))["taken"] == 1


def test_entries_and_what_programs_read_are_the_same_in_every_language(
    abroad: Says, at_home: Says, store: Path
) -> None:
    """A store is made in English, read and written in another language, and read in English again."""
    before = at_home(["today", "--json", "--at", AT], store)
    entries = at_home(["export", "-", "--format", "ndjson", "--reason", "ω"], store)
    there = json.loads(abroad(["today", "--json", "--at", AT], store))
    codes = ("key", "kind", "status", "band", "owner", "due_at", "resolved_by", "zone", "tier", "source")
    for one, other in zip(json.loads(before)["items"], there["items"], strict=True):
        assert {name: one.get(name) for name in codes} == {name: other.get(name) for name in codes}
    assert any(set(ACCENTED) & set(item["title"]) for item in there["items"])
    body = json.dumps({"zone": "green", "reason": "ω"})
    abroad(["record", "zone.set", "--person", "P-0", "--body", body], store)
    abroad(["verify"], store)
    after = at_home(["export", "-", "--format", "ndjson", "--reason", "ω"], store)
    assert after.startswith(entries.rstrip("\n").split("\n")[0])
    assert not set(ACCENTED) & set(after)
    assert len(after.splitlines()) >= len(entries.splitlines())
    assert "0 problems" in at_home(["verify"], store) or not json.loads(at_home(["verify", "--json"], store)).get(
        "problems"
    )

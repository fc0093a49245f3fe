"""Two laptops of one team that speak two languages: what one writes the other reads, and each its own words."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.made_once import made_once
from tests.pseudo import MIRROR, ROOT, make_catalogue, mirrored, unmirrored

pytestmark = [pytest.mark.slow, pytest.mark.long]

IN_ENGLISH = {**os.environ, "CARELIST_LANGUAGE": "en"}
ANSWERS = (
    ["today", "--days", "14"], ["queue"], ["verify"], ["show", "P-one"], ["measures"], ["find", "yus"],
    ["device", "list"], ["list", "decisions"], ["list", "escalations"],
)  # fmt: skip
"""What programs read as JSON, or a person in lines."""
LEAVES = ("ndjson", "caseload", "fhir")
"""A spreadsheet of entries has a line of prose for each, in the language of whoever made it."""


@dataclass(frozen=True)
class Team:
    """Two laptops that have met, their languages, and what they share."""

    home: Path
    other: dict[str, str]

    def asked(self, what: str, name: str, env: dict[str, str]) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.cli.laptop_that_speaks", what, str(self.home / name),
             str(self.home / "shared"), name],
            env=env, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said: dict[str, Any] = json.loads(done.stdout)
        return said

    def says(self, name: str, env: dict[str, str], *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "carelist_tui", *arguments, "--store", str(self.home / name), "--as", "w-ann"],
            env=env | {"COLUMNS": "100"}, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120,
            check=False, input="",
        )  # fmt: skip
        assert done.returncode in (0, 1), f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout


def a_team(home: Path) -> None:
    home.mkdir(exist_ok=True)
    team = Team(home, make_catalogue(home / "catalogues", mirrored))
    (home / "shared").mkdir()
    for what in ("record", "sync"):
        team.asked(what, "one", IN_ENGLISH)
        team.asked(what, "two", team.other)
    team.asked("sync", "one", IN_ENGLISH)


@pytest.fixture
def team(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Team:
    made = made_once(tmp_path_factory, "two-languages", a_team)
    shutil.copytree(made, tmp_path / "home")
    home = tmp_path / "home"
    return Team(home, {**os.environ, "CARELIST_LANGUAGE": "zz", "CARELIST_CATALOGUES": str(home / "catalogues")})


def foreign(text: str) -> set[str]:
    return set(MIRROR) & set(text)


def rows(store: Path, table: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(store / "carelist.db")) as connection:
        return sorted(tuple(map(str, row)) for row in connection.execute(f'SELECT * FROM "{table}"'))


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for each in value.values() for key in keys_of(each)}
    return {key for each in value for key in keys_of(each)} if isinstance(value, list) else set()


def test_both_hold_the_same_and_are_sound_and_a_rebuild_in_either_language_changes_no_digest(team: Team) -> None:
    told = [team.asked("look", "one", IN_ENGLISH), team.asked("look", "two", team.other)]
    told += [team.asked("rebuild", "one", team.other), team.asked("rebuild", "two", IN_ENGLISH)]
    assert not [each["problems"] for each in told if not each["ok"]]
    assert len({each["digest"] for each in told}) == 1
    assert len({json.dumps(each["keys"]) for each in told}) == 1, "nothing is decided by the words of a language"


def test_no_word_of_a_language_is_in_an_entry_in_what_is_shared_or_in_what_is_kept_of_looks(team: Team) -> None:
    for name in ("one", "two"):
        for table in ("entry", "access", "copied", "seen", "sent", "meta"):
            assert not [row for row in rows(team.home / name, table) if foreign(" ".join(row))], (name, table)
    for path in (team.home / "shared").rglob("*"):
        if path.is_file():  # what follows the header and its signature is packed, and was compared as entries above
            assert not foreign(path.read_bytes().split(b"\n\x00")[0][:1500].decode("utf-8", "ignore").split("}")[0]), (
                path
            )


def test_each_reads_in_its_own_language_whoever_wrote_and_whatever_it_was_read_in_before(team: Team) -> None:
    for name in ("one", "two"):
        english, other = team.asked("look", name, IN_ENGLISH), team.asked("look", name, team.other)
        again = team.asked("look", name, IN_ENGLISH)
        assert english == again
        for what in ("titles", "warnings"):
            assert not foreign(json.dumps(english[what], ensure_ascii=False)), (name, what)
            assert foreign(json.dumps(other[what], ensure_ascii=False)), (name, what)
            assert json.loads(unmirrored(json.dumps(other[what], ensure_ascii=False))) == english[what]


def test_projections_made_in_two_languages_differ_in_their_words_alone(team: Team) -> None:
    team.asked("look", "one", IN_ENGLISH)
    english = {table: rows(team.home / "one", table) for table in ("person", "due", "identifier", "likeness")}
    team.asked("look", "one", team.other)
    for table, stood in english.items():
        now = rows(team.home / "one", table)
        assert [tuple(map(unmirrored, row)) for row in now] == stood, table


@pytest.mark.parametrize("asked", ANSWERS, ids=" ".join)
def test_keys_are_the_same_in_every_language_and_an_answer_differs_in_its_words_alone(
    asked: list[str], team: Team
) -> None:
    at = ["--at", "2026-03-02T18:00"] if asked[0] in ("today", "queue", "measures", "huddle", "list", "show") else []
    english, other = (team.says("one", env, *asked, *at) for env in (IN_ENGLISH, team.other))
    assert unmirrored(other) == english
    english, other = (team.says("one", env, *asked, *at, "--json") for env in (IN_ENGLISH, team.other))
    assert not foreign("".join(keys_of(json.loads(other))))
    assert unmirrored(other) == english


@pytest.mark.parametrize("kind", LEAVES)
def test_what_other_programs_read_says_the_same_whoever_wrote_it(kind: str, team: Team) -> None:
    for name in ("one", "two"):
        team.says(name, team.other, "export", str(team.home / f"{name}.{kind}"), "--format", kind, "--reason", "asked")
        told = (team.home / f"{name}.{kind}").read_text(encoding="utf-8")
        if kind == "fhir":  # sentences about what is due, and warnings, are of that laptop, and say in which language
            made = [each["resource"] for each in json.loads(told)["entry"]]
            spoken = [each for each in made if foreign(json.dumps(each, ensure_ascii=False))]
            assert {(each["resourceType"], each["language"]) for each in spoken} == {("Task", "zz"), ("Flag", "zz")}
            told = json.dumps([_without_prose(each) for each in made], ensure_ascii=False)
        assert not foreign(told)


def _without_prose(resource: dict[str, Any]) -> dict[str, Any]:
    """Without the one text that is said in the language: of a task why it is owed, of a flag its words."""
    return {name: each for name, each in resource.items() if name not in ("description", "code")}


def test_schemas_are_written_in_english_by_whoever_writes_them(team: Team) -> None:
    assert not foreign(team.says("one", team.other, "schema", "--out", str(team.home / "written")))
    for path in (ROOT / "schemas").glob("*.schema.json"):
        assert (team.home / "written" / path.name).read_bytes() == path.read_bytes()


def test_a_status_is_the_same_in_either_language(team: Team, tmp_path: Path) -> None:
    """Of appointments a cell that stayed out was counted under a word of the language, and asked for in English: 0."""
    diary = tmp_path / "diary.csv"
    diary.write_text(
        "ref,at,method,purpose,worker,status,source_id\nP-one,2026-12-21T10:00,pigeon,routine,,booked,A-1\n", "utf-8"
    )
    command = [sys.executable, "-m", "carelist_tui", "--store", str(team.home / "one"), "--as", "w-ann", "import",
               str(diary), "--kind", "appointments", "--dry-run"]  # fmt: skip
    for more in ((), ("--json",)):
        done = [
            subprocess.run([*command, *more], env=env, cwd=ROOT, capture_output=True, timeout=120, check=False)
            for env in (IN_ENGLISH, team.other)
        ]
        assert [each.returncode for each in done] == [1, 1], done

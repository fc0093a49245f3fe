"""What leaves: whole entries that give the same store elsewhere, rows no spreadsheet acts on, a note to paste."""

from __future__ import annotations

import csv
import io
import json
import random
import stat
from pathlib import Path

import pytest

from carelist_tui.exchange.csv_rows import quoted
from tests.cli.surface import ACCEPTED, carelist, draft, make_store

pytestmark = pytest.mark.slow

WORDS = "=HYPERLINK(1)"
WHY = ("--reason", "a test")
STORY = [
    draft("person.accepted", ACCEPTED),
    draft("zone.set", {"zone": "green", "reason": WORDS}, ref="P-0001"),
    draft("person.accepted", {**ACCEPTED, "ref": "P-0002", "given": "Zoë"}, id="0195a1b2-4000-7000-8000-123456789012"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_store(tmp_path_factory.mktemp("export") / "store")
    assert carelist("record", "-", store=made, stdin="\n".join(STORY).encode()).status == 0
    return made


def stored(store: Path, *asked: object) -> list[bytes]:
    answer = carelist("export", "-", *WHY, "--format", "ndjson", *asked, store=store)
    assert answer.status == 0, answer.err
    return answer.out.encode().splitlines(keepends=True)


def test_entries_leave_byte_for_byte_and_give_the_same_store_elsewhere(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    assert carelist("record", "-", store=store, stdin="\n".join(STORY).encode()).status == 0
    other = make_store(tmp_path / "other")
    assert (
        carelist("record", "-", store=other, stdin=draft("person.accepted", {**ACCEPTED, "ref": "P-7"}).encode()).status
        == 0
    )
    ours, theirs = stored(store), stored(other)
    for number, (target, lines) in enumerate(((other, ours), (store, theirs))):
        shuffled = [*lines, *lines]
        random.Random(number).shuffle(shuffled)
        path = tmp_path / f"{number}.ndjson"
        path.write_bytes(b"".join(shuffled))
        for _ in range(2):
            assert carelist("import", path, store=target).status == 0
    assert stored(store) == stored(other)
    assert sorted(stored(store)) == sorted(ours + theirs)
    one, two = (carelist("verify", "--json", store=each).json for each in (store, other))
    assert one == two
    assert (one["ok"], one["entries"]) == (True, len(ours) + len(theirs))
    asked = ("today", "--json", "--at", "2026-03-20T09:00", "--days", "60")
    assert carelist(*asked, store=store).json == carelist(*asked, store=other).json


def test_one_person_or_what_was_recorded_since_then_leaves(store: Path) -> None:
    one = stored(store, "--person", "P-0001")
    assert [json.loads(line)["type"] for line in one] == ["person.accepted", "zone.set"]
    assert stored(store, "--since", "2020-01-01T00:00") == stored(store)
    assert stored(store, "--since", "2090-01-01T00:00") == []


@pytest.mark.posix
def test_a_story_leaves_as_rows_that_no_spreadsheet_acts_on(tmp_path: Path, store: Path) -> None:
    path = tmp_path / "story.csv"
    assert carelist("export", path, *WHY, store=store).status == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert sorted(row["type"] for row in rows) == ["person.accepted", "person.accepted", "worker.added", "zone.set"]
    (zone,) = [row for row in rows if row["type"] == "zone.set"]
    assert (zone["ref"], zone["body.zone"], zone["body.reason"], zone["late"]) == (
        "P-0001",
        "green",
        f"'{WORDS}",
        "true",
    )
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["=1+1", "+44 7700", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_would_act_begins_with_an_apostrophe(text: str) -> None:
    assert quoted(text) == f"'{text}"
    assert quoted([text, "a"]) == f"'{text}; a"
    assert quoted(f"a{text}") == f"a{text}"


def test_nothing_in_a_cell_acts_or_hides() -> None:
    assert quoted("rows \u202eof\x1b[2J\tmarks\nand lines") == "rows \u2039202E\u203aof\u241b[2J\tmarks\nand lines"


def test_the_worklist_leaves_as_rows(store: Path) -> None:
    answer = carelist("export", "-", *WHY, "--format", "csv", "--worklist", store=store)
    rows = list(csv.DictReader(io.StringIO(answer.out, newline="")))
    items = carelist("today", "--json", store=store).json["items"]
    assert [(row["key"], row["due_at"]) for row in rows] == [(item["key"], item["due_at"]) for item in items]
    mine = carelist("export", "-", *WHY, "--format", "csv", "--worklist", "--person", "P-0002", store=store).out
    assert {row["ref"] for row in csv.DictReader(io.StringIO(mine, newline=""))} == {"P-0002"}


def test_a_note_says_the_story_in_words(store: Path) -> None:
    answer = carelist("export", "-", *WHY, "--format", "text", "--person", "P-0001", store=store)
    first, *_, head, zone, reason = answer.out.splitlines()
    assert first == "Ann Lee, P-0001"
    assert head.startswith(f"Tue 3 Mar 2026 10:00: Zone set to green: {WORDS}, by Maya Okafor (late entry, recorded ")
    assert (zone, reason) == ("  Zone: green", f"  Reason: {WORDS}")
    since = carelist(
        "export", "-", *WHY, "--format", "text", "--person", "P-0001", "--since", "2090-01-01T00:00", store=store
    )
    assert since.out.splitlines()[-1] == "Nothing."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-", "--format", "text"], "--person"),
        (["x.ndjson", "--worklist"], "--format csv"),
        (["-", "--format", "hl7"], "hl7"),
        (["-", "--person", "P-99"], "nobody on this caseload"),
        (["no/such/folder/x.csv"], "can't be written"),
    ],
)
def test_an_export_that_can_not_be_is_refused_in_a_sentence(store: Path, arguments: list[str], said: str) -> None:
    answer = carelist("export", *WHY, *arguments, store=store)
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err


def test_a_refused_export_leaves_the_file_as_it_was(tmp_path: Path, store: Path) -> None:
    path = tmp_path / "kept.ndjson"
    path.write_text("as it was")
    assert carelist("export", path, *WHY, "--person", "P-99", store=store).status == 2
    assert path.read_text() == "as it was"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["kept.ndjson"]

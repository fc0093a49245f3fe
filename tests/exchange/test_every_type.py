"""Every type of entry leaves whole: as a line that comes in again, as a row with a column a field, in plain words."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.entries import TYPES, read_entry
from carelist_tui.domain.views.person import told
from carelist_tui.exchange.csv_rows import BODY, deidentified_rows, quoted, story_rows, worklist_rows
from carelist_tui.exchange.story_text import entry_in_words, known_lines, story_line
from tests.journal.telling import store_at
from tests.tui.telling import ME, NOW, tell

EXAMPLES = sorted((Path(__file__).parents[2] / "schemas" / "examples").glob("*.v1.json"))
LONDON = ZoneInfo("Europe/London")
LATE = Interval(hours=24)


def example(path: Path) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return raw


def test_there_is_an_example_of_every_type() -> None:
    assert {example(path)["type"] for path in EXAMPLES} == set(TYPES)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_row_has_a_column_for_each_field_of_its_body(path: Path) -> None:
    raw = example(path)
    text = "".join(story_rows([told([read_entry(raw)], LATE, LONDON)], {}, None))
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert {name.removeprefix(BODY) for name in row if name.startswith(BODY)} == set(raw["body"])
    assert {field: row[BODY + field] for field in raw["body"]} == {
        field: quoted(value) for field, value in raw["body"].items()
    }
    assert (row["id"], row["type"], row["recorded_at"]) == (raw["id"], raw["type"], raw["recorded_at"])
    assert row["in_words"].strip()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_its_line_in_the_story_is_plain_and_says_who_wrote_it(path: Path) -> None:
    raw = example(path)
    (entry,) = told([read_entry(raw)], LATE, LONDON)
    line = story_line(entry, {raw["author"]: "Maya Okafor"}, LONDON)
    assert "Maya Okafor" in line
    assert "\n" not in line
    assert "{" not in line


def test_everything_that_comes_in_leaves_byte_for_byte(tmp_path: Path) -> None:
    raws = [example(path) for path in EXAMPLES]
    with store_at(tmp_path / "one") as one, store_at(tmp_path / "two") as two:
        one.record.take_in(reversed(raws))
        lines = list(one.people.stored_lines())
        assert {canonical_json(raw) for raw in raws} < set(lines)
        two.record.take_in([json.loads(line) for line in lines])
        assert set(lines) < set(two.people.stored_lines())
        assert not [
            each for each in two.verify().problems if each.kind in ("projection", "hash", "columns", "standards")
        ]


def rows_of(text: Iterable[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(text), newline="")))


def test_the_story_as_rows_names_whose_each_is_and_begins_where_it_was_asked_to() -> None:
    raw = example(next(path for path in EXAMPLES if path.name == "zone.set.v1.json"))
    story, recorded = told([read_entry(raw)], LATE, LONDON), datetime.fromisoformat(raw["recorded_at"])
    (row,) = rows_of(story_rows([story], {raw["person"]: "P-0042"}, recorded))
    assert (row["person"], row["ref"], row["body.zone"]) == (raw["person"], "P-0042", raw["body"]["zone"])
    assert rows_of(story_rows([story], {}, recorded + timedelta(seconds=1))) == []


def test_a_row_that_names_nobody_says_what_it_arose_from() -> None:
    (row,) = rows_of(deidentified_rows([{"id": "1", "arose_from": "2", "body": {"zone": "red"}}]))
    assert (row["id"], row["arose_from"], row["body.zone"]) == ("1", "2", "red")


def test_the_worklist_as_rows_says_of_each_item_what_the_worklist_says(tmp_path: Path) -> None:
    tell(tmp_path / "store")
    with Carelist.open(tmp_path / "store", ME) as door:
        items = door.people.today_json(NOW)["items"]
    rows = rows_of(worklist_rows(items))
    assert rows
    assert rows == [{name: quoted(item[name]) for name in row} for row, item in zip(rows, items, strict=True)]
    assert {"due_at", "from_at", "owner", "resolved_by"} <= rows[0].keys()


def test_an_entry_in_words_says_who_decided_who_typed_it_and_why_it_is_late() -> None:
    names = {"w-maya": "Maya Okafor", "w-tom": "Tom Price"}
    entry = {"type": "zone.set", "author": "w-tom", "on_behalf_of": "w-maya", "late": True,
             "late_reason": "no_network", "recorded_at": "2026-03-03T10:30:00+00:00"}  # fmt: skip
    words = entry_in_words(entry, names, LONDON)
    assert "by Maya Okafor, typed by Tom Price (late entry, recorded Tue 3 Mar 2026 10:30: no network)" in words
    known = {"bearings": [{"in_words": "said she is a burden", "by": "w-maya"}]}
    assert list(known_lines(known, names)) == ["Known: said she is a burden, by Maya Okafor"]

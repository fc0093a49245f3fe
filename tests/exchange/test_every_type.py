"""Every type of entry leaves whole: as a line that comes in again, as a row with a column a field, in plain words."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.entries import TYPES, read_entry
from carelist_tui.domain.views.shown import told
from carelist_tui.exchange.rows import BODY, quoted, story_rows
from carelist_tui.exchange.wording import story_line
from tests.journal.telling import store_at

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
        one.take_in(reversed(raws))
        lines = list(one.stored_lines())
        assert {canonical_json(raw) for raw in raws} < set(lines)
        two.take_in([json.loads(line) for line in lines])
        assert set(lines) < set(two.stored_lines())
        assert not [
            each for each in two.verify().problems if each.kind in ("projection", "hash", "columns", "standards")
        ]

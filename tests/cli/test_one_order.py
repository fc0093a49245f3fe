"""Two steps due at one minute: every face names them in the order of the ladder, and names both."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.person_text import due_lines
from carelist_tui.desk.sections.snapshot import MISSED
from carelist_tui.exchange.huddle_sheet.html_page import sheet_html
from carelist_tui.exchange.huddle_sheet.text import sheet_lines
from tests.cli.test_plain import line_of, spoken
from tests.tui.telling import ME, NOW, missed, tell

LATER = NOW + timedelta(hours=10)
VISIT, PARTNERS = "Welfare visit", "Tell partners"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Bilal, the only one who is red and was missed: visit and partners were both due at 17:00 yesterday."""
    store = tmp_path / "store"
    tell(store)
    with Carelist.open(store, ME) as door:
        door.record([missed("P-0043", "2026-03-02T10:00")], NOW)
    return store


@pytest.fixture
def door(store: Path) -> Iterator[Carelist]:
    with Carelist.open(store, ME) as door:
        yield door


def steps_in(items: list[dict[str, Any]]) -> list[str]:
    return [each["title"] for each in items if each["kind"] == "ladder_step" and each["ref"] == "P-0043"]


def test_the_two_fall_due_at_one_minute_and_their_keys_would_turn_them_round(door: Carelist) -> None:
    found = {item.title: item for item in door.people.today(LATER) if item.person and item.person.ref == "P-0043"}
    assert found[VISIT].due_at == found[PARTNERS].due_at
    assert found[VISIT].key > found[PARTNERS].key


def test_today_show_and_queue_name_them_in_the_order_of_the_ladder(door: Carelist) -> None:
    expected = ["Immediate attempt", VISIT, PARTNERS]
    assert steps_in(door.people.today_json(LATER)["items"]) == expected
    assert steps_in(door.people.person("P-0043", LATER)["items"]) == expected
    queue = next(each for each in door.people.queue(LATER) if each["ref"] == "P-0043")
    assert queue["next"]["title"] == expected[0]
    tried = {"step": "immediate_attempt", "method": "call", "to": "person", "outcome": "no_answer"}
    said = {"type": "outreach.attempted", "ref": "P-0043", "occurred_at": NOW.isoformat(), "body": tried}
    door.record([said], NOW)
    queue = next(each for each in door.people.queue(LATER) if each["ref"] == "P-0043")
    assert queue["next"]["title"] == VISIT


def test_the_list_its_dues_and_the_text_name_them_in_the_order_of_the_ladder(store: Path, door: Carelist) -> None:
    desk = Desk(store, ME, LATER, runs=False)
    try:
        reading = desk.ahead(LATER)
    finally:
        desk.close()
    row = next(row for row in reading.rows[MISSED] or () if row.item.person and row.item.person.ref == "P-0043")
    for items in (row.items, reading.owed_to(row.person or "")):
        titles = [item.title for item in items]
        assert titles.index(VISIT) < titles.index(PARTNERS)
    lines = [line.partition(",")[0] for line in due_lines(door.people.person("P-0043", LATER)["items"], desk.zone)]
    assert lines.index(VISIT) < lines.index(PARTNERS)


def test_the_huddle_and_its_sheet_name_both_in_every_step_that_the_person_stands_in(door: Carelist) -> None:
    huddle = door.huddle(LATER, "North")
    answer, names = door.huddle.json(huddle), {each.id: each.name for each in door.people.workers()}
    text = [line.casefold() for line in sheet_lines(answer, names, door.glance.calendar.zone)]
    mine = [line for line in text if line.startswith("- khan bilal")]
    assert len(mine) >= 3, "act now, missed, red"
    for line in mine:
        assert (
            "welfare visit, overdue since yesterday 17:00" in line or "welfare visit, overdue since mon 17:00" in line
        )
        assert line.index("welfare visit") < line.index("tell partners")
    page = sheet_html(answer, names, door.glance.calendar.zone).casefold()
    assert page.count("khan bilal") == 1
    (row,) = [line for line in page.split("<tr>") if "khan bilal" in line]
    assert row.index("immediate attempt") < row.index("welfare visit") < row.index("tell partners")
    told = next(each for step in answer["steps"] for each in step["people"] if each["ref"] == "P-0043")
    assert steps_in([*told["items"][:1], *told["also"]])[:3] == ["Immediate attempt", VISIT, PARTNERS]
    assert json.dumps(answer)


@pytest.mark.slow
def test_plain_lines_offer_them_in_the_order_of_the_ladder(store: Path) -> None:
    with Carelist.open(store, ME) as door:
        tried = {"step": "immediate_attempt", "method": "call", "to": "person", "outcome": "no_answer"}
        said = {"type": "outreach.attempted", "ref": "P-0043", "occurred_at": NOW.isoformat(), "body": tried}
        door.record([said], NOW)
    n = line_of(spoken(store, "m", "q").partition("Missed contacts:")[2], "Bilal Khan")
    out = spoken(store, "m", n, "a", "1", "1", "2", "", "y", "", "q")
    offered = out.partition("Which step:")[2].partition("Its sign")[0]
    assert offered.index("1  Welfare visit") < offered.index("2  Tell partners")
    assert "KHAN Bilal: welfare visit, no answer at the door, recorded." in out

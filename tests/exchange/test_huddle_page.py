"""The page of the huddle: a row a person, the worst first, and forty of them on one sheet of A4, landscape."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.exchange.huddle_sheet.html_page import COLUMNS, STYLE, sheet_html
from carelist_tui.exchange.huddle_sheet.page_rows import actions, groups
from carelist_tui.exchange.huddle_sheet.page_size import HEIGHT, SIZES, Fit, Layout
from carelist_tui.exchange.huddle_sheet.sheet_words import CONFIDENTIAL, Made, Words
from tests.domain.telling import LONDON
from tests.exchange.browser import A4_LANDSCAPE, print_page, sheets_in
from tests.tui.telling import ME, NOW, entry, tell

pytestmark = pytest.mark.slow

WARNED = "NO VOICEMAIL; NO TEXTS; DO NOT TELL brother Ali: refused 8 Jan"


class Table(HTMLParser):
    """The cells of a page's table, a list a row, and the scope of every head."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.scopes: list[str | None] = []
        self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._in_cell = True
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1][-1] += data


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Carelist]:
    """Tom's team on that Tuesday; Tom himself is away, and Leah covers for him."""
    tell(tmp_path / "store")
    door = Carelist.open(tmp_path / "store", ME)
    away = {"worker": ME, "from": "2026-03-03T08:00:00+00:00", "until": "2026-03-09T09:00:00+00:00", "reason": "leave",
            "cover": [{"by": "w-leah", "persons": "all"}]}  # fmt: skip
    door.record([{"type": "worker.away", "occurred_at": NOW.isoformat(), "body": away}], NOW)
    yield door
    door.close()


def answer(door: Carelist, at: datetime = NOW) -> tuple[dict[str, Any], dict[str, str], Any]:
    said = door.huddle.json(door.huddle(at, "North"))
    return said, {each.id: each.name for each in door.people.workers()}, door.glance.calendar.zone


def crowd(door: Carelist, people: int) -> tuple[dict[str, Any], dict[str, str], Any]:
    """The same huddle with so many people in it, each late and due like Amina; every third with more to know."""
    said, names, zone = answer(door)
    step = next(each for each in said["steps"] if each["step"] == "missed")
    like = next(each for each in step["people"] if each["ref"] == "P-0042")
    names_of = [f"{family} {given}" for family in ("KHAN", "EASTWOOD", "WÓJCIK", "O'SHEA", "MCKENZIE", "RAHMAN")
                for given in ("Amina", "Bethan", "Czarek", "Ian", "Grzegorz", "Lan", "Nadia")]  # fmt: skip
    step["people"] = [
        {**copy.deepcopy(like), "person": f"p-{n}", "ref": f"P-{n:04}", "name": names_of[n % len(names_of)],
         "born": "1991-05-04", "warnings": ["No voicemail", "Do not tell brother Ali: refused 8 Jan"][: n % 3],
         "known": [{"in_words": "risk check: HIGH Thu 5 Mar 2026 14:30: signs: sleeping by day, curtains shut",
                    "by": ME}] if n % 3 == 0 else []}
        for n in range(people)
    ]  # fmt: skip
    for other in said["steps"]:
        other["people"] = other["people"] if other is step else []
    return said, names, zone


def test_everybody_has_one_row_however_many_steps_they_stand_in(door: Carelist) -> None:
    said, names, zone = answer(door)
    stands_in = {talk["ref"] for step in said["steps"] for talk in step["people"] if talk["person"]}
    times = sum(len(step["people"]) for step in said["steps"])
    rows = Table(sheet_html(said, names, zone)).rows[1:]
    assert sorted(row[2].rpartition(", ")[2] for row in rows) == sorted(stands_in)
    assert times > len(rows), "somebody stands in two steps"


def test_a_row_says_zone_name_born_phone_warnings_due_owner_and_cover(door: Carelist) -> None:
    head, *rows = Table(sheet_html(*answer(door))).rows
    assert head == ["Done", "Zone", "Who", "Born", "Phone", "Warnings", "Due", "Owner", "Cover"]
    amina = next(row for row in rows if "P-0042" in row[2])
    assert amina[:5] == ["", "A", "YUSUF Amina, P-0042", "4 May 1991", "07700 900123"]
    assert "NO VOICEMAIL" in amina[5]
    assert "TWO WORKERS" in amina[5]
    assert "Risk check, overdue since yesterday 17:00; also late: " in amina[6]
    assert "second attempt" in amina[6]
    assert amina[7:] == ["Leah Obi", "Leah Obi"]


def test_that_nobody_covers_is_said(door: Carelist) -> None:
    away = {"worker": "w-leah", "from": "2026-03-03T08:30:00+00:00", "reason": "sickness"}
    door.record([{"type": "worker.away", "occurred_at": NOW.isoformat(), "body": away}], NOW)
    rows = Table(sheet_html(*answer(door))).rows
    assert next(row for row in rows if "P-0044" in row[2])[8] == "NO COVER"


def test_the_heads_of_the_table_are_marked_up(door: Carelist) -> None:
    table = Table(sheet_html(*answer(door)))
    assert table.scopes == ["col"] * len(COLUMNS) + ["row"] * (len(table.rows) - 1)


def test_it_says_at_both_ends_that_it_is_confidential_and_who_made_it_when_as_known_when_of_what(
    door: Carelist,
) -> None:
    later = NOW + timedelta(hours=2)
    page = door.huddle.sheet_html(door.huddle(NOW, "North"), door.huddle.made(later))
    assert page.count(CONFIDENTIAL) == 2
    assert "Made Tue 3 Mar 2026 11:04 by Tom Price. Shows Tue 3 Mar 2026 09:04, as known Tue 3 Mar 2026 11:04." in page
    assert f"Digest of entries {door.verify().digest}" in page


def test_the_colours_can_be_read_in_black_and_white() -> None:
    def light(colour: str) -> float:
        long = colour if len(colour) == 6 else "".join(letter * 2 for letter in colour)
        parts = (int(long[n : n + 2], 16) / 255 for n in (0, 2, 4))
        linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    inks = set(re.findall(r"#([0-9a-f]{3,6})\b", STYLE)) - {"fff"}
    assert inks
    for ink in inks:
        assert 1.05 / (light(ink) + 0.05) >= 4.5
    assert not re.search(r"\b(url|rgb|hsl|color-mix|@import)\b", STYLE)


def test_what_a_huddle_decided_stands_at_the_foot_else_the_actions_that_are_due(door: Carelist) -> None:
    opened = {"title": "Ring the landlord", "owner": "w-leah", "due_at": "2026-03-03T12:00:00+00:00", "area": "housing"}
    door.record([entry("action.opened", "2026-03-03T09:00", opened, ref="P-0043")], NOW)
    said, names, zone = answer(door)
    assert list(actions(Words(said, names, zone))) == ["KHAN Bilal: Ring the landlord, due 12:00, Leah Obi"]
    said["held"] = {"present": [], "discussed": []}
    for step in said["steps"]:
        for talk in step["people"]:
            talk["decided"] = ["Zone green (w-leah)"] if talk["ref"] == "P-0042" else []
    assert list(actions(Words(said, names, zone))) == ["YUSUF Amina: Zone green (Leah Obi)"]


DUES = st.lists(
    st.fixed_dictionaries({"band": st.integers(1, 4), "status": st.sampled_from(["overdue", "due"])}), min_size=1,
    max_size=6,
)  # fmt: skip


@given(DUES)
def test_the_row_names_the_worst_of_all_that_is_due_whatever_the_step_asks_about(dues: list[dict[str, Any]]) -> None:
    owed = [each | {"title": f"Due {n}", "due_at": NOW.isoformat(), "owner": ME, "kind": "x", "key": f"k{n}"}
            for n, each in enumerate(dues)]  # fmt: skip
    first = {name: owed[0][name] for name in ("title", "due_at", "status", "owner")}
    talk = {"person": "p", "ref": "P-1", "name": "KHAN Bilal", "zone": "red", "days": 1, "why": "", "not_told": [],
            "items": owed[:1], "also": owed[1:], **first}  # fmt: skip
    said = {"at": NOW.isoformat(), "held": None, "steps": [{"title": "Missed contact", "people": [talk]}]}
    (row,) = next(groups(Words(said, {}, LONDON))).rows
    worst = min(owed, key=lambda each: (each["band"], each["status"] != "overdue"))
    assert row.due.startswith(f"{worst['title']}, ")
    for each in owed:
        assert str(each["title"]).casefold() in f"{row.due} {row.also}".casefold()


def test_few_stand_in_large_letters_and_what_fits_at_no_size_is_not_cut(door: Carelist) -> None:
    few, many = sheet_html(*crowd(door, 4)), sheet_html(*crowd(door, 200))
    assert f"font: {SIZES[0]:g}pt" in few
    assert "font: 8pt" in many
    assert len(Table(many).rows) == 201
    assert many.count("risk check") >= few.count("risk check")


def test_what_else_is_due_is_counted_before_it_would_take_a_second_page(door: Carelist) -> None:
    said, names, zone = crowd(door, 40)
    for talk in said["steps"][1]["people"]:
        talk["also"] = [{**talk["items"][0], "key": str(n), "title": "Confirm that you authorised this", "status": how}
                        for n, how in enumerate(("overdue", "overdue", "due"))]  # fmt: skip
    page = sheet_html(said, names, zone)
    assert page.count("also 2 late, 1 due") == 40
    assert "onfirm that you authorised" not in page


def test_a_smaller_letter_takes_no_more_room() -> None:
    rows = [["", "R", "KHAN Bilal", "4 May 1991", "07700 900123", WARNED, "Second attempt, due 10:30", "Tom", ""]] * 30
    layout = Layout(rows, [width for _, width in COLUMNS.values()], ["Head"], ["Foot"] * 9)
    heights = [layout.height(Fit(size, 0.45)) for size in SIZES]
    assert heights == sorted(heights, reverse=True)
    fit = layout.largest()
    assert fit is not None
    assert layout.height(fit) <= HEIGHT


@pytest.mark.slow
@pytest.mark.browser
def test_a_huddle_of_forty_prints_on_one_landscape_page(door: Carelist, tmp_path: Path) -> None:
    page = tmp_path / "sheet.html"
    said, names, zone = crowd(door, 40)
    page.write_text(sheet_html(said, names, zone, Made(ME, NOW, "f" * 64)), "utf-8")
    assert sheets_in(print_page(page, tmp_path / "home")) == [A4_LANDSCAPE]

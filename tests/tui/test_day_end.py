"""The end of the day: what I recorded, what is left, what was sent, whom the night holds, and my notes in one copy."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.desk.day_end import NO_COVER, day_end, sent_words
from carelist_tui.desk.desk import Desk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.worklist.end_of_day import DayEndScreen
from tests.cli.test_plain import spoken
from tests.tui.driving import shows, text_of, until
from tests.tui.telling import ME, NOW, entry, zone
from tests.tui.test_pictures import SIZES, Snap

pytestmark = pytest.mark.slow

HOSTILE = "<b>[/nope]\u202eRang her mother"
AT = NOW + timedelta(hours=7)
"""Four in the afternoon."""


@pytest.fixture
def day(store: Path) -> Path:
    """Tom wrote of Col and Bilal; Leah of Grace; Bilal is held by the crisis line, and Amina became high."""
    with Carelist.open(store, ME) as door:
        said = {"method": "call", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": HOSTILE}
        door.record([entry("contact.completed", "2026-03-03T09:30", said, ref="P-0045")], NOW + timedelta(minutes=40))
        cover = {"route": "crisis_line", "back_at": "2026-03-04T09:00:00+00:00"}
        door.record([entry("cover.arranged", "2026-03-03T10:00", cover, ref="P-0043")], NOW + timedelta(hours=1))
        red = zone("P-0042", "red", "says she sees no way on") | {"occurred_at": "2026-03-03T10:30:00+00:00"}
        door.record([red], NOW + timedelta(hours=2))
    with Carelist.open(store, "w-leah") as door:
        amber = zone("P-0044", "amber", "Leah's own") | {"occurred_at": "2026-03-03T10:00:00+00:00"}
        door.record([amber], NOW + timedelta(hours=2))
    return store


@pytest.fixture
def late_desk(day: Path) -> Any:
    opened = Desk(day, ME, AT, runs=False)
    yield opened
    opened.close()


def sections(store: Path) -> dict[str, list[str]]:
    with Carelist.open(store, ME) as door:
        return dict(day_end(door, ME, AT))


def under(told: dict[str, list[str]], heading: str) -> list[str]:
    return next(lines for title, lines in told.items() if title.startswith(heading))


def test_it_says_what_i_recorded_and_nobody_elses(day: Path) -> None:
    recorded = under(sections(day), "What you recorded today (3)")
    assert [line[:5] for line in recorded] == ["09:44", "10:04", "11:04"]
    assert "REED Col: Contact by call" in recorded[0]
    assert not [line for line in recorded if "Leah's own" in line]


def test_what_was_taken_back_is_said_to_be_in_error(day: Path) -> None:
    with Carelist.open(day, ME) as door:
        person = door.people.person("P-0045", AT)
        contact = next(each for each in person["story"] if each["occurred_at"].startswith("2026-03-03T09:30"))
        body = {"entry": contact["id"], "reason": "the wrong person", "replacement": None}
        door.record([entry("entry.corrected", "2026-03-03T12:00", body)], NOW + timedelta(hours=3))
    assert "entered in error" in under(sections(day), "What you recorded today")[0]


def test_what_is_left_is_my_list_as_it_stands(day: Path) -> None:
    with Carelist.open(day, ME) as door:
        mine = door.people.today(AT, worker=ME)
    people = {item.person.id for item in mine if item.person}
    left = under(sections(day), f"What is left on your list ({len(people)})")
    assert left[0].startswith("KHAN Bilal: ask what happened while we were closed, overdue since yesterday 12:00, and ")


def test_whom_the_night_holds_and_of_whom_nothing_is_arranged_stands_first(day: Path) -> None:
    night = under(sections(day), "Whom the night holds (1, and 1 not arranged)")
    assert night[0].startswith("Closed from 17:00 to tomorrow 09:00.")
    assert night[1].startswith(f"{NO_COVER}: YUSUF Amina, ")
    assert night[2] == "KHAN Bilal: crisis line, until tomorrow 09:00"


def test_cover_that_was_entered_in_error_holds_nobody(day: Path) -> None:
    with Carelist.open(day, ME) as door:
        story = door.people.person("P-0043", AT)["story"]
        wrong = next(each["id"] for each in story if each["type"] == "cover.arranged")
        body = {"entry": wrong, "reason": "not agreed after all", "replacement": None}
        door.record([entry("entry.corrected", "2026-03-03T12:00", body)], NOW + timedelta(hours=3))
    assert not [line for line in under(sections(day), "Whom the night holds") if "crisis line" in line]


def test_what_waits_to_be_sent_is_counted() -> None:
    assert sent_words(None).startswith("No shared folder was ever used")
    assert sent_words(0) == "All that was recorded on this laptop was sent."
    assert [sent_words(n) for n in (1, 1200)] == [
        "1 entry of this laptop waits to be sent.", "1,200 entries of this laptop wait to be sent."
    ]  # fmt: skip
    assert sent_words(0, 7) == "All that was recorded on this laptop was sent; today 7 entries."
    assert sent_words(2, 7) == "2 entries of this laptop wait to be sent. Of 7 recorded on it today 5 were sent."
    assert sent_words(9, 7).endswith("Of 7 recorded on it today 0 were sent."), "older ones wait too"


def test_after_a_sync_nothing_waits(day: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    with Carelist.open(day, ME) as door:
        door.sync(tmp_path / "shared", AT)
        today = [json.loads(line) for line in door.people.stored_lines(None, AT.replace(hour=0, minute=0))]
        assert under(sections(day), "What was sent") == [sent_words(0, len(today))]
        said = {"method": "call", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Rang."}
        door.record([entry("contact.completed", "2026-03-03T15:00", said, ref="P-0045")], AT)
    assert under(sections(day), "What was sent") == [sent_words(1, len(today) + 1)]


async def open_day(pilot: Pilot[Any]) -> DayEndScreen:
    await shows(pilot, "done today")
    await pilot.press("E")
    await shows(pilot, "What you recorded today")
    screen = pilot.app.screen
    assert isinstance(screen, DayEndScreen)
    return screen


async def test_shift_e_shows_the_day_and_y_copies_my_notes_in_one_once_it_is_said_why(
    late_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    app = CarelistApp(late_desk)
    given: list[str] = []
    monkeypatch.setattr(app, "copy_to_clipboard", given.append)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_day(pilot)
        assert "Copy my notes" in text_of(app)
        await pilot.press("y")
        await shows(pilot, "Copy my notes of today: why?")
        assert not given
        await pilot.press("1")
        await shows(pilot, "Copied: your notes about 3 people")
        await pilot.press("escape")
        await until(pilot, lambda: "Today" in text_of(app))
    (note,) = given
    assert note.startswith("Recorded by Tom Price since Tue 3 Mar 2026 00:00\n")
    assert "Leah's own" not in note
    assert "\u202e" not in note
    with Carelist.open(late_desk.store, ME) as door:
        assert len(door.exports.copied()) == 3


async def test_a_reason_that_is_not_given_copies_nothing(late_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = CarelistApp(late_desk)
    given: list[str] = []
    monkeypatch.setattr(app, "copy_to_clipboard", given.append)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_day(pilot)
        await pilot.press("y")
        await shows(pilot, "why?")
        await pilot.press("escape")
        await shows(pilot, "What you recorded today")
    assert not given


def test_plain_lines_have_it_under_e(store: Path) -> None:
    out = spoken(store, "e", "q")
    assert "What you recorded today (" in out
    assert "What is left on your list (" in out
    assert "Whom the night holds (" in out
    assert "y copies your notes for the main record" in out


@pytest.mark.parametrize("size", SIZES)
def test_the_end_of_the_day(snap_compare: Snap, late_desk: Desk, size: tuple[int, int]) -> None:
    """What I recorded, what is left, what was sent; whom the night holds. y copies my notes."""
    assert snap_compare(CarelistApp(late_desk), terminal_size=size, run_before=open_day)

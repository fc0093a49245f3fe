"""A moment written in another offset is told in the service's zone, wherever an entry is put into words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.cli.plain_words import tell_person, tell_today
from carelist_tui.desk.person_text import note_text
from carelist_tui.desk.questions.named_entries import could_be
from carelist_tui.desk.questions.offers import entries_offered
from carelist_tui.exchange.huddle_sheet.text import sheet_lines
from carelist_tui.exchange.note import Noting, note
from carelist_tui.tui.screens.person.whole_person import read_newest, read_person
from tests.journal.telling import accepted, corrected, draft

VISIT = datetime(2026, 6, 16, 9, 0, tzinfo=UTC)
"""10:00 in London, where it is summer."""
NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
NAMES = {"w-ann": "Ann Able"}


def told_in_utc(carelist: Carelist) -> None:
    """A visit booked and missed, each moment written in UTC."""
    carelist.record([accepted("P-1", datetime(2026, 6, 15, 9, tzinfo=UTC))], NOW)
    booked = {"at": "2026-06-18T09:00:00Z", "method": "visit", "purpose": "routine", "worker": "w-ann"}
    missed = {"expected_at": "2026-06-16T09:00:00Z", "method": "visit", "how": "no_access"}
    entries = [("contact.planned", booked), ("contact.missed", missed)]
    carelist.record([draft(kind, VISIT, body, ref="P-1") for kind, body in entries], NOW)


def ways_of_telling(carelist: Carelist) -> Iterator[tuple[str, str]]:
    zone, shown = carelist.glance.calendar.zone, carelist.people.person("P-1", NOW)
    yield "show", "\n".join(tell_person(shown, NAMES, NOW, zone))
    yield "story", "\n".join(entry["in_words"] for entry in shown["story"])
    yield "text for the main record", "\n".join(note(shown, Noting(NAMES, zone), None, NOW))
    yield "copy", note_text(shown, NAMES, zone, NOW)
    yield "picker", "\n".join(offer.words for offer in entries_offered(shown, (), NOW, zone))
    yield "which one", "\n".join(each.words for each in could_be("episode", shown["story"], zone))
    yield "page", "\n".join(str(line["in_words"]) for line in read_newest(carelist, shown["person"], NOW).lines)
    yield (
        "undo",
        "\n".join(entry["in_words"] for entry in carelist.people.entries([each["id"] for each in shown["story"]])),
    )
    yield "stories", "\n".join(str(entry["in_words"]) for story in carelist.people.stories() for entry in story)
    huddle = carelist.huddle(NOW)
    yield "huddle", "\n".join(news.words for step in huddle.steps for talk in step.talks for news in talk.changes)
    yield "huddle sheet", "\n".join(sheet_lines(carelist.huddle.json(huddle), NAMES, zone))
    yield "list", "\n".join(tell_today(carelist.people.today_json(NOW, days=7), NAMES, zone))


def test_what_was_written_in_utc_is_told_at_ten_in_london_everywhere(carelist: Carelist) -> None:
    told_in_utc(carelist)
    for where, words in ways_of_telling(carelist):
        assert "10:00" in words, where
        assert "09:00" not in words.replace("2026-06", "").replace("from Mon 09:00", ""), (where, words)


def test_what_a_correction_puts_in_place_is_told_so_too(carelist: Carelist) -> None:
    told_in_utc(carelist)
    entry = carelist.people.person("P-1", NOW)["story"][-1]
    body: dict[str, Any] = {**entry["body"], "expected_at": "2026-06-16T08:00:00Z"}
    carelist.record([corrected(entry["id"], NOW, replacement=body, moved_to="2026-06-16T08:05:00Z")], NOW)
    told = read_person(carelist, "P-1", NOW)
    words = told.now_words(told.by_id[entry["id"]], carelist.glance.calendar.zone)
    assert words == "Missed contact: no access, visit expected 16 Jun 09:00; it happened Tue 16 Jun 2026 09:05"

"""The huddle sheet: whole, private, safe to open, and the same words as text and as a page."""

from __future__ import annotations

import html
import re
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.exchange.huddle_sheet.html_page import sheet_html
from carelist_tui.exchange.huddle_sheet.sheet_words import CONFIDENTIAL, Words
from carelist_tui.exchange.huddle_sheet.text import sheet_lines, summary_lines
from tests.exchange.pages import ACTS, Tags
from tests.tui.telling import ME, NOW, accepted, entry, tell, zone

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \"'&amp; \u202egnp"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Carelist]:
    """Tom's team, with somebody red whose every word is hostile, and a huddle that decided about her."""
    tell(tmp_path / "store")
    door = Carelist.open(tmp_path / "store", ME)
    person = door.record([accepted("P-X", HOSTILE[:90], "Mallory"), zone("P-X", "red", HOSTILE)], NOW)[0].id
    action = {"title": HOSTILE, "owner": "w-leah", "due_at": "2026-03-04T12:00:00+00:00", "area": "housing"}
    said = entry("action.opened", "2026-03-03T09:06", action, ref="P-X") | {"on_behalf_of": "w-leah"}
    made = door.record([said], NOW + timedelta(minutes=3))[0].id
    ends = NOW + timedelta(minutes=10)
    body = {"team": "North", "from": NOW.isoformat(), "to": ends.isoformat(), "present": ["w-tom", "w-leah"],
            "discussed": [{"person": person, "note": HOSTILE, "entries": [made]},
                          {"note": "Fire drill at 3"}]}  # fmt: skip
    door.record([{"type": "huddle.held", "occurred_at": NOW.isoformat(), "body": body}], ends)
    yield door
    door.close()


def answer(door: Carelist) -> tuple[dict[str, Any], dict[str, str], Any]:
    huddle = door.huddle.of_day(NOW + timedelta(hours=2), "North")
    return door.huddle.json(huddle), {each.id: each.name for each in door.people.workers()}, door.glance.calendar.zone


def test_nothing_that_people_wrote_acts_in_the_page(door: Carelist) -> None:
    page = sheet_html(*answer(door))
    found = Tags(page)
    assert not ACTS & set(found.tags)
    names = {name for name, _ in found.attributes}
    assert names <= {"lang", "charset", "http-equiv", "content", "class", "scope"}
    assert "\u202e" not in page
    assert "alert(1)" in "".join(found.said), "and it can all be read"


def test_the_page_fetches_nothing(door: Carelist) -> None:
    page = sheet_html(*answer(door))
    assert "default-src 'none'" in page
    assert "://" not in page
    assert "url(" not in page


def test_page_and_text_name_everybody_in_every_step_with_owner_and_what_was_decided(door: Carelist) -> None:
    said, names, local = answer(door)
    page, text = html.unescape(sheet_html(said, names, local)), "\n".join(sheet_lines(said, names, local))
    for step in said["steps"]:
        assert step["title"].upper() in text
        assert step["title"] in page
        for each in step["people"]:
            assert each["ref"] in text
            assert each["ref"] in page
            assert f"with {names[each['owner']]}" in text
    for sheet in (page, text):
        assert "(Leah Obi); decided by Leah Obi" in sheet
        assert "Fire drill at 3" in sheet
        assert sheet.count(CONFIDENTIAL) == 2
        assert "Here: Tom Price, Leah Obi" in sheet


def test_the_text_is_one_line_a_thing_and_safe_on_any_terminal(door: Carelist) -> None:
    for line in [*sheet_lines(*answer(door)), *summary_lines(*answer(door))]:
        assert line.isprintable() or not line


def test_the_summary_says_what_was_decided_about_whom(door: Carelist) -> None:
    lines = list(summary_lines(*answer(door)))
    assert any(line.startswith("MALLORY") and "Action (housing)" in line for line in lines)
    assert "Also: Fire drill at 3" in lines


def test_before_a_huddle_is_held_the_summary_says_who_is_at_work_and_that_nothing_was_discussed(tmp_path: Path) -> None:
    tell(tmp_path / "store")
    with Carelist.open(tmp_path / "store", ME) as door:
        said, names, local = answer(door)
    assert said["held"] is None
    lines = list(summary_lines(said, names, local))
    assert any(line.startswith("At work: ") for line in lines)
    assert not [line for line in lines if line.startswith("Also: ") or line.endswith("discussed")]


def test_the_sheet_says_since_when_something_is_new_and_what_is_settled_and_keeps_a_thing_on_one_line(
    door: Carelist,
) -> None:
    said, names, local = answer(door)
    words = Words(said, names, local)
    assert re.search(r"came in since (the last huddle, )?\w{3} \d+ \w{3} 2026 \d\d:\d\d", words.since())
    assert words.due({"title": "Welfare visit", "status": "settled"}) == "Welfare visit, settled"
    said["held"]["discussed"].append({"person": None, "decided": [], "note": "Two keys\nare missing"})
    assert "- Two keys / are missing" in list(sheet_lines(said, names, local))


@pytest.mark.posix
def test_the_sheet_is_kept_for_its_owner_alone_and_written_again_over_itself(door: Carelist) -> None:
    huddle = door.huddle.of_day(NOW + timedelta(hours=2), "North")
    assert door.huddle.keep_sheet(huddle) == (paths := door.huddle.keep_sheet(huddle))
    assert [path.suffix for path in paths] == [".txt", ".html"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in (*paths, paths[0].parent)] == [0o600, 0o600, 0o700]
    assert len(list(paths[0].parent.iterdir())) == 2


def test_the_sheet_the_page_and_what_was_decided_are_of_the_same_answer(door: Carelist) -> None:
    huddle = door.huddle.of_day(NOW + timedelta(hours=2), "North")
    assert door.huddle.sheet_lines(huddle) == list(sheet_lines(*answer(door)))
    assert door.huddle.summary_lines(huddle) == list(summary_lines(*answer(door)))
    assert door.huddle.sheet_html(huddle) == sheet_html(*answer(door))

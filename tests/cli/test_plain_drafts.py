"""What is typed in lines and broken off is kept as the app keeps it: gone on with in lines or on screen, thrown away
when somebody says so, and recorded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.form_types import questionnaire
from tests.cli.test_plain import CONTACT, line_of, ran, spoken, store, story, told
from tests.tui.telling import ME, NOW

__all__ = ["store", "told"]
pytestmark = pytest.mark.slow

BEGINS = ("", "2", "Seen at the shop")
"""The answers of a decision note: what it is about, not to escalate, what changed."""
RATIONALE = ("", "A neighbour saw her, well.", "")


def broken_off(store: Path, *typed: str, **more: int) -> str:
    """What is said when these lines are typed, and then nothing more."""
    return ran(str(store), str(more.get("later", 0)), said="".join(f"{line}\n" for line in typed))[1]


def begins_and_breaks_off(store: Path) -> str:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = broken_off(store, n, "d", *BEGINS)
    assert "NOT RECORDED: Decision, YUSUF Amina. What was typed for it is kept: i at the list opens it." in out
    assert not story(store, "P-0042", "decision.recorded")
    return n


def test_what_is_broken_off_is_offered_with_the_list_and_gone_on_with(store: Path) -> None:
    begins_and_breaks_off(store)
    out = spoken(store, "i", "1", "g", "", "", "", "A neighbour saw her, well.", "", "", "y", "fri 10:00", "", "y", "q")
    assert "Unfinished: decision, YUSUF Amina, 09:04. i at the list opens it." in out
    assert "Enter keeps: Seen at the shop." in out
    body = story(store, "P-0042", "decision.recorded")[-1]["body"]
    assert (body["what_changed"], body["decision"]) == ("Seen at the shop", "do_not_escalate"), out
    assert "Unfinished:" not in spoken(store, "q"), "it is recorded, and kept no more"


def test_the_form_itself_asks_whether_to_go_on_or_to_begin_anew(store: Path) -> None:
    n = begins_and_breaks_off(store)
    out = spoken(store, n, "d", "", "", "q")
    assert "Begun and not recorded: decision, YUSUF Amina, 09:04:" in out
    assert "What was typed is kept" in out
    assert "Unfinished: decision" in spoken(store, "q"), "leaving it open throws nothing away"
    out = spoken(store, n, "d", "n", "", "1", "Worse", "", "q")
    assert "Enter keeps: Seen at the shop." not in out


def test_what_was_begun_is_thrown_away_when_somebody_says_so(store: Path) -> None:
    begins_and_breaks_off(store)
    out = spoken(store, "i", "1", "x", "i", "q")
    assert "Thrown away: decision, YUSUF Amina, 09:04." in out
    assert "Nothing is unfinished." in out
    assert "Unfinished:" not in spoken(store, "q")


def test_what_was_left_on_purpose_is_kept_too(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = spoken(store, n, "d", *BEGINS, *RATIONALE, "n", "", "q")
    assert "Nothing recorded. What was typed is kept: i at the list opens it." in out
    assert "Unfinished: decision, YUSUF Amina" in out


def test_what_was_begun_in_lines_stands_in_the_form_of_the_app_and_the_other_way_round(store: Path) -> None:
    begins_and_breaks_off(store)
    desk = Desk(store, ME, NOW, runs=False)
    try:
        (begun,) = desk.kept.begun()
        card = desk.card(begun.subject)
        assert card is not None
        asked = questionnaire(desk, begun.type, None, card, {"episode": card.episode}, {})
        assert asked.answers.resumed, "the ordinary key of the app comes upon it"
        assert asked.typed["body.what_changed"] == "Seen at the shop"
        asked.typed["body.what_changed"] = "Seen twice at the shop"
        asked.keep()
    finally:
        desk.close()
    assert "Seen twice at the shop" in broken_off(store, "i", "1", "g", "", "", "")


def test_what_came_in_meanwhile_is_not_replaced_unseen_by_what_was_begun_before_it(store: Path) -> None:
    """Somebody else sets the zone while this one's form lies kept: both stand, and it is asked which holds."""
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    broken_off(store, n, "r", "zone", "1", "2")
    with Carelist.open(store, "w-leah") as door:
        person = door.people.find("P-0042")[0].person
        body = {"zone": "red", "reason": "Not eating", "review_on": "2026-03-05"}
        door.record([{"type": "zone.set", "person": person, "occurred_at": NOW.isoformat(), "body": body}], NOW)
    out = spoken(store, "i", "1", "g", "", "Sleeping badly", "", "", "y", "fri", "", "y", "q", later=5)
    (_, mine) = story(store, "P-0042", "zone.set")[-2:]
    assert mine["body"]["zone"] == "amber", out
    with Carelist.open(store, ME) as door:
        items = door.people.person(person, NOW.replace(hour=12))["items"]
    assert "conflict" in [each["kind"] for each in items], out


def test_what_is_asked_besides_a_contact_is_kept_as_far_as_it_goes_and_gone_on_with(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = broken_off(store, n, *CONTACT, "n", "n", "y", "thu 10:00")
    assert "NOT RECORDED: next contact. What was typed for it is kept: i at the list opens it." in out
    assert "not kept" not in out
    keeps = [""] * 10
    out = spoken(store, "i", "1", "g", *keeps, "n", "n", "y", "", "6", "", "n", "y", "q")
    assert "Enter keeps: 2026-03-05 10:00" in out
    (booked,) = story(store, "P-0042", "contact.planned")
    assert booked["body"]["at"].startswith("2026-03-05T10:00"), out
    assert len(story(store, "P-0042", "contact.completed")) == 2, "one of before, and this"
    assert "Unfinished:" not in spoken(store, "q")


def test_the_app_opens_what_was_begun_in_lines_with_something_asked_besides(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    broken_off(store, n, *CONTACT, "n", "n", "y", "thu 10:00")
    desk = Desk(store, ME, NOW, runs=False)
    try:
        (begun,) = desk.kept.begun()
        asked = questionnaire(desk, begun.type, None, desk.card(begun.subject), {}, {})
        assert asked.answers.resumed
        assert asked.typed["body.what_we_did"] == "Walked."
        drafts, faults = asked.drafts()
        assert not faults
        assert [each["type"] for each in drafts] == ["contact.completed"], "what was half said is said anew there"
    finally:
        desk.close()

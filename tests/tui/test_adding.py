"""What can be recorded without a Due that asks for it: a key for what is frequent, a searched menu for the rest."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.forms.form_types import questionnaire
from carelist_tui.desk.guide.guide_pages import AT_A_DESK, NAMES
from carelist_tui.desk.questions.menu import OFFERED_ELSEWHERE, every_group, kinds_to_add
from carelist_tui.desk.questions.named_entries import MEANT, could_be, unnamed
from carelist_tui.desk.sections.settled_by import settled_by
from carelist_tui.domain.entries import TYPES
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.choice import Choice, nearest
from tests.house.tree import ROOT
from tests.tui.driving import settled, shows, text_of

pytestmark = pytest.mark.slow

SIZE = (80, 24)
GUIDE = ROOT / "docs/guide"
LONDON = ZoneInfo("Europe/London")


def test_every_type_of_entry_is_in_the_menu_or_is_recorded_elsewhere() -> None:
    offered = list(every_group())
    assert len(offered) == len(set(offered))
    assert set(offered) | OFFERED_ELSEWHERE == set(TYPES)
    assert not set(offered) & OFFERED_ELSEWHERE


@pytest.mark.parametrize(
    ("typed", "type"),
    [("hosp", "person.admitted"), ("book", "contact.planned"), ("alloc", "coordinator.named"), ("died", "person.died"),
     ("crisis", "crisis.recorded"), ("phone", "person.details_updated"), ("consent", "consent.recorded"),
     ("family", "partner.contacted"), ("sick", "worker.away"), ("self harm", "crisis.recorded")],
)  # fmt: skip
def test_a_record_is_found_by_what_people_call_it(typed: str, type: str) -> None:
    kinds = kinds_to_add(person=True)
    found = [kinds[n].type for n in nearest([Choice(kind.words, kind.also, kind.group) for kind in kinds], typed)]
    assert found[0] == type
    assert len(found) <= 6


def test_no_line_about_the_person_at_hand_is_the_last_word_of_one_about_another() -> None:
    """Who went on leave and typed `away` said it of the person at hand, whose contacts were owed no more."""
    kinds = kinds_to_add(person=True)
    theirs = {kind.words.casefold() for kind in kinds if kind.is_about_them}
    others = {kind.words.casefold() for kind in kinds if not kind.is_about_them}
    assert [(one, other) for one in theirs for other in others if f" {other}".endswith(f" {one}")] == []


@pytest.mark.parametrize("page", [*NAMES, *AT_A_DESK])
def test_what_a_page_of_the_guide_says_to_type_in_the_menu_is_the_whole_name_of_a_line(page: str) -> None:
    text = " ".join((GUIDE / f"{page}.md").read_text(encoding="utf-8").split())
    called = {kind.words.casefold() for kind in kinds_to_add(person=True)}
    typed = re.findall(r"`\+`, (?:then )?(?:\*|\")([^*\"]+)(?:\*|\")", text)
    assert [words for words in typed if words.casefold() not in called] == []
    if page in ("coordinator", "manager"):
        assert typed == ["worker away"]


def test_no_code_and_no_source_of_a_rule_stands_in_the_menu() -> None:
    for kind in kinds_to_add(person=True):
        words = f"{kind.words} {kind.also} {kind.group}"
        assert kind.also
        assert not any(code in words for code in ("_", "S0:", "S1:", "S2:", "S4:")), words
        assert "." not in words.removesuffix(".").replace(". ", " "), words


def test_where_nobody_is_at_hand_only_what_is_about_others_is_offered() -> None:
    assert {kind.group for kind in kinds_to_add(person=False)} == {"Somebody else", "The team"}


def test_every_entry_that_must_be_named_can_be_chosen_from_the_story() -> None:
    """No form of the menu asks for an id that nobody could type."""
    from carelist_tui.desk.questions.asks import asks_of

    for kind in every_group():
        ids = [ask.name for ask in asks_of(TYPES[kind]) if ask.kind == "id" and ask.needed]
        assert set(ids) - {"subject"} <= set(MEANT), kind
        assert unnamed(kind, None, None) == [name for name in ids if name in MEANT]


def test_what_was_struck_out_or_has_ended_can_not_be_meant() -> None:
    def said(id: str, type: str, at: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"id": id, "type": type, "occurred_at": f"2026-03-{at}T10:00:00+00:00", "body": body,
                "in_words": f"Action: {id}"} | more  # fmt: skip

    story = [
        said("ring GP", "action.opened", "01", {}),
        said("old", "action.opened", "01", {}),
        said("wrong", "action.opened", "02", {}, struck=True),
        said("x", "action.closed", "02", {"action": "old"}),
        said("benefits", "action.opened", "03", {}),
    ]
    meant = could_be("action", story, LONDON)
    assert [each.id for each in meant] == ["benefits", "ring GP"]
    assert meant[0].words == "Tue 3 Mar 2026 10:00  Action: benefits"


def test_a_contact_settles_the_booked_one_before_any_other_due(desk: Desk) -> None:
    from dataclasses import replace

    first, second, *_ = desk.glance.today(desk.now())
    asked = replace(first, resolved_by=("contact.completed",), detail={})
    booked = replace(second, resolved_by=("contact.completed",), detail={"planned": "p1"})
    assert settled_by("contact.completed", [asked, booked]) is booked
    assert settled_by("contact.completed", [asked]) is asked
    assert settled_by("zone.set", [asked, booked]) is None


@pytest.mark.parametrize("key", ["c", "d", "o", "z"])
async def test_where_nobody_is_at_hand_each_key_about_a_person_says_so(desk: Desk, key: str) -> None:
    """A list that a filter emptied, a line about the team: nothing is done in silence."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"zzzz", "enter", key)
        await shows(pilot, "Nobody is at hand: f finds anyone.")


async def test_each_key_opens_its_form_about_the_person_at_hand(desk: Desk) -> None:
    """Ines has nobody yet and no Due that any of these settles: the forms are made from the person alone."""
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("slash", *"ines", "enter")
        for key, title in (("c", "Contact"), ("m", "Missed contact"), ("r", "Risk check"), ("a", "Action"),
                           ("z", "Zone set"), ("h", "Handover opened")):  # fmt: skip
            await pilot.press(key)
            await shows(pilot, "ctrl+s Save")
            assert "HALL Ines" in text_of(app), key
            assert f" {title}" in text_of(app), text_of(app)
            await pilot.press("ctrl+x", "ctrl+x")
            await shows(pilot, "Decide")
        await pilot.press("p")
        await shows(pilot, "Which plan?")
        await pilot.press("2")
        await shows(pilot, "Risk plan updated")


async def test_the_menu_is_searched_by_typing_and_opens_the_form(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot)
        await pilot.press("plus")
        await shows(pilot, "Record what about KHAN Bilal? Type to find it: _")
        assert "advance decision" not in text_of(app), "further down"
        await pilot.press(*"see the rec")
        await shows(pilot, "advance decision")
        await pilot.press("q")
        await shows(pilot, "Nothing is called that")
        await pilot.press("backspace", "enter")
        await shows(pilot, "ctrl+s Save")
        assert " Request" in text_of(app)
        await pilot.press("escape", "plus", *"action closed", "enter")
        await shows(pilot, "KHAN Bilal has no open action that this could be about.")
        await pilot.press("plus", *"new referral", "enter")
        await shows(pilot, "Referral received")
        assert "KHAN" not in text_of(app), "about somebody else"


def test_where_one_team_works_here_whoever_is_taken_on_comes_to_it_and_of_several_none_is_proposed(desk: Desk) -> None:
    def proposed(kind: str) -> str:
        return questionnaire(desk, kind, None, None, {}, {}).typed["body.team"]

    assert {each.team for each in desk.roster.workers.values()} == {"North"}
    assert [proposed(kind) for kind in ("person.accepted", "referral.received", "worker.added")] == ["North"] * 3
    tom = desk.roster.workers["w-tom"]
    desk.roster.workers["w-tom"] = replace(tom, team="South")
    assert [proposed(kind) for kind in ("person.accepted", "referral.received", "worker.added")] == [""] * 3

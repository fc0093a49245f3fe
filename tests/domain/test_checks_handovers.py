"""Who can accept a handover, what a contact, item or closing may be about, and what is done before it is closed."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.checks.corrections import STAYS_SAID
from carelist_tui.domain.refusal import Fault
from tests.domain.telling import Story, moment
from tests.domain.test_checks import asked, discharge, paths, settled
from tests.domain.undertaking import accept, act, close, decline, do_items, end, hand_over, hold_call, meet


def opened(**more: Any) -> tuple[Story, str]:
    """Handed over on Monday 2 March at 10:00 by w-tom, who coordinates."""
    story = settled()
    return story, hand_over(story, "2026-03-02 10:00", **more)


@pytest.mark.parametrize(
    ("author", "on_behalf_of", "receiving", "refused"),
    [
        ("w-sue", None, "w-sue", []),
        ("w-new", None, "w-sue", []),
        ("w-tom", None, "w-sue", ["author"]),
        ("w-tom", "w-sue", "w-sue", []),
        ("w-sue", "w-tom", "w-sue", ["on_behalf_of"]),
        ("w-sue", None, "w-tom", ["body.receiving_worker"]),
        ("w-sue", None, "w-nobody-knows", []),
    ],
)
def test_the_sender_cant_accept(author: str, on_behalf_of: str | None, receiving: str, refused: list[str]) -> None:
    story, handover = opened()
    told = {"on_behalf_of": on_behalf_of} if on_behalf_of else {}
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", receiving, author=author, **told)
    assert paths(story) == refused


def test_whoever_opened_it_for_the_coordinator_is_the_sender_too() -> None:
    story = settled()
    handover = hand_over(story, "2026-03-02 10:00", author="w-mgr")
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", "w-sue", author="w-mgr")
    assert paths(story) == ["author"]
    for on_behalf_of, refused in (("w-sue", ["on_behalf_of"]), ("w-mgr", [])):
        story = settled()
        handover = hand_over(story, "2026-03-02 10:00", author="w-mgr", told={"on_behalf_of": "w-sue"})
        accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", "w-new", author="w-tom",
               on_behalf_of=on_behalf_of)  # fmt: skip
        assert paths(story) == refused


@pytest.mark.parametrize(("direction", "by", "refused"), [
    ("internal", "w-sue", []), ("internal", None, ["body.receiving_worker"]),
    ("out", None, []), ("out", "w-sue", ["body.receiving_worker"]),
    ("in", None, []), ("in", "w-sue", ["body.receiving_worker"]),
])  # fmt: skip
def test_each_direction_asks_for_its_form_of_acceptance(direction: str, by: str | None, refused: list[str]) -> None:
    story, handover = opened(direction=direction)
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", by, author="w-sue")
    assert paths(story) == refused


ABOUT_ONE = [accept, decline, do_items, hold_call, meet, close]


def tell_of(story: Story, what: Any, at: str, handover: str) -> None:
    if what is accept:
        accept(story, at, handover, "2026-03-06 10:00", "w-sue")
    elif what is do_items:
        story.tell(at, "handover.item_done", {"handover": handover, "item": "person_told"})
    elif what is close:
        close(story, at, handover, "withdrawn")
    else:
        what(story, at, handover)


@pytest.mark.parametrize("what", ABOUT_ONE, ids=lambda what: str(what.__name__))
def test_only_an_open_handover_of_this_person_goes_on(what: Any) -> None:
    story, handover = opened()
    accept(story, "2026-03-02 11:00", handover, "2026-03-04 10:00", "w-sue")
    tell_of(story, what, "2026-03-02 12:00", handover)
    assert paths(story) == []
    story.entries.pop()
    close(story, "2026-03-02 12:00", handover, "withdrawn")
    tell_of(story, what, "2026-03-02 13:00", handover)
    assert paths(story) == ["body.handover"]
    story.entries.pop()
    tell_of(story, what, "2026-03-02 14:00", story.entries[0].id)
    assert [fault.sentence for fault in asked(story)] == ["does not name a handover"]


@pytest.mark.parametrize("what", ABOUT_ONE, ids=lambda what: str(what.__name__))
def test_a_handover_stays_with_its_person(what: Any) -> None:
    story, handover = opened()
    story.person = "00000000-0000-7000-8000-00000000000b"
    tell_of(story, what, "2026-03-02 12:00", handover)
    assert asked(story)[0].sentence == "names an entry about somebody else"
    assert set(paths(story)) == {"body.handover"}


@pytest.mark.parametrize(
    ("kind", "higher_risk", "item", "taken"),
    [
        ("staff_change", False, "diary_moved", True),
        ("staff_change", False, "appointments_booked", False),
        ("staff_change", False, "live_call_booked", False),
        ("staff_change", True, "live_call_booked", True),
        ("step_down", False, "appointments_booked", True),
        ("step_down", False, "introduced_to_person", False),
        ("discharge", False, "person_told", True),
        ("discharge", False, "anything", False),
    ],
)
def test_an_item_is_on_the_checklist_of_its_kind(kind: str, higher_risk: bool, item: str, taken: bool) -> None:
    story, handover = opened(kind=kind, higher_risk=higher_risk)
    story.tell("2026-03-02 11:00", "handover.item_done", {"handover": handover, "item": item})
    assert paths(story) == ([] if taken else ["body.item"])


def test_first_contact_comes_after_acceptance() -> None:
    story, handover = opened()
    meet(story, "2026-03-02 11:00", handover)
    assert paths(story) == ["body.handover"]


NEEDED = ("items", "call", "acceptance", "first contact")
SAID = {
    "items": "on the checklist person told",
    "call": "the handover call",
    "acceptance": "acceptance",
    "first contact": "first contact",
}


@pytest.mark.parametrize("without", [None, *NEEDED])
def test_completed_asks_for_every_item_the_call_acceptance_and_first_contact(without: str | None) -> None:
    story, handover = opened(higher_risk=True)
    do_items(story, "2026-03-02 11:00", handover, *(["person_told"] if without == "items" else []))
    if without != "call":
        hold_call(story, "2026-03-02 11:30", handover)
    if without != "acceptance":
        accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", "w-sue")
    if without != "first contact":
        meet(story, "2026-03-04 10:00", handover)
    close(story, "2026-03-04 12:00", handover)
    faults = asked(story)
    assert [fault.path for fault in faults] == ([] if without is None else ["body.outcome"])
    assert without is None or SAID[without] in faults[0].sentence
    story.entries.pop()
    close(story, "2026-03-04 12:00", handover, "withdrawn")
    assert paths(story) == []


def test_a_failed_first_contact_or_a_no_does_not_complete_a_handover() -> None:
    for failing in (True, False):
        story, handover = opened()
        do_items(story, "2026-03-02 11:00", handover)
        accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", "w-sue")
        meet(story, "2026-03-04 10:00", handover, achieved=not failing)
        if not failing:
            decline(story, "2026-03-04 11:00", handover)
        close(story, "2026-03-04 12:00", handover)
        assert paths(story) == ["body.outcome"]


def test_a_low_risk_handover_owes_no_call() -> None:
    story, handover = opened()
    do_items(story, "2026-03-02 11:00", handover)
    accept(story, "2026-03-02 12:00", handover, "2026-03-04 10:00", "w-sue")
    story.keep("2026-03-04 10:00", purpose="first")
    close(story, "2026-03-04 12:00", handover)
    assert paths(story) == []


@pytest.mark.parametrize("reason", ["goals_met", "moved_away", "transferred"])
def test_nobody_is_discharged_while_a_handover_or_a_safeguarding_action_is_open(reason: str) -> None:
    story, handover = opened(kind="discharge", direction="out", to_team="GP")
    assert discharge(story, reason) == ["person"]
    story, handover = opened()
    close(story, "2026-03-02 11:00", handover, "withdrawn")
    assert discharge(story, reason) == []
    story = settled()
    action = act(story, "2026-03-02 10:00", "2026-03-20 10:00", area="safeguarding")
    assert discharge(story, reason) == ["person"]
    story = settled()
    action = act(story, "2026-03-02 10:00", "2026-03-20 10:00", area="safeguarding")
    end(story, "2026-03-02 11:00", action)
    act(story, "2026-03-02 10:00", "2026-03-20 10:00", area="housing")
    assert discharge(story, reason) == []


def test_all_that_stands_open_is_said_at_once() -> None:
    story, _ = opened()
    act(story, "2026-03-02 10:30", "2026-03-20 10:00", area="safeguarding")
    assert discharge(story) == ["person"]
    assert "open handover" in asked(story)[0].sentence
    assert "open safeguarding action" in asked(story)[0].sentence


# ---- sealed, to another team


def sent() -> tuple[Story, str, str]:
    """Opened to West on Monday at 10:00, and gone there sealed at 11:00: the handover, and its sending."""
    story, handover = opened(kind="discharge", direction="out", to_team="West")
    key = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"
    return story, handover, story.tell("2026-03-02 11:00", "handover.sent", {"handover": handover, "to": [key]})


@pytest.mark.parametrize("how", [{"replacement": None}, {"moved_to": moment("2026-03-02 09:45")}])
def test_what_went_to_another_team_is_neither_struck_nor_moved_since_they_may_have_acted_on_it(
    how: dict[str, Any],
) -> None:
    story, handover = opened(kind="discharge", direction="out", to_team="West")
    story.correct("2026-03-02 12:00", handover, **how)
    assert paths(story) == []
    story, handover, sending = sent()
    for entry in (handover, sending):
        story.correct("2026-03-02 12:00", entry, **how)
        assert asked(story) == [Fault("body.entry", STAYS_SAID)]
        story.entries.pop()


def test_nobody_is_discharged_as_transferred_on_our_word_alone() -> None:
    story, handover, _ = sent()
    close(story, "2026-03-02 12:00", handover, "withdrawn")
    assert discharge(story, "transferred") == ["person"]
    assert asked(story)[0].sentence == "was handed over sealed, and no receipt says that they have been met there"
    assert discharge(story, "goals_met") == []

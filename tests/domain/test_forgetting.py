"""What a person's state forgets, which is whatever is closed and older than 28 days, and what it keeps."""

from __future__ import annotations

import pytest

from carelist_tui.domain.person.memory import MOST_GIVEN
from tests.domain.telling import Story


def settled() -> Story:
    story = Story()
    story.settle("2026-02-20 09:00")
    return story


def test_an_escalation_that_came_to_an_end_is_forgotten_and_one_that_waits_is_not() -> None:
    story = settled()
    raised = []
    for day in ("02", "03"):
        decision = story.decide(f"2026-03-{day} 10:00", "escalate", about="safeguarding", risk_of_harm="not eating")
        raised.append(story.escalate(f"2026-03-{day} 10:30", decision, f"2026-03-{day} 14:00"))
    story.answer("2026-03-03 11:00", raised[0])
    story.tell("2026-03-03 12:00", "escalation.closed", {"escalation": raised[0], "outcome": "met"})
    story.keep("2026-03-04 10:00")
    assert [each.id for each in story.state.escalations] == raised
    story.keep("2026-04-20 10:00")
    assert [each.id for each in story.state.escalations] == raised[1:]


@pytest.mark.parametrize(
    ("kind", "met", "kept"),
    [("mental_health_ward", False, True), ("mental_health_ward", True, False), ("general_ward", False, True),
     ("general_ward", True, False)],
)  # fmt: skip
def test_a_stay_that_is_over_is_kept_while_its_follow_up_is_owed(kind: str, met: bool, kept: bool) -> None:
    story = settled()
    ward = {"kind": kind, "where": "Elm ward", "confirmed_with": "Sister Ode"}
    story.tell("2026-03-02 10:00", "person.admitted", ward)
    story.tell("2026-03-05 10:00", "person.returned", {})
    if met:
        story.keep("2026-03-06 10:00")
    story.zone("2026-04-20 10:00", "green")
    assert bool(story.state.aways) == kept


def test_of_what_was_given_to_others_the_newest_two_hundred_stay_theirs() -> None:
    story = settled()
    keys = [f"action:00000000-0000-7000-8000-{number:012d}" for number in range(MOST_GIVEN + 2, 0, -1)]
    for key in keys:
        body = {"due": key, "owner": "w-ann", "reason": "on leave"}
        story.tell("2026-03-02 10:00", "due.reassigned", body, replaces=())
    assert list(story.state.given_to) == keys[2:]


def test_of_many_old_attempts_and_contacts_only_what_is_needed_stays() -> None:
    story = settled()
    for day in ("02", "03", "04", "05"):
        story.attempt(f"2026-03-{day} 10:00", None, None)
        story.keep(f"2026-03-{day} 12:00", "call")
    newest = story.entries[-2].id, story.entries[-1].id
    story.zone("2026-04-20 10:00", "green")
    assert [each.id for each in story.state.attempts] == [newest[0]]
    assert [each.id for each in story.state.lives if not each.seen] == [newest[1]]

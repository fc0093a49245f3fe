"""What must not be done and was known before there was a plan: a plan adds to it, nothing but newer details takes it
away, and whoever is called, booked or followed is so by a way that is left."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.checks.late_bookings import remarks_on_booking
from carelist_tui.domain.checks.plans import plan_keeps_its_word
from carelist_tui.domain.dues.ladder import ways
from carelist_tui.domain.entries import ContactPlanned, EngagementPlanAgreed
from carelist_tui.domain.entries.choices import Avoid, Method
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import dump_state, load_state
from carelist_tui.domain.person.people import keeping_warnings
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards.ladders import Step
from carelist_tui.domain.views.cards import card_of
from carelist_tui.domain.views.taken_away import known_of_person, taken_away
from tests.domain.telling import LONDON, PLAN, Story, london, moment, settled

pytestmark = pytest.mark.slow

AVOIDABLE = st.lists(st.sampled_from(get_args(Avoid)), unique=True)


def told(do_not: list[str], *plans: list[str]) -> Story:
    story = settled()
    story.tell("2026-03-01 09:00", "person.details_updated", {"do_not": do_not})
    for hour, avoid in enumerate(plans, 10):
        left = [method for method in ("text", "visit") if method not in avoid]
        story.tell(f"2026-03-01 {hour}:00", "engagement_plan.agreed", PLAN | {"avoid": avoid, "methods": left})
    return story


@given(AVOIDABLE, st.lists(AVOIDABLE, max_size=2))
def test_a_plan_adds_to_it_and_takes_nothing_away(do_not: list[str], plans: list[list[str]]) -> None:
    story = told(do_not, *plans)
    newest = plans[-1] if plans else []
    assert set(story.state.forbidden) == {*do_not, *newest}
    card = card_of(story.state, story.standards)
    assert set(card.avoid) == {*do_not, *newest}
    assert not {*card.methods} & {*card.avoid}
    assert load_state(dump_state(story.state)).forbidden == story.state.forbidden
    story.tell("2026-03-02 09:00", "person.details_updated", {"email": "a@example.org"})
    assert set(story.state.forbidden) == {*do_not, *newest}, "details that say nothing of it leave it"
    story.tell("2026-03-02 10:00", "person.details_updated", {"do_not": []})
    assert set(story.state.forbidden) == {*newest}


@given(AVOIDABLE, AVOIDABLE, st.lists(st.sampled_from(get_args(Method)), min_size=1, unique=True))
def test_no_step_is_tried_in_a_way_that_is_forbidden(do_not: list[str], avoid: list[str], methods: list[str]) -> None:
    story = told(do_not, avoid)
    for to in ("person", "partner"):
        step = Step.model_validate({"key": "again", "title": "Again", "due": "same day", "methods": methods, "to": to})
        found = ways(story.ground, step, [])
        assert found
        assert not {*found} & {*do_not, *avoid}


def test_what_newer_details_take_away_is_said() -> None:
    story = told(["call", "letter"])
    before = known_of_person(story.state)
    story.tell("2026-03-02 10:00", "person.details_updated", {"do_not": ["letter"]})
    assert taken_away(before, known_of_person(story.state), LONDON) == ["takes away: NO CALLS"]


def test_another_team_adds_to_it_and_takes_nothing_away() -> None:
    known = told(["call"]).state.identity
    assert keeping_warnings(known, {"do_not": ("text",)})["do_not"] == ("call", "text")


def test_a_booking_in_a_forbidden_way_is_said_and_a_plan_of_one_is_refused() -> None:
    story = told(["call"])
    assert "No calls" in card_of(story.state, story.standards).warnings
    booked = {"at": moment("2026-03-04 10:00"), "method": "call", "purpose": "routine", "worker": "w-tom"}
    body = ContactPlanned.model_validate(booked)
    words = "No calls: they are not to be reached this way"
    assert words in list(remarks_on_booking(story.ground, body, london("2026-03-02 10:00")))
    story.tell("2026-03-02 10:00", "engagement_plan.agreed", PLAN)
    assert [fault.sentence for fault in refusals(story, story.entries[-1])] == [
        "can't hold what is not to be done, as their details say: call"
    ]


def refusals(story: Story, plan: Entry) -> list[Fault]:
    from carelist_tui.domain.checks.asked import Asked

    class Nothing:
        def entry(self, id: str) -> None:
            return None

        def held_by(self, worker: str) -> int:
            return 0

        def about(self, person: str) -> list[Entry]:
            return []

        def sample(self, id: str) -> None:
            return None

    asked = Asked(plan, story.ground, Roster(), story.standards, Nothing())
    assert isinstance(plan.body, EngagementPlanAgreed)
    return list(plan_keeps_its_word(asked, plan.body))

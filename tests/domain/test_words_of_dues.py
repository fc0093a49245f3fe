"""What a Due says, word for word: which reason, which moment, whom it names. A worker acts on these words alone."""

from __future__ import annotations

import pytest

from carelist_tui.domain.dues.ladder import ways
from carelist_tui.domain.dues.warnings import warnings_for
from carelist_tui.domain.standards.ladders import Step
from tests.domain.telling import PLAN, Story, london
from tests.domain.test_every_due import referred


def settled() -> Story:
    story = Story()
    story.settle("2026-02-20 09:00")
    return story


@pytest.mark.parametrize(("urgent", "says"), [(True, "urgent referral "), (False, "referred ")])
def test_a_referral_says_whether_it_is_urgent(urgent: bool, says: str) -> None:
    story = Story()
    referred(story, urgent=urgent)
    due = story.due("triage")
    assert due is not None
    assert due.because == (says, london("2026-03-03 09:30"))


@pytest.mark.parametrize(("confirmed", "says", "title"), [
    (False, "said to have died ", "Find out if it is true"),
    (True, "recorded as died by one person ", "Somebody else confirms the death"),
])  # fmt: skip
def test_a_death_waits_to_be_confirmed_and_a_confirmed_one_for_a_second_person(
    confirmed: bool, says: str, title: str
) -> None:
    story = settled()
    story.tell("2026-03-02 10:00", "person.died", {"reported_by": "a neighbour", "confirmed": confirmed})
    due = story.due("confirm_report")
    assert due is not None
    assert (due.because[0], due.title) == (says, title)


PHONES = [{"number": "07700 900101", "voicemail": "yes", "text_ok": True},
          {"number": "07700 900102", "unsafe": True, "voicemail": "yes", "text_ok": True}]  # fmt: skip


def test_only_a_number_that_is_unsafe_is_warned_of() -> None:
    story = Story()
    story.accept("2026-02-20 09:00", phones=PHONES)
    warned = warnings_for(story.ground)
    assert [each for each in warned if each.startswith("Unsafe")] == ["Unsafe number: 07700 900102"]


@pytest.mark.parametrize("confirmed", [True, False])
def test_somebody_away_is_warned_of_and_whether_that_is_sure(confirmed: bool) -> None:
    story = settled()
    body = {"kind": "general_ward", "where": "St Mary"} | ({"confirmed_with": "Sister Ode"} if confirmed else {})
    story.tell("2026-03-02 10:00", "person.admitted", body)
    (away,) = [each for each in warnings_for(story.ground) if each.startswith("Away")]
    assert away.endswith("St Mary" if confirmed else "St Mary (not confirmed)")


def test_a_step_to_the_person_offers_first_what_the_plan_prefers_and_last_what_was_tried() -> None:
    story = settled()
    story.tell("2026-03-01 09:00", "engagement_plan.agreed", PLAN | {"methods": ["text", "video", "call"]})
    fields = {"key": "again", "title": "Try again", "due": "same day", "methods": ["letter", "call", "text", "visit"]}
    person, partner = (Step.model_validate(fields | {"to": to}) for to in ("person", "partner"))
    assert ways(story.ground, person, []) == ("text", "call")
    assert ways(story.ground, person, ["text"]) == ("call", "text")
    assert ways(story.ground, partner, []) == ("letter", "call", "text", "visit")
    story.tell(
        "2026-03-01 10:00",
        "engagement_plan.agreed",
        PLAN | {"methods": ["text"], "avoid": ["call", "unannounced_visit"]},
    )
    assert ways(story.ground, partner, []) == ("letter", "text", "visit")

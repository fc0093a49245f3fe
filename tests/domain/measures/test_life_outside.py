"""What happens to them elsewhere: their home, appointments with others, their medication (S0:26, S1:23, S2:42)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domain.measures.figures import (
    case_of,
    cases_of,
    course_of,
    die,
    go_away,
    in_london,
    outcomes,
    refuse,
    said,
    tally_of,
)
from tests.domain.telling import Story, london, moment, settled


def note_home(story: Story, at: str, kind: str, on: str) -> str:
    return story.tell(at, "tenancy.noted", {"kind": kind, "on": on})


def note_appointment(story: Story, at: str, attended: str, on: str = "2026-03-03") -> str:
    return story.tell(at, "appointment.noted", {"what": "bloods", "on": on, "attended": attended})


def tell_partner(story: Story, at: str, direction: str = "out") -> str:
    return story.tell(at, "partner.contacted", {"direction": direction, "who": "Dr Shah", "summary": "told"})


@pytest.mark.parametrize(
    ("kind", "number"),
    [("notice", 1), ("court", 1), ("eviction", 1), ("arrears", 0), ("complaint", 0), ("secured", 0)],
)
def test_what_a_landlord_does_to_take_a_home_back(kind: str, number: int) -> None:
    story = settled()
    note_home(story, "2026-03-05 10:00", kind, "2026-03-03")
    assert [in_london(case)[0] for case in cases_of(story, "tenancy")] == ["03-03 00:00"] * number


def test_what_lies_ahead_starts_when_it_was_noted() -> None:
    story = settled()
    note_home(story, "2026-03-05 10:00", "court", "2026-06-03")
    assert in_london(case_of(story, "tenancy"))[0] == "03-05 10:00"


def test_noted_twice_of_the_same_day_it_is_one_and_struck_it_is_none() -> None:
    story = settled()
    first = note_home(story, "2026-03-05 10:00", "notice", "2026-03-03")
    second = note_home(story, "2026-03-06 10:00", "notice", "2026-03-03")
    note_home(story, "2026-03-07 10:00", "notice", "2026-03-04")
    assert len(cases_of(story, "tenancy")) == 2
    story.correct("2026-03-08 10:00", first, replacement=None)
    story.correct("2026-03-08 10:01", second, replacement=None)
    assert len(cases_of(story, "tenancy")) == 1


def test_before_they_were_here_or_while_away_it_is_counted_apart() -> None:
    story = settled()
    note_home(story, "2026-03-05 10:00", "notice", "2026-02-01")
    go_away(story, "2026-03-06 10:00")
    note_home(story, "2026-03-10 10:00", "eviction", "2026-03-09")
    assert outcomes(story, "tenancy") == ["not on the caseload", "away"]
    tally = tally_of(story, "tenancy", "2026-03-01", "2026-04-01", "2026-04-30 09:00")
    assert (tally.n, dict(tally.left_out)) == (0, {"away": 1})
    assert tally.more == {"notices": 0, "court dates": 0, "evictions": 0}


def test_a_refusal_makes_nothing_unhappened() -> None:
    story = settled()
    refuse(story, "2026-03-02 10:00")
    note_home(story, "2026-03-05 10:00", "notice", "2026-03-04")
    assert course_of(story).left_out(london("2026-03-04 00:00"), london("2026-03-04 00:01")) == "refused"
    assert outcomes(story, "tenancy") == ["counted"]


@pytest.mark.parametrize(("attended", "expected"), [("yes", "counted"), ("no", "not"), ("not_known", "not")])
def test_an_appointment_elsewhere_they_went_to(attended: str, expected: str) -> None:
    story = settled()
    note_appointment(story, "2026-03-05 10:00", attended)
    case = case_of(story, "follow_through")
    assert (said(case), in_london(case)[0]) == (expected, "03-03 00:00")


@pytest.mark.parametrize("medication", ["missed", "stopped"])
@pytest.mark.parametrize(
    ("told", "expected"), [("2026-03-02 17:00", "counted"), ("2026-03-02 17:01", "not"), (None, "not")]
)
def test_medication_missed_or_stopped_is_told_the_same_day(medication: str, told: str | None, expected: str) -> None:
    story = settled()
    story.keep("2026-03-02 10:00", medication=medication)
    if told:
        tell_partner(story, told)
    case = case_of(story, "follow_through")
    assert (said(case), in_london(case)[2]) == (expected, "03-02 17:00")


def test_who_rings_us_was_not_told_and_an_escalation_tells() -> None:
    story = settled()
    decision = story.decide("2026-03-02 09:00", "escalate", None)
    story.keep("2026-03-02 10:00", medication="stopped")
    tell_partner(story, "2026-03-02 11:00", "in")
    assert outcomes(story, "follow_through") == ["not"]
    story.escalate("2026-03-02 12:00", decision, "2026-03-03 12:00", "gp")
    assert outcomes(story, "follow_through") == ["counted"]


def test_a_depot_that_was_missed_is_medication_missed_and_a_routine_contact_is_not() -> None:
    story = settled()
    depot = story.book("2026-02-27 10:00", "2026-03-02 10:00", purpose="medication")
    story.miss("2026-03-02 11:00", "2026-03-02 10:00", planned=depot)
    story.miss("2026-03-04 11:00", "2026-03-04 10:00")
    assert [in_london(case)[0] for case in cases_of(story, "follow_through")] == ["03-02 11:00"]


@pytest.mark.parametrize("medication", ["taken", "changed", "not_discussed", "not_applicable"])
def test_nothing_is_owed_of_medication_that_was_taken(medication: str) -> None:
    story = settled()
    story.keep("2026-03-02 10:00", medication=medication)
    assert cases_of(story, "follow_through") == []


def test_the_dead_are_left_out_and_who_refuses_is_not() -> None:
    died, refused = settled(), settled()
    for story in (died, refused):
        story.keep("2026-03-02 10:00", medication="stopped")
    die(died, "2026-03-02 11:00")
    refuse(refused, "2026-03-02 11:00")
    assert [outcomes(story, "follow_through") for story in (died, refused)] == [["died"], ["not"]]


def test_learned_late_its_day_runs_from_then() -> None:
    story = settled()
    told: dict[str, Any] = {"learned_at": moment("2026-03-04 10:00"), "recorded": "2026-03-04 10:00"}
    body = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "tea"}
    story.tell("2026-03-02 10:00", "contact.completed", body | {"medication": "stopped"}, **told)
    assert in_london(case_of(story, "follow_through"))[::2] == ("03-04 10:00", "03-04 17:00")


def test_beside_it_stand_both_parts() -> None:
    story = settled()
    note_appointment(story, "2026-03-05 10:00", "yes")
    note_appointment(story, "2026-03-06 10:00", "not_known", "2026-03-06")
    story.keep("2026-03-06 11:00", medication="missed")
    tell_partner(story, "2026-03-06 12:00")
    tally = tally_of(story, "follow_through", "2026-03-01", "2026-04-01", "2026-03-31 09:00")
    assert (tally.n, tally.d) == (2, 3)
    assert tally.more == {
        "appointments": 2, "appointments kept": 1, "not known whether they went": 1,
        "medication missed or stopped": 1, "told in time": 1,
    }  # fmt: skip


def test_telling_before_it_was_known_tells_nobody_of_it() -> None:
    story = settled()
    tell_partner(story, "2026-03-02 09:00")
    story.keep("2026-03-02 10:00", medication="missed")
    assert outcomes(story, "follow_through") == ["not"]


def test_of_somebody_high_it_is_told_within_two_hours_once_the_day_is_over() -> None:
    for zone, expected in (("red", "03-02 20:00"), ("green", "03-03 10:00")):
        story = settled()
        story.zone("2026-03-02 09:00", zone)
        story.keep("2026-03-02 18:00", medication="stopped")
        assert in_london(case_of(story, "follow_through"))[2] == expected


def test_who_is_away_when_it_was_to_be_told_is_left_out_of_it() -> None:
    story = settled()
    story.keep("2026-03-02 10:00", medication="missed")
    go_away(story, "2026-03-02 12:00")
    assert outcomes(story, "follow_through") == ["away"]

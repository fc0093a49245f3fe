"""Signs of drift: cancelled again, missed again, a missed contact that stays open, red or high (standards.md,
risk_check, mdt_review, senior_review, Limits)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from carelist_tui.domain.checks import faults_now
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.person import fold
from carelist_tui.domain.roster import Staff
from tests.domain.telling import KEPT, LONDON, Story, moment
from tests.domain.test_checks import ROSTER, Shelf
from tests.domain.test_every_due import cancels

Tells = Callable[[Story], object]


def settled(at: str = "2026-02-20 10:00", tier: str = "") -> Story:
    story = Story()
    story.settle(at)
    if tier:
        agreed = {"tier": tier, "reason": "as agreed", "authorised_by": "w-sue"}
        story.tell(at.replace("10:00", "11:00"), "tier.set", agreed, author="w-sue")
    return story


def refused(story: Story) -> list[str]:
    """The paths that speak against the newest entry, asked at the door."""
    *earlier, entry = story.entries
    state = fold(story.person, earlier)
    return [fault.path for fault in faults_now(entry, state, ROSTER, story.standards, Shelf(earlier))]


# ---- cancelled by the person


@pytest.mark.parametrize(
    ("second", "between", "due"),
    [
        ("2026-03-23 10:00", "a visit", "Tue 2026-03-24 17:00"),
        ("2026-03-23 10:01", "a visit", None),
        ("2026-03-23 10:01", "nothing", "Tue 2026-03-24 17:00"),
        ("2026-03-23 10:01", "a missed contact", None),
        ("2026-03-23 10:00", "a letter", "Tue 2026-03-24 17:00"),
        ("2026-03-06 10:00", "nothing", "Mon 2026-03-09 17:00"),
        ("2026-03-06 20:00", "nothing", "Mon 2026-03-09 17:00"),
    ],
    ids=str,
)
def test_the_second_running_or_in_28_days_owes_a_check_by_the_next_service_day(
    second: str, between: str, due: str | None
) -> None:
    story = settled()
    cancels(story, "2026-02-23 10:00", "2026-02-25 10:00")
    told: dict[str, Tells] = {
        "nothing": lambda story: None,
        "a visit": lambda story: story.keep("2026-03-02 10:00"),
        "a letter": lambda story: story.attempt("2026-03-02 10:00", None, None, "sent", method="letter"),
        "a missed contact": lambda story: story.miss("2026-03-02 10:00"),
    }
    told[between](story)
    if between == "a missed contact":
        story.check("2026-03-02 12:00")
        story.decide("2026-03-02 12:00", "escalate", None)
    cancels(story, second, "2026-03-27 10:00")
    assert story.due_at("risk_check") == due


@pytest.mark.parametrize(
    ("second", "due"),
    [("2026-04-02 10:00", "Tue 2026-04-07 17:00"), ("2026-03-27 16:59", "Mon 2026-03-30 17:00"),
     ("2026-10-23 10:00", "Mon 2026-10-26 17:00")],
)  # fmt: skip
def test_over_easter_and_both_clock_changes_it_is_the_next_day_that_the_service_is_open(second: str, due: str) -> None:
    story = settled()
    cancels(story, second[:8] + "01 11:00", "2026-11-20 10:00")
    cancels(story, second, "2026-11-24 10:00")
    assert story.due_at("risk_check") == due


@pytest.mark.parametrize("by", ["service", "partner"])
def test_what_the_service_or_a_partner_cancels_is_no_drift(by: str) -> None:
    story = settled()
    for at, when in (("2026-02-23 10:00", "2026-02-25 10:00"), ("2026-03-02 10:00", "2026-03-04 10:00")):
        cancels(story, at, when, by)
    assert "risk_check" not in story.kinds


def test_a_third_after_a_check_owes_another_and_while_it_is_owed_none_puts_it_off() -> None:
    story = settled()
    cancels(story, "2026-02-23 10:00", "2026-02-25 10:00")
    cancels(story, "2026-03-02 10:00", "2026-03-04 10:00")
    key = story.key("risk_check")
    cancels(story, "2026-03-03 10:00", "2026-03-05 10:00")
    assert (story.key("risk_check"), story.due_at("risk_check")) == (key, "Tue 2026-03-03 17:00")
    story.check("2026-03-03 12:00")
    assert "risk_check" not in story.kinds
    cancels(story, "2026-03-04 10:00", "2026-03-06 10:00")
    assert story.due_at("risk_check") == "Thu 2026-03-05 17:00"


@pytest.mark.parametrize(
    ("contact", "settles"),
    [("as usual", True), ("a nod", False), ("worse", False), ("amber", False), ("amber, each sign answered", True)],
)
def test_a_whole_contact_as_usual_settles_it_where_the_row_says(contact: str, settles: bool) -> None:
    story = settled()
    cancels(story, "2026-02-23 10:00", "2026-02-25 10:00")
    cancels(story, "2026-03-02 10:00", "2026-03-04 10:00")
    if contact.startswith("amber"):
        story.zone("2026-03-02 11:00", "amber")
    due = story.due("risk_check")
    assert due is not None
    assert "contact.completed" in due.resolved_by
    told: dict[str, dict[str, Any]] = {
        "a nod": {"partial": True},
        "worse": {"how_are_they": "worse"},
        "amber, each sign answered": {"signs_seen": [{"sign": "sleeping by day", "seen": "no"}]},
    }
    story.keep("2026-03-02 12:00", **told.get(contact, {}))
    assert ("risk_check" not in story.kinds) == settles


def test_of_somebody_high_no_contact_settles_it_and_resolved_by_says_so() -> None:
    story = settled()
    cancels(story, "2026-02-23 10:00", "2026-02-25 10:00")
    cancels(story, "2026-03-02 10:00", "2026-03-04 10:00")
    story.zone("2026-03-02 11:00", "red")
    story.keep("2026-03-02 12:00", signs_seen=[{"sign": "sleeping by day", "seen": "no"}])
    due = story.due("risk_check")
    assert due is not None
    assert due.resolved_by == ("risk_check.completed",)


def test_it_is_still_owed_when_28_days_are_forgotten_and_a_struck_one_never_was() -> None:
    story = settled()
    cancels(story, "2026-02-23 10:00", "2026-02-25 10:00")
    second = cancels(story, "2026-03-02 10:00", "2026-03-04 10:00")
    for month in range(4, 8):
        story.attempt(f"2026-{month:02}-20 12:00", None, None)
    assert story.due_at("risk_check") == "Tue 2026-03-03 17:00"
    story.correct("2026-07-21 10:00", second, replacement=None)
    assert "risk_check" not in story.kinds


@pytest.mark.parametrize("became", ["contact.completed", "contact.missed", "contact.cancelled"])
def test_a_cancellation_that_somebody_settled_as_something_else_is_counted_once_or_not_at_all(became: str) -> None:
    story = settled()
    planned = story.book("2026-02-23 10:00", "2026-02-25 10:00")
    body = {"by": "person", "reason": "not today", "told_person": "yes"}
    first = story.tell("2026-02-23 11:00", "contact.cancelled", {"planned": planned} | body)
    bodies = {
        "contact.completed": KEPT,
        "contact.missed": {"expected_at": moment("2026-02-25 10:00"), "method": "visit", "how": "no_access"},
        "contact.cancelled": body,
    }
    story.tell("2026-02-25 10:30", became, {"planned": planned} | bodies[became], replaces=(first,))
    assert len(story.state.cancellations) == (became == "contact.cancelled")
    assert "risk_check" not in story.kinds or became == "contact.missed"


@pytest.mark.parametrize(("at", "refusal"), [("2026-03-04 09:59", []), ("2026-03-04 10:00", []),
                                             ("2026-03-04 10:01", ["body.by"])])  # fmt: skip
@pytest.mark.parametrize("repeat", [None, "FREQ=WEEKLY"])
def test_called_off_by_the_person_after_its_time_is_a_missed_contact(
    at: str, refusal: list[str], repeat: str | None
) -> None:
    """Of a series that ends too: what of it is past, and nobody has said anything of, would vanish with it."""
    story = settled()
    planned = story.book("2026-03-02 10:00", "2026-03-04 10:00", **({"repeat": repeat} if repeat else {}))
    body = {"planned": planned, "by": "person", "reason": "not today", "told_person": "yes"}
    story.tell(at, "contact.cancelled", body)
    assert refused(story) == refusal


# ---- the team looks together


def test_missed_and_cancelled_count_together_for_the_mdt_since_it_last_met() -> None:
    story = settled()
    cancels(story, "2026-02-23 10:00", "2026-02-25 10:00")
    cancels(story, "2026-02-24 10:00", "2026-02-26 10:00")
    assert "mdt_review" not in story.kinds
    cancels(story, "2026-03-02 10:00", "2026-03-04 10:00")
    assert story.due_at("mdt_review") == "Mon 2026-03-09 17:00"
    story.review("2026-03-03 10:00", "mdt", "2026-04-01")
    assert "mdt_review" not in story.kinds
    cancels(story, "2026-03-03 11:00", "2026-03-06 10:00")
    assert "mdt_review" not in story.kinds


@pytest.mark.parametrize(("third", "owed"), [("2026-03-23 10:00", True), ("2026-03-23 10:01", False)])
def test_the_28_days_in_which_three_call_for_the_mdt_include_their_last_moment(third: str, owed: bool) -> None:
    story = settled()
    cancels(story, "2026-02-23 10:00", "2026-02-25 10:00")
    cancels(story, "2026-03-02 10:00", "2026-03-04 10:00")
    cancels(story, third, "2026-03-27 10:00")
    assert ("mdt_review" in story.kinds) is owed


@pytest.mark.parametrize(
    ("missed", "from_at", "due"),
    [
        ("2026-03-03 10:00", "Tue 2026-03-17 00:00", "Tue 2026-03-24 17:00"),
        ("2026-03-20 10:00", "Fri 2026-04-03 00:00", "Fri 2026-04-10 17:00"),
        ("2026-03-16 10:00", "Mon 2026-03-30 00:00", "Tue 2026-04-07 17:00"),
        ("2026-10-12 10:00", "Mon 2026-10-26 00:00", "Mon 2026-11-02 17:00"),
    ],
)
def test_a_missed_contact_open_14_days_comes_to_the_team_by_time_alone(missed: str, from_at: str, due: str) -> None:
    story = settled()
    story.miss(missed)
    found = story.due("mdt_review")
    assert found is not None
    assert found.from_at is not None
    assert f"{found.from_at.astimezone(LONDON):%a %Y-%m-%d %H:%M}" == from_at
    assert story.due_at("mdt_review") == due
    day = from_at[4:14]
    assert story.reading("mdt_review", f"{day} 00:00") == "due"
    assert story.reading("mdt_review", f"{missed[:10]} 17:00") == "upcoming"


def test_while_it_stays_open_it_comes_back_14_days_after_each_review_and_contact_ends_it() -> None:
    story = settled()
    story.miss("2026-03-03 10:00")
    story.review("2026-03-18 10:00", "mdt", "2026-05-01")
    assert story.due_at("mdt_review") == "Wed 2026-04-08 17:00"
    assert story.reading("mdt_review", "2026-04-01 09:00") == "due"
    story.keep("2026-03-19 10:00")
    assert "mdt_review" not in story.kinds


def test_of_several_reasons_the_first_is_due_and_the_open_one_is_shown_from_its_own_day() -> None:
    story = settled()
    story.miss("2026-03-03 10:00")
    story.tell("2026-03-03 11:00", "mdt.listed", {"reason": "drifting", "by": "2026-03-20"})
    assert story.due_at("mdt_review") == "Fri 2026-03-20 17:00"
    assert story.reading("mdt_review", "2026-03-16 09:00") == "upcoming"
    assert story.reading("mdt_review", "2026-03-17 09:00") == "due"
    story.zone("2026-03-04 10:00", "red")
    assert story.due_at("mdt_review") == "Wed 2026-03-11 17:00"
    due = story.due("mdt_review")
    assert due is not None
    assert due.from_at is None


# ---- whose senior work is

HERE = Staff(frozenset({"w-tom", "w-sue", "w-dan"}), frozenset({"w-old"}))


@pytest.mark.parametrize(
    ("oversight", "whose"),
    [("w-dan", "w-dan"), ("w-tom", "w-tom"), ("the CMHT duty line", "senior"), ("w-old", "senior"), ("", "senior")],
)
def test_senior_work_is_the_clinical_oversights_where_that_is_a_worker_here(oversight: str, whose: str) -> None:
    story = settled()
    if oversight:
        named = {"coordinator": "w-tom", "clinical_oversight": oversight}
        story.tell("2026-02-23 10:00", "coordinator.named", named)
    story.zone("2026-03-02 10:00", "red")
    story.tell("2026-03-02 11:00", "incident.recorded", {"kind": "injury", "what": "fell"})
    found = {due.kind: due.named_owner for due in owed(story.state, story.standards, HERE)}
    assert {found[kind] for kind in ("senior_review", "mdt_review", "learning_review")} == {whose}


# ---- worse moves everything nearer

BECAME = "2026-03-03 10:00"
RED: Tells = lambda story: story.zone(BECAME, "red", "2026-03-09")  # noqa: E731
HIGH: Tells = lambda story: story.check(BECAME, "high")  # noqa: E731


STANDING: dict[str, tuple[Tells, str]] = {
    "a decision": (lambda s: s.decide("2026-03-02 10:00", "do_not_escalate", None, "2026-03-09 10:00"),
                   "decision_review"),
    "a pause": (lambda s: s.decide("2026-03-02 10:00", "pause", None, "2026-03-09 10:00", authorised_by="w-sue"),
                "decision_review"),
    "a refusal": (
        lambda s: s.tell("2026-03-02 10:00", "consent.recorded", {"scope": "contact", "given": False,
                         "basis": "consent", "rationale": "asks us to stop", "review_on": "2026-03-20"}),
        "refusal_review",
    ),
    "a review (refusal)": (
        lambda s: (s.tell("2026-03-01 10:00", "consent.recorded", {"scope": "contact", "given": False,
                          "basis": "consent", "rationale": "asks us to stop", "review_on": "2026-03-20"}),
                   s.review("2026-03-02 10:00", "refusal", "2026-03-09")),
        "refusal_review",
    ),
}  # fmt: skip


@pytest.mark.parametrize("became", [RED, HIGH], ids=["red", "high"])
@pytest.mark.parametrize("what", STANDING)
def test_what_was_put_off_comes_back_within_a_service_day_of_red_or_high(what: str, became: Tells) -> None:
    tells, kind = STANDING[what]
    story = settled()
    tells(story)
    before = story.due_at(kind)
    assert before is not None
    assert before[4:] > "2026-03-05"
    became(story)
    assert story.due_at(kind) == "Wed 2026-03-04 17:00"


def test_a_check_that_is_high_no_more_puts_a_refusal_off_again_by_nothing() -> None:
    story = settled()
    STANDING["a refusal"][0](story)
    HIGH(story)
    story.check("2026-03-03 12:00")
    assert story.due_at("refusal_review") == "Wed 2026-03-04 17:00"


@pytest.mark.parametrize(
    ("kind", "on", "refusal"),
    [("exception", "2026-03-09", []), ("exception", "2026-03-10", ["body.next_review_on"]),
     ("senior", "2026-06-02", []), ("senior", "2026-06-03", ["body.next_review_on"])],
)  # fmt: skip
def test_the_next_review_lies_no_further_ahead_than_its_kind_may(kind: str, on: str, refusal: list[str]) -> None:
    story = Story()
    story.accept("2026-02-16 10:00")
    story.review("2026-03-02 10:00", kind, on)
    assert refused(story) == refusal


@pytest.mark.parametrize("on", ["2026-03-20 10:00", "2026-06-02 17:00"])
def test_what_was_agreed_is_looked_at_again_on_its_own_date(on: str) -> None:
    story = settled()
    story.decide("2026-03-02 10:00", "agree", None, on, about="tier")
    assert refused(story) == []
    due = story.due_at("decision_review")
    assert due is not None
    assert due[4:] == on

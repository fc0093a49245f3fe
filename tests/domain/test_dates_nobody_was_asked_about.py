"""A date further off than its limit brings nobody back later than the last one that the limit allows, wherever it came
from: another team, an older release, a laptop with other Standards (standards.md, Limits; broken.md 4)."""

from __future__ import annotations

import pytest

from tests.domain.telling import PLAN, RISK_PLAN, Story, moment, settled
from tests.domain.test_checks_dates import AT, LIMITS, Tell, _told

OWED_BY_A_DATE: list[tuple[str, str, Tell, str, str]] = [
    *[row for row in LIMITS if row[0] not in ("worker.away", "duty.set", "supervision.held")],
    ("zone.set", "red", _told("zone.set", "review_on", zone="red", reason="x"), "2026-03-09", ""),
    ("zone.set", "amber", _told("zone.set", "review_on", zone="amber", reason="x"), "2026-03-16", ""),
    ("engagement_plan.agreed", "review_on", _told("engagement_plan.agreed", "review_on", **{
        name: part for name, part in PLAN.items() if name != "review_on"}), "2026-09-02", ""),
    ("risk_plan.updated", "review_on", _told("risk_plan.updated", "review_on", **{
        name: part for name, part in RISK_PLAN.items() if name != "review_on"}), "2026-09-02", ""),
]  # fmt: skip


def owed(story: Story) -> dict[str, str]:
    """By key when each is due, but of what stands booked: that stays the day that was given."""
    return {due.key: due.due_at.isoformat() for due in story.dues if due.kind not in ("contact", "unrecorded_contact")}


@pytest.mark.parametrize(("type", "field", "tell", "last", "first"), OWED_BY_A_DATE)
def test_a_date_beyond_its_limit_stands_for_the_last_that_it_allows(
    type: str, field: str, tell: Tell, last: str, first: str
) -> None:
    told = []
    for said in (last, f"2199{last[4:]}"):
        story = settled()
        tell(story, said)
        told.append(owed(story))
    assert told[1] == told[0]


def test_a_decision_comes_back_within_a_week_whatever_it_says() -> None:
    told = []
    for review in ("2026-03-09 17:00", "2199-03-09 17:00"):
        story = settled()
        story.decide(AT, "pause", None, review, authorised_by="w-sue")
        told.append(owed(story))
    assert told[1] == told[0]


def test_a_review_of_no_contact_comes_back_within_three_months_whatever_it_says() -> None:
    told = []
    for following in ("2026-06-02", "2199-06-02"):
        story = Story()
        story.accept("2026-02-20 09:00")
        story.review(AT, "exception", following)
        told.append((owed(story), [due.from_at for due in story.dues if due.kind == "no_contact_exception"]))
    assert told[1] == told[0]


def test_what_is_booked_further_ahead_than_may_be_books_nobody() -> None:
    for when, stands in (("2026-09-02 17:00", True), ("2026-09-02 17:01", False), ("2199-03-02 10:00", False)):
        story = settled()
        story.keep(AT)
        story.book(AT, "2026-03-05 10:00")
        story.book(AT, when)
        assert ("book_contact" in story.kinds) != stands, when


def test_an_action_put_off_anew_counts_from_the_day_that_said_so() -> None:
    story = settled()
    action = story.tell(
        AT,
        "action.opened",
        {"title": "Ring", "owner": "w-tom", "area": "housing", "due_at": moment("2026-03-05 12:00")},
    )
    body = {"action": action, "due_at": moment("2026-10-01 12:00"), "reason": "the office is closed"}
    story.tell("2026-05-04 10:00", "action.changed", body)
    assert story.due_at("action") == "Thu 2026-10-01 12:00"

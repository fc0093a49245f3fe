"""Booking says when it is later than the tier allows (load.md, 2): contact stays owed, and whoever books knows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.checks import remarks_now
from carelist_tui.domain.checks.late_bookings import LATER, remarks_if_recorded, remarks_on_booking
from carelist_tui.domain.entries import ContactPlanned
from carelist_tui.domain.person import fold
from tests.domain.telling import Story, london, moment
from tests.domain.test_checks import ROSTER, Shelf

TIERS = ("intensive", "enhanced", "standard", "light")
NOW = "2026-03-02 10:00"
"""A Monday."""


def met(tier: str = "enhanced", at: str = "2026-02-26 11:00", zone: str = "green") -> Story:
    """Settled in that tier, spoken to on Thursday."""
    story = Story()
    story.settle("2026-02-02 09:00")
    agreed = {"tier": tier, "reason": "reviewed", "authorised_by": "w-sue"}
    story.tell("2026-02-02 11:00", "tier.set", agreed, author="w-sue")
    if zone != "green":
        story.zone("2026-02-02 12:00", zone)
    story.keep(at)
    return story


def said(story: Story, when: str, method: str = "visit", repeat: str | None = None) -> list[str]:
    """What is said when this is booked on Monday."""
    body = {"at": moment(when), "method": method, "purpose": "routine", "worker": "w-tom", "repeat": repeat}
    return list(remarks_on_booking(story.ground, ContactPlanned.model_validate(body), london(NOW)))


def test_a_booking_later_than_the_tier_allows_says_by_when_contact_is_owed_as_well() -> None:
    story = met()
    assert story.due_at("cadence") == "Thu 2026-03-05 17:00"
    assert said(story, "2026-03-06 16:00") == [], "a service day later it stands for it"
    assert said(story, "2026-03-09 10:00") == ["later than the tier allows: contact is owed by Thu 5 Mar as well"]


def test_what_is_late_already_is_said_to_be() -> None:
    story = met(at="2026-02-19 11:00")
    assert said(story, "2026-03-09 10:00") == [
        "later than the tier allows: contact is overdue since Thu 26 Feb as well"
    ]


def test_nothing_is_said_of_the_one_after_where_the_next_stands_for_it() -> None:
    story = met()
    story.book("2026-03-02 09:00", "2026-03-05 10:00")
    assert said(story, "2026-03-12 10:00") == []


@pytest.mark.parametrize("method", ["letter", "text", "email"])
def test_what_nobody_speaks_by_stands_for_no_contact(method: str) -> None:
    story = met()
    assert said(story, "2026-03-03 10:00", method) == [
        f"a booked {method} stands for no contact: contact is owed by Thu 5 Mar as well"
    ]
    story.book("2026-03-02 09:00", "2026-03-05 10:00")
    assert said(story, "2026-03-03 10:00", method) == [f"a booked {method} stands for no contact"]


def test_a_series_stands_only_as_often_as_it_comes() -> None:
    story = met()
    assert said(story, "2026-03-03 10:00", repeat="FREQ=WEEKLY") == []
    assert said(story, "2026-03-03 10:00", repeat="FREQ=WEEKLY;INTERVAL=2") == [
        "comes less often than the tier allows: contact is owed at least every 7 days as well"
    ]
    assert len(said(story, "2026-03-10 10:00", repeat="FREQ=WEEKLY;INTERVAL=2")) == 2


CLOSER = {
    "tier.set": {"tier": "intensive", "reason": "less well"},
    "zone.set": {"zone": "red", "reason": "less well", "review_on": "2026-03-05"},
}


def said_of(story: Story, type: str, body: Mapping[str, str]) -> list[str]:
    """What the newest entry's answer says, a tier or a zone set on Monday."""
    story.tell(NOW, type, body)
    *earlier, newest = story.entries
    return remarks_now(newest, fold(story.person, earlier), ROSTER, story.standards, Shelf(earlier))


@pytest.mark.parametrize("type", CLOSER)
def test_what_brings_contact_closer_says_which_bookings_now_lie_beyond_it(type: str) -> None:
    story = met()
    assert said_of(story, type, CLOSER[type]) == [], "nothing is booked"
    story = met()
    story.book("2026-03-02 09:00", "2026-03-05 10:00")
    story.book("2026-03-02 09:00", "2026-03-09 10:00", method="letter")
    (only,) = said_of(story, type, CLOSER[type])
    assert only.startswith("later than the tier allows: visit Thu 5 Mar 2026 10:00; contact is owed by Mon 2 Mar"), only
    story = met()
    story.book("2026-03-02 09:00", "2026-03-02 15:00")
    story.book("2026-03-02 09:00", "2026-03-09 10:00")
    assert said_of(story, type, CLOSER[type]) == [], "the next one stands for the contact"
    story = met(tier="intensive", zone="red")
    story.book("2026-03-02 09:00", "2026-03-09 10:00")
    assert said_of(story, type, CLOSER[type]) == [], "it brings nothing closer"


def test_nothing_is_said_of_contact_where_none_is_owed() -> None:
    story = met()
    body = {"kind": "mental_health_ward", "where": "Elm ward", "confirmed_with": "Sister Ode"}
    story.tell("2026-03-01 10:00", "person.admitted", body)
    assert said(story, "2026-03-20 10:00") == [
        "they are away then: it is not owed, and owed again if they are back before it"
    ]


def test_whoever_was_brought_over_without_history_is_owed_contact_from_the_booking_on() -> None:
    story = Story()
    story.accept("2025-06-02 09:00", tier="enhanced", brought_over_on="2026-03-02")
    assert said(story, "2026-03-05 10:00") == []
    assert said(story, "2026-03-20 10:00") == ["later than the tier allows: contact is owed by Mon 9 Mar as well"]


@given(
    tier=st.sampled_from(TIERS),
    zone=st.sampled_from(("green", "amber", "red")),
    met_days=st.integers(0, 21),
    days=st.integers(0, 60),
    method=st.sampled_from(("visit", "call", "video", "clinic", "letter", "text")),
    missed=st.booleans(),
)
def test_it_is_said_exactly_where_contact_stays_owed_beside_the_booking(
    tier: str, zone: str, met_days: int, days: int, method: str, missed: bool
) -> None:
    when = (london("2026-03-02 15:00") + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")
    story = met(tier, (london(NOW) - timedelta(days=met_days, hours=2)).strftime("%Y-%m-%d %H:%M"), zone)
    if missed:
        story.miss("2026-03-02 08:30")
    remarks = said(story, when, method)
    story.book(NOW, when, method=method)
    due = story.due("cadence")
    stays = due is not None and due.from_at is None
    assert any("as well" in remark for remark in remarks) == stays
    if due is not None and stays:
        assert f"{due.due_at:%a} {due.due_at.day} {due.due_at:%b} as well" in remarks[-1]
    assert any(remark.startswith(LATER) for remark in remarks) == (stays and method not in ("letter", "text"))
    assert any("stands for no contact" in remark for remark in remarks) == (method in ("letter", "text"))


def test_what_is_said_before_it_is_saved_is_what_is_said_of_it_and_the_next_is_asked_as_if_it_were() -> None:
    story = met("standard", "2026-03-02 09:00", "green")
    first, late = ("2026-03-10 10:00", "2026-06-01 10:00")
    drafts = [
        {"id": f"00000000-0000-7000-8000-0000000009{number:02}", "type": "contact.planned", "occurred_at": moment(NOW),
         "body": {"at": moment(when), "method": "visit", "purpose": "routine", "worker": "w-tom"}}
        for number, when in enumerate((late, first, late))
    ]  # fmt: skip
    alone = said(story, late)
    assert alone
    assert remarks_if_recorded(story.ground, [drafts[0]], london(NOW)) == [alone]
    story.book(NOW, first)
    after = said(story, late)
    assert remarks_if_recorded(met("standard", "2026-03-02 09:00", "green").ground, drafts[1:], london(NOW)) == [
        [],
        after,
    ]
    assert after != alone

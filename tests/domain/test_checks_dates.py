"""How far back and how far ahead a date may lie (records.md, Looking back, looking ahead; standards.md, Limits).

Each limit is asked for the last thing it takes and the first it refuses. Monday 2 March 2026, unless said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from carelist_tui.domain.checks.dates import AHEAD, OWN_RULE
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.entries.choices import Source
from carelist_tui.domain.entries.entry import looking_fields
from carelist_tui.domain.entries.envelope import DraftEnvelope, StoredEnvelope
from carelist_tui.domain.standards import parse_standards
from tests.domain.telling import KEPT, Story, moment
from tests.domain.test_checks import asked, missed, paths, settled
from tests.domain.undertaking import accept, act, change, hand_over

AT = "2026-03-02 11:00"
LOOKING = [(kind, path, looks) for kind in TYPES for path, looks in looking_fields(TYPES[kind]).items()]


# ---- one attribute of the model


def test_every_moment_and_date_of_every_type_says_which_way_it_looks() -> None:
    both = (DraftEnvelope, StoredEnvelope)
    envelopes = [("envelope", *each) for kind in both for each in looking_fields(kind).items()]
    assert [f"{kind}.{path}" for kind, path, looks in (*LOOKING, *envelopes) if looks is None] == []
    assert len(LOOKING) > 30


def test_every_date_that_looks_ahead_has_a_limit() -> None:
    limited = {**AHEAD, **OWN_RULE}
    ahead = {(kind, path) for kind, path, looks in LOOKING if looks and looks.way in ("ahead", "either")}
    assert sorted(ahead - limited.keys()) == []
    assert sorted(limited.keys() - ahead) == [], "a limit on what does not look ahead"
    assert AHEAD.keys().isdisjoint(OWN_RULE)


# ---- looking back


@pytest.mark.parametrize(
    ("type", "body", "field", "last", "first"),
    [
        ("contact.missed", {"method": "visit", "how": "no_access"}, "expected_at", "2026-03-02 23:59",
         "2026-03-03 00:00"),
        ("contact.missed", {"method": "visit", "how": "no_access"}, "expected_at", "2026-03-02 23:59",
         "2027-03-02 10:00"),
        ("outreach.attempted", {"method": "call", "to": "partner", "name": "Noor", "outcome": "says_well"},
         "last_seen_at", AT, "2026-03-02 11:01"),
        ("person.died", {"reported_by": "a neighbour", "confirmed": False}, "on", "2026-03-02", "2026-03-03"),
        ("person.details_updated", {}, "born", "2026-03-02", "2026-03-03"),
    ],
)  # fmt: skip
def test_what_looks_back_is_refused_beyond_the_entrys_own_moment(
    type: str, body: dict[str, Any], field: str, last: str, first: str
) -> None:
    for said, refused in ((last, []), (first, [f"body.{field}"])):
        story = settled()
        story.tell(AT, type, body | {field: moment(said) if " " in said else said})
        assert paths(story) == refused


def test_the_day_of_a_miss_ends_in_the_zone_of_the_service_however_it_was_written() -> None:
    """23:30 in UTC is half past midnight in London all summer: another day."""
    body = {"method": "visit", "how": "no_access"}
    for said, refused in (("2026-06-16T22:59:00Z", []), ("2026-06-16T23:30:00Z", ["body.expected_at"])):
        story = settled()
        story.tell("2026-06-16 10:05", "contact.missed", body | {"expected_at": said})
        assert paths(story) == refused


def test_a_miss_of_more_than_three_months_ago_is_a_mistyped_year() -> None:
    for expected, refused in (("2025-12-02 10:00", []), ("2025-12-01 10:00", ["body.expected_at"]),
                              ("1999-03-02 10:00", ["body.expected_at"])):  # fmt: skip
        story = settled()
        story.miss(AT, expected)
        assert paths(story) == refused
        assert all("is the year right?" in fault.sentence for fault in asked(story))


def test_a_huddle_ends_on_the_day_it_was_held() -> None:
    body = {"team": "North", "present": ["w-tom"], "from": moment("2026-03-02 09:00")}
    for to, refused in (("2026-03-02 09:20", []), ("2027-03-02 09:20", ["body.to"])):
        story = settled()
        story.tell("2026-03-02 09:00", "huddle.held", body | {"to": moment(to)}, about_nobody=True)
        assert paths(story) == refused


def test_what_a_correction_puts_in_place_may_not_lie_beyond_either() -> None:
    said = {"method": "call", "how": "no_reply"}
    for change_, refused in (
        ({"replacement": said | {"expected_at": moment("2026-03-02 09:00")}}, []),
        ({"replacement": said | {"expected_at": moment("2027-03-02 09:00")}}, ["body.replacement.expected_at"]),
        ({"moved_to": moment("2026-03-01 18:00")}, ["body.replacement.expected_at"]),
        ({"moved_to": moment("2026-03-02 09:00")}, []),
    ):
        story, episode = missed()
        story.correct("2026-03-02 12:00", episode, **change_)
        assert paths(story) == refused


def test_what_an_old_store_holds_is_still_read_and_can_be_put_right() -> None:
    story = settled()
    episode = story.miss(AT, "2027-03-02 10:00")
    assert story.due_at("ladder_step", "same_day_attempt") == "Tue 2027-03-02 17:00"
    story.correct("2026-03-02 12:00", episode, replacement=None)
    assert paths(story) == []


# ---- looking ahead

Tell = Callable[[Story, str], object]


def _told(type: str, field: str, **body: Any) -> Tell:
    def tell(story: Story, said: str) -> None:
        dated = body | {field: moment(said) if " " in said else said}
        story.tell(AT, type, dated, about_nobody=not TYPES[type].ABOUT_PERSON)

    return tell


def _raised(route: str, zone: str = "") -> Tell:
    def tell(story: Story, said: str) -> None:
        if zone:
            story.zone("2026-03-02 09:30", zone)
        story.escalate(AT, story.decide("2026-03-02 10:00", "escalate"), said, route)

    return tell


def _accepted(*, higher_risk: bool = False) -> Tell:
    def tell(story: Story, said: str) -> None:
        accept(story, AT, hand_over(story, "2026-03-02 10:00", higher_risk=higher_risk), said, "w-new")

    return tell


def _handed_over(story: Story, said: str) -> None:
    hand_over(story, AT, complete_by=said)


def _changed(area: str) -> Tell:
    def tell(story: Story, said: str) -> None:
        change(story, AT, act(story, "2026-03-02 10:00", "2026-03-05 12:00", area=area), due_at=moment(said))

    return tell


REFUSED = {"scope": "contact", "given": False, "basis": "consent", "rationale": "she asks us not to"}
SOON = {"ward", "crisis_team", "ae_liaison", "step_down"}
BOOKED = {"method": "visit", "purpose": "routine", "worker": "w-tom"}
OTHERS = ("safeguarding", "gp", "cmht")
URGENT = ("ambulance", "police_welfare_check", "crisis_team", "clinical_review", "duty_manager")
LIMITS: list[tuple[str, str, Tell, str, str]] = [
    ("outreach.attempted", "promise",
     _told("outreach.attempted", "promise", method="call", to="person", outcome="could_not_talk"),
     "2026-04-02", "2026-04-03"),
    ("outreach.attempted", "call_back_at",
     _told("outreach.attempted", "call_back_at", method="call", to="person", outcome="could_not_talk"),
     "2026-03-09 17:00", "2026-03-09 17:01"),
    ("contact.planned", "at", _told("contact.planned", "at", **BOOKED), "2026-09-02 17:00", "2026-09-02 17:01"),
    ("contact.planned", "until", _told("contact.planned", "until", **BOOKED, at=moment("2026-03-05 10:00")),
     "2026-09-02 17:00", "2026-09-02 17:01"),
    ("action.opened", "due_at", _told("action.opened", "due_at", title="Ring", owner="w-ann", area="housing"),
     "2026-09-02 17:00", "2026-09-02 17:01"),
    ("action.opened", "due_at", _told("action.opened", "due_at", title="Ring", owner="w-ann", area="safeguarding"),
     "2026-03-30 17:00", "2026-03-30 17:01"),
    ("action.changed", "due_at", _changed("housing"), "2026-09-02 17:00", "2026-09-02 17:01"),
    ("action.changed", "due_at", _changed("safeguarding"), "2026-03-30 17:00", "2026-03-30 17:01"),
    ("consent.recorded", "review_on", _told("consent.recorded", "review_on", **REFUSED), "2026-09-02", "2026-09-03"),
    ("tier.set", "review_on", _told("tier.set", "review_on", tier="enhanced", reason="sleeping by day"),
     "2026-09-02", "2026-09-03"),
    *[("escalation.raised", "respond_by", _raised(route), "2026-03-03 17:00", "2026-03-03 17:01") for route in URGENT],
    *[("escalation.raised", "respond_by", _raised(route), "2026-03-09 17:00", "2026-03-09 17:01") for route in OTHERS],
    *[("escalation.raised", "respond_by", _raised(route, "red"), "2026-03-04 17:00", "2026-03-04 17:01")
      for route in OTHERS],
    ("handover.opened", "complete_by", _handed_over, "2026-04-13", "2026-04-14"),
    ("handover.accepted", "first_contact_at", _accepted(), "2026-03-16 17:00", "2026-03-16 17:01"),
    ("handover.accepted", "first_contact_at", _accepted(higher_risk=True), "2026-03-05 11:00", "2026-03-05 11:01"),
    ("mdt.listed", "by", _told("mdt.listed", "by", reason="three missed"), "2026-03-30", "2026-03-31"),
    ("cover.arranged", "back_at", _told("cover.arranged", "back_at", route="own_plan"),
     "2026-03-09 17:00", "2026-03-09 17:01"),
    ("person.admitted", "expected_until",
     _told("person.admitted", "expected_until", kind="general_ward", where="Ward 3"), "2027-03-02", "2027-03-03"),
    ("worker.away", "from", _told("worker.away", "from", worker="w-tom", reason="sickness"),
     "2027-03-02 17:00", "2027-03-02 17:01"),
    ("worker.away", "until",
     _told("worker.away", "until", worker="w-tom", reason="leave", **{"from": moment("2026-03-05 09:00")}),
     "2027-03-02 17:00", "2027-03-02 17:01"),
    ("visit.begun", "back_by", _told("visit.begun", "back_by"), "2026-03-02 23:00", "2026-03-02 23:01"),
    ("duty.set", "date", _told("duty.set", "date", worker="w-tom"), "2026-06-02", "2026-06-03"),
    ("supervision.held", "next_on",
     _told("supervision.held", "next_on", worker="w-tom", supervisor="w-sue", themes="drift"),
     "2026-04-27", "2026-04-28"),
    ("improvement.opened", "due_at", _told("improvement.opened", "due_at", title="Read numbers back", owner="w-ann"),
     "2027-03-02 17:00", "2027-03-02 17:01"),
]  # fmt: skip


def test_every_limit_is_asked_for_at_its_edge() -> None:
    assert {(type, field) for type, field, *_ in LIMITS} == AHEAD.keys()


@pytest.mark.parametrize(("type", "field", "tell", "last", "first"), LIMITS)
def test_what_looks_ahead_is_taken_up_to_its_limit_and_not_beyond(
    type: str, field: str, tell: Tell, last: str, first: str
) -> None:
    for said, refused in ((last, []), (first, [f"body.{field}"]), (first.replace("2026", "2099"), [f"body.{field}"])):
        story = settled()
        tell(story, said)
        assert story.entries[-1].type == type
        assert [path for path in paths(story) if path == f"body.{field}"] == refused


@pytest.mark.parametrize("source", sorted(SOON & {*get_args(Source)}))
def test_who_came_from_a_ward_a_crisis_source_or_a_step_down_is_seen_within_72_hours(source: str) -> None:
    for first, refused in (("2026-03-05 11:00", []), ("2026-03-05 11:01", ["body.first_contact_at"])):
        story = Story()
        story.accept("2026-02-20 09:00", source=source)
        story.tell("2026-02-20 10:00", "contact.completed", KEPT)
        accept(story, AT, hand_over(story, "2026-03-02 10:00"), first, "w-new")
        assert paths(story) == refused


def test_72_hours_that_end_while_the_service_is_closed_end_when_it_is_open_again() -> None:
    for first, refused in (("2026-03-09 10:00", []), ("2026-03-09 10:01", ["body.first_contact_at"])):
        story = settled()
        handover = hand_over(story, "2026-03-04 10:00", higher_risk=True, complete_by="2026-03-20")
        accept(story, "2026-03-04 18:00", handover, first, "w-new")
        assert paths(story) == refused


def test_a_correction_is_held_to_the_limit_as_well() -> None:
    story = settled()
    entry = act(story, AT, "2026-03-05 12:00")
    body = story.entries[-1].raw["body"]
    story.correct("2026-03-03 09:00", entry, replacement=body | {"due_at": moment("2099-03-05 12:00")})
    assert paths(story) == ["body.replacement.due_at"]


def test_a_service_sets_its_own_limits_and_a_date_counts_service_days_too() -> None:
    ours = parse_standards('[limits]\npromise = "2 service days"\nmdt_listed = "48 hours"\nbooking = "5 days"\n')
    for type, field, last, first in (
        ("outreach.attempted", "promise", "2026-03-04", "2026-03-05"),
        ("mdt.listed", "by", "2026-03-04", "2026-03-05"),
        ("contact.planned", "at", "2026-03-09 17:00", "2026-03-09 17:01"),
    ):
        tell = next(each for kind, name, each, *_ in LIMITS if (kind, name) == (type, field))
        for said, refused in ((last, []), (first, [f"body.{field}"])):
            story = Story(standards=ours)
            story.settle("2026-02-20 09:00")
            tell(story, said)
            assert paths(story) == refused

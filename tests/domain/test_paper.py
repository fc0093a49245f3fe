"""Paper of a running case that was brought over (load.md, 6): never before the import, spread over the time after it by
who may be unwell first; contact never is. A contact missed long before it owes a decision. And no echo: reviews held
together come back apart, and never later than before."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.calendar import Interval
from carelist_tui.domain.dues.brought_over import brought_over
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.paper import hashed_place, place_of
from carelist_tui.domain.entries import BY_IMPORT
from carelist_tui.domain.entries.subjects.reviews import STRUCTURED
from carelist_tui.domain.person.state import dump_state, load_state
from carelist_tui.domain.standards import default_standards
from tests.domain.telling import CHECK, LONDON, Story, london
from tests.profiles import dear

STANDARDS = default_standards()
CALENDAR = STANDARDS.calendar
IMPORTED = date(2026, 3, 2)
BARE = {"confirm_consent", "baseline_risk_screen", "engagement_plan", "risk_plan", "review", "zone_review"}
PAPER = BARE | {"consent_review", "indicator"}
TIERS = tuple(STANDARDS.tiers)
ZONES = ("unknown", "green", "amber", "red")
LAST = {0: date(2026, 3, 9), 1: date(2026, 3, 16), 2: date(2026, 4, 13)}
"""The end of each spread: 5 service days, 2 weeks, 6 weeks after Monday 2 March."""
FIRST = {0: date(2026, 3, 3), 1: date(2026, 3, 4), 2: date(2026, 3, 9)}
"""And the day by which somebody has looked who they are."""
REFUSED = {"scope": "contact", "given": False, "basis": "consent", "rationale": "asks us to stop",
           "review_on": "2026-03-12"}  # fmt: skip


def group_of(tier: str, zone: str) -> int:
    if tier == "intensive" or zone == "red":
        return 0
    return 1 if tier == "enhanced" or zone == "amber" else 2


def brought(accepted: str = "2025-06-02 09:00", place: int | None = 0, zone: str = "unknown", **more: Any) -> Story:
    story = Story()
    said: dict[str, Any] = {"brought_over_on": IMPORTED.isoformat(), "zone": zone, **more}
    story.accept(accepted, **said, **({"brought_over_place": place} if place is not None else {}))
    return story


def days(story: Story, kinds: set[str] | None = None) -> dict[str, date]:
    """By kind the day on which paper falls due."""
    return {due.kind: due.due_at.astimezone(LONDON).date() for due in story.dues if due.kind in (kinds or PAPER)}


def test_paper_is_plans_consent_screen_zone_reviews_and_indicators_and_never_contact_or_a_decision() -> None:
    assert {name for name, kind in KINDS.items() if kind.is_paper} == PAPER
    assert not {name for name in PAPER if KINDS[name].is_contact or KINDS[name].brings in ("contact", "decision")}


@pytest.mark.parametrize("place", [0, 1, 499, 999])
@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("zone", ZONES)
def test_all_that_was_owed_before_falls_on_one_service_day_of_its_spread(tier: str, zone: str, place: int) -> None:
    group = group_of(tier, zone)
    found = days(brought(tier=tier, zone=zone, place=place))
    assert found.keys() == BARE - ({"zone_review"} if zone == "green" else set())
    (day,) = set(found.values())
    assert FIRST[group] <= day <= LAST[group]
    assert CALENDAR.is_service_day(day)
    if place in (0, 999):
        assert day == (FIRST if place == 0 else LAST)[group]


def test_places_are_spread_evenly_and_worse_at_the_same_place_is_no_later() -> None:
    counted: Counter[date] = Counter()
    for place in range(0, 1000, 8):
        by = {zone: days(brought(zone=zone, place=place))["engagement_plan"] for zone in ("red", "amber", "green")}
        assert by["red"] <= by["amber"] <= by["green"]
        counted[by["green"]] += 1
    assert len(counted) == 24, "each service day from Monday 9 March to Monday 13 April, Easter left out"
    assert max(counted.values()) - min(counted.values()) <= 1


def test_who_was_accepted_within_three_weeks_before_is_new_and_nothing_of_theirs_is_spread() -> None:
    new = brought("2026-02-12 09:00", place=999)
    assert brought_over(new.state, STANDARDS) is None
    assert days(new)["engagement_plan"] == date(2026, 2, 26)
    assert days(new)["confirm_consent"] == date(2026, 2, 19)


def test_what_falls_due_after_the_import_keeps_its_own_date() -> None:
    story = brought(place=999, zone="amber")
    story.zone("2026-03-02 10:00", "amber", "2026-03-04")
    plan = {"review_on": "2026-03-20", "risks": [], "red_flags": [], "relapse_signature": [], "crisis_plan": {}}
    story.tell("2026-03-02 10:00", "risk_plan.updated", plan)
    story.review("2026-02-20 10:00", "monthly", "2026-05-20", **dict.fromkeys(STRUCTURED, "as before"))
    found = days(story)
    assert found["zone_review"] == date(2026, 3, 4)
    assert found["risk_plan"] == date(2026, 3, 20)
    assert date(2026, 3, 17) <= found["review"] <= date(2026, 3, 20), "a month after the last, less its echo"
    assert found["engagement_plan"] == LAST[1]


def test_a_crisis_brings_the_risk_plan_forward_by_its_own_clock_and_is_no_paper() -> None:
    story = brought(place=999)
    story.tell("2026-03-03 10:00", "crisis.recorded", {"kind": "ae", "source": "the ward"})
    due = story.due("risk_plan")
    assert due is not None
    assert (due.band, due.due_at.astimezone(LONDON)) == (2, london("2026-03-06 10:00"))


def test_paper_may_be_put_off_by_a_part_of_the_time_since_the_import_and_not_since_the_acceptance() -> None:
    due = brought(place=999).due("engagement_plan")
    assert due is not None
    assert due.since == london("2026-03-02 09:00")


def test_without_a_place_a_hash_of_the_id_gives_one_on_every_laptop() -> None:
    story = brought(place=None)
    again = load_state(dump_state(story.state))
    assert place_of(story.state) == place_of(again) == hashed_place(story.person)
    assert place_of(brought(place=417).state) == 417
    spread = Counter(hashed_place(f"{number}") // 100 for number in range(2000))
    assert min(spread.values()) > 150


@dear(100)
@given(
    tier=st.sampled_from(TIERS), zone=st.sampled_from(ZONES), place=st.one_of(st.none(), st.integers(0, 999)),
    accepted=st.integers(22, 900), spoke=st.one_of(st.none(), st.integers(1, 40)),
    booked=st.one_of(st.none(), st.integers(1, 40)),
)  # fmt: skip
def test_no_paper_is_due_before_the_import_and_no_clock_of_a_person_moves(
    tier: str, zone: str, place: int | None, accepted: int, spoke: int | None, booked: int | None
) -> None:
    """Whatever is known: paper lies within its spread; all else is what it would be at any other place."""

    def told(at: int | None) -> Story:
        on = IMPORTED - timedelta(days=accepted)
        story = brought(f"{on} 09:00", place=at, tier=tier, zone=zone)
        if spoke is not None and spoke < accepted:
            story.keep(f"{IMPORTED - timedelta(days=spoke)} 12:00", "call")
        if booked is not None:
            story.book("2026-03-02 10:00", f"{IMPORTED + timedelta(days=booked)} 10:00")
        return story

    def rest(story: Story) -> list[tuple[str, datetime, datetime | None]]:
        return [(due.key, due.due_at, due.from_at) for due in story.dues if due.kind not in PAPER]

    story, group = told(place), group_of(tier, zone)
    assert rest(story) == rest(told(0))
    for due in (due for due in story.dues if due.kind in PAPER):
        day = due.due_at.astimezone(LONDON).date()
        assert day > IMPORTED
        assert FIRST[group] <= day <= LAST[group] or _is_own(due, accepted, tier), due.kind


def _is_own(due: Due, accepted: int, tier: str) -> bool:
    """A first structured review that falls due after the import all the same."""
    longest = STANDARDS.tier(tier).review_every.about
    return due.kind == "review" and timedelta(days=accepted - 5) <= longest


# ---- a contact that was missed long before


@pytest.mark.parametrize(("missed", "old"), [("2026-02-15 10:00", True), ("2026-02-16 10:00", False)])
def test_a_contact_missed_more_than_fourteen_days_before_owes_a_decision_and_not_its_steps(
    missed: str, old: bool
) -> None:
    story = brought()
    story.miss(missed)
    decisions = [due for due in story.dues if due.kind == "decision"]
    assert ("ladder_step" in story.kinds) is not old
    assert len(decisions) == int(old)
    if old:
        assert decisions[0].due_at.astimezone(LONDON) == london("2026-03-02 17:00")
        assert decisions[0].detail["episode"] == decisions[0].source
        assert story.due_at("risk_check") == "Mon 2026-03-02 17:00"


def test_it_ends_with_that_decision_and_no_step_comes_back() -> None:
    story = brought()
    episode = story.miss("2026-01-20 10:00")
    story.decide("2026-03-02 12:00", "do_not_escalate", episode, "2026-03-04 10:00")
    assert not {"decision", "ladder_step"} & story.kinds
    assert "decision_review" in story.kinds
    assert "cadence" in story.kinds or "first_look" in story.kinds


def test_of_who_is_new_an_old_miss_owes_its_steps() -> None:
    story = brought("2026-02-12 09:00")
    story.miss("2026-02-13 10:00")
    assert "ladder_step" in story.kinds


# ---- no echo


def reviewed(
    place: int, tier: str = "standard", zone: str = "green", held: str = "2026-03-03 10:00", **more: Any
) -> Story:
    story = brought(place=place, tier=tier, zone=zone, **more)
    story.review(held, "monthly", "2026-06-03", **dict.fromkeys(STRUCTURED, "as before"))
    return story


@pytest.mark.parametrize(
    ("tier", "zone", "first", "last"),
    [
        ("standard", "green", "2026-06-03", "2026-05-26"),  # 3 months: up to 9 days, a bank holiday on the 25th
        ("enhanced", "green", "2026-04-07", "2026-03-31"),  # a month: up to 3 days; the 3rd is Good Friday
        ("intensive", "green", "2026-03-17", "2026-03-16"),  # 14 days: up to one
    ],
)
def test_reviews_held_together_come_back_up_to_a_tenth_sooner_by_place(
    tier: str, zone: str, first: str, last: str
) -> None:
    assert days(reviewed(0, tier, zone))["review"] == date.fromisoformat(first)
    assert days(reviewed(999, tier, zone))["review"] == date.fromisoformat(last)


def test_a_sooner_date_that_somebody_chose_holds() -> None:
    story = brought(place=999, zone="green")
    story.review("2026-03-03 10:00", "monthly", "2026-06-01", **dict.fromkeys(STRUCTURED, "as before"))
    assert days(story)["review"] == date(2026, 6, 1)


@dear(100)
@given(
    place=st.integers(0, 999), tier=st.sampled_from(TIERS), zone=st.sampled_from(ZONES), held=st.integers(0, 200),
)  # fmt: skip
def test_a_review_never_comes_back_later_than_its_interval_nor_sooner_than_nine_tenths(
    place: int, tier: str, zone: str, held: int
) -> None:
    at = london("2026-03-02 12:00") + timedelta(days=held)
    story = brought(place=place, tier=tier, zone=zone)
    story.review(f"{at:%Y-%m-%d %H:%M}", "monthly", f"{at + timedelta(days=85):%Y-%m-%d}",
                 **dict.fromkeys(STRUCTURED, "as before"))  # fmt: skip
    due = story.due("review")
    known = STANDARDS.tier(tier)
    every = known.high_review if zone == "red" else known.review_every if zone == "green" else known.amber_review
    shortest = min(every, Interval(days=85), key=lambda each: each.about)
    assert due is not None
    assert due.due_at <= CALENDAR.after(at, shortest)
    day = due.due_at.astimezone(LONDON).date()
    assert (CALENDAR.last_day(at, shortest) - day).days <= every.about.days // 10
    assert day > at.date()


def test_what_an_import_alone_says_is_named_once() -> None:
    assert BY_IMPORT == ("brought_over_on", "brought_over_place")


@pytest.mark.parametrize("accepted", ["2025-06-02 09:00", "2026-02-20 09:00"])
def test_a_check_that_came_with_the_import_says_nothing_of_capacity_so_that_no_refusal_silences_by_it(
    accepted: str,
) -> None:
    """The import brings a date; that nobody doubted capacity is only how its entry reads."""
    story = brought(accepted, zone="green")
    story.keep("2026-02-27 10:00")
    story.tell("2026-03-01 12:00", "risk_check.completed", CHECK)
    story.tell("2026-03-05 10:00", "consent.recorded", REFUSED)
    assert "cadence" in story.kinds, "contact stays owed until a senior has weighed it"
    story.tell("2026-03-06 10:00", "risk_check.completed", CHECK)
    assert "cadence" not in story.kinds, "somebody here found no concern"

"""A caseload is brought over, without any history or with all that the columns can say: the first mornings, by the real
import, told as days. Everybody has something that brings contact by its date, whoever may be unwell first, nobody is
silent, and no wall of paper stands before them. Fewer people than a team has, of every tier and zone: the rule is the
same for each."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.cli.caseload_rows import take_rows
from carelist_tui.cli.door import Progress
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.csv_file import read_caseload
from carelist_tui.exchange.caseload.row_drafts import Clock
from tests.domain.telling import LONDON, london
from tests.journal.reading_rows import lines
from tests.stories.telling import Service

pytestmark = pytest.mark.slow

TIERS = ("intensive", "enhanced", "standard", "light")
ZONES = ("", "green", "amber", "red")
"""As the spreadsheet says them; empty: nobody wrote one down."""
REPLACED = {"first_contact", "no_contact_exception", "transition_check", "cadence", "too_long_unseen", "book_contact"}
Row = dict[str, str]


def rows() -> list[Row]:
    """Two people of each tier and zone, one of Tom's and one of Ann's; accepted last summer."""
    said = product(TIERS, ZONES, ("w-tom", "w-ann"))
    return [
        {"ref": f"P-{number:04}", "given": zone or "unset", "family": tier.title(), "source": "gp", "team": "North",
         "tier": tier, "accepted_on": "2025-06-02", "coordinator": coordinator, "clinical_oversight": "Dr Shah",
         "zone": zone, "zone_review_on": "" if zone in ("", "green") else "2026-03-05"}
        for number, (tier, zone, coordinator) in enumerate(said, 1)
    ]  # fmt: skip


def bring_over(service: Service, people: list[Row]) -> list[str]:
    """Takes in a caseload as `carelist import` does; gives what became of each row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(people[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(people)
    service.carelist.worker = "w-mgr"
    now = service.now.astimezone(UTC)
    caseload = read_caseload(text.getvalue().encode(), Mapped(), Clock(LONDON, now))
    with Progress("Taking in", caseload.count) as progress:
        return [each.what for each in take_rows(service.carelist, caseload.rows, now, dry_run=False, progress=progress)]


def today(service: Service, day: str, days: int = 0) -> list[dict[str, Any]]:
    """The list of 9:00 that day."""
    service.at(f"{day} 09:00")
    items: list[dict[str, Any]] = service.carelist.people.today_json(service.now, days=days)["items"]
    return items


def of_kind(items: list[dict[str, Any]], kind: str) -> dict[str, str]:
    """By identifier the status of each Due of a kind."""
    return {each["ref"]: each["status"] for each in items if each["kind"] == kind}


def refs(tiers: tuple[str, ...] = TIERS, zones: tuple[str, ...] = ZONES) -> set[str]:
    return {each["ref"] for each in rows() if each["tier"] in tiers and each["zone"] in zones}


SOONEST = refs(("intensive",)) | refs(zones=("red",))
SOON = (refs(("enhanced",)) | refs(zones=("amber",))) - SOONEST
OTHERS = refs() - SOONEST - SOON


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    opened = Service.opens(tmp_path / "store", "2026-03-02 08:30")
    yield opened
    opened.carelist.close()


def test_the_first_mornings_after_a_caseload_was_brought_over_without_history(service: Service) -> None:
    """Monday 2 March: 32 people come by the import. Nobody writes anything down until the week after."""
    service.at("2026-03-02 10:00")
    assert Counter(bring_over(service, rows())) == {"taken": 32}
    everything = today(service, "2026-03-03", days=60)
    assert of_kind(everything, "first_look").keys() == refs()
    assert not REPLACED & {each["kind"] for each in everything}
    assert {each["owner"] for each in everything if each["kind"] == "first_look"} == {"w-tom", "w-ann"}

    due = {ref: date.fromisoformat(each["due_at"][:10]) for each in everything if each["kind"] == "first_look"
           for ref in [each["ref"]]}  # fmt: skip
    assert {ref for ref in due if due[ref] == date(2026, 3, 3)} == SOONEST
    assert {ref for ref in due if due[ref] == date(2026, 3, 4)} == SOON
    assert {ref for ref in due if due[ref] == date(2026, 3, 9)} == OTHERS

    lists = {
        "2026-03-03": {"due": SOONEST},
        "2026-03-04": {"overdue": SOONEST, "due": SOON},
        "2026-03-05": {"overdue": SOONEST | SOON},
        "2026-03-06": {"overdue": SOONEST | SOON},
        "2026-03-09": {"overdue": SOONEST | SOON, "due": OTHERS},
        "2026-03-10": {"overdue": refs()},
    }
    for day, stands in lists.items():
        looks = of_kind(today(service, day), "first_look")
        assert looks == {ref: status for status, people in stands.items() for ref in people}, day


def test_whoever_is_looked_at_goes_on_by_their_own_clock_and_nobody_falls_silent(service: Service) -> None:
    """Each morning everybody whose first look is due is rung, every other one only booked: they are owed contact by
    their interval from then on, and on each later 9:00 whoever was left for longer stands on Today."""
    service.at("2026-03-02 10:00")
    bring_over(service, rows())
    newest: dict[str, datetime] = {}
    for day in ("2026-03-03", "2026-03-04", "2026-03-09"):
        looks = [each for each in today(service, day) if each["kind"] == "first_look"]
        service.at(f"{day} 10:00")
        for number, each in enumerate(sorted(looks, key=lambda each: str(each["ref"]))):
            service.ref = each["ref"]
            newest[service.ref] = service.now
            if number % 2:
                service.keeps("call", how_are_they="as_usual")
            else:
                service.books("2026-05-20 10:00")
        service.at(f"{day} 11:00")
        assert of_kind(service.carelist.people.today_json(service.now)["items"], "first_look") == {}
    assert newest.keys() == refs()
    morning, items = london("2026-03-10 09:00"), list[dict[str, Any]]()
    while morning < london("2026-04-20 09:00"):
        if service.carelist.journal.standards.calendar.is_service_day(morning.date()):
            items = today(service, f"{morning:%Y-%m-%d}")
            brings = {each["ref"] for each in items if KINDS[each["kind"]].brings in ("contact", "decision")}
            assert _silent(service, newest) <= brings, morning
        morning += timedelta(days=1)
    assert "first_contact" not in {each["kind"] for each in items}
    assert "no_contact_exception" not in {each["kind"] for each in items}


def _silent(service: Service, newest: dict[str, datetime]) -> set[str]:
    """Whose interval in force, and a service day, has passed since they were looked at."""
    calendar = service.carelist.journal.standards.calendar
    most = {"intensive": 3, "enhanced": 7, "standard": 14, "light": 31}
    every = {each["ref"]: min(most[each["tier"]], 3 if each["zone"] == "red" else 99) for each in rows()}
    return {
        ref
        for ref, at in newest.items()
        if service.now > calendar.service_days(at + timedelta(days=every[ref]), 1).astimezone(LONDON)
    }


@pytest.mark.parametrize(
    ("accepted", "looked_at"),
    [("2026-02-08", True), ("2026-02-09", False), ("2026-02-27", False), ("2026-03-02", False)],
)
def test_who_was_accepted_in_the_three_weeks_before_is_new_and_owed_first_contact(
    service: Service, accepted: str, looked_at: bool
) -> None:
    service.at("2026-03-02 10:00")
    (row, *_) = [each for each in rows() if each["zone"] == "green" and each["tier"] == "standard"]
    assert bring_over(service, [row | {"accepted_on": accepted}]) == ["taken"]
    kinds = {each["kind"] for each in today(service, "2026-03-03", days=60)}
    assert kinds & {"first_look", "first_contact"} == {"first_look" if looked_at else "first_contact"}


def test_known_contact_keeps_its_true_date_and_owes_no_first_look(service: Service) -> None:
    service.at("2026-03-02 10:00")
    (row, *_) = [each for each in rows() if each["zone"] == "green" and each["tier"] == "standard"]
    bring_over(service, [row | {"last_contact_on": "2026-02-20", "last_contact_method": "call"}])
    due = {each["kind"]: each["due_at"][:10] for each in today(service, "2026-03-03", days=400)}
    assert not due.keys() & {"first_look", "first_contact", "no_contact_exception"}
    assert due["cadence"] == "2026-03-06"
    assert due["too_long_unseen"] == "2025-08-26", "not seen since they were accepted, a bank holiday after the Sunday"


@pytest.mark.parametrize("coordinator", ["w-tom", ""])
def test_accepted_on_friday_from_a_and_e_and_brought_in_on_monday_is_on_mondays_list(
    tmp_path: Path, coordinator: str
) -> None:
    """Nobody waits for a running case's paper who was in A&E on Friday: contact is owed by their own clocks."""
    service = Service.opens(tmp_path / "weekend", "2026-03-09 08:00")
    service.at("2026-03-09 08:30")
    row = rows()[0] | {"accepted_on": "2026-03-06", "source": "ae_liaison", "tier": "standard", "zone": "",
                       "zone_review_on": "", "coordinator": coordinator}  # fmt: skip
    row["clinical_oversight"] = coordinator and "Dr Shah"
    assert bring_over(service, [row]) == ["taken"]
    kinds = {each["kind"] for each in today(service, "2026-03-09") if each["ref"] == row["ref"]}
    brings = {KINDS[kind].brings for kind in kinds}
    assert "contact" in brings, kinds
    assert "first_look" not in kinds


def test_over_easter_the_closure_moves_the_first_look_and_allocation_is_the_day_after(tmp_path: Path) -> None:
    """Maundy Thursday: one service day later is Tuesday 7 April."""
    service = Service.opens(tmp_path / "easter", "2026-04-02 08:30")
    service.at("2026-04-02 10:00")
    people = [row | {"coordinator": "", "clinical_oversight": ""} for row in rows()]
    for row in people:
        row["zone_review_on"] = row["zone_review_on"] and "2026-04-05"
    bring_over(service, people)
    items = today(service, "2026-04-07", days=60)
    first = {each["ref"]: each["due_at"] for each in items if each["kind"] == "first_look"}
    assert {ref for ref, due_at in first.items() if due_at == "2026-04-07T17:00:00+01:00"} == SOONEST
    assert {ref for ref, due_at in first.items() if due_at == "2026-04-08T17:00:00+01:00"} == SOON
    assert {ref for ref, due_at in first.items() if due_at == "2026-04-13T17:00:00+01:00"} == OTHERS
    allocate = {each["due_at"] for each in items if each["kind"] == "allocate_coordinator"}
    assert allocate == {"2026-04-07T10:00:00+01:00"}
    service.carelist.close()


def test_by_hand_nobody_says_that_somebody_was_brought_over_and_no_correction_does(service: Service) -> None:
    with pytest.raises(Refused, match="is written by `carelist import` of a caseload alone"):
        service.accepts(brought_over_on="2026-03-02")
    service.at("2026-03-02 10:00")
    (row, *_) = rows()
    bring_over(service, [row])
    service.ref = row["ref"]
    (accepted,) = [each for each in service.person["story"] if each["type"] == "person.accepted"]
    for day, refused in (("2026-03-01", True), (None, True), ("2026-03-02", False)):
        body = accepted["body"] | {"brought_over_on": day, "pronouns": "she/her"}
        body = {name: said for name, said in body.items() if said is not None}
        said = {"entry": accepted["id"], "reason": "mistyped", "replacement": body}
        if refused:
            with pytest.raises(Refused, match="stays as the import of the caseload wrote it"):
                service.says("entry.corrected", said, by="w-mgr")
        else:
            service.says("entry.corrected", said, by="w-mgr")


# ---- no wall of paper (load.md, 6)

PAPER = {name for name, kind in KINDS.items() if kind.is_paper}
SHARES = (("intensive", 4), ("enhanced", 14), ("standard", 25), ("light", 7))
"""Fifty people as a team has them: 8, 28, 50 and 14 in a hundred."""
SPOKE = {"intensive": 1, "enhanced": 5, "standard": 10, "light": 20}


def team(*, full: bool) -> list[Row]:
    """A team's caseload, accepted over two years; `full`: with all that is known of each."""
    tiers = [tier for tier, number in SHARES for _ in range(number)]
    found = []
    for number, tier in enumerate(tiers):
        row = {"ref": f"P-{number:04}", "given": f"Ann {number}", "family": "Lee", "source": "gp", "team": "North",
               "tier": tier, "accepted_on": f"{date(2026, 1, 20) - timedelta(days=13 * number)}",
               "coordinator": "w-tom", "clinical_oversight": "Dr Shah"}  # fmt: skip
        found.append(row | (_known(number, tier) if full else {}))
    return found


def _known(number: int, tier: str) -> Row:
    zone = ("green", "green", "green", "amber", "green", "green", "amber", "green", "red", "green")[number % 10]
    spoke = date(2026, 3, 2) - timedelta(days=1 + number % SPOKE[tier])
    booked = date(2026, 3, 4) + timedelta(days=(number % 3) if tier == "intensive" or zone == "red" else number % 9)
    booked -= timedelta(days=max(0, booked.weekday() - 4))
    said = {"zone": zone, "last_contact_on": f"{spoke}", "last_contact_method": "visit", "consent_to_contact": "yes",
            "next_contact_at": f"{booked} 11:00", "next_contact_method": "visit", "next_contact_worker": "w-tom",
            "last_risk_check_on": f"{spoke}", "risk_plan_review_on": f"{date(2026, 3, 9) + timedelta(days=number)}",
            "last_review_on": f"{spoke - timedelta(days=number % 20)}", "contact_methods": "call",
            "safe_places": "home",
            "early_warning_signs": "sleeping by day", "if_missed": "We ring.", "agreed_with_person": "yes",
            "plan_review_on": f"{date(2026, 3, 12) + timedelta(days=number)}"}  # fmt: skip
    return said | {"zone_review_on": "" if zone == "green" else f"{date(2026, 3, 3) + timedelta(days=number % 6)}"}


@pytest.mark.parametrize("full", [False, True])
def test_the_first_morning_has_no_wall(service: Service, full: bool) -> None:
    """At most one and a half items a person on the list, half a one due that day, and nothing of paper, first looks or
    allocation was due before it."""
    service.at("2026-03-02 10:00")
    people = team(full=full)
    assert Counter(bring_over(service, people)) == {"taken": len(people)}
    items = today(service, "2026-03-03")
    counted = Counter(each["status"] for each in items)
    said = f"{len(items)} on the list, {counted['due']} due, of {len(people)} people"
    assert len(items) <= 1.5 * len(people), said
    assert counted["due"] <= 0.5 * len(people), said
    late = {each["kind"] for each in items if each["status"] == "overdue"}
    assert not late & (PAPER | {"first_look", "allocate_coordinator"})


def test_in_the_weeks_after_every_plan_comes_once_and_no_day_has_many(service: Service) -> None:
    """All that a bare caseload owes on paper falls due within six weeks; no day has more than a fifth of it."""
    service.at("2026-03-02 10:00")
    people = team(full=False)
    bring_over(service, people)
    plans = [each for each in today(service, "2026-03-03", days=400) if each["kind"] == "engagement_plan"]
    by_day = Counter(date.fromisoformat(each["due_at"][:10]) for each in plans)
    assert sum(by_day.values()) == len(people)
    assert min(by_day) == date(2026, 3, 3)
    assert max(by_day) <= date(2026, 4, 13)
    assert max(by_day.values()) <= len(people) / 10
    tier_of = {each["ref"]: each["tier"] for each in people}
    standard = [tier_of[each["ref"]] for each in sorted(plans, key=lambda each: str(each["due_at"]))
                if tier_of[each["ref"]] in ("standard", "light")]  # fmt: skip
    assert standard == sorted(standard, reverse=True), "whoever is in the heavier tier first"


def test_on_another_laptop_the_same_paper_falls_on_the_same_days(service: Service, tmp_path: Path) -> None:
    """The file is imported on one laptop; another one takes in its entries and owes the same."""
    service.at("2026-03-02 10:00")
    bring_over(service, team(full=False)[::5])
    other = Service.opens(tmp_path / "other", "2026-03-02 08:30")
    other.at("2026-03-02 11:00")
    other.carelist.record.take_in(each for each in lines(service.carelist.store) if each.get("person"))
    here, there = ({each["key"]: each["due_at"] for each in today(each_of, "2026-03-03", days=400)
                    if each["kind"] in PAPER} for each_of in (service, other))  # fmt: skip
    assert here
    assert here == there
    other.carelist.close()


def test_whoever_is_known_and_not_on_the_caseload_is_brought_over_as_anybody_else(service: Service) -> None:
    service.at("2026-03-02 10:00")
    (row, *_) = [each for each in rows() if each["zone"] == "green" and each["tier"] == "standard"]
    row["ref"] = service.ref
    known = {name: row[name] for name in ("ref", "given", "family", "source")}
    service.says("referral.received", known | {"reason": "low mood"}, by="w-sue")
    service.says("referral.declined", {"reason": "lives elsewhere", "told": "the GP"}, by="w-sue")
    assert bring_over(service, [row]) == ["taken"]
    assert {each["ref"] for each in today(service, "2026-03-03", days=60)} >= {row["ref"]}

"""Counts of what stood overdue at one moment, and of who held how much: of whoever was accepted green from a GP, of the
Dues of contact and review that they can owe in their first three months."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.planted.access import first_contact_due
from tests.planted.as_it_stood import is_here
from tests.planted.hours import at_time, days_after, months_after, or_next_service_day, service_days_after
from tests.planted.kept_up import INTERVALS
from tests.planted.standing import (
    acceptances,
    away_spans,
    coordinator_at,
    death,
    live_contacts,
    tier_at,
    whole_contacts,
    zone_at,
)
from tests.planted.story import Told

UNSEEN_WEEKS = {"intensive": 1, "enhanced": 4, "standard": 12, "light": 26}
MONTH = timedelta(days=365.25) / 12
IN_PERSON = {"visit", "clinic", "video"}


@dataclass
class Owed:
    """What somebody owed at a moment, by when: contacts, and reviews."""

    contacts: dict[str, datetime] = field(default_factory=dict)
    reviews: dict[str, datetime] = field(default_factory=dict)

    def overdue(self, moment: datetime) -> tuple[int, int]:
        late = [sum(due < moment for due in of.values()) for of in (self.contacts, self.reviews)]
        return late[0], late[1]

    @property
    def all(self) -> list[datetime]:
        return [*self.contacts.values(), *self.reviews.values()]


def first_service_days(since: date, until: date) -> list[datetime]:
    """09:00 of each week's first service day of a period."""
    found = []
    day = since - timedelta(days=since.weekday())
    while day < until:
        first = or_next_service_day(day)
        if since <= first < until and first < day + timedelta(days=7):
            found.append(at_time(first, time(9)))
        day += timedelta(days=7)
    return found


def owed(told: Told, moment: datetime) -> Owed:
    """Everything of contact and review that somebody owed at a moment, from what had occurred by then."""
    found = Owed()
    begun = [entry for entry in acceptances(told) if entry.at <= moment]
    if not begun or not is_here(told, moment) or death(told) is not None:
        return found
    accepted = begun[-1]
    away = next((span for span in away_spans(told, []) if span.begin <= moment < span.end), None)
    live = [entry for entry in live_contacts(told) if accepted.at <= entry.at <= moment]
    whole = [entry for entry in whole_contacts(told) if accepted.at <= entry.at <= moment]
    if not whole:
        found.contacts["first_contact"] = first_contact_due(told, accepted)
        found.reviews["no_contact_exception"] = days_after(accepted.at, 14)
    if not any(entry.at <= moment for entry in told.of("risk_check.completed")):
        found.reviews["baseline_risk_screen"] = first_contact_due(told, accepted)
    tier = tier_at(told, moment)
    last, days = max([accepted.at, *(entry.at for entry in live)]), INTERVALS[tier][0]
    found.contacts["cadence"] = (
        days_after(last, days) if days is not None else days_after(at_time(months_after(last.date(), 1), time(9)), 0)
    )
    seen = max([accepted.at, *(entry.at for entry in live if entry.get("method") in IN_PERSON)])
    found.contacts["too_long_unseen"] = days_after(seen, 7 * UNSEEN_WEEKS[tier])
    found.contacts["book_contact"] = service_days_after(accepted.at, 1, time(10))
    if away is not None:
        found.contacts.clear()
        newest = max([away.begin, *(entry.at for entry in live)])
        found.reviews["away_review"] = days_after(newest, 7)
    return put_off(told, moment, found)


def put_off(told: Told, moment: datetime, found: Owed) -> Owed:
    """What was put off is due when that was said."""
    for entry in told.of("due.deferred"):
        kind = str(entry.get("due")).split(":")[0]
        for of in (found.contacts, found.reviews):
            if kind in of and entry.at <= moment:
                of[kind] = datetime.fromisoformat(str(entry.get("until")))
    return found


def times_put_off(told: Told, moment: datetime) -> int:
    """How many of what somebody owes were put off twice or more."""
    standing = {*owed(told, moment).contacts, *owed(told, moment).reviews}
    times = Counter(str(e.get("due")).split(":")[0] for e in told.of("due.deferred") if e.at <= moment)
    return sum(n >= 2 and kind in standing for kind, n in times.items())


def overdue_now(tales: list[Told], since: date, until: date, at: datetime) -> dict[str, int]:
    """At the last count of a period that has come."""
    past = [moment for moment in first_service_days(since, until) if moment <= at]
    if not past:
        return {}
    moment = past[-1]
    contacts = reviews = people = put = 0
    oldest = moment
    for told in tales:
        late = owed(told, moment).overdue(moment)
        contacts, reviews, people = contacts + late[0], reviews + late[1], people + (sum(late) > 0)
        put += times_put_off(told, moment)
        oldest = min([oldest, *owed(told, moment).all])
    return {
        "contacts overdue": contacts, "reviews overdue": reviews, "people with any": people,
        "days that the oldest is overdue": (moment - oldest).days, "put off twice or more": put,
    }  # fmt: skip


@dataclass
class Held:
    """Who a worker holds."""

    people: int = 0
    red: int = 0
    amber: int = 0
    overdue: int = 0
    behind: int = 0
    weight: float = 0.0


def caseload_balance(tales: list[Told], at: datetime) -> dict[str | None, Held]:
    """Of each worker, by name: people, red and amber, what is overdue, the contacts a week that their tiers owe."""
    found: dict[str | None, Held] = defaultdict(Held)
    for told in tales:
        if acceptances(told) and is_here(told, at):
            held, late = found[coordinator_at(told, at)], owed(told, at).overdue(at)
            held.people += 1
            held.red += zone_at(told, at) == "red"
            held.amber += zone_at(told, at) == "amber"
            held.overdue, held.behind = held.overdue + sum(late), held.behind + (sum(late) > 0)
            days = INTERVALS[tier_at(told, at)][0]
            held.weight += timedelta(weeks=1) / (timedelta(days=days) if days is not None else MONTH)
    return dict(found)

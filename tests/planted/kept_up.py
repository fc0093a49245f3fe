"""Counts of what is kept up: cadence, the same worker, late entries, what was learned, what was seen and answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.planted.case import Case, is_late_entry
from tests.planted.crises import crises
from tests.planted.episodes import episodes, expected, left_out, out_of_reach, stopped_spans
from tests.planted.hours import at_time, day_of, midnight_after, months_after, same_day, service_days_after
from tests.planted.standing import (
    Span,
    acceptances,
    coordinator_at,
    discharge_counts,
    has_early_warning,
    is_high,
    live_contacts,
    saw_red_flag,
    tier_at,
    whole_contacts,
)
from tests.planted.story import Entry, Told

ANSWERS = {"clinical_review", "safeguarding", "missed_contact"}
ENFORCEMENT = {"notice", "court", "eviction"}
INTERVALS = {"intensive": (3, 1), "enhanced": (7, 3), "standard": (14, 7), "light": (None, 14)}
"""Days between contacts at the most, by tier: as a rule, and with early warning signs. Light: a month."""


def late_entries(told: Told) -> list[Case]:
    """Every entry about somebody: counted where it was recorded more than a day after it was known. What an import
    brought is none."""
    brought = {entry.id for entry in told.of("person.accepted") if entry.get("brought_over_on")}
    cases = []
    for entry in told.entries:
        if entry.is_theirs:
            continue
        came = entry.id in brought or entry.raw.get("arose_from") in brought
        gone = "before_carelist" if came else None
        cases.append(Case(told, entry.learned, is_late_entry(entry), left_out=gone, entries=[entry.id]))
    return cases


def same_worker(told: Told) -> list[Case]:
    """Whole contacts: counted where the coordinator of the time was there."""
    cases = []
    for entry in whole_contacts(told):
        coordinator = coordinator_at(told, entry.at)
        there = {entry.word, *(() if entry.is_theirs else entry.get("present") or [])}
        cases.append(Case(told, entry.learned, coordinator in there, entries=[entry.id]))
    return cases


def learning(told: Told) -> list[Case]:
    """A crisis after a miss, or an incident: counted where a learning review about it was held in 10 service days."""
    causes = list(told.of("incident.recorded"))
    for crisis in crises(told):
        since = crisis.at - timedelta(days=28)
        if any(since <= expected(missed) <= crisis.at for missed in told.of("contact.missed")):
            causes.append(crisis)
    cases = []
    for cause in causes:
        due = service_days_after(cause.learned, 10)
        held = [
            entry
            for entry in told.about("about", cause.id, "review.completed")
            if entry.get("kind") == "learning" and entry.place > cause.place
        ]
        stop = held[0].at if held else None
        cases.append(Case(told, cause.at, stop is not None and stop <= due, stop, due, due, entries=[cause.id]))
    return cases


def signs_answered(told: Told) -> list[Case]:
    """A sign (by the 72 hours of its plan), a trigger or a step-up (in two hours) that somebody saw: answered by a
    decision or an escalation."""
    cases = []
    for entry in told.of("contact.completed", "risk_check.completed"):
        signs = [each for each in entry.get("signs_seen") or [] if each["seen"] == "yes"]
        at_once = saw_red_flag(told, entry) or entry.get("step_up_reached")
        if not (signs or at_once or entry.get("relapse_indicators")):
            continue
        due = entry.learned + timedelta(hours=2 if at_once else 72)
        answer = next(
            (
                later
                for later in told.of("decision.recorded", "escalation.raised")
                if later.place > entry.place
                and not later.is_theirs
                and (later.type == "escalation.raised" or later.get("about") in ANSWERS)
            ),
            None,
        )
        stop = answer.at if answer else None
        cases.append(Case(told, entry.learned, stop is not None and stop <= due, stop, due, due, entries=[entry.id]))
    return cases


def destabilised(told: Told) -> list[Case]:
    """From the first red or amber to the next green."""
    cases: list[Case] = []
    since: Entry | None = None
    for entry in told.of("zone.set"):
        if entry.get("zone") == "green":
            if since is not None:
                cases.append(Case(told, since.learned, True, entry.at, entries=[since.id, entry.id]))
            since = None
        elif since is None:
            since = entry
    if since is not None:
        cases.append(Case(told, since.learned, False, entries=[since.id]))
    for case in cases:
        case.measures_time = True
    return cases


def follow_through(told: Told) -> list[Case]:
    """Appointments elsewhere attended, on their day; medication missed or stopped that was told on that day."""
    cases = []
    for entry in told.of("appointment.noted"):
        day = at_time(date.fromisoformat(str(entry.get("on"))), datetime.min.time())
        cases.append(Case(told, day, entry.get("attended") == "yes", entries=[entry.id]))
    for entry in told.of("contact.completed"):
        if entry.get("medication") in {"missed", "stopped"}:
            due = same_day(entry.learned, high=is_high(told, entry.at))
            out = [
                later
                for later in told.of("partner.contacted")
                if later.place > entry.place and later.get("direction") == "out"
            ]
            stop = out[0].at if out else None
            in_time = stop is not None and stop <= due
            cases.append(Case(told, entry.learned, in_time, stop, due, due, entries=[entry.id]))
    return cases


def interval_ends(told: Told, last: date, at: datetime) -> date:
    """The last day that lies within the interval in force after a contact on a day."""
    tier = tier_at(told, at)
    usual, shorter = INTERVALS[tier]
    days = usual
    if has_early_warning(told, at):
        days = shorter
    if is_high(told, at):
        days = min(shorter, 3)
    return last + timedelta(days=days) if days is not None else months_after(last, 1)


@dataclass
class Kept:
    """What cadence asks of a story, found once."""

    told: Told
    contacts: list[datetime]
    spans: list[Span]
    begun: list[Entry]
    left: list[datetime]

    @classmethod
    def of(cls, told: Told) -> Kept:
        left = [entry.at for entry in told.of("person.discharged") if discharge_counts(told, entry)]
        runs = episodes(told)
        spans = out_of_reach(told, runs) + [span for _, span in stopped_spans(told, runs)]
        return cls(told, [entry.at for entry in live_contacts(told)], spans, acceptances(told), left)

    def on(self, day: date) -> bool | None:
        """Whether contact was at no moment of a day overdue; none before the day after an acceptance, off the
        caseload, or where they were out of reach when it began. On the day on which it is due again only contact,
        or going out of reach, on that day keeps it."""
        start, end = at_time(day, datetime.min.time()), midnight_after(day)
        accepted = max((entry.at for entry in self.begun if entry.at < start), default=None)
        if accepted is None or any(accepted < left < end for left in self.left):
            return None
        if any(span.begin <= start < span.end for span in self.spans):
            return None
        last = max([accepted, *(moment for moment in self.contacts if accepted <= moment < start)])
        until = interval_ends(self.told, day_of(last), end)
        ended = [*self.contacts, *(span.begin for span in self.spans)]
        return day < until or (day == until and any(start <= moment < end for moment in ended))


def days_in_cadence(told: Told, since: date, until: date, at: datetime) -> list[Case]:
    """cadence_kept: every whole day on the caseload, counted where it lay within the interval."""
    cases = []
    kept = Kept.of(told)
    day = max(since, min((day_of(entry.at) for entry in acceptances(told)), default=until))
    while day < until and midnight_after(day) <= at:
        held = kept.on(day)
        if held is not None:
            cases.append(Case(told, at_time(day, datetime.min.time()), held))
        day += timedelta(days=1)
    return cases


def in_cadence_90(told: Told) -> list[Case]:
    """Whether they were in cadence on the 90th day after an acceptance."""
    cases = []
    kept = Kept.of(told)
    for accepted in acceptances(told):
        day = day_of(accepted.at) + timedelta(days=90)
        end = midnight_after(day)
        gone = left_out(kept.spans, end - timedelta(seconds=1), None)
        gone = "before_carelist" if accepted.get("brought_over_on") else gone
        held = bool(kept.on(day))
        cases.append(Case(told, accepted.at, held, due=end, ripe_at=end, left_out=gone, entries=[accepted.id]))
    return cases


def tenancy_events(told: Told) -> list[Entry]:
    return [entry for entry in told.of("tenancy.noted") if entry.get("kind") in ENFORCEMENT]

"""Counts of what follows an acceptance: first whole contact, two booked, nobody met for a week, day 90."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tests.planted.case import Case, is_late_entry
from tests.planted.episodes import episodes, left_out, out_of_reach
from tests.planted.hours import hours_after, service_days_after
from tests.planted.standing import FROM_CRISIS, acceptances, identity, whole_contacts
from tests.planted.story import Entry, Told, moment_of


def before_carelist(entry: Entry) -> bool:
    """What was a running case when it was brought over."""
    return bool(entry.get("brought_over_on"))


def first_contact_due(told: Told, accepted: Entry) -> datetime:
    source = identity(told, "source", accepted.at)
    if source == "step_down":
        return hours_after(accepted.at, 72)
    if source in FROM_CRISIS:
        return service_days_after(accepted.at, 2, time(12))
    adopted = told.standards_at(accepted.at).get("dues", {}).get("first_contact", "5 service days")
    return service_days_after(accepted.at, int(str(adopted).removesuffix(" service days")))


def of_acceptance(told: Told, accepted: Entry, due: datetime, stop: Entry | None, *, counted: bool) -> Case:
    """The case of one acceptance: out of reach, or a running case, it is left out."""
    stopped_at = stop.at if stop else None
    gone = left_out(out_of_reach(told, episodes(told)), due, stopped_at)
    return Case(
        told, accepted.at, counted, stopped_at, due, ripe_at=due,
        left_out="before_carelist" if before_carelist(accepted) else gone,
        entries=[accepted.id, *([stop.id] if stop else [])],
        late=is_late_entry(accepted),
    )  # fmt: skip


def access(told: Told) -> list[Case]:
    """From acceptance to the first whole contact."""
    cases = []
    for accepted in acceptances(told):
        due = first_contact_due(told, accepted)
        met = next((contact for contact in whole_contacts(told) if contact.at >= accepted.at), None)
        case = of_acceptance(told, accepted, due, met, counted=met is not None and met.at <= due)
        case.measures_time = True
        cases.append(case)
    return cases


def no_contact_7(told: Told) -> list[Case]:
    """Nobody met by 168 hours: a nod through the door is no meeting."""
    cases = []
    for accepted in acceptances(told):
        due = accepted.at + timedelta(hours=168)
        met = next((contact for contact in whole_contacts(told) if contact.at >= accepted.at), None)
        cases.append(of_acceptance(told, accepted, due, met, counted=met is None or met.at > due))
    return cases


def two_booked(told: Told) -> list[Case]:
    """Two contacts booked by 10:00 on the next service day, but for what the service took back within 48 hours."""
    cases = []
    for accepted in acceptances(told):
        due = service_days_after(accepted.at, 1, time(10))
        booked = []
        for entry in told.of("contact.planned"):
            if accepted.at <= entry.at <= due and not taken_back(told, entry):
                booked += [entry] * (2 if is_dense_series(entry) else 1)
        case = of_acceptance(
            told, accepted, due, booked[1] if len(booked) > 1 else None, counted=len(booked) > 1
        )  # fmt: skip
        cases.append(case)
    return cases


def is_dense_series(entry: Entry) -> bool:
    """A series that comes at least weekly stands for two."""
    rule = str(entry.get("repeat") or "")
    return "FREQ=DAILY" in rule or ("FREQ=WEEKLY" in rule and ("INTERVAL" not in rule or "INTERVAL=1" in rule))


def taken_back(told: Told, booking: Entry) -> bool:
    return any(
        entry.get("by") == "service" and entry.at - booking.at <= timedelta(hours=48)
        for entry in told.about("planned", booking.id, "contact.cancelled")
    )


def booked_for(entry: Entry) -> datetime:
    return moment_of(str(entry.get("at")))

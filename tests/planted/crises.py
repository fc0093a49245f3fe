"""Counts of crises: after a miss, again, after a transition; returns from a ward."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.planted.case import Case, is_late_entry
from tests.planted.episodes import episodes, expected, left_out, out_of_reach
from tests.planted.standing import (
    TIERS,
    Span,
    discharge_counts,
    is_high,
    just_before,
    stays,
    tier_at,
    whole_contacts,
)
from tests.planted.story import Entry, Told


def crises(told: Told) -> list[Entry]:
    """Those of one person within 72 hours of the first are one: its first."""
    found: list[Entry] = []
    for entry in told.of("crisis.recorded"):
        if not found or entry.at - found[-1].at >= timedelta(hours=72):
            found.append(entry)
    return found


def dead_or_away(told: Told) -> list[Span]:
    return [span for span in out_of_reach(told, episodes(told)) if span.why in {"died", "away"}]


def away_before(told: Told, at: datetime) -> str | None:
    """Whether they were dead or away already when it happened; an admission at that very moment is the crisis."""
    found = [span.why for span in dead_or_away(told) if span.begin < at < span.end]
    return found[0] if found else None


def gone_in(told: Told, start: datetime, end: datetime) -> str | None:
    """Whether they died or were away for some of a window in which nothing happened: that is no quiet window."""
    found = [span for span in dead_or_away(told) if span.begin <= end and span.end > start]
    return min(found, key=lambda span: span.begin).why if found else None


def after_a_miss(told: Told) -> list[Case]:
    """crisis_after_miss: a contact was expected and missed in the 28 days before."""
    cases = []
    for crisis in crises(told):
        missed = [
            entry
            for entry in told.of("contact.missed")
            if crisis.at - timedelta(days=28) <= expected(entry) <= crisis.at
        ]
        cases.append(
            Case(
                told, crisis.at, bool(missed), left_out=away_before(told, crisis.at),
                entries=[crisis.id, *(entry.id for entry in missed)],
                late=is_late_entry(crisis),
            )
        )  # fmt: skip
    return cases


def again(told: Told) -> list[Case]:
    """crisis_again_30: a further one in 30 days."""
    cases = []
    found = crises(told)
    for crisis in found:
        end = crisis.at + timedelta(days=30)
        further = next((entry for entry in found if crisis.at < entry.at <= end), None)
        gone = away_before(told, crisis.at) or (gone_in(told, crisis.at, end) if further is None else None)
        cases.append(
            Case(
                told, crisis.at, further is not None, further.at if further else None, end, ripe_at=end, left_out=gone,
                entries=[crisis.id, *([further.id] if further else [])],
                late=is_late_entry(crisis),
            )
        )  # fmt: skip
    return cases


def transitions(told: Told) -> list[Entry]:
    """Moves that were completed, discharges, returns from a ward, a tier lightened by two steps."""
    found = []
    for entry in told.of("handover.closed", "tier.set", "person.discharged"):
        if entry.type == "person.discharged":
            if discharge_counts(told, entry):
                found.append(entry)
        elif entry.type == "tier.set":
            before, after = tier_at(told, just_before(entry.at)), tier_at(told, entry.at)
            if TIERS.index(after) - TIERS.index(before) >= 2:
                found.append(entry)
        elif entry.get("outcome") == "completed":
            opened = [each for each in told.of("handover.opened") if each.id == entry.get("handover")]
            if opened and opened[0].get("kind") in {"step_up", "step_down", "team_transfer", "discharge"}:
                found.append(entry)
    for stay, back in stays(told):
        if back is not None and stay.get("kind") in {"mental_health_ward", "general_ward"}:
            found.append(back)
    return sorted(found, key=lambda entry: entry.place)


def after_transition(told: Told) -> list[Case]:
    """crisis_after_transition: a crisis in 30 days."""
    cases = []
    for move in transitions(told):
        end = move.at + timedelta(days=30)
        crisis = next((entry for entry in crises(told) if move.at < entry.at <= end), None)
        gone = away_before(told, move.at) or (gone_in(told, move.at, end) if crisis is None else None)
        cases.append(
            Case(
                told, move.at, crisis is not None, crisis.at if crisis else None, end, ripe_at=end, left_out=gone,
                entries=[move.id, *([crisis.id] if crisis else [])],
                late=is_late_entry(move),
            )
        )  # fmt: skip
    return cases


def seen_72h(told: Told) -> list[Case]:
    """Whole contact in 72 clock hours of a return from a mental health ward, 48 where owed so."""
    cases = []
    for stay, back in stays(told):
        if back is None or stay.get("kind") != "mental_health_ward":
            continue
        due = back.at + timedelta(hours=48 if owed_sooner(told, stay, back) else 72)
        met = next((contact for contact in whole_contacts(told) if contact.at >= back.at), None)
        stop = met.at if met else None
        spans = [span for span in out_of_reach(told, episodes(told)) if span.end > back.at]
        cases.append(
            Case(
                told, back.at, stop is not None and stop <= due, stop, due, ripe_at=due,
                left_out=left_out(spans, due, stop),
                entries=[back.id, *([met.id] if met else [])],
                late=is_late_entry(back),
                measures_time=True,
            )
        )  # fmt: skip
    return cases


def owed_sooner(told: Told, stay: Entry, back: Entry) -> bool:
    """High at the return; or self-harm, or a plan to end their life, in the 28 days before the admission."""
    since = stay.at - timedelta(days=28)
    for entry in told.of("crisis.recorded", "contact.completed", "risk_check.completed"):
        if since <= entry.at <= stay.at:
            if entry.get("kind") == "self_harm" or "suicidal_plan" in (entry.get("triggers") or []):
                return True
    return is_high(told, back.at)

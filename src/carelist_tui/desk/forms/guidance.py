"""What a service wrote into its Standards for whoever fills in a form: who is taken on at triage, who leaves at a
discharge (S1:42), and whom to ring where an escalation goes to another service, or a crisis is recorded (S4:25). No
rule reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from carelist_tui.catalogue import tr
from carelist_tui.domain.standards import Standards

TRIAGE = frozenset({"referral.received", "person.accepted", "referral.declined"})
DISCHARGE, DECISION, ESCALATION = "person.discharged", "decision.recorded", "escalation.raised"
CRISIS = "crisis.recorded"
TAKEN_ON, LEAVES = tr("Who is taken on, by the Standards:"), tr("Who leaves, by the Standards:")
RING = tr("Whom to ring, by the Standards:")
LINK_OF: Mapping[str, str] = {"crisis_team": "crisis", "police_welfare_check": "police"}
"""The name of a route's link where it is not the route's own."""


def guidance(standards: Standards, kind: str, typed: Mapping[str, str], first: str) -> dict[str, list[str]]:
    """The lines to show at a form of this kind, by the path of the question that they belong to. `typed` is what stands
    in it, `first` its first question."""
    if kind in TRIAGE:
        return _headed(first, TAKEN_ON, standards.entry.values())
    if kind == DISCHARGE:
        return _headed(first, LEAVES, standards.exit.values())
    if kind == ESCALATION:
        return _headed("body.route", RING, _links(standards, typed.get("body.route", "")))
    if kind == CRISIS:
        return _headed("body.kind", RING, _links(standards, ""))
    if kind == DECISION and typed.get("body.about") == "discharge":
        return _headed("body.decision", LEAVES, standards.exit.values())
    if kind == DECISION and typed.get("body.decision") == "escalate":
        return _headed("escalation.route", RING, _links(standards, typed.get("escalation.route", "")))
    return {}


def _headed(path: str, heading: str, lines: Iterable[str]) -> dict[str, list[str]]:
    said = [f"- {line}" for line in lines]
    return {path: [heading, *said]} if said else {}


def _links(standards: Standards, route: str) -> Iterator[str]:
    """Whom to ring on a route; on none that was chosen, everybody who is listed."""
    listed = standards.links
    own = [key for key in (route, LINK_OF.get(route, "")) if key in listed][:1]
    for key in own if route else listed:
        yield f"{listed[key].name}: {listed[key].number}, {listed[key].hours}"

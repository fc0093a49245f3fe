"""Why something is escalated, told from the decision and the record, where whoever raises it has not said so. It
becomes part of an entry, which says the same in every language: English, as all that is ours in an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.entries import DecisionRecorded, EscalationRaised
from carelist_tui.domain.entries.choices import choice_in_english
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.subjects.escalations import to_another
from carelist_tui.domain.person.facts.decisions import Check
from carelist_tui.domain.words import moment_in_english

NARRATIVE = "narrative"
LONGEST = 4_000
"""As long as a note may be (records.md)."""


def narrative_for(ground: Ground, decision: Entry | None, said: Mapping[str, Any]) -> dict[str, str]:
    """The parts that `said` leaves open, as far as the decision and the record know them; none where they do not."""
    known = {
        "what_changed": _what_changed(decision),
        "attempts_made": "; ".join(_attempts(ground, decision)),
        "why_risk": "; ".join(_why(ground, decision)),
    }
    return {part: words[:LONGEST] for part, words in known.items() if words and not said.get(part)}


def as_sent(stored: Mapping[str, Any], draft: Mapping[str, Any]) -> dict[str, Any]:
    """A stored escalation without what was filled in for whoever sent this draft of it: to be compared with it."""
    kept, said = dict(stored), dict(draft.get("body") or {})
    if kept.get("type") != EscalationRaised.TYPE:
        return kept
    given = said.get(NARRATIVE)
    parts = {part: words for part, words in (kept["body"].get(NARRATIVE) or {}).items() if part in (given or {})}
    body = {name: value for name, value in kept["body"].items() if name != NARRATIVE}
    return {**kept, "body": body if given is None else {**body, NARRATIVE: parts}}


def _body(decision: Entry | None) -> DecisionRecorded | None:
    return decision.body if decision is not None and isinstance(decision.body, DecisionRecorded) else None


def _what_changed(decision: Entry | None) -> str:
    body = _body(decision)
    return body.what_changed if body is not None else ""


def _attempts(ground: Ground, decision: Entry | None) -> Iterator[str]:
    """What was tried about the missed contact that was decided on, else about the one that stands open."""
    body, zone = _body(decision), ground.calendar.zone
    named = ground.episode_of(body.episode) if body is not None else None
    episode = named or ground.episode
    for each in episode.attempts if episode is not None else []:
        whom = "" if each.to == "person" else to_another(each.to)
        how = f"{choice_in_english(each.method)}{whom}: {choice_in_english(each.outcome)}"
        yield f"{moment_in_english(each.at, zone)} {how}"


def _why(ground: Ground, decision: Entry | None) -> Iterator[str]:
    """Why there is a risk: as it was decided, and what the newest risk check says where that is not nothing."""
    body, zone = _body(decision), ground.calendar.zone
    if body is not None:
        yield body.risk_of_harm or body.rationale
    check = ground.state.checks[-1] if ground.state.checks else None
    if check is not None and (check.overall != "no_new_concern" or check.triggers):
        yield _of_check(check, zone)


def _of_check(check: Check, zone: ZoneInfo) -> str:
    """`risk check: HIGH Tue 3 Mar 2026 10:30: tablets at home; triggers: suicidal plan; capacity: doubt`."""
    more = {
        "": check.said,
        "triggers: ": ", ".join(map(choice_in_english, check.triggers)),
        "signs: ": ", ".join(check.signs),
        "capacity: ": "" if check.capacity == "no_concern" else choice_in_english(check.capacity),
    }
    said = "; ".join(label + words for label, words in more.items() if words)
    overall = "HIGH" if check.overall == "high" else choice_in_english(check.overall)
    return f"risk check: {overall} {moment_in_english(check.at, zone)}" + (f": {said}" if said else "")

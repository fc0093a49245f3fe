"""What stands already of what an entry replaces: its form opens with that, and what nobody touched is recorded exactly
as it stood (records.md, Replacing a whole). Pure.

A plan that is opened says yes to our speaking to somebody only where that yes still holds: saved unchanged it is a
newer word than a refusal, and would undo it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.desk.questions.answers import answer_of, rows_of, typed_of
from carelist_tui.desk.questions.asks import SEVERAL, Ask, asks_of
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.names import is_one_name, names_match
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.views.taken_away import known_of_team

Values = Mapping[str, Any]
"""Of a body, by its public names, as an entry says it."""
WORKER, AWAY_FROM = "body.worker", "body.from"
TELL_WHICH = frozenset({WORKER, AWAY_FROM})
"""Whose answers tell which of several things it is that stands."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a form of this type can know: the whole reading of its person (`shown`, empty without one), who works here,
    what is typed so far. `now` is aware."""

    kind: str
    shown: Values
    roster: Roster
    typed: Mapping[str, str]
    now: datetime
    zone: ZoneInfo


def what_stands(known: Known) -> dict[str, Any]:
    """The answers that this form opens with; none for a type that replaces nothing, or where nothing stands."""
    found = WHERE.get(known.kind)
    body = found(known) if found is not None and TYPES[known.kind].REPLACES else {}
    public = {field.alias or name for name, field in TYPES[known.kind].model_fields.items()}
    return {name: value for name, value in body.items() if name in public and value is not None}


def _plan(known: Known) -> Values:
    plan = _still_to_come(known, known.shown.get("plan") or {})
    rows = plan.get("may_contact")
    return plan | {"may_contact": [_as_it_holds(known.shown, row) for row in rows]} if rows else plan


def _as_it_holds(shown: Values, row: Values) -> dict[str, Any]:
    """Whom the plan names: agreed only where they may be told now; not agreed where that was refused since; else the
    form asks."""
    refused = [each["name"] for each in shown.get("must_not_be_told", ())]
    called = [row.get("name", ""), row.get("relation", "")]
    if not row.get("consent") or any(names_match(name, one) for name in refused for one in called):
        return {**row, "consent": False}
    if any(is_one_name(each["name"], row["name"]) for each in shown.get("may_be_told", ())):
        return dict(row)
    return {name: value for name, value in row.items() if name != "consent"}


def _risk_plan(known: Known) -> Values:
    """Without what led to the one before: that is said of each plan anew."""
    plan = _still_to_come(known, known.shown.get("risk_plan") or {})
    return {name: value for name, value in plan.items() if name != "because_of"}


def _still_to_come(known: Known, plan: Values) -> dict[str, Any]:
    """A review date that has passed is to be said anew."""
    review, today = plan.get("review_on"), known.now.astimezone(known.zone).date()
    past = bool(review) and date.fromisoformat(str(review)) < today
    return {name: value for name, value in plan.items() if name != "id" and not (past and name == "review_on")}


def _identity(known: Known) -> Values:
    return dict(known.shown.get("identity") or {})


def _coordinator(known: Known) -> Values:
    """Without the reason: it is why this one changes."""
    return {name: known.shown.get(name) for name in ("coordinator", "clinical_oversight")}


def _worker(known: Known) -> Values:
    body = known_of_team(known.roster).get(known.typed.get(WORKER, ""))
    return _without_which(body.model_dump(mode="json")) if body is not None else {}


def _absence(known: Known) -> Values:
    """The absence of that worker which begins at that very moment: a later entry about it takes its place."""
    (when,) = (ask for ask in asks_of(TYPES[known.kind]) if ask.path == AWAY_FROM)
    try:
        begins = answer_of(when, known.typed.get(AWAY_FROM, ""), known.now, known.zone)
    except ValueError:
        return {}
    for absence in known.roster.absences.get(known.typed.get(WORKER, ""), ()):
        if begins and absence.begins == parse_moment(begins):
            cover = [{"persons": list(each.persons) or "all", "by": each.by} for each in absence.cover]
            ends = absence.ends.astimezone(known.zone).isoformat() if absence.ends else None
            return {"until": ends, "reason": absence.reason or None, "cover": cover}
    return {}


def _without_which(body: Values) -> Values:
    """Without the answer that tells which it is, and without days where all are worked."""
    return {name: value for name, value in body.items() if name != "worker" and value not in (None, [])}


WHERE: Mapping[str, Callable[[Known], Values]] = {
    "engagement_plan.agreed": _plan, "risk_plan.updated": _risk_plan, "coordinator.named": _coordinator,
    "referral.received": _identity, "person.accepted": _identity, "person.details_updated": _identity,
    "worker.changed": _worker, "worker.away": _absence,
}  # fmt: skip
"""Where it stands what each type replaces; whom `worker.added` names must not work here yet."""


def standing_texts(asks: Iterable[Ask], stood: Values, zone: ZoneInfo) -> dict[str, str]:
    """What stood as it stands in the fields, by path; moments in `zone`."""
    asked = list(asks)
    texts = typed_of(asked, stood)
    moments = {ask.name for ask in asked if ask.kind == "moment" and ask.path in texts}
    told = {name: parse_moment(str(stood[name])).astimezone(zone) for name in moments & stood.keys()}
    return texts | typed_of((ask for ask in asked if ask.name in told), told)


def say_as_it_stands(
    kind: str, asks: Iterable[Ask], said: dict[str, Any], typed: Mapping[str, str], stood: Values, zone: ZoneInfo
) -> set[str]:
    """Puts into `said` (nested values by path) each answer that nobody touched as it stood, and of a list each line.
    Of what replaces only what is given, what nobody touched is left out, and what was emptied is said to be empty.

    Gives the paths that were not touched: what is said of their text says nothing.
    """
    asked, given_only = list(asks), TYPES[kind].REPLACES == "given"
    texts, untouched = standing_texts(asked, stood, zone), set()
    body = said.setdefault("body", {})
    for ask in asked:
        if ask.path not in texts:
            continue
        text, value = typed.get(ask.path, ""), _at(stood, ask.name)
        if _same(text, texts[ask.path]):
            untouched.add(ask.path)
            _put(body, ask.name, None if given_only and not ask.needed else value)
        elif not text.strip() and given_only and not ask.needed:
            _put(body, ask.name, [] if ask.kind in ("lines", "parts", *SEVERAL) else "")
        elif text.strip():
            _keep_rows(body, ask, text, value)
    for name, value in () if given_only else stood.items():
        if value == {} and name not in body:  # a part that says nothing has no field to stand in
            body[name] = {}
    return untouched


def not_of(faults: Iterable[Fault], paths: Iterable[str]) -> list[Fault]:
    """The faults that are not of these fields."""
    left = frozenset(paths)
    return [fault for fault in faults if fault.path not in left]


def _keep_rows(body: dict[str, Any], ask: Ask, text: str, value: Any) -> None:
    """In a list that was touched each line that was not says what it said."""
    answered, stood = _at(body, ask.name), dict(rows_of(ask, value))
    lines = [line for line in text.splitlines() if line.strip()]
    if stood and isinstance(answered, list) and len(lines) == len(answered):
        _put(body, ask.name, [stood.get(line, row) for line, row in zip(lines, answered, strict=True)])


def _same(one: str, other: str) -> bool:
    """Whether both are the same in a field, which knows one way to end a line."""
    return one.splitlines() == other.splitlines()


def _at(values: Any, name: str) -> Any:
    for part in name.split("."):
        values = values.get(part) if isinstance(values, Mapping) else None
    return values


def _put(body: dict[str, Any], name: str, value: Any) -> None:
    """Let this be said there; None: let nothing be said."""
    *above, last = name.split(".")
    for part in above:
        body = body.setdefault(part, {})
    if value is None:
        body.pop(last, None)
    else:
        body[last] = value

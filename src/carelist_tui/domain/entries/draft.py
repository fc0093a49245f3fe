"""Checking what was typed or sent, before it may become an entry: all faults at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Annotated, Any

from pydantic import Field, ValidationError, create_model

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import NO_NULL, unfit
from carelist_tui.domain.entries.entry import Body, looking_fields
from carelist_tui.domain.entries.envelope import STAMPED, DraftEnvelope
from carelist_tui.domain.entries.sentences import each_path_once, faults_of
from carelist_tui.domain.entries.subjects import TYPES
from carelist_tui.domain.entries.subjects.people import Identity
from carelist_tui.domain.entries.subjects.workers import EntryCorrected
from carelist_tui.domain.identity import E_FORM, is_in_e_form, read_day, read_nhs_number, read_phone
from carelist_tui.domain.moments import parse_moment, whole_second
from carelist_tui.domain.refusal import Fault

_WHENEVER = (datetime(1900, 1, 2, tzinfo=UTC), datetime(2199, 12, 30, tzinfo=UTC))
"""When it is not known when it happened, only what is wrong at either end of time is wrong."""
_WHEN = ("occurred_at", "learned_at")
AHEAD = timedelta(minutes=5)
"""How far in the future something may have happened: clocks differ a little."""


def as_taken(draft: Any, target: str | None = None) -> Any:
    """A draft as it is taken: its moments have one precision, the second, and who somebody is reads alike (an NHS
    number without blanks, a phone with its lost 0), whichever way they come in (records.md).

    `target` is the type of the entry that a correction corrects: what it puts in place is a body of that type. All
    else, and what is no draft, stays as it is. The same draft sent twice is the same entry.
    """
    if not isinstance(draft, Mapping) or not isinstance(kind := draft.get("type"), str):
        return draft
    whole = {name: _whole(part) if name in _WHEN else part for name, part in draft.items()}
    body = draft.get("body")
    if kind in TYPES and isinstance(body, Mapping):
        whole["body"] = _body_as_taken(TYPES[kind], body)
        put = whole["body"].get("replacement")
        if kind == EntryCorrected.TYPE and target in TYPES and isinstance(put, Mapping):
            whole["body"]["replacement"] = _body_as_taken(TYPES[target], put)
    return whole


def _body_as_taken(kind: type[Body], body: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(body)
    for path in looking_fields(kind):
        if path in whole:
            whole[path] = _whole(whole[path])
    if issubclass(kind, Identity):
        whole |= {name: _READ[name](whole[name]) for name in _READ if name in whole}
    return whole


def _nhs_as_read(value: Any) -> Any:
    try:
        return read_nhs_number(value) if isinstance(value, str) and value else value
    except ValueError:
        return value  # the field's own check names it


def _birth_as_read(value: Any) -> Any:
    """A database puts midnight behind a date. Day and month may stand in any order elsewhere: nothing is guessed."""
    is_midnight = isinstance(value, str) and _MIDNIGHT.search(value)
    return read_day(value[:_DAY_LONG]).isoformat() if is_midnight and _is_day(value[:_DAY_LONG]) else value


def _is_day(text: str) -> bool:
    try:
        read_day(text)
    except ValueError:
        return False
    return True


def _rows_as_read(name: str, rows: Any) -> Any:
    if not isinstance(rows, list | tuple):
        return rows
    return [_row_as_read(name, row) for row in rows]


def _row_as_read(name: str, row: Any) -> Any:
    number = row.get(name) if isinstance(row, Mapping) else None
    if not isinstance(number, str) or not number.strip() or is_in_e_form(number) or _UNSEEN.search(number):
        return row
    read, remark = read_phone(number)
    return {**row, name: read} if remark else row


_DAY_LONG = len("1984-05-17")
_MIDNIGHT = re.compile(r"^\d{4}-\d{2}-\d{2}[T ]00:00(:00(\.0{1,9})?)?$", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x1f]")
_NUMBERS = {"phones": "number", "partners": "phone"}
_READ: Mapping[str, Callable[[Any], Any]] = {
    "nhs_number": _nhs_as_read,
    "born": _birth_as_read,
    **{field: partial(_rows_as_read, name) for field, name in _NUMBERS.items()},
}


def remarks_on_reading(draft: Any) -> list[str]:
    """What is read in another way than it was written, and what of a number had better be looked at."""
    return [f"{path}: {remark}" for path, number in _numbers_in(draft) if (remark := read_phone(number)[1])]


def _numbers_in(draft: Any, *, all_of_them: bool = False) -> Iterator[tuple[str, str]]:
    """The phones that an entry about who somebody is holds, each with its path in the body."""
    if not isinstance(draft, Mapping):
        return
    kind, body = TYPES.get(str(draft.get("type"))), draft.get("body")
    for field, name in _NUMBERS.items():
        if kind is None or not issubclass(kind, Identity) or not isinstance(body, Mapping):
            return
        rows = body.get(field)
        for place, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
            number = row.get(name) if isinstance(row, Mapping) else None
            if isinstance(number, str) and number.strip() and (all_of_them or not is_in_e_form(number)):
                yield f"{field}[{place}].{name}", number


def _whole(value: Any) -> Any:
    return whole_second(value) if isinstance(value, str) else value


def check_draft(draft: Any, *, now: datetime) -> list[Fault]:
    """Every fault of a draft entry that needs nothing but the entry itself; empty: it may be stamped.

    It is asked of a draft `as_taken`.

    Paths as in `occurred_at`, `body.review_at`, `body.phones[0].number`. Rules that ask for the person's state, the
    worker's role or the Standards are in domain/checks. `now` is aware. Never raises for any JSON value.
    """
    if not isinstance(draft, Mapping):
        return [Fault("", tr("must be a JSON object with type, occurred_at and body"))]
    unfit_parts = list(unfit_fields(draft))
    faults = [fault for fault in unfit_parts if fault.sentence == NO_NULL]
    faults += [Fault(name, tr("is stamped, never typed")) for name in STAMPED if name in draft]
    faults += _envelope_faults(draft)
    faults += _person_faults(draft)
    occurred_at = _moment(draft.get("occurred_at"))
    learned_at = _moment(draft.get("learned_at"))
    faults += _moment_faults(occurred_at, learned_at, now)
    faults += _body_of_draft(draft, (occurred_at,) if occurred_at else _WHENEVER)
    return each_path_once(faults + unfit_parts)


def check_body(kind: str, body: Any, occurred_at: datetime, *, at: str = "body") -> list[Fault]:
    """Every fault of a body of one known type, such as the replacement in a correction, with paths below `at`."""
    unfit_parts = list(unfit(body, "body", nulls=False))
    faults = [fault for fault in unfit_parts if fault.sentence == NO_NULL]
    faults += [*_faults_in_body(TYPES[kind], body, (occurred_at,)), *unfit_parts]
    return [Fault(at + fault.path.removeprefix("body"), fault.sentence) for fault in each_path_once(faults)]


def unfit_fields(draft: Mapping[str, Any]) -> Iterator[Fault]:
    """What no JSON of ours may hold; null is refused but in `replacement`, where it strikes an entry out."""
    body = draft.get("body")
    if draft.get("type") == "entry.corrected" and isinstance(body, Mapping) and body.get("replacement", 0) is None:
        body = {name: part for name, part in body.items() if name != "replacement"}
        draft = {**draft, "body": body}
    yield from unfit(draft, nulls=False)


def _envelope_faults(draft: Mapping[str, Any]) -> list[Fault]:
    given = {name: part for name, part in draft.items() if name not in STAMPED and name != "body"}
    faults: list[Fault] = []
    try:
        DraftEnvelope.model_validate(given, extra="forbid", by_alias=True, by_name=False)
    except ValidationError as refusal:
        faults = faults_of(refusal, tr("an entry"))
    kind = draft.get("type")
    if isinstance(kind, str) and kind not in TYPES and not any(fault.path == "type" for fault in faults):
        from difflib import get_close_matches

        meant = get_close_matches(kind[:80], TYPES, n=1)
        faults.append(
            Fault("type", tr("is not a type of entry") + (tr("; is {meant} meant?", meant=meant[0]) if meant else ""))
        )
    return faults


def _person_faults(draft: Mapping[str, Any]) -> Iterator[Fault]:
    name = draft.get("type")
    kind = TYPES.get(name) if isinstance(name, str) else None
    person, ref = draft.get("person"), draft.get("ref")
    if person is not None and ref is not None:
        yield Fault("ref", tr("give person or ref, not both"))
    elif kind is not None and kind.ABOUT_PERSON and kind.PERSON_NEEDED and person is None and ref is None:
        yield Fault("person", tr("is needed: whom is this {type} about (person, or ref)", type=kind.TYPE))
    elif kind is not None and not kind.ABOUT_PERSON:
        for field, given in (("person", person), ("ref", ref)):
            if given is not None:
                yield Fault(field, tr("{type} is not about a person", type=kind.TYPE))


def _moment(value: Any) -> datetime | None:
    try:
        return parse_moment(value) if isinstance(value, str) else None
    except ValueError:
        return None  # the envelope's own check names it


def _moment_faults(occurred_at: datetime | None, learned_at: datetime | None, now: datetime) -> Iterator[Fault]:
    if occurred_at is not None and occurred_at > now + AHEAD:
        yield Fault("occurred_at", tr("can't be more than 5 minutes in the future"))
    if learned_at is not None and learned_at > now:
        yield Fault("learned_at", tr("can't be in the future"))
    elif learned_at is not None and occurred_at is not None and learned_at < occurred_at:
        yield Fault("learned_at", tr("can't be before it happened"))


def _body_of_draft(draft: Mapping[str, Any], moments: Sequence[datetime]) -> list[Fault]:
    if "body" not in draft:
        return [Fault("body", tr("is needed"))]
    name = draft.get("type")
    if isinstance(name, str) and name in TYPES:
        return _faults_in_body(TYPES[name], draft["body"], moments)
    return [] if isinstance(draft["body"], Mapping) else [Fault("body", tr("must be an object with fields"))]


def _faults_in_body(kind: type[Body], body: Any, moments: Sequence[datetime]) -> list[Fault]:
    said = _numbers_in({"type": kind.TYPE, "body": body}, all_of_them=True)
    lost = [Fault(f"body.{path}", E_FORM) for path, number in said if is_in_e_form(number)]
    try:
        read = kind.model_validate(body, extra="forbid", by_alias=True, by_name=False)
    except ValidationError as refusal:
        faults = faults_of(refusal, kind.TYPE, "body")
        if isinstance(body, Mapping):
            faults += _rules_on_what_was_read(kind, body, {fault["loc"][0] for fault in refusal.errors()}, moments)
        return faults + lost
    return _broken_rules(read, moments) + lost


def _broken_rules(body: Body, moments: Sequence[datetime]) -> list[Fault]:
    """What is wrong whichever of the moments it happened at."""
    first, *others = [list(body.faults(moment)) for moment in moments]
    return [fault for fault in first if all(fault in other for other in others)]


def _rules_on_what_was_read(
    kind: type[Body], body: Mapping[str, Any], unread: set[int | str], moments: Sequence[datetime]
) -> Iterator[Fault]:
    """The rules between fields on those fields that could be read, so that one look names every fault."""
    readable = {name: part for name, part in body.items() if name not in unread}
    read = _partly(kind).model_validate(readable, by_alias=True, by_name=False)
    for fault in _broken_rules(read, moments):
        head = fault.path.removeprefix("body.").partition(".")[0].partition("[")[0]
        if fault.path != "body" and head not in unread:
            yield fault


@cache
def _partly(kind: type[Body]) -> type[Body]:
    """The same body with every field optional: a needed one that could not be read is None."""
    fields: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        if field.is_required():
            annotation: Any = field.annotation
            for mark in field.metadata:
                annotation = Annotated[annotation, mark]
            fields[name] = (annotation | None, Field(None, alias=field.alias))
    return create_model(tr("Partly{name}", name=kind.__name__), __base__=kind, **fields)

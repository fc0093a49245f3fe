"""What goes when an entry replaces what stood: each warning, sign, safe time, number, name or risk, in a sentence.

One comparison of what stands before with what stands after; the words are the model's own (`GOES`, domain/entries). It
is said before a form saves, and in the answer of `record` (records.md, Replacing a whole).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal, cast, get_args, get_origin
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.entries import CoordinatorNamed, Cover, Risk, WorkerAway, WorkerChanged
from carelist_tui.domain.entries.choices import WEEKDAYS, choice_in_words
from carelist_tui.domain.entries.entry import NEWER, Entry, Part
from carelist_tui.domain.entries.erased import with_corrections
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.roster import Roster, Worker
from carelist_tui.domain.words import day_in_full, inside, moment_in_full

Standing = Mapping[str, Part]
"""What stands, by the thing that it is: an entry's body each, as the fold left it."""


def known_of_person(state: PersonState | None) -> dict[str, Part]:
    """What stands of a person that an entry may replace: identity, plans, who coordinates."""
    if state is None:
        return {}
    held = CoordinatorNamed.model_construct(
        coordinator=state.coordinator.value if state.coordinator else "", clinical_oversight=state.oversight
    )
    found = {"identity": state.identity, "plan": state.plan, "risk_plan": state.risk_plan, "coordinator": held}
    return {thing: body for thing, body in found.items() if body is not None}


def known_of_team(roster: Roster) -> dict[str, Part]:
    """What stands of those who work here: their days, their absences and who covers."""
    found: dict[str, Part] = {each.id: worker_body(each) for each in roster.workers.values()}
    for worker, absences in roster.absences.items():
        for absence in absences:
            rows = (Cover.model_construct(persons=each.persons or "all", by=each.by) for each in absence.cover)
            away = WorkerAway.model_construct(
                worker=worker,
                from_=absence.begins,
                until=absence.ends,
                reason=cast(Any, absence.reason or None),
                cover=tuple(rows),
            )
            found[f"{worker} {absence.begins.isoformat()}"] = away
    return found


def worker_body(worker: Worker) -> WorkerChanged:
    """What stands of one who works here."""
    told: dict[str, Any] = {"worker": worker.id, "name": worker.name, "role": worker.role, "team": worker.team}
    return WorkerChanged.model_construct(**told, days=cast(Any, worker.days), active=worker.active)


def taken_away(before: Standing, after: Standing, zone: ZoneInfo) -> list[str]:
    """A sentence for each thing that stood and stands no longer, moments in `zone`; none where nothing went."""
    sentences: list[str] = []
    for thing, body in before.items():
        now = after.get(thing)
        if now is not body:
            sentences += _gone_from(body, now, "", zone)
    return list(dict.fromkeys(sentences))


def words_that_go(entry: Entry, story: Iterable[Entry], zone: ZoneInfo) -> Iterator[str]:
    """What an entry says that is about to be erased for good, and how many corrections of it go with it; without a
    word of it."""
    label = entry.body.LABEL if entry.body is not None else NEWER
    yield tr(
        "For good, here and wherever it is heard of: what {label} of {moment} says",
        label=label,
        moment=moment_in_full(entry.occurred_at, zone),
    )
    if further := len(with_corrections({entry.id}, story)) - 1:
        yield ntr("For good: {n} correction of it", "For good: {n} corrections of it", further, n=further)


def _gone_from(before: Part, after: Part | None, whose: str, zone: ZoneInfo) -> Iterator[str]:
    for name in type(before).model_fields:
        if before.GOES.get(name) == "" or name in before.KNOWN_BY:
            continue
        stood, stands = getattr(before, name, None), getattr(after, name, None) if after is not None else None
        if isinstance(before, WorkerChanged) and name == "days" and not stands:
            stands = WEEKDAYS  # no days said: every service day
        if stood != stands:
            yield from _gone(before, name, stood, stands, whose, zone)


def _gone(part: Part, name: str, stood: Any, stands: Any, whose: str, zone: ZoneInfo) -> Iterator[str]:
    goes = part.GOES.get(name)
    if isinstance(stood, Part):
        yield from _gone_from(stood, stands, whose, zone)
    elif isinstance(stood, tuple):
        coded = _is_choice(type(part).model_fields[name].annotation)
        yield from _gone_from_list(goes, stood, stands or (), zone, coded=coded)
    elif isinstance(goes, Mapping):
        if stood in goes:
            yield _sentence(goes[stood], whose)
    elif isinstance(stood, bool):
        if goes and stood and not stands:
            yield _sentence(str(goes), whose)
    elif stood and (not stands or (name in part.WARNS and _folded(stood) not in _folded(stands))):
        yield _sentence(goes if isinstance(goes, str) and goes else _titled(part, name), whose, _words(stood, zone))


def _gone_from_list(
    goes: str | Mapping[Any, str] | None,
    stood: tuple[Any, ...],
    stands: tuple[Any, ...],
    zone: ZoneInfo,
    *,
    coded: bool,
) -> Iterator[str]:
    left = list(stands)
    for each in stood:
        same = [other for other in left if _key(other) == _key(each)]
        if not same and isinstance(goes, Mapping):
            yield _sentence(goes.get(each, choice_in_words(each)))
        elif not same:
            words = choice_in_words(each) if coded else _words(each, zone)
            yield _sentence(goes if isinstance(goes, str) and goes else tr("from the list"), words=words)
        elif isinstance(each, Part):
            now = each if each in same else same[0]
            left.remove(now)
            yield from _gone_from(each, now, _name(each), zone)


def _key(each: Any) -> Any:
    """What tells one of a list from the others, however it is written."""
    if isinstance(each, Part):
        names = each.KNOWN_BY or tuple(type(each).model_fields)
        return tuple(_key(getattr(each, name)) for name in names)
    return tuple(sorted(map(_folded, each))) if isinstance(each, tuple) else _folded(each)


def _folded(text: Any) -> str:
    return "".join(str(text).casefold().split())


def _name(row: Part) -> str:
    """Which of a list it is about."""
    named = str(getattr(row, row.KNOWN_BY[0])) if row.KNOWN_BY else row.as_words()
    return choice_in_words(named) if isinstance(row, Risk) else named


def _titled(part: Part, name: str) -> str:
    title = type(part).model_fields[name].title or name
    return tr("the {title}", title=inside(title))


def _is_choice(annotation: Any) -> bool:
    return get_origin(annotation) is Literal or any(map(_is_choice, get_args(annotation)))


def _words(stood: Any, zone: ZoneInfo) -> str:
    if isinstance(stood, Part):
        return str(stood.as_words())
    if isinstance(stood, datetime):
        return moment_in_full(stood, zone)
    if isinstance(stood, date):
        return day_in_full(stood)
    return " ".join(str(stood).split())


def _sentence(goes: str, whose: str = "", words: str = "") -> str:
    warns = goes.split(" ", maxsplit=1)[0].isupper()
    called = " ".join(filter(None, (goes, whose)))
    return tr("takes away{which} {called}", which=":" if warns else "", called=called) + (f": {words}" if words else "")

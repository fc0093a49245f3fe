"""What came to this laptop since the last huddle, by the order of arrival: what synced late is seen all the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.card import Card
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.entries import EntryCorrected, HuddleHeld
from carelist_tui.domain.entries.entry import Entry, called_of
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.roster import Staff
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.stored_json import read_text
from carelist_tui.domain.views.cards import card_of
from carelist_tui.domain.views.huddle import Arrived, Discussed, Held, Since, decided_words
from carelist_tui.journal.projection.earlier import state_by_then
from carelist_tui.journal.projection.people import read_stored, records_into, rows_of, story_of
from carelist_tui.journal.rows import Row, reading_stored
from carelist_tui.journal.sql.query_sql import (
    ARRIVED_AFTER,
    ARRIVED_OF_OTHERS,
    ARRIVED_SINCE,
    CARDS_OR_AHEAD,
    ENTRIES_AMONG,
    HUDDLES,
    OWNERS,
)
from carelist_tui.vault.connection import Connection

_DAY = timedelta(days=1)
_NEVER = 1 << 62
"""A place in the order of arrival that no entry has."""


@dataclass(frozen=True, slots=True)
class Came:
    """A huddle in the journal: when it arrived on this laptop, the entry, and what it says."""

    arrival: int
    entry: Entry
    body: HuddleHeld


def newest_from_others(connection: Connection, mark: int, device: str) -> int:
    """How many entries of other devices arrived here after that place."""
    return int(ARRIVED_OF_OTHERS.value(connection, mark=mark, device=device))


def huddles(connection: Connection, team: str | None, until: datetime) -> list[Came]:
    """The huddles of a team (None: of any) that began by then, the last one last; those entered in error left out."""
    rows = HUDDLES.rows(connection)
    entries = read_stored(row[1:] for row in rows)
    arrivals = {entry.id: row[0] for entry, row in zip(entries, rows, strict=True)}
    held = [
        Came(arrivals[each.id], each, each.body)
        for each in effective(entries)
        if isinstance(each.body, HuddleHeld) and team in (None, each.body.team) and each.body.from_ <= until
    ]
    return sorted(held, key=lambda came: (came.body.from_, came.arrival))


def since_last(before: list[Came], at: datetime, calendar: Calendar) -> Since:
    """The last of these huddles; without one the service day before `at`, from its midnight."""
    if before:
        return Since(before[-1].body.from_, before[-1].entry.id)
    day = calendar.day_of(at) - _DAY
    while not calendar.is_service_day(day):
        day -= _DAY
    return Since(calendar.opens(day).replace(hour=0, minute=0), None)


def arrived(
    connection: Connection,
    before: list[Came],
    since: Since,
    at: datetime,
    device: str,
    zone: ZoneInfo,
    until: int | None = None,
) -> list[Arrived]:
    """What came in since then, in the order it came, and had occurred by `at`; up to the arrival `until`. Told in
    `zone`, the service's.

    After a huddle at this laptop: all that arrived after it. After one at another laptop, which may not have had what
    arrived here before it did: all since the last one here, or since it began, but what that laptop itself had written.
    """
    rows = _came_after(connection, before, since, device, at=sortable(at), until=_NEVER if until is None else until)
    came = read_stored(rows)
    standing = {each.id: each for each in effective(came)}
    told = [each if isinstance(each.body, EntryCorrected) else standing.get(each.id) for each in came]
    kept = [each for each in told if each is not None and each.type != HuddleHeld.TYPE]
    called = called_of([*kept, *_named_by(connection, kept)])
    into = records_into(connection)
    return [_told(each, zone, called, into) for each in kept]


def _named_by(connection: Connection, entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries that these name, those that came before included."""
    ids = {id for each in entries if each.body is not None for _, id in each.body.references()}
    return iter(read_stored(ENTRIES_AMONG.rows(connection, ids=json.dumps(sorted(ids)))))


def _came_after(
    connection: Connection, before: list[Came], since: Since, device: str, *, at: str, until: int
) -> Sequence[Row]:
    asked: dict[str, Any] = {"at": at, "until": until, "device": "", "seq": 0}
    began = sortable(since.moment)
    if not before:
        return ARRIVED_SINCE.rows(connection, since=began, after=_NEVER, **asked)
    last = before[-1]
    if last.entry.device == device:
        return ARRIVED_AFTER.rows(connection, after=last.arrival, **asked)
    asked |= {"device": last.entry.device, "seq": last.entry.seq}
    if here := [came.arrival for came in before if came.entry.device == device]:
        return ARRIVED_AFTER.rows(connection, after=max(here), **asked)
    return ARRIVED_SINCE.rows(connection, since=began, after=last.arrival, **asked)


def _told(entry: Entry, zone: ZoneInfo, called: Mapping[str, str], into: Mapping[str, str]) -> Arrived:
    words, person = entry.in_words(zone, called), into.get(entry.person or "", entry.person)
    return Arrived(entry.id, entry.type, person, entry.occurred_at, words, entry.decided_by)


def held_as(connection: Connection, came: Came, zone: ZoneInfo) -> Held:
    """A huddle with what it recorded, in words, told in the service's zone."""
    ids = [id for each in came.body.discussed for id in each.entries]
    rows = ENTRIES_AMONG.rows(connection, ids=json.dumps(ids))
    words = {each.id: decided_words(each.body, each.on_behalf_of, zone, each.occurred_at) for each in read_stored(rows)}
    into = records_into(connection)
    discussed = tuple(
        Discussed(
            into.get(each.person or "", each.person),
            each.note or "",
            tuple(words[id] for id in each.entries if id in words),
        )
        for each in came.body.discussed
    )
    return Held(came.entry.id, came.body.from_, came.body.to, came.body.present, discussed)


@dataclass(frozen=True, slots=True)
class Around:
    """The people of a huddle: their cards, who is on the caseload, who is high, and the worker that each of their Dues
    names."""

    cards: dict[str, Card]
    on_caseload: frozenset[str]
    high: frozenset[str]
    named: dict[str, str | None]


def people_at(connection: Connection, at: datetime, standards: Standards, staff: Staff, about: Iterable[str]) -> Around:
    """Everyone on the caseload at `at`, and whoever else is asked about; `staff` says who works here."""
    named: dict[str, str | None] = dict(OWNERS.rows(connection))
    cards, on_caseload, high = {}, set(), set()
    rows = CARDS_OR_AHEAD.rows(connection, at=sortable(at), about=json.dumps(list(about)))
    for person, card, is_here, newest_at, is_high in rows:
        if newest_at <= sortable(at):
            with reading_stored():
                cards[person] = read_text(Card, card)
            is_on, stands_high = bool(is_here), bool(is_high)
        else:
            state = state_by_then(person, story_of(connection, person), at)
            if state is None:
                continue
            ground = stand_on(state, standards, staff)
            cards[person], is_on, stands_high = card_of(state, standards), state.on_caseload, ground.is_high_at(at)
            named |= {due["key"]: due["named_owner"] for due in rows_of(ground)[1]}
        on_caseload |= {person} if is_on else set()
        high |= {person} if stands_high else set()
    return Around(cards, frozenset(on_caseload), frozenset(high), named)

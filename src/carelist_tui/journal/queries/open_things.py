"""What stands open whenever it falls due, by plain SQL: the board, actions, handovers. Standard library only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.card import Bearing, bearings_from_json
from carelist_tui.domain.dues.kinds import STANDS_OUT
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.worklist import Item, OnPerson
from carelist_tui.journal.reader import Looking
from carelist_tui.journal.rows import (
    DUE_COLUMNS,
    PERSON_COLUMNS,
    Told,
    read_owed,
    read_person,
    read_stored_due,
)

AHEAD = "SELECT id, ref FROM person WHERE newest_at > ?"
ADOPTED = "SELECT line FROM entry WHERE person IS NULL AND type IN ('standards.adopted', 'entry.corrected')"
_NAMESAKES = "SELECT id FROM person WHERE ref = ? AND id <> ? ORDER BY id"
_STORY = "SELECT line FROM entry WHERE person = ? ORDER BY occurred_at, recorded_at, device, seq"

_KINDS = "kind IN ('" + "', '".join(sorted(STANDS_OUT)) + "')"
_OPEN = f"SELECT person, {', '.join(DUE_COLUMNS)} FROM due WHERE {_KINDS}"  # noqa: S608 (names of ours)
_ON_BOARD = "(on_caseload AND (zone IN ('red', 'amber') OR high OR high_until > ?1))"
_CONCERNED = (
    f"SELECT {', '.join(PERSON_COLUMNS)}, {_ON_BOARD}, "  # noqa: S608 (names of ours)
    f"json_extract(card, '$.zone_since'), json_extract(card, '$.bearings') FROM person WHERE {_ON_BOARD} "
    f"OR id IN (SELECT person FROM due WHERE {_KINDS}) OR id IN (SELECT value FROM json_each(?2))"
)
_HANDOVERS = """
SELECT person.id, json_extract(one.value, '$.id'), json_extract(one.value, '$.direction'),
    json_extract(one.value, '$.kind'), json_extract(one.value, '$.to_team'), json_extract(one.value, '$.complete_by'),
    json_extract(one.value, '$.sender')
FROM person, json_each(person.state, '$.handovers') AS one
WHERE json_extract(one.value, '$.closed') IS NULL AND on_caseload
"""


@dataclass(frozen=True, slots=True)
class OnBoard:
    """Somebody red, amber or high: since when in their zone (aware; None where nobody said), whose they are now, and
    what makes them high, the most telling first."""

    person: OnPerson
    since: datetime | None
    owner: str
    loud: tuple[Bearing, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenHandover:
    """A handover that is not closed; `direction` is out, in or internal, `by` the moment it is to be complete."""

    id: str
    person: OnPerson
    direction: str
    kind: str
    to_team: str
    by: datetime
    sender: str


@dataclass(frozen=True, slots=True)
class StandingOut:
    """The board, every open handover, and every Due of an action, a handover or a zone's review."""

    board: tuple[OnBoard, ...] = ()
    handovers: tuple[OpenHandover, ...] = ()
    items: tuple[Item, ...] = ()


def told(look: Looking, person: str, ref: str) -> Told:
    """What is needed to fold one person afresh."""
    namesakes = [other for (other,) in look.rows(_NAMESAKES, (ref, person))] if ref else []
    return Told([line for (line,) in look.rows(_STORY, (person,))], tuple(namesakes))


def standing_out(look: Looking, at: datetime, roster: Roster, calendar: Calendar) -> StandingOut:
    """As the projections are now, read at `at` (aware): what was recorded after `at` counts too, so that nobody is
    left out. In no order."""
    handovers = look.rows(_HANDOVERS)
    people: dict[str, OnPerson] = {}
    board: list[OnBoard] = []
    asked = (sortable(at), json.dumps([each[0] for each in handovers]))
    for *row, stands_out, since, bearings in look.rows(_CONCERNED, asked):
        who = people[row[0]] = read_person(row)
        if stands_out:
            owner = roster.owner(None, who.coordinator, who.team, who.id, at, calendar.zone)
            loud = tuple(
                each for each in bearings_from_json(json.loads(bearings)) if each.is_loud and each.stands_at(at)
            )
            board.append(OnBoard(who, datetime.fromisoformat(since) if since else None, owner, loud))
    owed = [(people[row[0]], read_stored_due(row[1:])) for row in look.rows(_OPEN) if row[0] in people]
    items = read_owed(owed, at, roster, calendar)
    opened = [
        OpenHandover(
            id, people[who], way or "internal", kind, to_team, calendar.close_of(date.fromisoformat(by)), sender
        )
        for who, id, way, kind, to_team, by, sender in handovers
    ]
    return StandingOut(tuple(board), tuple(opened), tuple(items))

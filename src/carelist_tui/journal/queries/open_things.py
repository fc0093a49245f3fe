"""What stands open whenever it falls due, through the driver: the board, actions, handovers. Standard library only."""

from __future__ import annotations

import json
from datetime import date, datetime

from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.card import Bearing
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.namesake import alike_among, of_identifier
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.stored_json import read_text
from carelist_tui.domain.worklist import Item, OnPerson
from carelist_tui.journal.light_sql import ALIKE, HANDOVERS, NAMESAKES, ON_BOARD, STANDS_OUT, STORY
from carelist_tui.journal.reader import Looking
from carelist_tui.journal.rows import Told, read_owed, read_person, read_stored_due

NO_PERSON = ""
"""The person of a Due that is about none."""


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
    there: str = ""
    """The team that sent it sealed to this one."""
    sent: datetime | None = None
    """When it went sealed to another team, last."""


@dataclass(frozen=True, slots=True)
class StandingOut:
    """The board, every open handover, and every Due of an action, an improvement, a handover or a zone's review."""

    board: tuple[OnBoard, ...] = ()
    handovers: tuple[OpenHandover, ...] = ()
    items: tuple[Item, ...] = ()


def told(look: Looking, person: str, ref: str) -> Told:
    """What is needed to fold one person afresh."""
    same = of_identifier(other for (other,) in look.rows(NAMESAKES, {"ref": ref, "person": person})) if ref else ()
    alike = alike_among(look.rows(ALIKE, {"person": person}))
    return Told([*look.rows(STORY, {"person": person})], (*same, *alike))


def standing_out(look: Looking, at: datetime, roster: Roster, calendar: Calendar) -> StandingOut:
    """As the projections are now, read at `at` (aware): what was recorded after `at` counts too, so that nobody is
    left out. In no order."""
    handovers = look.rows(HANDOVERS)
    people: dict[str, OnPerson] = {}
    board: list[OnBoard] = []
    asked = {"at": sortable(at), "people": json.dumps([each[0] for each in handovers])}
    for *row, stands_out, since, bearings in look.rows(ON_BOARD, asked):
        who = people[row[0]] = read_person(row)
        if stands_out:
            owner = roster.owner(None, who.coordinator, who.team, who.id, at, calendar.zone)
            known = read_text(tuple[Bearing, ...], bearings) if bearings else ()
            loud = tuple(each for each in known if each.is_loud and each.stands_at(at))
            board.append(OnBoard(who, datetime.fromisoformat(since) if since else None, owner, loud))
    owed = [
        (people.get(row[0]), read_stored_due(row[1:]))
        for row in look.rows(STANDS_OUT)
        if row[0] in people or row[0] == NO_PERSON
    ]
    items = read_owed(owed, at, roster, calendar)
    opened = [
        OpenHandover(
            id,
            people[who],
            way or "internal",
            kind,
            to_team,
            calendar.close_of(date.fromisoformat(by)),
            sender,
            there or "",
            datetime.fromisoformat(sent) if sent else None,
        )
        for who, id, way, kind, to_team, by, sender, there, sent in handovers
    ]
    return StandingOut(tuple(board), tuple(opened), tuple(items))

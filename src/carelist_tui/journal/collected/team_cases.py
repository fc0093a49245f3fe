"""What a service's database holds of its teams: written a whole team at a time, person by person what differs; read as
the cases that figures are sums of."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.measures.case import Case, Place
from carelist_tui.domain.stored_json import json_text, json_value, read_text, stored_text
from carelist_tui.journal.collected.service_tables import CASE, COUNTED, PLACE, READING, STANDARDS, TEAM
from carelist_tui.journal.projection.people import Values

AT_ONCE = 50
"""People whose rows are in memory together."""
Readings = Mapping[str, tuple[int, str]]
"""By device, up to which entry it was counted, and the hash of that entry."""
_COLUMNS = tuple(column for column in CASE.columns if column.name not in ("holder", "number"))
_NO_ENTRIES = json_text([])
_OF_PERSON = (CASE.c.holder == bindparam("of_holder"), CASE.c.person == bindparam("of_person"))


@dataclass(frozen=True, slots=True)
class CountedTeam:
    """One team as it was counted: its row, and what figures need of its Standards."""

    id: str
    name: str
    standards: str
    digest: str
    release: str
    newest_at: str
    ahead: bool
    changes: tuple[tuple[str, str, str | None], ...]
    """The step changes noted on signals: the measure, the month, and the team; None: all of its teams."""
    hours: ServiceHours
    groups: Mapping[str, str]
    """The titles of the groups that its Standards list, by key."""

    @property
    def calendar(self) -> Calendar:
        """When it is open."""
        return Calendar(self.hours)


def read_readings(connection: Connection, team: str) -> dict[str, tuple[int, str]]:
    """How far each device of a team was counted."""
    rows = connection.execute(select(READING.c.device, READING.c.last, READING.c.head).where(READING.c.holder == team))
    return {device: (last, head) for device, last, head in rows}


def read_alike(connection: Connection, team: str, devices: Collection[str]) -> dict[str, dict[str, tuple[int, str]]]:
    """By the id of every other team of which any of these devices was counted, how far each device of it was."""
    theirs = select(READING.c.holder).where(READING.c.holder != team, READING.c.device.in_(sorted(devices)))
    return {holder: read_readings(connection, holder) for holder in sorted(set(connection.scalars(theirs)))}


def read_team(connection: Connection, team: str) -> CountedTeam | None:
    """One team; None where it was never counted."""
    return next((each for each in read_teams(connection) if each.id == team), None)


def read_teams(connection: Connection) -> list[CountedTeam]:
    """Every team that was counted, by name."""
    asked = select(TEAM, STANDARDS.c.hours, STANDARDS.c.groups).join(STANDARDS, TEAM.c.standards == STANDARDS.c.digest)
    return [
        CountedTeam(
            row.id, row.name, row.standards, row.digest, row.release, row.newest_at, row.ahead,
            tuple((measure, month, team) for measure, month, team in json_value(row.changes)),
            read_text(ServiceHours, row.hours), json_value(row.groups),
        )
        for row in connection.execute(asked.order_by(TEAM.c.name, TEAM.c.id))
    ]  # fmt: skip


def write_team(
    connection: Connection, team: CountedTeam, readings: Readings, people: Iterable[tuple[str, list[Values]]]
) -> int:
    """Puts a team in place of what stood of it: person by person all that differs, then how far it was read. Gives how
    many people were written. Whoever calls holds the team's row (`ServiceDatabase.writing_team`)."""
    stands = _digests(connection, team.id)
    written, some, places = 0, list[tuple[str, str, list[Values]]](), set[str]()
    for person, rows in people:
        places.update(row["team"] for row in rows if row["team"])
        digest = _digest_of(rows)
        if stands.pop(person, None) != digest:
            some.append((person, digest, rows))
            written += 1
        if len(some) >= AT_ONCE:
            _put(connection, team.id, some)
            some = []
    _put(connection, team.id, some)
    _take(connection, team.id, stands)
    _put_team(connection, team)
    _put_places(connection, team.id, places)
    connection.execute(delete(READING).where(READING.c.holder == team.id))
    rows = [
        {"holder": team.id, "device": device, "last": last, "head": head} for device, (last, head) in readings.items()
    ]
    if rows:
        connection.execute(insert(READING), rows)
    return written + len(stands)


def take_team(connection: Connection, team: str) -> None:
    """Takes away a team whose entries are another's by now."""
    for table in (CASE, COUNTED, PLACE, READING):
        connection.execute(delete(table).where(table.c.holder == team))
    connection.execute(delete(TEAM).where(TEAM.c.id == team))


def _digests(connection: Connection, team: str) -> dict[str, str]:
    asked = select(COUNTED.c.person, COUNTED.c.digest).where(COUNTED.c.holder == team)
    return {row.person: row.digest for row in connection.execute(asked)}


def _digest_of(rows: list[Values]) -> str:
    return hashlib.sha256(json_text(rows).encode()).hexdigest()


def _put(connection: Connection, team: str, some: list[tuple[str, str, list[Values]]]) -> None:
    if not some:
        return
    _take(connection, team, [person for person, _, _ in some])
    if rows := [{**row, "holder": team} for _, _, rows in some for row in rows]:
        connection.execute(insert(CASE), rows)
    connection.execute(
        insert(COUNTED), [{"holder": team, "person": person, "digest": digest} for person, digest, _ in some]
    )


def _take(connection: Connection, team: str, people: Iterable[str]) -> None:
    if gone := [{"of_holder": team, "of_person": person} for person in people]:
        connection.execute(delete(CASE).where(*_OF_PERSON), gone)
        counted = (COUNTED.c.holder == bindparam("of_holder"), COUNTED.c.person == bindparam("of_person"))
        connection.execute(delete(COUNTED).where(*counted), gone)


def _put_places(connection: Connection, team: str, places: Iterable[str]) -> None:
    connection.execute(delete(PLACE).where(PLACE.c.holder == team))
    if rows := [{"holder": team, "team": name} for name in sorted(places)]:
        connection.execute(insert(PLACE), rows)


def _put_team(connection: Connection, team: CountedTeam) -> None:
    connection.execute(
        update(TEAM).where(TEAM.c.id == team.id),
        {
            "name": team.name, "standards": team.standards, "digest": team.digest, "release": team.release,
            "newest_at": team.newest_at, "ahead": team.ahead, "changes": json_text(team.changes),
        },
    )  # fmt: skip
    known = connection.execute(select(STANDARDS.c.digest).where(STANDARDS.c.digest == team.standards)).first()
    if known is None:
        row = {"digest": team.standards, "hours": hours_text(team.hours), "groups": json_text(dict(team.groups))}
        connection.execute(insert(STANDARDS), row)


def hours_text(hours: ServiceHours) -> str:
    """When a service is open, as it is kept; without whom to ring while it is closed."""
    return stored_text(replace(hours, out_of_hours=ServiceHours().out_of_hours))


def read_places(connection: Connection) -> list[tuple[str, str]]:
    """For which teams, by name, each folder's cases count: (the folder's team, the name)."""
    return [(row.holder, row.team) for row in connection.execute(select(PLACE).order_by(PLACE.c.holder, PLACE.c.team))]


def count_entries(connection: Connection, teams: Iterable[str]) -> int:
    """Up to how many entries these teams were counted."""
    asked = select(func.coalesce(func.sum(READING.c.last), 0)).where(READING.c.holder.in_(sorted(teams)))
    return int(connection.execute(asked).scalar_one())


def read_rows(connection: Connection, measure: str | None = None) -> Iterator[dict[str, Any]]:
    """Every row of cases, or those of a measure, as it stands: by folder, team and start; one at a time."""
    asked = select(CASE).order_by(CASE.c.holder, CASE.c.team, CASE.c.starts_at, CASE.c.person, CASE.c.measure)
    if measure is not None:
        asked = asked.where(CASE.c.measure == measure)
    for row in connection.execution_options(yield_per=1000).execute(asked).mappings():
        yield dict(row)


def read_collected(
    connection: Connection, measure: str, holders: Collection[str] | None = None
) -> Iterator[tuple[str, Case]]:
    """The cases of a measure, each with the team that it came from (None: of all of them), by start."""
    place_of, facts_of = cache(_place), cache(json_value)
    asked = select(CASE.c.holder, *_COLUMNS).where(CASE.c.measure == measure)
    if holders is not None:
        asked = asked.where(CASE.c.holder.in_(sorted(holders)))
    asked = asked.order_by(CASE.c.starts_at, CASE.c.holder, CASE.c.person, CASE.c.number)
    for row in connection.execution_options(yield_per=1000).execute(asked):
        holder, person, measure, starts, stops, due, counted, excluded, *place, facts, ids, late, disputed = row
        entries = tuple(json_value(ids)) if ids != _NO_ENTRIES else ()
        yield holder, Case(
            measure, person, datetime.fromisoformat(starts), _moment(stops), _moment(due), counted, excluded,
            place_of(*place), facts_of(facts), entries, late, disputed,
        )  # fmt: skip


def _place(team: str | None, locality: str | None, tier: str | None, source: str | None, zone: str | None,
           worker: str | None, groups: Any) -> Place:  # fmt: skip
    return Place(team, locality, tier, source, zone, worker, json_value(groups))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

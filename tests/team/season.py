"""A season of the simulated team, from its first morning on: made from a seed, in a store of its own, day after day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from carelist_tui.carelist import Carelist
from carelist_tui.demo.batches import fill
from carelist_tui.demo.team import MANAGER
from carelist_tui.demo.teller import Teller
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.standards import default_standards
from carelist_tui.journal.projection.people import read_stored
from carelist_tui.journal.statements import Statement
from carelist_tui.journal.tables import AS_STORED, ENTRY
from tests.domain.silence import act_of
from tests.team.diary import book_ahead
from tests.team.events import Events
from tests.team.lives import ON_DUTY, Life, Lives, tell_case, tell_workers
from tests.team.office import Office
from tests.team.team import CLEANED_AT, Team, whose_turn

BEGAN = -100
"""Service days before the first morning; `demo.batches.fill` makes the store then."""
_LINES = Statement(select(*AS_STORED).where(ENTRY.c.person.is_not(None)).order_by(ENTRY.c.arrival))


@dataclass(frozen=True, slots=True)
class Season:
    """How long, with how many people, from which day on, by which seed."""

    first: date
    weeks: int
    people: int
    seed: int

    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(7 * self.weeks)]


Reading = Callable[[Team, date], None]
"""What looks at the team at 9:00 or at 17:05."""


def begin(season: Season, store: Path) -> Team:
    """Running cases told up to the last service day before the first, everybody booked."""
    calendar = default_standards().calendar
    random = Random(season.seed)
    people = Lives(random)
    lives = [people.born() for _ in range(season.people)]
    teller = Teller(season.first - timedelta(days=1), calendar, random)
    tell_workers(teller, BEGAN)
    for life in lives:
        tell_case(teller, life)
    fill(store, teller, worker=MANAGER)
    team = opened(store, random, people, lives, teller.day(0))
    team.office.now = calendar.at(team.today, time(16))
    for life in lives:
        book_ahead(team, life.who.coordinator, life)
    return team


def opened(store: Path, random: Random, people: Lives, lives: list[Life], today: date) -> Team:
    """The team at a store that holds these people."""
    office = Office(Carelist.open(store, MANAGER), default_standards().calendar.at(today, time(16)), Random(0))
    with office.door.opened.journal.store.reading() as connection:
        entries: list[Entry] = read_stored(_LINES.rows(connection))
    for entry in entries:
        if entry.person is not None:
            office.acts.setdefault(entry.person, []).append(act_of(entry))
    return Team(office, random, people, {life.id: life for life in lives}, today=today)


def live(team: Team, season: Season, at_nine: Reading, at_five: Reading) -> None:
    """Day after day of the season."""
    events, calendar = Events(team), team.office.calendar
    _enter_duty(team, season)
    _enter_leave(team, events, season)
    for day in season.days():
        if calendar.is_service_day(day):
            team.today = day
            team.office.now = calendar.at(day, time(8, 45))
            events.sickness(day)
            team.office.now = calendar.opens(day)
            at_nine(team, day)
        events.day(day)
        if calendar.is_service_day(day):
            team.works(day)
            team.office.now = calendar.at(day, CLEANED_AT)
            at_five(team, day)


def _enter_duty(team: Team, season: Season) -> None:
    days = [day for day in season.days() if team.office.calendar.is_service_day(day)]
    bodies = [{"date": day.isoformat(), "worker": whose_turn(day)} for day in days]
    team.office.save(MANAGER, [team.office.draft("duty.set", body) for body in bodies])


def _enter_leave(team: Team, events: Events, season: Season) -> None:
    """A week for each coordinator in turn, from the third week on."""
    for number, worker in enumerate(ON_DUTY):
        first = season.first + timedelta(weeks=2 + number * 3 // 2)
        if first + timedelta(days=4) < season.first + timedelta(weeks=season.weeks):
            events.leave(worker, first, first + timedelta(days=4))

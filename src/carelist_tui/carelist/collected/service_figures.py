"""What the measures show over a service's database: figures of many teams, and nobody's name.

It needs no store, and nobody signs in: what is in the database names nobody, and no small number is shown.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from carelist_tui.catalogue import tr
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.vault.garbage import put_off_meanwhile

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from carelist_tui.domain.calendar import Calendar
    from carelist_tui.domain.measures.case import Case
    from carelist_tui.domain.measures.charts.signals import StepChange
    from carelist_tui.domain.measures.figure import Counted, Figure
    from carelist_tui.domain.measures.inquiry import Inquiry
    from carelist_tui.domain.measures.measure import Measure
    from carelist_tui.journal.collected.team_cases import CountedTeam

BY = ("team", "locality", "tier", "source")
"""By what figures of a service are grouped."""
NOTED = tr("a step change that the team noted")
"""In place of the words of one, which stay in the team."""


class ServiceFigures:
    """The figures of one service. Every moment given is aware."""

    def __init__(self, address: str) -> None:
        """Refuses as `ServiceDatabase.open` does, and (status 3) one into which no team was counted yet."""
        from carelist_tui.journal.collected.service_database import ServiceDatabase
        from carelist_tui.journal.collected.team_cases import read_places, read_teams

        self._database = ServiceDatabase.open(address)
        try:
            with self._database.reading() as connection:
                self._teams, self._places = read_teams(connection), read_places(connection)
            names = Counter(name for _, name in self._places)
            self._alike = {name for name, folders in names.items() if folders > 1}
            if not self._teams:
                raise Refused(tr("no team was counted into this database yet: `carelist collect FOLDER`"), status=3)
        except BaseException:
            self.close()
            raise

    def asked(
        self, at: datetime, since: date | None = None, until: date | None = None, *, by: str | None = None,
        team: str | None = None,
    ) -> Inquiry:  # fmt: skip
        """The period as it was asked for, in the zone of most teams. Refuses one without a day, another grouping than
        by team, locality, tier or source, and a moment before the newest entry that was counted: what was so then only
        the teams can tell."""
        from carelist_tui.domain.measures.inquiry import Inquiry

        if by is not None and by not in BY:
            raise Refused([Fault("by", tr("over a service one of {by}", by=", ".join(BY)))])
        self.check_moment(at)
        calendar = _calendar_of(self._teams)
        return replace(Inquiry.asked(at, calendar.zone, since, until, by=by, team=team), calendar=calendar)

    def check_moment(self, at: datetime) -> None:
        """Refuses a moment before the newest entry that was counted."""
        if late := [each for each in self._teams if each.newest_at > sortable(at)]:
            newest = max(each.newest_at for each in late)
            sentence = tr(
                "figures were counted with entries up to {newest}: read them then or later, or ask the teams",
                newest=newest,
            )
            raise Refused([Fault("at", sentence)])

    def answer(self, keys: Collection[str], asked: Inquiry, *, with_cases: bool = False) -> dict[str, Any]:
        """What `measures --json` answers, as it may leave: small numbers hidden, without what is for managers alone.
        With its cases under pseudonyms. Refuses a measure that nobody knows, and a team that was not counted."""
        from carelist_tui.carelist.measures import measures_named
        from carelist_tui.domain.measures.figure import figure_as_json
        from carelist_tui.domain.measures.figures_outside import answer_that_leaves, hidden_among_teams

        measures = measures_named(keys)
        if keys and (apart := [each.key for each in measures if each.for_whom != "everybody"]):
            said = tr("is about workers by name, and can't be asked of a service: ask the team")
            raise Refused([Fault("name", f"{each} {said}") for each in apart])
        measures = [each for each in measures if each.for_whom == "everybody"]
        told, cases = list[dict[str, Any]](), dict[str, list[Mapping[str, Any]]]()
        hidden = dict[str, Collection[tuple[str, str]]]()
        for figure, counted in self._each_figure(measures, asked):
            told.append(figure_as_json(figure, counted, asked, with_cases=False))
            cases[figure.measure.key] = _cases_of(figure, asked) if with_cases else []
            if asked.team is None:
                hidden[figure.measure.key] = hidden_among_teams(figure, counted, asked)
        if asked.team is not None:  # what the others show beside it may tell what it hides
            for figure, counted in self._each_figure(measures, replace(asked, team=None)):
                hidden[figure.measure.key] = hidden_among_teams(figure, counted, asked)
        answer = answer_that_leaves({**_read_by(asked, self._asked_about(asked)), "measures": told}, hidden)
        for said in answer["measures"] if with_cases else ():
            said["cases"] = cases[said["key"]]
        return answer

    def figures(self, keys: Collection[str], asked: Inquiry) -> list[Figure]:
        """The figures themselves, with every number: for what sums over them, and shows none of it."""
        from carelist_tui.carelist.measures import measures_named

        return [figure for figure, _ in self._each_figure(measures_named(keys), asked)]

    def cases(self, measure: str) -> Iterator[Case]:
        """The cases of a measure, or the stretches on the caseload, of all teams, under their pseudonyms."""
        from carelist_tui.journal.collected.team_cases import read_collected

        with self._database.reading() as connection:
            yield from map(self._told_apart, read_collected(connection, measure))

    def case_rows(self, measure: str | None = None) -> Iterator[dict[str, Any]]:
        """Every case, or those of a measure, as its row, by team and start, with its team as it is called here."""
        from carelist_tui.journal.collected.team_cases import read_rows

        with self._database.reading() as connection:
            for row in read_rows(connection, measure):
                yield {**row, "team": self._called(row["holder"], row["team"]) or None}

    def entries(self, asked: Inquiry) -> int:
        """From how many entries the figures were counted."""
        from carelist_tui.journal.collected.team_cases import count_entries

        with self._database.reading() as connection:
            return count_entries(connection, [each.id for each in self._asked_about(asked)])

    @property
    def zone(self) -> ZoneInfo:
        """That of most teams."""
        return _calendar_of(self._teams).zone

    def teams_of(self, asked: Inquiry) -> list[str]:
        """What the teams that are asked about are called, by name."""
        if asked.team is not None:
            return [asked.team]
        return sorted({self._called(*each) for each in self._places})

    def _each_figure(self, measures: Sequence[Measure], asked: Inquiry) -> Iterator[tuple[Figure, Counted]]:
        """Each figure and what it is a sum of: of one measure at a time the cases are in memory, beside the stretches
        of time on the caseload."""
        from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
        from carelist_tui.domain.measures.figure import Counted, figure_of
        from carelist_tui.journal.collected.team_cases import read_collected

        teams = self._asked_about(asked)
        asked = replace(asked, calendar=_calendar_of(teams))
        holders = {each.id for each in teams} if asked.team is not None else None
        named = {name for holder, name in self._places if self._called(holder, name) == asked.team}

        def held(connection: Any, key: str) -> list[Case]:
            return [*map(self._told_apart, read_collected(connection, key, holders))]

        with put_off_meanwhile(), self._database.reading() as connection:
            base = Counted({}, held(connection, ON_CASELOAD))
            for measure in measures:
                changes = _changes(measure.key, teams, {None, *named})
                by_measure = {measure.key: held(connection, measure.key)}
                counted = replace(base, by_measure=by_measure, changes={measure.key: changes})
                yield figure_of(measure, counted, asked), counted

    def _asked_about(self, asked: Inquiry) -> list[CountedTeam]:
        """The teams whose cases are asked about. Refuses a name that none was counted under."""
        if asked.team is None:
            return self._teams
        holders = {holder for holder, name in self._places if self._called(holder, name) == asked.team}
        if not holders:
            raise Refused([Fault("team", tr("no team of that name was counted"))])
        return [each for each in self._teams if each.id in holders]

    def _told_apart(self, found: tuple[str, Case]) -> Case:
        """A case with its team as it is called over the whole service."""
        holder, case = found
        if case.place.team not in self._alike:
            return case
        return replace(case, place=replace(case.place, team=self._called(holder, case.place.team)))

    def _called(self, holder: str, name: str | None) -> str:
        """What a team is called: by its name, and where teams of several folders have one name, by the folder too."""
        return f"{name} ({holder[:8]})" if name in self._alike else name or ""

    def close(self) -> None:
        """Lets go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _calendar_of(teams: Iterable[CountedTeam]) -> Calendar:
    """When most of these teams are open: what is counted by service days of all together is counted by theirs."""
    hours = Counter(each.hours for each in teams)
    most = max(hours.items(), key=lambda found: (found[1], repr(found[0])))[0]
    return next(each.calendar for each in teams if each.hours == most)


def _changes(measure: str, teams: Sequence[CountedTeam], named: Collection[str | None]) -> list[StepChange]:
    """The step changes that hold for these figures: those of one folder; what one team noted is none of all."""
    from carelist_tui.domain.measures.charts.signals import StepChange

    if len(teams) != 1:
        return []
    months = {month for key, month, team in teams[0].changes if key == measure and team in named}
    return [StepChange(month, NOTED) for month in sorted(months)]


def _read_by(asked: Inquiry, teams: Sequence[CountedTeam]) -> dict[str, Any]:
    """What figures were read by. Of one team its own digests, of several one over all of theirs."""
    return {
        "at": asked.at.astimezone(asked.zone).isoformat(),
        "known_at": None,
        "from": asked.since.isoformat(),
        "to": asked.until.isoformat(),
        "standards": _one_of(each.standards for each in teams),
        "digest": _one_of(each.digest for each in teams),
        "groupings": {},
        "teams": [
            {"team": each.name, "id": each.id, "newest": each.newest_at or None, "standards": each.standards,
             "digest": each.digest}
            for each in teams
        ],
    }  # fmt: skip


def _one_of(digests: Iterable[str]) -> str:
    each = sorted(set(digests))
    return each[0] if len(each) == 1 else hashlib.sha256("".join(each).encode()).hexdigest()


def _cases_of(figure: Figure, asked: Inquiry) -> list[Mapping[str, Any]]:
    """The cases behind a figure, under pseudonyms: which entries they are of stays in the team."""
    from carelist_tui.domain.measures.figure import case_as_json

    return [{**case_as_json(each, {}, asked, figure.measure), "entries": []} for each in figure.cases]

"""What the measures show over a service's database: figures of many teams, and nobody's name.

It needs no store, and nobody signs in: what is in the database names nobody, and no small number is shown.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from carelist_tui.domain.moments import sortable
from carelist_tui.domain.refusal import Fault, Refused

if TYPE_CHECKING:
    from carelist_tui.domain.calendar import Calendar
    from carelist_tui.domain.measures.case import Case
    from carelist_tui.domain.measures.charts.signals import StepChange
    from carelist_tui.domain.measures.figure import Counted, Figure
    from carelist_tui.domain.measures.inquiry import Inquiry
    from carelist_tui.domain.measures.measure import Measure
    from carelist_tui.journal.collected.team_cases import CountedTeam

BY = ("team", "locality", "tier", "source")
"""By what figures of a service are grouped."""
NOTED = "a step change that the team noted"
"""In place of the words of one, which stay in the team."""


class ServiceFigures:
    """The figures of one service. Every moment given is aware."""

    def __init__(self, address: str) -> None:
        """Refuses as `ServiceDatabase.open` does, and (status 3) one into which no team was counted yet."""
        from carelist_tui.journal.collected.service_database import ServiceDatabase
        from carelist_tui.journal.collected.team_cases import read_teams

        self._database = ServiceDatabase.open(address)
        try:
            with self._database.reading() as connection:
                self._teams = read_teams(connection)
            if not self._teams:
                raise Refused("no team was counted into this database yet: `carelist collect FOLDER`", status=3)
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
            raise Refused([Fault("by", f"over a service one of {', '.join(BY)}")])
        if late := [each for each in self._teams if each.newest_at > sortable(at)]:
            newest = max(each.newest_at for each in late)
            sentence = f"figures were counted with entries up to {newest}: read them then or later, or ask the teams"
            raise Refused([Fault("at", sentence)])
        calendar = _calendar_of(self._teams)
        return replace(Inquiry.asked(at, calendar.zone, since, until, by=by, team=team), calendar=calendar)

    def answer(self, keys: Collection[str], asked: Inquiry, *, with_cases: bool = False) -> dict[str, Any]:
        """What `measures --json` answers, as it may leave: small numbers hidden, without what is for managers alone.
        With its cases under pseudonyms. Refuses a measure that nobody knows, and a team that was not counted."""
        from carelist_tui.carelist.measures import measures_named
        from carelist_tui.domain.measures.figure import figure_as_json, figure_of
        from carelist_tui.domain.measures.figures_outside import answer_that_leaves

        measures = [each for each in measures_named(keys) if each.for_whom == "everybody"]
        counted, teams = self._counted(measures, asked)
        asked = replace(asked, calendar=_calendar_of(teams))
        figures = [figure_of(each, counted, asked) for each in measures]
        told = [figure_as_json(each, counted, asked, with_cases=False) for each in figures]
        answer = answer_that_leaves({**_read_by(asked, teams), "measures": told})
        if with_cases:
            for figure, said in zip(figures, answer["measures"], strict=True):
                said["cases"] = _cases_of(figure, asked)
        return answer

    def figures(self, keys: Collection[str], asked: Inquiry) -> tuple[list[Figure], Counted]:
        """The figures themselves, with every number: for what sums over them, and shows none of it."""
        from carelist_tui.carelist.measures import measures_named
        from carelist_tui.domain.measures.figure import figure_of

        measures = measures_named(keys)
        counted, teams = self._counted(measures, asked)
        asked = replace(asked, calendar=_calendar_of(teams))
        return [figure_of(each, counted, asked) for each in measures], counted

    def _counted(self, measures: Sequence[Measure], asked: Inquiry) -> tuple[Counted, list[CountedTeam]]:
        from carelist_tui.domain.measures.caseload_time import ON_CASELOAD
        from carelist_tui.domain.measures.figure import Counted
        from carelist_tui.journal.collected.team_cases import read_collected, read_teams

        by_measure: dict[str, list[Case]] = {}
        with self._database.reading() as connection:
            self._teams = read_teams(connection)
            found = list(read_collected(connection, [ON_CASELOAD, *(each.key for each in measures)]))
        called = _called_apart(self._teams, found)
        holders, named = set[str](), set[str | None]((None,))
        for holder, case in found:
            name = called(holder, case.place.team)
            told = case if name == case.place.team else replace(case, place=replace(case.place, team=name))
            by_measure.setdefault(case.measure, []).append(told)
            if asked.team in (None, name):
                holders.add(holder)
            if asked.team is not None and asked.team == name:
                named.add(case.place.team)
        if asked.team is not None and not holders:
            raise Refused([Fault("team", "no team of that name was counted")])
        teams = [each for each in self._teams if each.id in holders] or self._teams
        changes = {each.key: _changes(each.key, teams, named) for each in measures}
        return Counted(by_measure, by_measure.get(ON_CASELOAD, []), changes=changes), teams

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


def _called_apart(
    teams: Sequence[CountedTeam], found: Iterable[tuple[str, Case]]
) -> Callable[[str, str | None], str | None]:  # fmt: skip
    """What a team is called: by its name, and where teams of several folders have one name, by the folder too."""
    holders: dict[str, set[str]] = {}
    for holder, case in found:
        holders.setdefault(case.place.team or "", set()).add(holder)
    alike = {name for name, of in holders.items() if name and len(of) > 1}
    return lambda holder, name: f"{name} ({holder[:8]})" if name in alike else name


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

"""What of few people in one team is told by no answer of a service, and by none laid beside another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist.collected.service_figures import ServiceFigures
from carelist_tui.domain.measures.charts.hidden import SMALL
from carelist_tui.domain.refusal import Refused
from tests.exchange.collector.service import Service
from tests.exchange.sync.folders import NOW, Office
from tests.exchange.sync.world import BEGIN
from tests.journal.telling import accepted

pytestmark = pytest.mark.slow
LATER = BEGIN + timedelta(days=150)
FROM, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
PEOPLE = {"a": (3, 9), "b": (20, 12), "c": (30, 7)}
"""Of each team how many were accepted in one month, and in the next."""
Answer = dict[str, Any]


@pytest.fixture(scope="module", params=["c", "ba", "abc"])
def teams(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def collected(service: Service, office_of: Callable[[], Office], teams: str) -> None:
    folders = list[Path]()
    for team in teams:
        office = office_of()
        laptop = office.laptop(team)
        for month, count in enumerate(PEOPLE[team]):
            at = BEGIN + timedelta(days=31 * month)
            told = [accepted(f"{team}-{month}-{number}", at + timedelta(minutes=number)) for number in range(count)]
            laptop.door.record(told, at + timedelta(hours=2))
        laptop.sync(NOW + timedelta(days=62))
        folders.append(office.folder)
    assert all(each.is_sound for each in service.collect(*folders, now=LATER))


def answers(figures: ServiceFigures) -> Iterator[tuple[str | None, Answer]]:
    """About all of them, by team, and about each alone: whose it is (None: all teams'), and what was answered."""
    for by in (None, "team"):
        yield None, figures.answer(["access"], asked(figures, by=by))["measures"][0]
    for team in figures.teams_of(asked(figures)):
        yield team, figures.answer(["access"], asked(figures, team=team))["measures"][0]


def asked(figures: ServiceFigures, **how: Any) -> Any:
    return figures.asked(LATER, FROM, UNTIL, **how)


def test_no_small_number_is_told_by_all_answers_of_one_period_side_by_side(
    service: Service, office_of: Callable[[], Office], teams: str
) -> None:
    collected(service, office_of, teams)
    with ServiceFigures(service.address) as figures:
        shown = dict[tuple[str, str], int]()
        for team, answer in answers(figures):
            cells = [(("", ""), answer), *((("", each["month"]), each) for each in answer["points"])]
            cells += [((each["key"], ""), each) for each in answer["groups"]]
            for (group, month), cell in cells:
                if not cell["hidden"]:
                    shown[team or group, month] = cell["d"]
        true = true_cells(figures)
    assert shown.items() <= true.items()
    told = worked_out(shown, {team for team, _ in true}, {month for _, month in true})
    assert [(cell, count) for cell, count in sorted(told.items()) if count in SMALL] == []


def true_cells(figures: ServiceFigures) -> dict[tuple[str, str], int]:
    told = dict[tuple[str, str], int]()
    for team in [None, *figures.teams_of(asked(figures))]:
        (figure,) = figures.figures(["access"], asked(figures, team=team))
        told[team or "", ""] = figure.tally.d
        told |= {(team or "", each.month): each.d for each in figure.points}
    return told


def worked_out(shown: dict[tuple[str, str], int], teams: set[str], months: set[str]) -> dict[tuple[str, str], int]:
    """Every cell that follows from those shown by taking the others of a row or a column from its total."""
    told = dict(shown)
    rows = [[("", month), *((team, month) for team in sorted(teams - {""}))] for month in months]
    rows += [[(team, ""), *((team, month) for month in sorted(months - {""}))] for team in teams]
    while True:
        before = len(told)
        for total, *members in rows:
            unknown = [cell for cell in (total, *members) if cell not in told]
            if len(unknown) == 1:
                of_members = sum(told.get(cell, 0) for cell in members)
                told[unknown[0]] = of_members if unknown[0] == total else told[total] - of_members
        if len(told) == before:
            return told


def test_what_is_about_workers_by_name_is_refused_of_a_service_and_not_left_out(
    service: Service, office_of: Callable[[], Office]
) -> None:
    collected(service, office_of, "a")
    with ServiceFigures(service.address) as figures:
        with pytest.raises(Refused, match="ask the team") as refused:
            figures.answer(["caseload_balance"], asked(figures))
        assert refused.value.status == 2
        assert "caseload_balance" not in {each["key"] for each in figures.answer([], asked(figures))["measures"]}


def test_one_team_alone_stands_against_no_limits_of_chance(service: Service, office_of: Callable[[], Office]) -> None:
    collected(service, office_of, "c")
    with ServiceFigures(service.address) as figures:
        (figure,) = figures.figures(["access"], asked(figures, by="team"))
    assert [each["low95"] for each in figure.groups] == [None]

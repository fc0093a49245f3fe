"""What a service says of each team is what the team's own store says: every measure, month and group."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.collected.service_figures import ServiceFigures
from carelist_tui.carelist.collected.service_papers import service_list, service_report
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import tell_caseload
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.measures.charts.funnels import funnel
from carelist_tui.domain.measures.figure import Figure
from carelist_tui.domain.measures.inquiry import Inquiry
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.domain.measures.nameless import Pseudonyms, Vocabulary
from carelist_tui.domain.standards import default_standards
from tests.exchange.collector.conftest import ENGINES
from tests.exchange.collector.postgres import Postgres
from tests.exchange.collector.service import Service
from tests.harness.sizes import size

pytestmark = [pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(size(900, 6 * 3600))]

DAY = date(2026, 11, 27)
FOLDERS, PEOPLE, MONTHS = size(2, 5), size(14, 200), 3
"""Five teams of 200 people are told by night."""
TELLER = tell_caseload(DAY, people=1, seed=1, calendar=Calendar(ServiceHours()))
AT = TELLER.moment
MANAGER = "w-maya"
BY = ("team", "locality", "tier", "source")
TEAMS = ("North", "South", "East")
LISTED = Vocabulary.of(default_standards(), TEAMS)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[Carelist, Path]]]:
    """Some teams that work apart, each with months behind it, and the folder of each."""
    root, made = tmp_path_factory.mktemp("teams"), []
    for seed in range(1, FOLDERS + 1):
        teller = tell_caseload(DAY, people=PEOPLE, seed=seed, calendar=Calendar(ServiceHours()), months=MONTHS)
        fill(root / f"store{seed}", teller, worker=MANAGER)
        door, folder = Carelist.open(root / f"store{seed}", MANAGER), root / f"folder{seed}"
        folder.mkdir()
        assert door.sync(folder, AT).is_sound
        door.measures.count()
        made.append((door, folder))
    yield made
    for door, _ in made:
        door.close()


@pytest.fixture(scope="module", params=ENGINES)
def counted(
    request: pytest.FixtureRequest, stores: list[tuple[Carelist, Path]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    room = tmp_path_factory.mktemp("service")
    address = f"sqlite:///{room / 'service.db'}"
    if request.param != "sqlite":
        postgres: Postgres = request.getfixturevalue("running")
        address = postgres.address()
    with Service.at(room / "collector", address) as service:
        told = service.collect(*(folder for _, folder in stores), now=AT)
        assert all(each.is_sound and each.is_new for each in told)
        yield service


def said(figure: Figure) -> dict[str, Any]:
    """All that a figure says but why its limits begin anew: those words stay in the team."""
    tally, chart = figure.tally, figure.chart
    lines = [replace(each, reason=None) for each in (chart.limits, *chart.stretches)]
    groups = [{**each, "key": (each["key"] or "").partition(" (")[0]} for each in figure.groups]
    is_named = figure.measure.for_whom == "everybody"  # else by worker, and those have pseudonyms
    rows = [
        (each.title, sorted(repr(row if is_named else replace(row, label="")) for row in each.rows))
        for each in figure.breakdowns
    ]
    return {
        "n": tally.n, "d": tally.d, "value": tally.value, "more": tally.more, "late": tally.late,
        "not ripe": tally.not_ripe, "left out": dict(tally.left_out), "seconds": sorted(map(repr, tally.seconds)),
        "months": figure.points, "chart": figure.kind, "gaps": figure.gaps, "lines": lines, "signal": chart.signal,
        "groups": groups, "breakdowns": rows, "cases": len(figure.cases),
    }  # fmt: skip


def differences(ours: list[Figure], theirs: list[Figure]) -> list[str]:
    assert [each.measure.key for each in ours] == [each.measure.key for each in theirs] == [*MEASURES]
    pairs = ((a.measure.key, said(a), said(b)) for a, b in zip(ours, theirs, strict=True))
    return [f"{key} {what}: {a[what]} {b[what]}" for key, a, b in pairs for what in a if a[what] != b[what]]


def own(door: Carelist, **asked: Any) -> list[Figure]:
    return door.measures.figures([*MEASURES], Inquiry.asked(AT, door.glance.calendar.zone, **asked))[0]


def teams_of(service: ServiceFigures) -> dict[str, str]:
    """By what each is called in a service the folder it is of, as its first digits say."""
    groups = service.figures(["access"], service.asked(AT, by="team"))[0].groups
    return {group["key"]: group["key"].partition("(")[2][:8] for group in groups}


def test_every_measure_and_month_of_each_team_is_what_its_own_store_says(
    counted: Service, stores: list[tuple[Carelist, Path]]
) -> None:
    ids = [each.id for each in counted.collect(*(folder for _, folder in stores), now=AT)]
    with ServiceFigures(counted.address) as service:
        teams = teams_of(service)
        assert len(teams) == 3 * FOLDERS
        for (door, _), id in zip(stores, ids, strict=True):
            for name in (name for name, of in teams.items() if str(id).startswith(of)):
                theirs = service.figures([*MEASURES], service.asked(AT, team=name))
                assert not differences(own(door, team=name.partition(" (")[0]), theirs), name


def test_of_one_folder_alone_every_figure_and_group_is_what_its_store_says(
    stores: list[tuple[Carelist, Path]], tmp_path: Path
) -> None:
    door, folder = stores[0]
    with Service.at(tmp_path / "collector", f"sqlite:///{tmp_path / 'one.db'}") as alone:
        alone.collect(folder, now=AT)
        with ServiceFigures(alone.address) as service:
            for by in (None, *BY):
                theirs = service.figures([*MEASURES], service.asked(AT, by=by))
                assert not differences(own(door, by=by), theirs), by
            answer = service.answer([], service.asked(AT))
            ours = door.measures.answer([], Inquiry.asked(AT, door.glance.calendar.zone))
            for key in ("at", "from", "to", "standards", "digest"):
                assert answer[key] == ours[key], key


def test_of_all_teams_together_each_share_is_the_sum_of_theirs(
    counted: Service, stores: list[tuple[Carelist, Path]]
) -> None:
    with ServiceFigures(counted.address) as service:
        together = service.figures([*MEASURES], service.asked(AT))
    apart = [own(door) for door, _ in stores]
    for figure, *others in zip(together, *apart, strict=True):
        if figure.measure.unit == "share":
            sums = [sum(each.tally.n for each in others), sum(each.tally.d for each in others)]
            assert [figure.tally.n, figure.tally.d] == sums, figure.measure.key


def test_no_fact_of_a_team_that_the_demonstration_tells_is_withheld(counted: Service) -> None:
    words = [row for row in counted.rows()["case"] if "own words" in repr(row)]
    assert words == []


def test_no_id_and_no_word_of_a_team_is_in_the_database(
    counted: Service, all_marks: set[str], request: pytest.FixtureRequest
) -> None:
    """Looked for in every byte."""
    text = everything(counted, request)
    assert len(all_marks) > 2000
    assert sorted(mark for mark in all_marks if mark in text) == []


def test_no_word_of_a_team_is_in_the_list_of_processes_or_in_what_is_said(
    counted: Service, stores: list[tuple[Carelist, Path]], all_marks: set[str], tmp_path: Path
) -> None:
    """Looked for in the arguments, the environment and the title of every process of a collection, and of the server's,
    for as long as it runs; and in all that it says."""
    with Service.at(tmp_path / "second", "sqlite://"):
        pass
    address = counted.address if counted.address.startswith("postgres") else f"sqlite:///{tmp_path / 'other.db'}"
    command = [sys.executable, "-m", "carelist_tui", "--store", str(tmp_path / "second"), "collect"]
    command += [*(str(folder) for _, folder in stores), "--into", address, "--json"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CARELIST")}
    said = list[str]()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=kept) as process:
        while process.poll() is None:
            said += titles(process.pid)
            time.sleep(0.05)
        assert process.stdout is not None
        said.append(process.stdout.read())
        assert process.returncode == 0, said[-1]
    assert len(said) > 10 or sys.platform != "linux"
    text = "".join(dict.fromkeys(said))
    assert sorted(mark for mark in all_marks if mark in text) == []


def titles(ours: int) -> list[str]:
    """How a process of ours, and each of PostgreSQL, stands in the list of processes."""
    told = list[str]()
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            title = (place / "cmdline").read_bytes().decode("latin-1")
            if place.name == str(ours):
                told.append(title + (place / "environ").read_bytes().decode("latin-1"))
            elif title.startswith("postgres:"):
                told.append(title)
    return told


@pytest.fixture(scope="module")
def all_marks(stores: list[tuple[Carelist, Path]]) -> set[str]:
    """Every id, name, number, telephone and sentence that the teams recorded."""
    marks = set[str]()
    for door, _ in stores:
        with door.journal.store.reading() as connection:
            for envelope, body in connection.execute("SELECT envelope, body FROM entry"):
                marks |= marks_in(envelope, is_envelope=True) | marks_in(body or "{}", is_envelope=False)
    return marks


def everything(service: Service, request: pytest.FixtureRequest) -> str:
    if service.address.startswith("sqlite"):
        path = Path(service.address.removeprefix("sqlite:///"))
        return "".join(each.read_bytes().decode("latin-1") for each in path.parent.glob(f"{path.name}*"))
    postgres: Postgres = request.getfixturevalue("running")
    return postgres.text(service.address) + postgres.log()


def marks_in(told: str, *, is_envelope: bool) -> set[str]:
    """The ids of an entry, of whom it is about and of who wrote it; every text of its body that is no choice, no
    moment and no team."""
    value = json.loads(told)
    if is_envelope:
        return {value[name] for name in ("id", "person", "author") if value.get(name)}
    return {text for text in texts(value) if is_typed(text)}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def is_typed(text: str) -> bool:
    """Whether somebody's own words, or a name, a number, an address: no key of the format, no date, no time of day."""
    is_key = text in LISTED.words or text in TEAMS or re.fullmatch(r"[a-z_]+", text)
    return len(text) > 3 and not is_key and not re.match(r"\d{4}-\d\d|\d\d:\d\d", text)


def test_the_people_of_a_service_are_those_of_its_teams_but_of_teams_of_few(
    counted: Service, stores: list[tuple[Carelist, Path]]
) -> None:
    with ServiceFigures(counted.address) as service:
        told = service_list(service, "people", AT)
    by_team: dict[str, set[tuple[str, str, str]]] = {}
    for door, folder in stores:
        names = Pseudonyms.by_folder((folder / "carelist" / "folder-id").read_text().strip())
        for item in door.lists.answer("people", AT)["items"]:
            team = f"{door.people.person(item['person'], AT)['identity']['team']} ({names.of_team[:8]})"
            by_team.setdefault(team, set()).add((names.of(item["person"]), item["zone"], item["tier"]))
    few = {team for team, people in by_team.items() if len(people) < 5}
    shown = {person for team in by_team.keys() - few for person in by_team[team]}
    assert {(item["person"], item["zone"], item["tier"]) for item in told["items"]} == shown
    assert set(told["hidden"]) == few
    assert shown
    assert {(item["name"], item["ref"]) for item in told["items"]} == {(None, None)}


@pytest.mark.parametrize("kind", ["week", "crises", "incidents", "escalations", "handovers"])
def test_a_list_over_a_service_holds_nobody_whom_the_teams_own_does_not(
    counted: Service, stores: list[tuple[Carelist, Path]], kind: str
) -> None:
    with ServiceFigures(counted.address) as service:
        told = service_list(service, kind, AT)
    ours = {
        Pseudonyms.by_folder((folder / "carelist" / "folder-id").read_text().strip()).of(item["person"])
        for door, folder in stores
        for item in door.lists.answer(kind, AT)["items"]
    }
    assert {item["person"] for item in told["items"]} <= ours
    assert bool(told["items"] or told["hidden"]) is bool(ours)


def test_teams_stand_against_the_limits_of_chance_and_none_of_few_is_told(counted: Service) -> None:
    with ServiceFigures(counted.address) as service:
        asked = service.asked(AT, by="team")
        (figure,) = service.figures(["steps_on_time"], asked)
        answer = service.answer(["steps_on_time"], asked)["measures"][0]
        page = service_report(service, "commissioner", service.asked(AT), AT).html().decode()
    limits = funnel({group["key"]: (group["n"], group["d"]) for group in figure.groups})
    assert limits
    for group in figure.groups:
        around = limits.get(group["key"])
        assert (group["low95"], group["high998"]) == ((around.low95, around.high998) if around else (None, None))
    few = {each["key"] for each in figure.groups if {each["n"], each["d"], each["d"] - each["n"]} & {1, 2, 3, 4}}
    hidden = {each["key"] for each in answer["groups"] if each["hidden"]}
    assert few <= hidden
    assert {each["low95"] for each in answer["groups"] if each["hidden"]} <= {None}
    assert "Variation between teams" in page

"""What may happen to a database or a folder between two collections, and in the middle of one."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, delete, func, select, text, update

from carelist_tui.carelist.collected.service_figures import ServiceFigures
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.collected import team_cases
from carelist_tui.journal.collected.service_tables import PLACE, SCHEMA, TEAM, VERSION
from tests.cli.surface import carelist
from tests.exchange.collector.postgres import Postgres
from tests.exchange.collector.service import Service
from tests.exchange.sync.folders import NOW, Office

pytestmark = pytest.mark.slow
Offices = Callable[[], Office]


def synced(office: Office, *names: str) -> Office:
    for name in names or ("a",):
        office.laptop(name, 4).sync(NOW)
    return office


def test_a_folder_that_was_moved_or_renamed_is_the_same_team(service: Service, office_of: Offices) -> None:
    office = synced(office_of())
    service.collect(office.folder)
    before = service.rows()
    moved = office.root / "elsewhere and renamed"
    office.folder.rename(moved)
    (told,) = service.collect(moved)
    assert (told.is_sound, told.is_new) == (True, False)
    assert service.rows() == before


def test_two_teams_of_one_name_are_two(service: Service, office_of: Offices) -> None:
    folders = [synced(office_of()).folder, synced(office_of()).folder]
    service.collect(*folders)
    assert len({row[0] for row in service.rows()["team"]}) == 2
    with ServiceFigures(service.address) as figures:
        names = figures.teams_of(figures.asked(NOW))
        assert len(names) == 2
        for name in names:
            assert figures.figures(["access"], figures.asked(NOW, team=name))[0].tally.not_ripe == 1


def test_a_folder_swapped_for_another_teams_adds_that_team_and_takes_nothing_away(
    service: Service, office_of: Offices
) -> None:
    one, two = synced(office_of()), synced(office_of(), "b")
    service.collect(one.folder)
    before = service.rows()["case"]
    shutil.rmtree(one.folder)
    shutil.copytree(two.folder, one.folder)
    (told,) = service.collect(one.folder)
    assert told.is_sound
    assert set(before) < set(service.rows()["case"])


def test_a_folder_of_which_nothing_can_be_read_makes_no_team(service: Service, office_of: Offices) -> None:
    office = synced(office_of())
    whole = {path: path.read_bytes() for path in office.segments()}
    for path, raw in whole.items():
        path.write_bytes(raw[:-9])
    (told,) = service.collect(office.folder)
    assert [each.kind for each in told.problems] == ["refused"]
    assert service.rows()["team"] == []
    for path, raw in whole.items():
        path.write_bytes(raw)
    assert service.collect(office.folder)[0].people == 2


def test_a_database_of_a_newer_version_is_left_alone(service: Service, office_of: Offices) -> None:
    office = synced(office_of())
    service.collect(office.folder)
    engine = create_engine(service.address)
    with engine.begin() as connection:
        connection.execute(update(SCHEMA), {"version": VERSION + 1})
    engine.dispose()
    before = service.rows()
    for act in (lambda: service.collect(office.folder), lambda: ServiceFigures(service.address)):
        with pytest.raises(Refused, match="newer version") as refused:
            act()
        assert refused.value.status == 3
    assert service.rows() == before


def test_a_database_of_the_first_version_is_upgraded_and_its_teams_are_counted_anew(
    service: Service, office_of: Offices
) -> None:
    office = synced(office_of())
    service.collect(office.folder)
    whole = service.rows()
    engine = create_engine(service.address)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE place"))
        connection.execute(update(SCHEMA), {"version": 1})
    engine.dispose()
    with pytest.raises(Refused, match="collect once more"):
        ServiceFigures(service.address)
    (told,) = service.collect(office.folder)
    assert (told.is_new, told.people) == (True, 0)
    assert service.rows() == whole


@pytest.mark.postgresql
def test_a_server_that_goes_away_in_the_middle_leaves_all_as_it_was_and_the_next_run_goes_on(
    running: Postgres, room: Path, office_of: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = running.address()
    with Service.at(room / "collector", address) as service:
        office = synced(office_of())
        service.collect(office.folder)
        before = service.rows()
        synced(office, "b")
        engine, put = create_engine(address), team_cases._put_team

        def cut_off(connection: Any, team: Any) -> None:
            with engine.connect() as other:
                others = select(func.pg_terminate_backend(text("pid"))).select_from(text("pg_stat_activity"))
                other.execute(others.where(text("pid <> pg_backend_pid() AND datname = current_database()")))
            put(connection, team)

        with monkeypatch.context() as patched:
            patched.setattr(team_cases, "_put_team", cut_off)
            with pytest.raises(Refused, match="can't be used") as refused:
                service.collect(office.folder)
        engine.dispose()
        assert refused.value.status == 3
        assert service.rows() == before
        (told,) = service.collect(office.folder)
        assert (told.is_sound, told.people) == (True, 2)  # them, and what is about nobody


@pytest.mark.parametrize("how", ["s3cret-w0rd@", "@", "?password=s3cret-w0rd"])
def test_a_password_in_an_address_is_warned_of_and_said_nowhere(how: str, tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    address = "postgresql+psycopg://collector" + (f":{how}" if how[0] == "s" else "@")
    address += f"/none?host={tmp_path}" + (f"&{how[1:]}" if how[0] == "?" else "")
    for asked in (("measures",), ("list", "people")):
        answer = carelist(*asked, "--service", address)
        assert answer.status == 3
        assert ("list of processes" in answer.err) is (how != "@")
        assert "s3cret-w0rd" not in answer.err + answer.out


def test_a_file_that_is_damaged_or_was_cut_is_named_plainly(service: Service, office_of: Offices, room: Path) -> None:
    office = synced(office_of())
    path = room / "cut.db"
    with Service.at(room / "second", f"sqlite:///{path}") as second:
        second.collect(office.folder)
        with sqlite3.connect(path) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path.write_bytes(path.read_bytes()[:5000])
        with pytest.raises(Refused) as refused:
            second.collect(office.folder)
        assert refused.value.status == 3


def test_a_place_that_is_no_longer_told_is_gone(service: Service, office_of: Offices) -> None:
    office = synced(office_of())
    service.collect(office.folder)
    engine = create_engine(service.address)
    with engine.begin() as connection:
        connection.execute(delete(PLACE))
        connection.execute(update(TEAM), {"release": ""})
    engine.dispose()
    service.collect(office.folder)
    assert len(service.rows()["place"]) == 1

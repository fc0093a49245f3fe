"""What may happen to a database or a folder between two collections, and in the middle of one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, delete, func, select, text, update

from carelist_tui.carelist.collected.service_figures import ServiceFigures
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.collector import collection
from carelist_tui.journal.collected import team_cases
from carelist_tui.journal.collected.service_tables import PLACE, SCHEMA, TEAM, VERSION
from tests.cli.surface import carelist, make_store
from tests.exchange.collector.postgres import Postgres
from tests.exchange.collector.service import Service
from tests.exchange.sync.folders import NOW, Office
from tests.harness.mounts import mounted, needs_mounts

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
    folders = [synced(office_of()).folder, synced(office_of(), "b").folder]
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


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("postgresql://u:s3cret@h:port/db", 2),
        ("postgresql://[::1/db", 2),
        ("postgresql://u@h/db?port=s3cret", 2),
        ("postgresql://u:p@s3cret@h/db", 2),
        ("postgresql://u:p@x/s3cret@h/db", 2),
        ("postgresql://u@a..b/db", 3),
        pytest.param(f"postgresql://u@{'a' * 300}/db", 3, id="a host of 300 letters"),
        ("sqlite:///x.db?timeout=s3cret", 2),
        ("sqlite:///x.db?mode=ro", 2),
    ],
)
@pytest.mark.parametrize("command", ["measures", "collect"])
def test_an_address_that_is_none_is_refused_in_one_sentence_that_says_no_part_of_it(
    address: str, status: int, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.chdir(tmp_path)
    if command == "measures":
        answer = carelist("measures", "--service", address)
    else:
        answer = carelist("collect", tmp_path, "--into", address, store=make_store(tmp_path / "store"))
    assert answer.status == status, answer
    assert "s3cret" not in answer.out + answer.err
    assert not any(word in answer.err for word in ("Traceback", "Warning", "fault of its own"))
    assert list(tmp_path.glob("*.db*")) == []


@pytest.mark.parametrize("holds", ["", "INSERT INTO carelist_service VALUES ('abc')"])
def test_a_database_that_only_looks_like_a_services_is_refused_plainly(holds: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as raw:
        raw.executescript(f"CREATE TABLE carelist_service (version TEXT); {holds}")
    raw.close()
    answer = carelist("measures", "--service", f"sqlite:///{tmp_path / 'other.db'}")
    assert (answer.status, "holds something else" in answer.err) == (3, True)


def with_another_id(folder: Path, place: Path) -> Path:
    """A copy of a team's folder that is not told as the same one."""
    shutil.copytree(folder, place)
    (place / "carelist" / "folder-id").write_text("ab" * 16 + "\n")
    return place


def test_nobody_counts_twice_where_a_teams_folder_has_a_copy_of_another_id(
    service: Service, office_of: Offices
) -> None:
    office = synced(office_of())
    copy = with_another_id(office.folder, office.root / "copy")
    synced(office, "b")
    service.collect(office.folder)
    before = service.rows()
    for _ in range(2):
        (told,) = service.collect(copy)
        assert [each.kind for each in told.problems] == ["another_folder"]
        assert service.rows() == before
    equal = with_another_id(office.folder, office.root / "equal")
    assert not service.collect(equal)[0].is_sound
    assert service.rows() == before
    assert service.collect(office.folder)[0].is_sound


def test_a_team_that_begins_a_folder_anew_is_the_same_people_there(service: Service, office_of: Offices) -> None:
    office = synced(office_of())
    service.collect(office.folder)
    before = service.rows()
    anew = with_another_id(office.folder, office.root / "anew")
    office.folder.rename(office.root / "old")
    anew.rename(office.folder)
    synced(office, "b")
    (told,) = service.collect(office.folder)
    assert told.is_sound
    after = service.rows()
    assert [len(after[name]) for name in ("team", "place")] == [1, 1]
    assert len(after["counted"]) == len(before["counted"]) + 1
    assert {row[0] for row in after["counted"]} == {told.id}
    assert [each.kind for each in service.collect(office.root / "old")[0].problems] == ["another_folder"]
    assert service.rows() == after


def test_two_teams_that_are_one_by_now_count_once(service: Service, office_of: Offices) -> None:
    one, two = synced(office_of()), synced(office_of(), "b")
    service.collect(one.folder, two.folder)
    merged = with_another_id(one.folder, one.root / "merged")
    shutil.copytree(two.folder, merged, dirs_exist_ok=True, ignore=shutil.ignore_patterns("folder-id"))
    (told,) = service.collect(merged)
    assert told.is_sound
    after = service.rows()
    assert {row[0] for row in after["reading"]} == {told.id}
    assert len(after["reading"]) == 2


def test_an_id_that_two_teams_share_counts_the_first_and_names_the_second(service: Service, office_of: Offices) -> None:
    one, two = synced(office_of()), synced(office_of(), "b")
    shutil.copy(one.folder / "carelist" / "folder-id", two.folder / "carelist" / "folder-id")
    first, second = service.collect(one.folder, two.folder)
    before = service.rows()
    assert (first.is_sound, [each.kind for each in second.problems]) == (True, ["rolled_back"])
    first, second = service.collect(two.folder, one.folder)
    assert (first.is_sound, second.is_sound) == (False, True)
    assert service.rows() == before


def test_what_a_later_release_counts_meanwhile_is_not_written_over(
    service: Service, office_of: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = synced(office_of())
    service.collect(office.folder)
    synced(office, "b")
    take_in = collection._take_in

    def meanwhile(change: Any) -> None:
        def taken(*given: Any) -> Any:
            report, engine = take_in(*given), create_engine(service.address)
            with engine.begin() as connection:
                connection.execute(change)
            engine.dispose()
            return report

        monkeypatch.setattr(collection, "_take_in", taken)

    for change, said in ((update(TEAM).values(release="999.0"), "999.0"), (update(SCHEMA).values(version=99), "newer")):
        meanwhile(change)
        with pytest.raises(Refused, match=said) as refused:
            service.collect(office.folder)
        assert refused.value.status == 3
        assert len(service.rows()["reading"]) == 1
        engine = create_engine(service.address)
        with engine.begin() as connection:
            connection.execute(update(TEAM).values(release="0.1"))
        engine.dispose()


def test_laptops_that_were_copied_from_each_other_are_two_teams_once_they_went_on_apart(
    service: Service, office_of: Offices
) -> None:
    one, two = office_of(), office_of()
    for office, entries in ((one, 3), (two, 4)):
        office.laptop("a", entries).sync(NOW if office is one else NOW + timedelta(minutes=1))
    devices = [{path.name for path in office.folder.rglob("*") if len(path.name) == 32} for office in (one, two)]
    told = service.collect(one.folder, two.folder)
    assert [each.is_sound for each in told] == [True, True]
    assert devices[0] == devices[1] != set()
    assert len(service.rows()["team"]) == 2


def test_a_database_in_a_teams_folder_is_refused_and_not_made(office_of: Offices, room: Path) -> None:
    office = synced(office_of())
    for place in (office.folder, office.folder / "carelist"):
        with Service.at(room / place.name, f"sqlite:///{place / 'service.db'}") as service:
            with pytest.raises(Refused, match="team's folder") as refused:
                service.collect(office.folder)
            assert refused.value.status == 2
            assert not (place / "service.db").exists()


@pytest.mark.posix
def test_whoever_may_only_read_the_file_reads_it_and_writes_nothing(
    office_of: Offices, room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As SQLite meets it where it can make no file beside it: root may write anywhere, so what may be is said here."""
    office = synced(office_of())
    with Service.at(room / "collector", f"sqlite:///{room / 'service.db'}") as service:
        service.collect(office.folder)
        with ServiceFigures(service.address) as figures:
            expected = figures.answer(["access"], figures.asked(NOW))
    monkeypatch.setattr(os, "access", lambda *_: False)
    with ServiceFigures(service.address) as figures:
        assert figures.answer(["access"], figures.asked(NOW)) == expected
        assert [each.name for each in room.glob("service.db*")] == ["service.db"]


@needs_mounts
def test_a_disk_that_is_full_or_read_only_is_named_and_what_stood_there_stands(office_of: Offices, room: Path) -> None:
    office = synced(office_of())
    with (
        mounted(room / "disk", "400k") as disk,
        Service.at(room / "collector", f"sqlite:///{disk.place / 'service.db'}") as service,
    ):
        service.collect(office.folder)
        before = service.rows()
        disk.fill()
        synced(office, "b")
        with pytest.raises(Refused, match="full") as refused:
            service.collect(office.folder)
        assert refused.value.status == 3
        disk.make_room()
        assert service.rows() == before
        disk.go_read_only()
        with pytest.raises(Refused, match="read-only") as refused:
            service.collect(office.folder)
        assert refused.value.status == 3
        with ServiceFigures(service.address) as figures:
            assert figures.answer(["access"], figures.asked(NOW))["measures"][0]["key"] == "access"

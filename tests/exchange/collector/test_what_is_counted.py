"""What a collection takes in of each folder, and what it leaves as it was: only what is new, all of a team or none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.collector.private_journal import FOLDER
from carelist_tui.journal.collected import team_cases
from carelist_tui.journal.collected.service_tables import CASE
from tests.exchange.collector.service import Service
from tests.exchange.sync.folders import NOW, Office, write
from tests.exchange.sync.world import BEGIN
from tests.journal.telling import accepted, completed, corrected, draft

pytestmark = pytest.mark.slow
Offices = Callable[[], Office]


def synced(office: Office, name: str = "a", entries: int = 4) -> Office:
    laptop = office.laptop(name, entries)
    laptop.sync(NOW)
    return office


def test_a_folder_is_counted_once_and_again_only_where_something_is_new(service: Service, office_of: Offices) -> None:
    office = synced(office_of())
    (first,) = service.collect(office.folder)
    assert (first.is_new, first.is_sound, first.entries, first.people) == (True, True, 5, 2)
    before = service.rows()
    (again,) = service.collect(office.folder)
    assert (again.is_new, again.is_sound, again.people) == (False, True, 0)
    assert service.rows() == before
    synced(office, "b")
    (later,) = service.collect(office.folder)
    assert (later.is_new, later.people) == (True, 2)
    assert service.rows()["case"] != before["case"]


def test_in_whatever_order_and_however_often_teams_are_collected_the_rows_are_the_same(
    service: Service, office_of: Offices, tmp_path: Path
) -> None:
    one, two = synced(office_of()), synced(office_of(), "b")
    assert [each.is_sound for each in service.collect(one.folder, two.folder)] == [True, True]
    synced(one, "c")
    service.collect(two.folder, one.folder, one.folder)
    with Service.at(tmp_path / "other", f"sqlite:///{tmp_path / 'other.db'}") as other:
        other.collect(two.folder, one.folder)
        assert other.rows() == service.rows()
    assert len(service.rows()["team"]) == 2


def test_a_late_entry_moves_the_cases_of_its_person_and_of_nobody_else(service: Service, office_of: Offices) -> None:
    office = office_of()
    laptops = [office.laptop(name, 3) for name in "ab"]
    for laptop in laptops:
        laptop.sync(NOW)
    service.collect(office.folder)
    before = dict(service.rows())
    ref = f"a-{laptops[0].device[:4]}"
    laptops[0].door.record([completed(ref, BEGIN + timedelta(minutes=30))], NOW)
    laptops[0].sync(NOW)
    (told,) = service.collect(office.folder)
    assert told.people == 1
    after = service.rows()
    assert {row[1] for row in set(after["counted"]) ^ set(before["counted"])} <= {row[1] for row in after["counted"]}
    assert len(set(after["counted"]) - set(before["counted"])) == 1


def test_whoever_was_never_accepted_after_all_is_in_the_database_no_more(service: Service, office_of: Offices) -> None:
    office = office_of()
    laptop = office.laptop("a", 3)
    (receipt,) = laptop.door.record([accepted("by-mistake", BEGIN)], NOW)
    laptop.sync(NOW)
    service.collect(office.folder)
    before = service.rows()
    laptop.door.record([corrected(receipt.id, BEGIN + timedelta(hours=1), replacement=None)], NOW)
    laptop.sync(NOW)
    (told,) = service.collect(office.folder)
    assert told.people == 1
    after = service.rows()
    assert len(after["counted"]) == len(before["counted"]) - 1
    person = [*CASE.columns.keys()].index("person")
    assert {row[person] for row in after["case"]} == {row[1] for row in after["counted"]}


def test_a_damaged_segment_is_named_and_holds_up_nothing_else(service: Service, office_of: Offices) -> None:
    office, other = synced(synced(office_of()), "b"), synced(office_of(), "c")
    broken = office.segments()[0]
    raw = broken.read_bytes()
    broken.write_bytes(raw[:-9])
    told, sound = service.collect(office.folder, other.folder)
    assert [each.kind for each in told.problems] == ["refused"]
    assert (told.entries, sound.is_sound) == (5, True)
    assert [each.kind for each in service.collect(office.folder)[0].problems] == ["refused"]
    broken.write_bytes(raw)
    (mended,) = service.collect(office.folder)
    assert (mended.is_sound, mended.entries) == (True, 10)


def test_a_missing_segment_is_waited_for_by_name(service: Service, office_of: Offices) -> None:
    office = office_of()
    laptop = office.laptop("a", 2)
    laptop.sync(NOW)
    write(laptop, 2)
    laptop.sync(NOW)
    first, _ = office.segments()
    away = first.rename(office.root / first.name)
    (told,) = service.collect(office.folder)
    assert told.is_sound
    assert "waiting for" in told.waiting[0]
    away.rename(first)
    (whole,) = service.collect(office.folder)
    assert (whole.waiting, whole.entries) == ([], 5)


def test_what_was_counted_stays_where_the_folder_shows_less(service: Service, office_of: Offices) -> None:
    office = synced(synced(office_of()), "b")
    service.collect(office.folder)
    before = service.rows()
    gone = office.segments()[0]
    gone.rename(office.root / "gone")
    (told,) = service.collect(office.folder)
    assert [each.kind for each in told.problems] == ["rolled_back"]
    assert service.rows() == before
    (office.root / "gone").rename(gone)
    raw = gone.read_bytes()
    gone.write_bytes(raw[:-9])
    synced(office, "c")
    (damaged,) = service.collect(office.folder)
    assert [each.kind for each in damaged.problems] == ["refused", "lost"]
    assert service.rows() == before
    gone.write_bytes(raw)
    assert service.collect(office.folder)[0].is_sound


def test_a_copy_of_the_folder_that_is_behind_takes_nothing_back(service: Service, office_of: Offices) -> None:
    office = synced(office_of())
    older = office.root / "older"
    shutil.copytree(office.folder, older)
    synced(office, "b")
    service.collect(office.folder)
    before = service.rows()
    (told,) = service.collect(older)
    assert [each.kind for each in told.problems] == ["rolled_back"]
    assert service.rows() == before


def test_a_revoked_laptops_later_entries_do_not_count(service: Service, office_of: Offices) -> None:
    office = office_of()
    # The lost one is read before the one on which it was revoked.
    lost, manager = sorted((office.laptop(name, 2) for name in "ab"), key=lambda laptop: laptop.device)
    lost.sync(NOW)
    manager.sync(NOW)
    public = bytes(SigningKey(bytes.fromhex((lost.door.store / "keys" / "device.key").read_text())).verify_key).hex()
    said = {"device": lost.device, "name": "a's laptop", "signing_key": public}
    manager.door.record([draft("device.enrolled", BEGIN, said | {"box_key": public})], NOW)
    manager.door.record([draft("device.revoked", BEGIN, said | {"through": 3})], NOW)
    manager.sync(NOW)
    write(lost, 3)
    lost.sync(NOW)
    (told,) = service.collect(office.folder)
    assert [each.kind for each in told.problems] == ["revoked"]
    assert {row[1]: row[2] for row in service.rows()["reading"]}[lost.device] == 3


def test_a_kill_while_a_team_is_written_leaves_it_as_it_was_and_the_next_run_goes_on(
    service: Service, office_of: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = synced(office_of())
    service.collect(office.folder)
    before = service.rows()
    synced(office, "b")
    with monkeypatch.context() as patched:
        patched.setattr(team_cases, "_put_team", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            service.collect(office.folder)
    assert service.rows() == before
    service.collect(office.folder)
    assert len(service.rows()["counted"]) == len(before["counted"]) + 1


def test_nothing_is_left_beside_the_store_and_nothing_is_written_into_a_folder(
    service: Service, office_of: Offices
) -> None:
    office = synced(office_of())
    there = {path: path.read_bytes() for path in office.folder.rglob("*") if path.is_file()}
    left = service.door.store / FOLDER
    left.mkdir()
    (left / "of a run that was killed").write_text("")
    service.collect(office.folder)
    assert not left.exists()
    assert {path: path.read_bytes() for path in office.folder.rglob("*") if path.is_file()} == there


def test_an_entry_dated_later_than_now_counts_once_its_moment_has_come(service: Service, office_of: Offices) -> None:
    office = office_of()
    laptop = office.laptop("a", 2)
    laptop.door.record([completed(f"a-{laptop.device[:4]}", NOW + timedelta(minutes=1))], NOW + timedelta(minutes=2))
    laptop.sync(NOW)
    (first,) = service.collect(office.folder)
    assert ["clock" in each for each in first.waiting] == [True]
    before = service.rows()
    (told,) = service.collect(office.folder)
    assert (told.is_new, told.people) == (True, 0)
    assert service.rows() == before
    (later,) = service.collect(office.folder, now=NOW + timedelta(minutes=3))
    assert (later.people, later.waiting) == (1, [])
    (again,) = service.collect(office.folder, now=NOW + timedelta(minutes=3))
    assert not again.is_new


def test_a_folder_that_no_laptop_wrote_to_is_refused_and_the_others_are_counted(
    service: Service, office_of: Offices, tmp_path: Path
) -> None:
    empty, office = tmp_path / "empty", synced(office_of())
    empty.mkdir()
    told = service.collect(empty, tmp_path / "none", office.folder)
    assert [each.is_sound for each in told] == [False, False, True]
    assert list(empty.iterdir()) == []


def test_an_encrypted_teams_folder_is_refused_and_the_others_are_counted(service: Service, office_of: Offices) -> None:
    sealed, office = synced(office_of()), synced(office_of())
    for path in sealed.segments():
        path.write_bytes(b"age-encryption.org/v1\n")
    refused, told = service.collect(sealed.folder, office.folder)
    assert "encrypted team" in refused.problems[0].what
    assert told.is_sound
    assert len(service.rows()["team"]) == 1


@pytest.mark.parametrize(
    "wrong", ["service.db", "sqlite://", "sqlite:///:memory:", "mysql://u@h/d", "postgresql+asyncpg://h/d"]
)
def test_another_address_is_refused(service: Service, office_of: Offices, wrong: str) -> None:
    with pytest.raises(Refused) as refused:
        list(service.door.collector([synced(office_of()).folder], wrong, NOW))
    assert refused.value.status == 2

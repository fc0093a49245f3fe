"""An encrypted store: nothing of it in clear, its own key opens it and no other, and every other case has its words."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.glance import Glance
from carelist_tui.vault import keys
from carelist_tui.vault.connection import connect, driver
from carelist_tui.vault.device import keys_agree, read_device, read_secret
from carelist_tui.vault.folder import keys_of
from tests.journal.telling import accepted
from tests.vault.telling import ANN, NOW, PASSPHRASE, TOM, Made, seconds

pytestmark = pytest.mark.slow

CANARY = "Zephyrine"


def opened(made: Made) -> Carelist:
    return Carelist.open(made.store, ANN, key=keys.unlock(made.store, ANN, PASSPHRASE, NOW))


def test_what_is_recorded_is_read_again_and_lies_nowhere_in_clear(made: Made) -> None:
    with opened(made) as door:
        door.record([accepted("P-1", NOW, given=CANARY)], seconds(60))
        files = [path.read_bytes() for path in made.store.rglob("*") if path.is_file()]
        assert any(path.name == "carelist.db-wal" for path in made.store.rglob("*"))
    with opened(made) as door:
        assert [found.name for found in door.people.find(CANARY)] != []
        assert door.verify().problems == []
    files += [path.read_bytes() for path in made.store.rglob("*") if path.is_file()]
    for word in (CANARY, "Yusuf", PASSPHRASE, made.recovery, made.first, "person.accepted", "SQLite format"):
        assert not any(word.encode() in content for content in files), word


def test_a_plain_store_would_show_the_same_word_in_clear(tmp_path: Path) -> None:
    first = {"worker": ANN, "name": "Ann", "role": "manager", "team": "north"}
    with Carelist.init(tmp_path / "plain", **first, now=NOW, encrypted=False) as door:
        door.record([accepted("P-1", NOW, given=CANARY)], seconds(60))
    assert any(CANARY.encode() in path.read_bytes() for path in (tmp_path / "plain").glob("carelist.db*"))


@pytest.mark.posix
def test_every_file_of_an_encrypted_store_is_its_owners_alone_whatever_the_umask(made: Made) -> None:
    before = os.umask(0)
    try:
        opened(made).close()
        with pytest.raises(Refused):
            keys.unlock(made.store, TOM, "quite another passphrase", NOW)
        keys.change_passphrase(made.store, ANN, PASSPHRASE, "another four words now", NOW)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o077 for path in [made.store, *made.store.rglob("*")]} == {0}


def test_nothing_temporary_is_left_beside_the_keys(made: Made) -> None:
    opened(made).close()
    assert {path.suffix for path in keys_of(made.store).iterdir()} == {".slot", ".tries", ".lock", ".key", ".pub"}


def test_the_devices_secret_key_is_sealed_by_the_database_key(made: Made) -> None:
    key = keys.unlock(made.store, ANN, PASSPHRASE, NOW)
    secret = read_secret(made.store, key)
    text = (keys_of(made.store) / "device.key").read_text()
    assert len(secret) == 32
    assert secret.hex() not in text
    assert keys_agree(made.store, key)
    assert len(read_device(made.store)) == 32
    for other in (os.urandom(32), None):
        with pytest.raises(Refused, match=r"device\.key") as refused:
            read_secret(made.store, other)
        assert refused.value.status == 3


def test_a_sealed_key_that_was_changed_is_found_by_verify(made: Made) -> None:
    path = keys_of(made.store) / "device.key"
    text = path.read_text()
    path.write_text(text[:-3] + ("00" if text[-3:-1] != "00" else "11") + "\n")
    with opened(made) as door:
        assert [problem.kind for problem in door.verify().problems] == ["key"]


def plain_database(made: Made) -> None:
    (made.store / "carelist.db").unlink()
    connection = driver.connect(made.store / "carelist.db")
    connection.execute("CREATE TABLE entry (line TEXT)")
    connection.close()


def another_database(made: Made) -> None:
    (made.store / "carelist.db").unlink()
    connection = connect(made.store, os.urandom(32), make=True)
    connection.execute("CREATE TABLE entry (line TEXT)")
    connection.close()


def damaged_database(made: Made) -> None:
    (made.store / "carelist.db").write_bytes(os.urandom(8192))


def emptied_database(made: Made) -> None:
    (made.store / "carelist.db").write_bytes(b"")


def newer_database(made: Made) -> None:
    connection = connect(made.store, keys.unlock(made.store, ANN, PASSPHRASE, NOW))
    connection.execute("PRAGMA user_version=99")
    connection.close()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (plain_database, "not encrypted, and this store's is"),
        (another_database, "does not open with this store's key"),
        (damaged_database, "does not open with this store's key"),
        (emptied_database, "carelist.db is damaged"),
        (newer_database, "newer version"),
    ],
)
def test_another_file_in_the_databases_place_has_its_own_sentence(made: Made, change, words: str) -> None:
    change(made)
    before = (made.store / "carelist.db").read_bytes()
    with pytest.raises(Refused, match=words) as refused:
        opened(made)
    assert refused.value.status == 3
    assert (made.store / "carelist.db").read_bytes() == before


def test_without_its_key_it_stays_closed(made: Made) -> None:
    for key, words in ((None, "passphrase"), (os.urandom(32), "this store's key")):
        with pytest.raises(Refused, match=words) as refused:
            Glance.open(made.store, key)
        assert refused.value.status == 3


def test_a_plain_database_beside_key_slots_is_refused_without_a_key_too(made: Made) -> None:
    plain_database(made)
    with pytest.raises(Refused, match="somebody put another file"):
        Glance.open(made.store)


def test_an_encrypted_database_whose_slots_are_gone_says_so(made: Made) -> None:
    for slot in keys_of(made.store).glob("*.slot"):
        slot.unlink()
    assert not keys.is_encrypted(made.store)
    with pytest.raises(Refused, match="its keys are gone") as refused:
        Glance.open(made.store)
    assert refused.value.status == 3


def test_a_key_of_another_length_is_none(made: Made) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        connect(made.store, b"short")


def test_no_exception_shows_a_key_or_a_passphrase(made: Made) -> None:
    key = os.urandom(32)
    said = []
    for attempt in (
        lambda: Glance.open(made.store, key),
        lambda: keys.unlock(made.store, ANN, "wrong horse battery", NOW),
    ):
        try:
            attempt()
        except Refused as refused:
            said += [repr(refused), str(refused), repr(refused.__dict__), repr(refused.__context__)]
    assert len(said) == 8
    assert not any(key.hex() in each or "wrong horse" in each for each in said)
    with opened(made) as door:
        own = keys.unlock(made.store, ANN, PASSPHRASE, NOW)
        assert not any(
            own.hex() in repr(each) or repr(own) in repr(each) for each in (door, door.journal.store, door.glance)
        )


def test_who_works_here_no_longer_opens_nothing_even_with_their_key(made: Made) -> None:
    gone = {"worker": TOM, "name": "Tom Reid", "role": "coordinator", "team": "north", "active": False}
    key = keys.unlock(made.store, TOM, made.first, NOW)
    with opened(made) as door:
        door.record([{"type": "worker.changed", "occurred_at": seconds(9).isoformat(), "body": gone}], seconds(10))
    with pytest.raises(Refused, match="nobody works here now under the id w-tom") as refused:
        Carelist.open(made.store, TOM, key=key)
    assert refused.value.status == 3


def test_whoever_leaves_has_no_slot_any_more(made: Made) -> None:
    with opened(made) as door:
        door.record.leave(TOM, ANN, seconds(10))
    assert keys.workers_with_slots(made.store) == [ANN]


def test_a_worker_who_is_refused_has_no_slot_either(made: Made) -> None:
    with opened(made) as door, pytest.raises(Refused), door.keys.slot_given("w-x"):
        door.record([{"type": "worker.added", "occurred_at": NOW.isoformat(), "body": {"worker": "w-x"}}], NOW)
    assert keys.workers_with_slots(made.store) == [ANN, TOM]


def test_a_passphrase_that_may_be_none_makes_no_store(tmp_path: Path) -> None:
    first = {"worker": ANN, "name": "Ann", "role": "manager", "team": "north"}
    for passphrase in (None, "", "too short", "passwordpassword"):
        with pytest.raises(Refused):
            Carelist.init(tmp_path / "s", **first, now=NOW, encrypted=keys.FLOOR, passphrase=passphrase)
    assert list(tmp_path.iterdir()) == []


def test_projections_of_another_release_are_made_afresh_under_the_key(made: Made) -> None:
    key = keys.unlock(made.store, ANN, PASSPHRASE, NOW)
    connection = connect(made.store, key)
    connection.execute("UPDATE meta SET value = 'another' WHERE name = 'release'")
    connection.close()
    glance = Glance.open(made.store, key)
    assert glance.today(NOW + timedelta(days=1)) == []
    glance.close()


def test_wrong_passphrases_are_in_the_access_log_from_the_next_opening_on(made: Made) -> None:
    for worker in (ANN, TOM, ANN):
        with pytest.raises(Refused):
            keys.unlock(made.store, worker, "some other words here", seconds(1))
    for _ in range(2):
        with opened(made) as door:
            failed = [look["worker"] for look in door.people.access() if look["kind"] == "unlock_failed"]
            assert sorted(failed) == [ANN, ANN, TOM]
            assert door.verify().problems == []


def test_a_copy_of_the_folder_opens_with_the_same_passphrase(made: Made, tmp_path: Path) -> None:
    copy = shutil.copytree(made.store, tmp_path / "copy")
    assert keys.unlock(copy, ANN, PASSPHRASE, NOW) == keys.unlock(made.store, ANN, PASSPHRASE, NOW)

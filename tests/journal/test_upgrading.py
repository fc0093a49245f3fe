"""Upgrades: from every earlier version, all or nothing, with a backup first; a newer store stays as it is."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import tracemalloc
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.backups import Backups
from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.meta import SCHEMA_VERSION
from carelist_tui.journal.store import Store
from carelist_tui.journal.sync.heads import run_of
from carelist_tui.journal.upgrade import upgrade, upgrade_steps
from carelist_tui.journal.upgrade.upgrade_steps import STEPS
from carelist_tui.journal.verify.chains import check_chains
from carelist_tui.journal.verify.shape import GUARDS
from carelist_tui.vault.connection import connect
from tests.journal.reading_rows import lines, projections, rows, said, stored_text
from tests.journal.telling import MONDAY, accepted, hours, missed, store_at
from tests.journal.test_commit import files_no_larger_than

pytestmark = pytest.mark.slow

EARLIER = Path(__file__).parent / "earlier"
SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"


def store_of(version: int, folder: Path, key: bytes | None = None) -> Path:
    """A store as that version left it: its SQL is frozen in `earlier/`."""
    (folder / "keys").mkdir(parents=True, mode=0o700)
    shutil.copy(EARLIER / "device.pub", folder / "keys")
    shutil.copy(EARLIER / "device.key", folder / "keys")
    connection = connect(folder, key, make=True)
    connection.executescript((EARLIER / f"version-{version}.sql").read_text(encoding="utf-8"))
    connection.close()
    return folder


def schema_of(folder: Path) -> list[tuple[str, ...]]:
    """Every table, index and trigger, however its SQL is laid out."""
    found = rows(folder, SCHEMA)
    return [(*names, " ".join((sql or "").split()).replace("( ", "(").replace(" )", ")")) for *names, sql in found]


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_earlier_version_has_its_step_and_its_frozen_store() -> None:
    assert list(STEPS) == list(range(1, SCHEMA_VERSION))
    assert all((EARLIER / f"version-{version}.sql").exists() for version in STEPS)


@pytest.mark.parametrize("version", STEPS)
def test_every_entry_leaves_byte_for_byte_as_before_the_upgrade(version: int, tmp_path: Path) -> None:
    old = store_of(version, tmp_path / "old")
    before = stored_text(old)
    ours = {line for line in before if json.loads(line)["device"] != "b" * 32}
    hashes = "SELECT hash FROM entry ORDER BY occurred_at, recorded_at, device, seq"
    digest = hashlib.sha256("".join(each for (each,) in rows(old, hashes)).encode()).hexdigest()
    with Carelist.open(old, "w-ann") as carelist:
        assert stored_text(old) == before
        assert sorted(carelist.people.stored_lines()) == sorted(before)
        assert carelist.verify().digest == digest
        with carelist.journal.store.reading() as connection:
            assert {line for _, _, line in run_of(connection, carelist.journal.device, 1, 99)} == ours


@pytest.mark.posix
@pytest.mark.parametrize("moved", [0, 4, 10])
def test_an_upgrade_killed_in_the_middle_leaves_the_store_as_it_was(moved: int, tmp_path: Path) -> None:
    old = store_of(3, tmp_path / "old")
    before, shape = stored_text(old), rows(old, SCHEMA)
    child = os.fork()
    if child == 0:
        try:
            _upgrade_until_killed(old, moved)
        finally:
            os._exit(70)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert rows(old, "PRAGMA user_version") == [(3,)]
    assert (stored_text(old), rows(old, SCHEMA)) == (before, shape)
    with Carelist.open(old, "w-ann") as carelist:
        assert stored_text(old) == before
        assert carelist.verify().as_json()["problems"] == []


def _upgrade_until_killed(store: Path, moved: int) -> None:
    """Dies when so many entries were moved."""
    texts, counted = upgrade_steps._texts, count()

    def until_then(arrival: int, hash_: bytes, line: bytes) -> dict[str, Any]:
        if next(counted) == moved:
            os.kill(os.getpid(), signal.SIGKILL)
        return texts(arrival, hash_, line)

    upgrade_steps._texts = until_then
    upgrade(store, None)


DAMAGES = {
    "a blank": "replace(line, ',', ', ')",
    "a field twice": 'replace(line, \'{"author"\', \'{"author":"w-tom","author"\')',
    "half a number": "replace(line, '\"v\":1', '\"v\":1.0')",
    "another hash": 'replace(line, \'"hash":"a\', \'"hash":"b\')',
    "no salt": "json_remove(line, '$.salt')",
    "no text for a salt": "json_set(line, '$.salt', json('{}'))",
    "no body": "json_remove(line, '$.body')",
    "no entry": "'[]'",
    "no JSON": "'not json'",
    "no UTF-8": "CAST(x'7bff7d' AS TEXT)",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_entry_that_was_damaged_before_stays_whole_and_is_found_after_the_upgrade(
    damage: str, tmp_path: Path
) -> None:
    old = store_of(3, tmp_path / "old")
    connection = connect(old)
    connection.execute("DROP TRIGGER entry_stays_as_it_is")
    connection.execute(f"UPDATE entry SET line = {DAMAGES[damage]} WHERE arrival = 2")
    connection.execute(GUARDS["entry_stays_as_it_is"])
    connection.close()
    before = rows(old, "SELECT CAST(line AS BLOB), id FROM entry WHERE arrival = 2")
    upgrade(old, None)
    kept = "SELECT CAST(envelope AS BLOB), id FROM entry WHERE arrival = 2 AND body IS NULL AND salt IS NULL"
    assert rows(old, kept) == before
    apart = rows(old, "SELECT arrival FROM entry WHERE salt IS NOT NULL AND body IS NOT NULL ORDER BY arrival")
    assert [arrival for (arrival,) in apart] == [1, 3, 4, 5, 6, 7, 8, 10, 11]  # the ninth has been erased
    store = Store(old)
    with suppress(Refused), store.reading() as connection:  # what is no UTF-8 the database can't even hand over
        found = {problem.where: problem.kind for problem in check_chains(connection)}
        assert found[before[0][1]] in ("hash", "unreadable")
    store.close()


def test_an_entry_that_was_changed_before_is_found_after_the_upgrade(tmp_path: Path) -> None:
    old = store_of(3, tmp_path / "old")
    connection = connect(old)
    connection.execute("DROP TRIGGER entry_stays_as_it_is")
    connection.execute("UPDATE entry SET line = replace(line, 'Amina', 'Anina') WHERE arrival = 2")
    connection.execute(GUARDS["entry_stays_as_it_is"])
    connection.close()
    before = stored_text(old)
    with Carelist.open(old, "w-ann") as carelist:
        assert stored_text(old) == before
        assert [each.kind for each in carelist.verify().problems] == ["hash"]


def test_what_somebody_else_put_into_a_store_is_still_named_after_the_upgrade(tmp_path: Path) -> None:
    old = store_of(3, tmp_path / "old")
    connection = connect(old)
    connection.execute("CREATE VIEW theirs AS SELECT line FROM entry")
    connection.execute("CREATE TRIGGER also_theirs AFTER DELETE ON sent BEGIN DELETE FROM entry; END")
    connection.close()
    theirs = "SELECT name, sql FROM sqlite_master WHERE name LIKE '%theirs' ORDER BY name"
    before = rows(old, theirs)
    with Carelist.open(old, "w-ann") as carelist:
        found = {(each.kind, each.where) for each in carelist.verify().problems}
        assert found == {("shape", "theirs"), ("shape", "also_theirs")}
    assert rows(old, theirs) == before


def test_an_upgrade_holds_a_part_of_the_entries_at_a_time_and_the_file_hardly_grows(tmp_path: Path) -> None:
    old = store_of(3, tmp_path / "old")
    connection = connect(old)
    line = rows(old, "SELECT line FROM entry WHERE seq = 1 AND device <> 'bbbb'")[0][0]
    raw = json.loads(line)
    many = ((f"{n:036}", canonical_json({**raw, "filler": f"{n:08}" * 2000})) for n in range(800))
    connection.execute("BEGIN")
    connection.executemany(
        "INSERT INTO entry (id, type, person, occurred_at, recorded_at, device, seq, hash, line) "
        "SELECT ?1, type, ?1, occurred_at, recorded_at, ?1, 1, hash, ?2 FROM entry WHERE arrival = 1",
        many,
    )
    connection.execute("COMMIT")
    connection.close()
    pages = rows(old, "PRAGMA page_count")[0][0]
    tracemalloc.start()
    upgrade(old, None)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows(old, "SELECT count(*) FROM entry") == [(811,)]
    assert most < 5_000_000 < pages * 4096 / 2
    assert rows(old, "PRAGMA page_count")[0][0] < pages * 1.3


@pytest.mark.posix
@pytest.mark.parametrize("version", STEPS)
def test_a_store_of_an_earlier_version_is_brought_up_with_a_backup_first(version: int, tmp_path: Path) -> None:
    old = store_of(version, tmp_path / "old")
    entries = lines(old)
    with Carelist.open(old, "w-ann") as carelist:
        assert [item.person.ref for item in carelist.people.today(hours(30)) if item.person]
        assert lines(old) == entries
        assert carelist.verify().as_json()["problems"] == []
        carelist.record([accepted("P-9")], hours(30))
        assert carelist.people.looked("searched", None, hours(30), count=0) is None
    with store_at(tmp_path / "fresh") as fresh:
        assert schema_of(old) == schema_of(fresh.store)
    backup = old / f"before-upgrade-from-{version}.backup"
    assert backup.stat().st_mode & 0o777 == 0o600
    Backups.restore(backup, tmp_path / "again", unlock=lambda _: None, now=hours(40))
    assert said(lines(tmp_path / "again")) == said(entries)


@pytest.mark.parametrize("version", STEPS)
def test_what_an_earlier_version_derived_is_not_read_to_derive_it_afresh(version: int, tmp_path: Path) -> None:
    old = store_of(version, tmp_path / "old")
    connection = connect(old)
    kept = {"roster": "[]", "service": "[]", "attempts": "{}", "visits": '{"out":[],"recorded":{"w-ann":"soon"}}'}
    connection.executemany("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", kept.items())
    connection.commit()
    connection.close()
    with Carelist.open(old, "w-ann") as carelist:
        assert [item.person.ref for item in carelist.people.today(hours(30)) if item.person]
        assert carelist.verify().as_json()["problems"] == []


@pytest.mark.parametrize("version", STEPS)
def test_an_encrypted_store_is_brought_up_and_so_is_its_backup(version: int, tmp_path: Path) -> None:
    key = bytes(range(32))
    old = store_of(version, tmp_path / "old", key)
    with Carelist.open(old, "w-ann", key=key) as carelist:
        entries = [json.loads(line) for line in carelist.people.stored_lines()]
    assert b"Amina" not in (old / f"before-upgrade-from-{version}.backup").read_bytes()
    backup = old / f"before-upgrade-from-{version}.backup"
    Backups.restore(backup, tmp_path / "again", unlock=lambda _: key, now=hours(40))
    with Carelist.open(tmp_path / "again", "w-ann", key=key) as again:
        assert said([json.loads(line) for line in again.people.stored_lines()]) == said(entries)
        assert again.verify().as_json()["problems"] == []


@pytest.mark.posix
@pytest.mark.parametrize("version", STEPS)
def test_an_upgrade_that_fails_leaves_the_store_as_it_was_and_can_be_done_again(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = store_of(version, tmp_path / "old")
    before = rows(old, SCHEMA), lines(old), projections(old)
    with monkeypatch.context() as broken:
        broken.setattr(
            "carelist_tui.journal.upgrade.store_upgrade.STEPS", {version: (*STEPS[version], "CREATE NONSENSE")}
        )
        with pytest.raises(Refused) as refused:
            Carelist.open(old)
    assert refused.value.status == 3
    assert (rows(old, SCHEMA), lines(old), projections(old)) == before
    assert rows(old, "PRAGMA user_version") == [(version,)]
    with files_no_larger_than(30_000), pytest.raises(Refused):
        Carelist.open(old)
    assert rows(old, "PRAGMA user_version") == [(version,)]
    Carelist.open(old).close()
    assert rows(old, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_not_one_byte_of_a_newer_store_is_changed(tmp_path: Path) -> None:
    with store_at(tmp_path / "store") as carelist:
        carelist.record([accepted("P-1"), missed("P-1", MONDAY)], hours(1))
        store = carelist.store
    connection = connect(store)
    connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    connection.close()
    before = bytes_of(store)
    for _ in range(2):
        with pytest.raises(Refused, match="newer version") as refused:
            Carelist.open(store, "w-ann")
        assert refused.value.status == 3
    assert bytes_of(store) == before


def test_a_refusal_to_share_that_an_earlier_release_let_go_counts_after_the_upgrade(tmp_path: Path) -> None:
    """Projections are made afresh by a newer release: what was recorded then is read by the rules of now."""
    with store_at(tmp_path / "store") as carelist:
        partner = {"name": "Jo Hill", "agency": "Housing"}
        refused = {"scope": "share", "with": "Housing", "given": False, "basis": "consent", "rationale": "She said no."}
        acceptance = accepted("P-9")
        acceptance["body"] = {**acceptance["body"], "partners": [partner]}
        said = {"type": "consent.recorded", "occurred_at": hours(1).isoformat(), "ref": "P-9", "body": refused}
        carelist.record([acceptance, said], hours(2))
    connection = connect(tmp_path / "store", None)
    connection.execute("UPDATE meta SET value = '0.1.0' WHERE name = 'release'")
    connection.execute("UPDATE person SET warnings = '[]', card = '{}', state = '{}'")
    connection.commit()
    connection.close()
    with Carelist.open(tmp_path / "store", "w-ann") as carelist:
        shown = carelist.people.person("P-9", hours(30))
        assert [each["name"] for each in shown["must_not_be_told"]] == ["Housing"]
        (item, *_) = [each for each in carelist.people.today(hours(30)) if each.person and each.person.ref == "P-9"]
        assert item.person is not None
        assert item.person.warnings[0].startswith("Do not tell Housing: refused ")

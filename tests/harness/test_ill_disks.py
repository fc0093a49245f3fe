"""A store on a real disk that is full, has gone read-only, or fails: everything can be read, whole; nothing is taken
for recorded that is not; and what is said names the disk, never damage."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.connection import connect
from carelist_tui.vault.disk import name_elsewhere, private_places
from carelist_tui.vault.folder import database_of, keys_of
from carelist_tui.vault.keys import unlock
from tests.cli.surface import Answer, carelist
from tests.harness.disk import IOERR_SHMSIZE, OK, Done, watched
from tests.harness.mounts import Disk, mounted, needs_mounts, seen_read_only
from tests.harness.stores import KEY, NOW, WORKER, entries_in, make_store, opened, save
from tests.harness.warm import warm
from tests.profiles import IS_FULL
from tests.vault.telling import ANN, PASSPHRASE, encrypted_at
from tests.vault.telling import NOW as THEN

pytestmark = pytest.mark.slow

AT = "2026-03-02T12:00:00+00:00"
SAVES = 5


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with mounted(tmp_path / "disk") as made:
        yield made


def go_wrong(disk: Disk, how: str) -> None:
    disk.fill() if how == "full" else disk.go_read_only()


WORDS = {"full": "the disk is full", "read-only": "the disk is read-only"}
ILL = pytest.mark.parametrize("how", list(WORDS))


@contextmanager
def in_use(store: Path, key: bytes | None, saves: int = SAVES) -> Iterator[None]:
    """Another process saved, and has the store open; in the end it is killed, so that nothing is brought over."""
    said = (str(store), (key or b"").hex(), str(saves))
    with warm().start(said, os.environ, program="tests.harness.writing:save_and_stay") as process:
        assert process.stdout.readline() == b"saved\n", process.stderr.read()
        yield


def make(folder: Path, key: bytes | None, state: str) -> Path:
    """A store whose last saves are in the database, or only in the WAL of a process that was killed."""
    store = make_store(folder, key)
    with in_use(store, key):
        pass
    assert (store / "carelist.db-wal").stat().st_size > 0
    if state == "closed":
        opened(store, key).close()
        assert not (store / "carelist.db-wal").exists()
    elif state == "killed, nothing shared":
        (store / "carelist.db-shm").unlink()
    return store


def everything(store: Path, key: bytes | None = None) -> Any:
    """What there is to read, by the light reading and the whole one."""
    with Carelist.open(store, WORKER, key=key) as door:
        people = [door.people.person(each.person, NOW) for each in door.people.find("")]
        return (
            door.people.today_json(NOW),
            door.people.queue_json(NOW),
            people,
            [*door.people.stored_lines()],
            door.backups.missing(),
        )


def left_behind(store: Path) -> list[Path]:
    """What was kept of this store in places of others, and is there still."""
    names = [name_elsewhere(store, what) for what in ("stand-in", "backup", "tries")]
    return [path for place in private_places() for name in names for path in place.glob(f"{name}*")]


STATES = pytest.mark.parametrize("state", ["closed", "killed", "killed, nothing shared"])
KEYS = pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])


@needs_mounts
@ILL
@KEYS
@STATES
def test_everything_is_read_whole_and_nothing_is_taken_for_recorded(
    disk: Disk, how: str, key: bytes | None, state: str
) -> None:
    store = make(disk.place / "store", key, state)
    before = everything(shutil.copytree(store, disk.place.parent / "copy"), key)
    go_wrong(disk, how)
    assert everything(store, key) == before
    with opened(store, key) as door:
        assert door.verify().as_json()["problems"] == []
        for _ in range(2):
            with pytest.raises(Refused, match=WORDS[how]) as refused:
                door.record([save(SAVES)], NOW)
            assert refused.value.status == 3
        assert everything(store, key) == before
        disk.make_room() if how == "full" else disk.go_on()
        if how == "read-only" and state == "killed":  # SQLite goes on with what it shared read-only
            with pytest.raises(Refused, match="close it everywhere, and open it again"):
                door.record([save(SAVES)], NOW)
        else:
            assert door.record([save(SAVES)], NOW)[0].seq > 0
            assert f"save number {SAVES}" in json.dumps(door.people.person("P-6", NOW))
    with opened(store, key) as door:
        assert door.record([save(SAVES)], NOW)[0].seq > 0
        assert door.people.looked("opened", None, NOW) is None
    assert len(entries_in(store, key)) == len(before[3]) + 1
    assert left_behind(store) == []


@needs_mounts
@ILL
@KEYS
def test_while_another_process_has_it_open_the_same_is_read(disk: Disk, how: str, key: bytes | None) -> None:
    store = make_store(disk.place / "store", key)
    with in_use(store, key):
        before = everything(store, key)
        if how == "full":
            disk.fill()
            assert everything(store, key) == before
        else:
            with seen_read_only(store, disk.place.parent / "seen") as seen:
                assert everything(seen, key) == before
    assert "save number 4" in json.dumps(before)


@needs_mounts
@KEYS
def test_what_others_write_meanwhile_is_seen_by_who_reads_a_stand_in(disk: Disk, key: bytes | None) -> None:
    store = make(disk.place / "store", key, "closed")
    with seen_read_only(store, disk.place.parent / "seen") as seen, opened(seen, key) as reader:
        assert "read-only" in reader.disk_words
        assert len([*reader.people.stored_lines()]) == len(entries_in(store, key))
        version = reader.glance.data_version()
        with opened(store, key) as writer:
            writer.record([save(SAVES)], NOW)
            assert reader.glance.data_version() != version
            assert f"save number {SAVES}" in "".join(reader.people.stored_lines())
            assert reader.glance.holds(save(SAVES)["id"])
        assert f"save number {SAVES}" in "".join(reader.people.stored_lines())
    assert left_behind(seen) == []


# -- by command -----------------------------------------------------------------------------------------------------

READING = (
    ("today", "--json", "--at", AT), ("queue", "--json", "--at", AT), ("show", "P-1", "--json", "--at", AT),
    ("find", "Yusuf", "--json"), ("export", "-", "--reason", "a test"), ("worker", "list"), ("huddle", "--at", AT),
)  # fmt: skip


def by_command(store: Path, is_encrypted: bool) -> Callable[..., Answer]:
    environ = {"CARELIST_PASSPHRASE": PASSPHRASE} if is_encrypted else {}
    return lambda *said, stdin=b"": carelist(*said, store=store, stdin=stdin, CARELIST_WORKER=ANN, **environ)


def make_for_commands(store: Path, is_encrypted: bool) -> Callable[..., Answer]:
    """A store as it is made for people to sign in to, with a few on the caseload."""
    if is_encrypted:
        encrypted_at(store)
    else:
        first = {"worker": ANN, "name": "Ann Able", "role": "manager", "team": "north"}
        Carelist.init(store, **first, now=THEN, encrypted=False).close()
    run = by_command(store, is_encrypted)
    body = {"given": "Amina", "family": "Yusuf", "source": "gp", "team": "north", "tier": "standard"}
    lines = [
        json.dumps({"type": "person.accepted", "occurred_at": THEN.isoformat(), "body": {"ref": ref, **body}})
        for ref in ("P-1", "P-2")
    ]
    assert run("record", "-", stdin="\n".join(lines).encode()).status == 0
    return run


ZOE = ("worker", "add", "--id", "w-zoe", "--name", "Zoe Ash", "--role", "coordinator", "--team", "north")
RECORD = ("record", "zone.set", "--person", "P-1", "--body", '{"zone": "green", "reason": "as agreed"}')


EACH = [("full", False), ("read-only", True), *([("full", True), ("read-only", False)] if IS_FULL else [])]


@needs_mounts
@pytest.mark.parametrize(("how", "is_encrypted"), EACH)
def test_each_command_that_reads_ends_well_and_each_that_writes_says_why_not(
    disk: Disk, how: str, is_encrypted: bool
) -> None:
    run, elsewhere = make_for_commands(disk.place / "store", is_encrypted), disk.place.parent
    (shared := elsewhere / "shared").mkdir()
    before = [run(*command).out for command in READING]
    go_wrong(disk, how)
    for said, out in zip(READING, before, strict=True):
        answer = run(*said)
        assert (answer.status, answer.out) == (0, out), said
        assert answer.err.splitlines()[0].startswith(f"{WORDS[how]}: everything can be read")
        assert "damaged" not in answer.err
    verdict = run("verify", "--json")
    assert (verdict.status, verdict.json["ok"]) == (0, True)
    plain = run("--plain", stdin=b"1\n\nq\n")
    assert plain.status == 0
    assert f"Warning: {WORDS[how]}" in plain.out
    assert "YUSUF" in plain.out.upper()
    writing: list[tuple[object, ...]] = [RECORD, ZOE, ("rebuild",), ("sync", shared)]
    for command in writing:
        answer = run(*command)
        assert (answer.status, answer.out) == (3, ""), command
        assert answer.err.splitlines()[-1].startswith(WORDS[how]) or "can't be written" in answer.err, command
        assert WORDS[how] in answer.err.splitlines()[-1]
    assert run("backup", elsewhere / "kept.backup").status == 0
    restored = by_command(elsewhere / "restored", is_encrypted)
    assert restored("restore", elsewhere / "kept.backup").status == 0
    assert restored("find", "Yusuf", "--json").out == before[3]
    assert left_behind(disk.place / "store") == []
    if how == "full":
        disk.make_room()
        assert run(*RECORD).status == 0


@needs_mounts
@ILL
def test_a_wrong_passphrase_is_counted_though_the_disk_takes_no_count(disk: Disk, how: str) -> None:
    run = make_for_commands(disk.place / "store", is_encrypted=True)
    counts = [*keys_of(disk.place / "store").glob("*.tries")]
    told = [path.read_bytes() for path in counts]
    go_wrong(disk, how)

    def guess(passphrase: str) -> Answer:
        store = disk.place / "store"
        return carelist("today", store=store, CARELIST_WORKER=ANN, CARELIST_PASSPHRASE=passphrase)

    said = [guess("not the passphrase at all").err.strip() for _ in range(5)]
    assert said[:4] == ["the passphrase is wrong"] * 4
    assert said[4].startswith("the passphrase is wrong; the next try is in")
    assert (guess(PASSPHRASE).status, "too many wrong tries" in guess(PASSPHRASE).err) == (3, True)
    assert [path.read_bytes() for path in counts] == told
    disk.make_room() if how == "full" else disk.go_on()
    assert "too many wrong tries" in run("today").err
    assert left_behind(disk.place / "store")
    unlock(disk.place / "store", ANN, PASSPHRASE, datetime.now(UTC) + timedelta(hours=1))
    assert left_behind(disk.place / "store") == []


@needs_mounts
@ILL
def test_what_an_earlier_release_derived_is_made_afresh_to_be_read_and_the_store_stays_as_it_is(
    disk: Disk, how: str
) -> None:
    store = make(disk.place / "store", None, "closed")
    before = everything(shutil.copytree(store, disk.place.parent / "copy"))
    raw = connect(store)
    raw.execute("UPDATE meta SET value = 'earlier' WHERE name = 'release'")
    raw.execute("DELETE FROM due")
    raw.close()
    content = database_of(store).read_bytes()
    go_wrong(disk, how)
    assert everything(store) == before
    assert database_of(store).read_bytes() == content


@needs_mounts
def test_where_no_place_has_room_that_is_said_and_no_damage(disk: Disk) -> None:
    make(disk.place / "store", None, "closed")
    disk.fill()
    script = (
        'mount --bind "$1" /mnt; for each in /dev/shm /tmp /var/tmp; do mount -t tmpfs -o size=64k none $each; done; '
    )
    script += 'cd /mnt && exec "$2" -m carelist_tui today --store /mnt/store'
    command = ["unshare", "--mount", "sh", "-c", script, "sh", str(disk.place), sys.executable]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("CARELIST", "XDG"))}
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=environ)
    assert (answer.returncode, answer.stdout) == (3, "")
    assert answer.stderr.startswith("the disk is full, and no other place on this laptop has room")


# -- what is shared between processes -------------------------------------------------------------------------------


class Unshared:
    """The memory by which processes share a store can't be had; everything else of the disk is well."""

    def __init__(self, store: Path) -> None:
        self.is_mended, self._shared = False, f"{store}{os.sep}carelist.db-shm"

    def __call__(self, done: Done) -> int:
        return IOERR_SHMSIZE if done.what == "share" and done.path == self._shared and not self.is_mended else OK


@KEYS
def test_an_error_in_what_is_shared_is_no_damage_and_everything_is_read(tmp_path: Path, key: bytes | None) -> None:
    store = make(tmp_path / "store", key, "killed")
    before = everything(shutil.copytree(store, tmp_path / "copy"), key)
    failing = Unshared(store)
    with watched(failing, store):
        assert everything(store, key) == before
        with opened(store, key) as door:
            assert door.disk_words.startswith("the disk can't be read or written: everything can be read")
            assert door.verify().ok
            with pytest.raises(Refused, match="the disk can't be read or written: nothing was recorded"):
                door.record([save(SAVES)], NOW)
            failing.is_mended = True
            assert door.record([save(SAVES)], NOW)
            assert not door.disk_words or door.people.today_json(NOW)
    assert f"save number {SAVES}" in "".join(entries_in(store, key))


def test_an_error_that_comes_while_it_is_read_is_told_once_and_then_it_is_read_elsewhere(tmp_path: Path) -> None:
    store = make(tmp_path / "store", None, "closed")
    failing = Unshared(store)
    failing.is_mended = True
    with watched(failing, store), opened(store) as door:
        before = door.people.today_json(NOW)
        fetched, door.glance.look._connection = door.glance.look._connection, Torn(door.glance.look._connection)
        with pytest.raises(Refused, match="the disk can't be read or written"):
            door.people.today_json(NOW)
        assert door.people.today_json(NOW) == before
        assert "everything can be read" in door.disk_words
        fetched.close()


class Torn:
    """A connection whose disk refuses from now on."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, sql: str, *asked: Any) -> Any:
        if sql.startswith(("BEGIN", "ROLLBACK")):
            return self._connection.execute(sql, *asked)
        raise told_by_the_disk()

    def close(self) -> None:
        """It was closed."""

    @property
    def in_transaction(self) -> bool:
        return bool(self._connection.in_transaction)


def told_by_the_disk() -> Any:
    from tests.vault.test_connecting import told

    return told(IOERR_SHMSIZE)


def test_what_was_recorded_last_is_never_left_out_where_it_cannot_be_read(tmp_path: Path) -> None:
    store = make(tmp_path / "store", None, "killed")
    (store / "carelist.db-wal").unlink()
    (store / "carelist.db-wal").mkdir()  # not even root can read it
    with pytest.raises(Refused, match=r"what was recorded last can't be read \(carelist.db-wal") as refused:
        opened(store)
    assert refused.value.status == 3


@needs_mounts
@ILL
def test_entries_that_a_stand_in_lacks_too_are_told_as_missing(disk: Disk, how: str) -> None:
    store = make(disk.place / "store", None, "killed, nothing shared")
    wal = store / "carelist.db-wal"
    wal.write_bytes(wal.read_bytes()[: wal.stat().st_size // 2])
    go_wrong(disk, how)
    with opened(store) as door:
        assert door.backups.missing()
        assert [each["kind"] for each in door.verify().as_json()["problems"]] == ["missing"]


@needs_mounts
def test_what_a_killed_reader_left_behind_is_taken_away_by_the_next(disk: Disk) -> None:
    store = make(disk.place / "store", None, "closed")
    disk.go_read_only()
    script = "import os, sys; from pathlib import Path; from tests.harness.stores import opened; "
    script += "door = opened(Path(sys.argv[1])); os._exit(9)"
    subprocess.run([sys.executable, "-c", script, str(store)], check=False)
    assert len(left_behind(store)) == 1
    with opened(store):
        assert len(left_behind(store)) == 1
    assert left_behind(store) == []

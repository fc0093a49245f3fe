"""Stores for the harnesses: plain and encrypted ones, saves whose ids are known beforehand, and what is in them."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

from carelist_tui.carelist import Carelist
from carelist_tui.journal.book import Journal
from carelist_tui.vault.connection import connect
from carelist_tui.vault.folder import keys_of
from tests.journal.telling import MONDAY, Draft, accepted, hours, zone

KEY = bytes(range(32))
NOW = hours(1)
WORKER = "w-ann"
PEOPLE = 6


def make_store(folder: Path, key: bytes | None = None) -> Path:
    """A store with its first worker and a few people; encrypted under a key, without the work of a passphrase."""
    keys_of(folder).mkdir(parents=True, mode=0o700)
    journal = Journal.make(folder, key)
    body = {"worker": WORKER, "name": "Ann Able", "role": "manager", "team": "north"}
    journal.record(
        [{"type": "worker.added", "occurred_at": MONDAY.isoformat(), "body": body}],
        author=WORKER,
        now=MONDAY,
        first=True,
    )
    journal.record([accepted(f"P-{number + 1}") for number in range(PEOPLE)], author=WORKER, now=NOW)
    journal.close()
    return folder


def opened(folder: Path, key: bytes | None = None) -> Carelist:
    """That store, as its worker."""
    return Carelist.open(folder, WORKER, key=key)


def save(number: int) -> Draft:
    """One save: its id is made before, as a form does, and its words say its number. Each comes last in its story."""
    body = {"zone": "green", "reason": f"save number {number}"}
    return zone(f"P-{number % PEOPLE + 1}", hours(0.5), id=id_of(number)) | {"body": body}


def id_of(number: int) -> str:
    """The id of that save: a UUIDv7."""
    millis = int(NOW.timestamp() * 1000)
    return str(UUID(int=millis << 80 | 7 << 76 | 2 << 62 | number))


def saves_in(folder: Path, key: bytes | None = None) -> Counter[str]:
    """How often the words of each save are stored, read without any code of ours but the connection."""
    connection = connect(folder, key)
    rows = connection.execute("SELECT json_extract(body, '$.reason') FROM entry WHERE type = 'zone.set'").fetchall()
    connection.close()
    return Counter(words for (words,) in rows)


def entries_in(folder: Path, key: bytes | None = None) -> list[str]:
    """The texts of every entry that is stored, in the order of numbers, read like that too."""
    connection = connect(folder, key)
    rows = connection.execute("SELECT envelope || coalesce(body, '') FROM entry ORDER BY device, seq").fetchall()
    connection.close()
    return [text for (text,) in rows]


def copy_of(folder: Path, place: Path) -> Path:
    """The store as its files are on the disk now, without the memory that processes share."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place, ignore=shutil.ignore_patterns("*-shm", "*.lock"))
    return place


def problems(folder: Path, key: bytes | None = None) -> list[dict[str, Any]]:
    """What `verify` names."""
    with opened(folder, key) as carelist:
        found: list[dict[str, Any]] = carelist.verify().as_json()["problems"]
        return found

"""Lawful erasure in a store: body and salt leave the entries that two managers have erased, and the bytes with them.

Whatever comes in passes here in the same transaction, so that it does not matter which comes first, an entry or its
erasure. The one place where something stored is changed; who, when, what kind and every hash stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.erased import (
    asked_by,
    counts,
    is_erased,
    managers_in,
    may_be_erased,
    with_corrections,
)
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.meta import UNSWEPT
from carelist_tui.journal.projection.people import read_stored, records_of, story_of, whose
from carelist_tui.journal.projection.rebuild import write_meta
from carelist_tui.journal.sql.entry_sql import CORRECTIONS_OF, ENTRIES_NAMED, ERASURES, TAKE_WORDS, WORDLESS
from carelist_tui.journal.sql.person_sql import KEPT, TAKE_CASES, TAKE_KEPT_AS
from carelist_tui.journal.sql.triggers import APPEND_ONLY
from carelist_tui.journal.store import Store
from carelist_tui.vault.connection import Connection, connect, driver
from carelist_tui.vault.drafts import DRAFTS

_ERASED, _CORRECTED = "entry.erased", "entry.corrected"
_GUARD = APPEND_ONLY[0]
_MAY_CONCERN = (_ERASED, _CORRECTED, "worker.added", "worker.changed")


def erase(connection: Connection, new: Collection[Entry] | None = None) -> set[str]:
    """Takes body and salt out of every entry that two managers have erased, and of what corrects one; gives the records
    whose story is another by it, which are then to be folded afresh (empty: what is about nobody).

    `new` has just been put in; None where all is to be looked through.
    """
    erasures = read_stored(ERASURES.rows(connection))
    asked = asked_by(erasures)
    if not asked or (new is not None and not any(x.type in _MAY_CONCERN or x.id in asked for x in new)):
        return set()
    managers = managers_in(story_of(connection, None))
    gone = [id for id, by in asked.items() if counts((each.author for each in by), managers)]
    found = list(_whole_among(connection, gone))
    if not found:
        return set()
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute(f"DROP TRIGGER {_GUARD.split()[2]}")
    TAKE_WORDS.run(connection, [{"arrival": arrival} for arrival, _, _ in found])
    connection.execute(_GUARD)
    people = {person for _, _, person in found}
    told = {each for person in people for each in (whose(connection, person), *records_of(connection, person))}
    TAKE_CASES.run(connection, [{"person": person} for person in sorted(told)])
    before = json.loads(KEPT.value(connection, name=UNSWEPT) or "[]")
    write_meta(connection, {UNSWEPT: json.dumps([*before, *(id for _, id, _ in found)])})
    return people


def _whole_among(connection: Connection, gone: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """(arrival, id, person) of each of these that may be erased and still has its words, and of what corrects one."""
    of_person: dict[str, set[str]] = {}
    for _, id, type, person, _ in ENTRIES_NAMED.rows(connection, ids=json.dumps(sorted(gone))):
        if may_be_erased(type):
            of_person.setdefault(person or "", set()).add(id)
    for person, ids in sorted(of_person.items()):
        corrections = read_stored(CORRECTIONS_OF.rows(connection, person=person))
        ids |= {each.id for each in corrections if is_erased(each.raw)}
        reached = with_corrections(ids, corrections)
        for arrival, id, _, _, is_taken in ENTRIES_NAMED.rows(connection, ids=json.dumps(sorted(reached))):
            if not is_taken:
                yield arrival, id, person


def sweep(store: Path, key: bytes | None) -> None:
    """Writes the database's file afresh and empties its log where entries were erased since that was done last: what
    SQLite leaves in a file of words that are gone is gone too. Drafts of those entries go with them.

    Where another process reads meanwhile, or the disk has no room, it is left for the next opening.
    """
    with suppress(Refused, driver.Error, OSError):
        connection = connect(store, key)
        try:
            asked = connection.execute(KEPT.sql, {"name": UNSWEPT}).fetchone()
            if asked is None:
                return
            _take_drafts(store, json.loads(asked[0]))
            connection.execute("PRAGMA busy_timeout=2000")
            connection.execute("VACUUM")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                connection.execute(TAKE_KEPT_AS.sql, {"name": UNSWEPT, "value": asked[0]})
        finally:
            connection.close()


def sweep_left(store: Store) -> None:
    """The same, where something was erased since and the store's own files are written."""
    with suppress(Refused):
        with store.reading() as connection:
            is_left = is_unswept(connection)
        if is_left and not store.reads_elsewhere:
            sweep(store.folder, store.key)


def _take_drafts(store: Path, ids: Iterable[str]) -> None:
    for id in ids:
        for left in (store / DRAFTS).glob(f"*/{id}.*"):
            left.unlink(missing_ok=True)


def erased_unheard(connection: Connection) -> list[str]:
    """The ids of entries that came without their words while no erasure by two managers has arrived here."""
    left = WORDLESS.rows(connection)
    if not left:
        return []
    managers = managers_in(story_of(connection, None))
    asked = asked_by(read_stored(ERASURES.rows(connection))).items()
    gone = {id for id, by in asked if counts((each.author for each in by), managers)}
    heard = {person for id, _, person in left if id in gone}
    return [id for id, type, person in left if id not in gone and not (type == _CORRECTED and person in heard)]


def is_unswept(connection: Connection) -> bool:
    """Whether bytes of what was erased may lie in the file still."""
    return KEPT.value(connection, name=UNSWEPT) is not None

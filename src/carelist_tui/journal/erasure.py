"""Lawful erasure in a store: body and salt leave the entries that two managers have erased, and the bytes with them.

Whatever comes in passes here in the same transaction, so that it does not matter which comes first, an entry or its
erasure. The one place where something stored is changed; who, when, what kind and every hash stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from carelist_tui.domain.entries import EntryCorrected, EntryErased
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.erased import (
    Meant,
    erased_by,
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
from carelist_tui.journal.sql.person_sql import KEPT, TAKE_CASES, TAKE_EVERY_SUM, TAKE_KEPT_AS
from carelist_tui.journal.sql.triggers import APPEND_ONLY
from carelist_tui.journal.store import Store
from carelist_tui.vault.connection import Connection, connect, driver
from carelist_tui.vault.drafts import take_drafts_of
from carelist_tui.vault.seal import DraftSealer

_ERASED, _CORRECTED = "entry.erased", "entry.corrected"
_GUARD = APPEND_ONLY[0]
_MAY_CONCERN = (_ERASED, _CORRECTED, "worker.added", "worker.changed")


def erase(connection: Connection, new: Collection[Entry] | None = None) -> set[str]:
    """Takes body and salt out of every entry that two managers have erased, and of what corrects one; gives the records
    whose story is another by it, which are then to be folded afresh (empty: what is about nobody).

    `new` has just been put in; None where all is to be looked through.
    """
    erasures = read_stored(ERASURES.rows(connection))
    asked = {each.body.entry for each in erasures if isinstance(each.body, EntryErased)}
    if not asked or (new is not None and not any(x.type in _MAY_CONCERN or x.id in asked for x in new)):
        return set()
    found = list(_whole_among(connection, erased_by(erasures, managers_in(story_of(connection, None)))))
    if not found:
        return set()
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute(f"DROP TRIGGER {_GUARD.split()[2]}")
    TAKE_WORDS.run(connection, [{"arrival": arrival} for arrival, _, _ in found])
    connection.execute(_GUARD)
    people = {person for _, _, person in found}
    told = {each for person in people for each in (whose(connection, person), *records_of(connection, person))}
    TAKE_CASES.run(connection, [{"person": person} for person in sorted(told)])
    TAKE_EVERY_SUM.run(connection, [{}])
    before = json.loads(KEPT.value(connection, name=UNSWEPT) or "[]")
    write_meta(connection, {UNSWEPT: json.dumps([*before, *(id for _, id, _ in found)])})
    return people


def _whole_among(connection: Connection, gone: Iterable[Meant]) -> Iterator[tuple[int, str, str]]:
    """(arrival, id, person) of each of these that may be erased and still has its words, and of what corrects one.
    Whatever else has the id of one stays: of another person, or of a type that is not erased."""
    of_person: dict[str, set[str]] = {}
    for person, id in gone:
        of_person.setdefault(person, set()).add(id)
    for person, ids in sorted(of_person.items()):
        here = ENTRIES_NAMED.rows(connection, ids=json.dumps(sorted(ids)), person=person)
        told = {id for _, id, type, _ in here if may_be_erased(type)}
        if not told:
            continue
        corrections = read_stored(CORRECTIONS_OF.rows(connection, person=person))
        taken = {each.id for each in corrections if is_erased(each.raw)}
        reached = with_corrections(told | taken, corrections)
        slips = {x.id for x in corrections if isinstance(x.body, EntryCorrected) and x.body.entry in reached}
        for arrival, id, type, is_taken in ENTRIES_NAMED.rows(
            connection, ids=json.dumps(sorted(reached)), person=person
        ):
            goes = id in slips if type == _CORRECTED else id in told and may_be_erased(type)
            if goes and not is_taken:
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
            take_drafts_of(store, json.loads(asked[0]), DraftSealer(key) if key is not None else None)
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


def erased_unheard(connection: Connection) -> list[str]:
    """The ids of entries that came without their words while no erasure by two managers has arrived here."""
    left = WORDLESS.rows(connection)
    if not left:
        return []
    gone = erased_by(read_stored(ERASURES.rows(connection)), managers_in(story_of(connection, None)))
    heard = {person for id, _, person in left if (person or "", id) in gone}
    return [
        id
        for id, type, person in left
        if (person or "", id) not in gone and not (type == _CORRECTED and person in heard)
    ]


def is_unswept(connection: Connection) -> bool:
    """Whether bytes of what was erased may lie in the file still."""
    return KEPT.value(connection, name=UNSWEPT) is not None

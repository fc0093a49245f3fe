"""Checking entries: each by itself, its place in its device's chain, what it names, and that its id is its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pydantic_core import from_json
from sqlalchemy import func, select

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import NO_ENTRY, hashes_hold
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import AUDIT_TYPES, Sample, as_corrected, samples_in
from carelist_tui.journal.append.entry_rows import entry_row
from carelist_tui.journal.projection.people import story_of
from carelist_tui.journal.sql.entry_sql import TEXTS_OF
from carelist_tui.journal.statements import Statement
from carelist_tui.journal.tables import AS_STORED, ENTRY
from carelist_tui.journal.verify.verdict import BACKUP, IMPORT, Problem
from carelist_tui.vault.connection import Connection

_OF_ITS_PLACE = ("device", "seq", "prev", "hash", "body", "salt", "origin")
_WRITTEN = tuple(column for column in ENTRY.c if column.name != "arrival")
_IDS = Statement(select(ENTRY.c.id))
_CHAINS = Statement(select(*_WRITTEN).order_by(ENTRY.c.device, ENTRY.c.seq))
_SEVERAL = select(ENTRY.c.id).group_by(ENTRY.c.id).having(func.count() > 1)
_COPIES = Statement(
    select(ENTRY.c.id, ENTRY.c.device, ENTRY.c.seq, *AS_STORED).where(ENTRY.c.id.in_(_SEVERAL)).order_by(ENTRY.c.id)
)


def check_chains(connection: Connection) -> Iterator[Problem]:
    """Every entry in its chain: numbers without gaps, each naming the one before it, and what it refers to."""
    here = set(_IDS.values(connection))
    for device, chain in groupby(_CHAINS.by_name(connection), key=lambda row: str(row.device)):
        seq, head = 0, NO_ENTRY
        for row in chain:
            texts = EntryText(row.envelope, row.body, row.salt, row.hash)
            entry = read_texts(texts)
            if row.seq != seq + 1:
                one = tr("entry {seq} of this device is missing", seq=seq + 1)
                several = tr("entries {seq} to {seq2} of this device are missing", seq=seq + 1, seq2=row.seq - 1)
                yield Problem("gap", device, one if row.seq == seq + 2 else several, IMPORT)
            elif entry is not None and entry.raw.get("prev") != head:
                what = tr("does not name the entry before it: one of the two is not what this device wrote")
                yield Problem(
                    "chain",
                    f"{device} {row.seq}",
                    tr("entry {seq} of this device {what}", seq=row.seq, what=what),
                    BACKUP,
                )
            yield from _entry(entry, texts, row)
            yield from _references(entry, here)
            seq, head = row.seq, row.hash


def _entry(entry: Entry | None, texts: EntryText, row: Any) -> Iterator[Problem]:
    """What is wrong with one stored entry by itself."""
    if entry is None:
        yield Problem("unreadable", row.id, tr("what is stored is no entry"), BACKUP)
    elif not _hold(texts, entry):
        yield Problem("hash", row.id, tr("the entry was changed after it was stored: its hash does not fit"), BACKUP)
    elif not _is_written_so(entry, row):
        yield Problem("columns", row.id, tr("the columns of the entry do not say what its texts say"), BACKUP)


def _hold(texts: EntryText, entry: Entry) -> bool:
    """Whether both hashes hold over what is stored, as it is stored."""
    try:
        return hashes_hold(texts, entry.raw.get("body_hash"))
    except (ValueError, TypeError, AttributeError):
        return False


def _is_written_so(entry: Entry, row: Any) -> bool:
    """Whether the texts are canonical, and the columns say what they say."""
    try:
        return bool(entry_row(entry) == row._asdict())
    except Refused:
        return False


def read_texts(texts: EntryText) -> Entry | None:
    """The entry of what is stored, or None where it is none: only a check goes on from there."""
    try:
        return read_entry(texts.raw(from_json))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


class Journal:
    """What is stored, as a rule asks for it (`domain/checks`)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._samples: dict[str, Sample] | None = None

    def entry(self, id: str) -> Entry | None:
        """The one of that id that counts, if it is there and can be read."""
        row = TEXTS_OF.first(self._connection, entry=id)
        return read_texts(EntryText(*row)) if row is not None else None

    def about(self, person: str) -> list[Entry]:
        """Everything stored about a person; of an empty id what is about nobody."""
        return story_of(self._connection, person or None)

    def held_by(self, worker: str) -> int:
        """Nobody leaves by being looked at: nothing is asked of what a worker holds."""
        return 0

    def sample(self, id: str) -> Sample | None:
        """The audit sample of that id with its scores; all of them are read once."""
        if self._samples is None:
            told = as_corrected(story_of(self._connection, None), AUDIT_TYPES)
            self._samples = {each.said.id: each for each in samples_in(told)}
        return self._samples.get(id)


def _references(entry: Entry | None, here: set[str]) -> Iterator[Problem]:
    if entry is None:
        return
    named = [*(entry.body.references() if entry.body else ()), *(("replaces", each) for each in entry.replaces)]
    named += [(path, each) for path, each in (("person", entry.person), ("arose_from", entry.arose_from)) if each]
    for path, each in named:
        if each not in here:
            yield Problem(
                "reference",
                entry.id,
                tr("{path} names entry {value}, which has not arrived", path=path, value=each),
                IMPORT,
            )


def check_ids(connection: Connection) -> Iterator[Problem]:
    """That no id is on two different entries. A laptop that took a name of its own wrote its unsent entries again:
    such copies agree in all but their place, and one of them counts."""
    for each, group in groupby(_COPIES.by_name(connection), key=lambda row: str(row.id)):
        rows = list(group)
        if len({_said(EntryText(*row[3:])) for row in rows}) == 1:
            continue
        places = tr(" and ").join(tr("{seq} of device {device}", seq=row.seq, device=row.device) for row in rows)
        what = tr(
            "this id is on more than one entry: {places}; ours counts, of several the first in story order",
            places=places,
        )
        yield Problem("id", each, what, tr("nothing is lost: correct the one that does not count, or record it again"))


def _said(texts: EntryText) -> str:
    """What an entry says, wherever it stands; of its body the hash, since it may have been erased in one copy."""
    entry = read_texts(texts)
    raw = entry.raw if entry is not None else texts._asdict()
    return json.dumps({name: part for name, part in raw.items() if name not in _OF_ITS_PLACE}, sort_keys=True)

"""Whom and what a draft means: identifiers, people and entries, those of earlier lines of the batch included."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import canonical_json, nfc
from carelist_tui.domain.entries import (
    TYPES,
    EntryCorrected,
    EntryErased,
    PersonAccepted,
    PersonsJoined,
    ReferralReceived,
    as_taken,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.envelope import STAMPED
from carelist_tui.domain.entries.erased import is_erased, may_be_erased
from carelist_tui.domain.ids import is_uuid
from carelist_tui.domain.person.duplicates import folded_ref, keys_of
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.views.narrative import as_sent
from carelist_tui.journal.append.resolved import NOT_HERE, Draft
from carelist_tui.journal.projection.people import read_stored, ref_in, whose
from carelist_tui.journal.sql.entry_sql import KINDS_OF, TEXTS_OF
from carelist_tui.journal.sql.person_sql import IDENTIFIERS, IS_PERSON, LIKE_IDENTIFIER, LIKE_WITH_REF, WITH_IDENTIFIER
from carelist_tui.vault.connection import Connection

_STAMPED = (*STAMPED, "replaces", "person", "v")


def nobody_with(identifier: str) -> str:
    """The sentence for an identifier, or an id, that names nobody."""
    return tr("nobody on this caseload has the identifier {identifier}", identifier=identifier)


def _several(people: list[str]) -> str:
    return tr(
        "more than one person has this identifier: give instead, as person, one of {people}", people=", ".join(people)
    )


def _ids_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from [value] if is_uuid(value) else []
    elif isinstance(value, Mapping | list | tuple):
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _ids_in(part)


def _said(body: PersonAccepted | ReferralReceived) -> tuple[Any, Any, Any, Any]:
    return body.nhs_number, body.given, body.family, body.born


class Known:
    """What the store and the batch so far know."""

    def __init__(
        self,
        connection: Connection,
        batch: frozenset[str] = frozenset(),
        stays: Callable[[str], str] | None = None,
    ) -> None:
        """`batch` are the ids of all its lines: what an entry arose from may stand on any of them. `stays` says whose a
        record is, where lines before may have joined some."""
        self._connection, self.batch = connection, batch
        self._whose = stays or (lambda record: whose(connection, record))
        self._entries: dict[str, Entry] = {}
        self._people: set[str] = set()
        self._refs: dict[str, set[str]] = {}
        self._keys: dict[str, list[tuple[str, str]]] = {}
        self.refused: set[str] = set()
        """Ids and identifiers of lines with a fault of their own."""

    def note(self, entry: Entry) -> None:
        """An entry of this batch."""
        self._entries[entry.id] = entry
        if entry.person:
            self._people.add(entry.person)
            if ref := ref_in(entry):
                self._refs.setdefault(ref, set()).add(entry.person)
            if isinstance(entry.body, PersonAccepted | ReferralReceived):
                for key in keys_of(*_said(entry.body)):
                    self._keys.setdefault(key, []).append((self._whose(entry.person), entry.body.ref))

    def note_refused(self, draft: Any) -> None:
        """A line with a fault of its own: later lines that name it are not told off for that too."""
        if not isinstance(draft, Mapping):
            return
        body = draft.get("body")
        named = [draft.get("id"), body.get("ref") if isinstance(body, Mapping) else None]
        self.refused.update(name for name in named if isinstance(name, str))

    def entry(self, entry: str) -> Entry | None:
        """The entry with this id; of copies on two devices our own, and of those the first in story order."""
        if entry not in self._entries:
            texts = TEXTS_OF.first(self._connection, entry=entry)
            if texts is None:
                return None
            self._entries[entry] = read_stored([texts])[0]
        return self._entries[entry]

    def kinds_of(self, ids: Iterable[str]) -> dict[str, tuple[str, str | None]]:
        """(type, person) of each of these that is in the store, by its id; all by one statement."""
        rows = KINDS_OF.rows(self._connection, ids=json.dumps([*ids]))
        return {id: (type, person) for id, type, person in reversed(rows)}

    def named_in(self, draft: Draft) -> dict[str, Entry | None]:
        """What is here of each id that a draft holds, but those of itself and of the person."""
        held = _ids_in([draft["body"], draft.get("replaces", ()), draft.get("arose_from")])
        found = {id: self.entry(id) for id in dict.fromkeys(held)}
        if draft["type"] == EntryErased.TYPE:
            with suppress(Refused):  # whom it names is told off elsewhere
                found[draft["body"]["entry"]] = self.to_erase(draft["body"]["entry"], self._named(draft))
        return found

    def to_erase(self, entry: str, person: str | None) -> Entry | None:
        """The entry that an erasure means: of several under one id one that has words which may go, of this person
        where it names one; else as `entry` says."""
        first, them = self.entry(entry), self._whose(person) if person is not None else None

        def fits(each: Entry) -> bool:
            is_theirs = them is None or (each.person is not None and self._whose(each.person) == them)
            return is_theirs and may_be_erased(each.type) and not is_erased(each.raw)

        if first is None or fits(first):
            return first
        return next(filter(fits, read_stored(TEXTS_OF.rows(self._connection, entry=entry))), first)

    def alike(self, key: str) -> list[tuple[str, str]]:
        """(person, identifier) of everybody who has this NHS number, or this name and birth date, those accepted on
        earlier lines of the batch included."""
        return [*LIKE_WITH_REF.rows(self._connection, key=key), *self._keys.get(key, ())]

    def people_with(self, ref: str) -> list[str]:
        """Everyone who has, or had, this identifier of the service, as it is written; where nobody has it so, whoever
        has it in another case or with blanks around it: `p-7` is no other than `P-7` (records.md)."""
        return sorted({self._whose(record) for record in self._records_with(ref)})

    def _records_with(self, ref: str) -> set[str]:
        if exactly := {*WITH_IDENTIFIER.values(self._connection, ref=ref), *self._refs.get(ref, ())}:
            return exactly
        meant = folded_ref(ref)
        found = {person for known, people in self._refs.items() if folded_ref(known) == meant for person in people}
        if meant.isascii():  # as the database folds: everybody is not read for each new identifier
            return found | {*LIKE_IDENTIFIER.values(self._connection, ref=meant)}
        everybody = IDENTIFIERS.rows(self._connection)
        return found | {person for known, person in everybody if folded_ref(known) == meant}

    def _is_person(self, person: str) -> bool:
        if person in self._people:
            return True
        return IS_PERSON.value(self._connection, person=person) is not None

    def person_of(self, draft: Draft) -> str | None:
        """The person a checked draft is about; None where it is about none.

        Refuses what it says of them, with no fault at all where only an earlier line's fault is in the way.
        """
        kind, named = TYPES[draft["type"]], self._named(draft)
        if kind in (EntryCorrected, EntryErased):
            return self._person_of_entry(draft, named)
        if named is None and kind.PERSON_NEEDED:
            raise Refused([Fault("person", tr("is needed: say whom this is about, by person or by ref"))])
        ref = draft["body"].get("ref") if kind.ABOUT_PERSON else None
        return self._person_with(ref, draft, named) if ref else named

    def faults_in_person(self, draft: Any, known: list[Fault]) -> tuple[Fault, ...]:
        """What else is wrong with whom a faulty draft names, where that can be told."""
        if not isinstance(draft, Mapping) or any(fault.path in ("", "type", "id", "person", "ref") for fault in known):
            return ()
        try:
            self._named({"id": None, **draft})
        except Refused as refused:
            return refused.faults
        return ()

    def _named(self, draft: Draft) -> str | None:
        """The person that `person` or `ref` names; None when neither is there."""
        person, ref = draft.get("person"), draft.get("ref")
        begins = person == draft["id"] and not TYPES[draft["type"]].PERSON_NEEDED
        if person and not begins:
            ended, person = person, self._whose(person)
            if not self._is_person(person):
                raise Refused([] if ended in self.refused else [Fault("person", nobody_with(ended))])
            if ended != person and draft["type"] == PersonsJoined.TYPE:
                person = ended  # that it was joined already is to be said of the record that was
        if not ref:
            return person
        found = self.people_with(ref)
        if not found:
            raise Refused([] if ref in self.refused else [Fault("ref", nobody_with(ref))])
        if person and person not in found:
            raise Refused([Fault("ref", tr("belongs to somebody else than person does"))])
        if len(found) > 1 and not person:
            raise Refused([Fault("ref", _several(found))])
        return person or found[0]

    def _person_with(self, ref: str, draft: Draft, named: str | None) -> str:
        """Whom an entry that gives an identifier is about: a ref known from before names that same person."""
        holders = self.people_with(ref)
        if named is not None:
            if holders and named not in holders:
                raise Refused(
                    [Fault("body.ref", tr("belongs to somebody else on this caseload, or known from before"))]
                )
            return named
        if len(holders) > 1:
            raise Refused([Fault("body.ref", _several(holders))])
        return holders[0] if holders else str(draft["id"])

    def _person_of_entry(self, draft: Draft, named: str | None) -> str | None:
        """A correction carries the person of its entry, and so does an erasure."""
        target, is_corrected = draft["body"]["entry"], draft["type"] == EntryCorrected.TYPE
        meant = self.entry(target) if is_corrected else self.to_erase(target, named)
        if meant is None:
            raise Refused([] if target in self.refused else [Fault("body.entry", NOT_HERE)])
        if named is not None and (meant.person is None or named != self._whose(meant.person)):
            why = (
                tr("the entry to correct is about somebody else")
                if is_corrected
                else tr("the entry to erase is about somebody else")
            )
            raise Refused([Fault("person", why)])
        return meant.person

    def type_corrected(self, draft: Any) -> str | None:
        """The type of the entry that a draft corrects; None where it corrects none that is here."""
        body = draft.get("body") if isinstance(draft, Mapping) and draft.get("type") == EntryCorrected.TYPE else None
        named = body.get("entry") if isinstance(body, Mapping) else None
        target = self.entry(named) if isinstance(named, str) and is_uuid(named) else None
        return target.type if target is not None else None

    def same_content(self, draft: Draft, stored: Entry) -> bool:
        """Whether a draft says what the stored entry with its id says; what is stamped is not compared."""
        was = as_taken(stored.raw, self.type_corrected(stored.raw))
        said = {key: value for key, value in nfc(dict(draft)).items() if key not in (*_STAMPED, "ref")}
        kept = {key: value for key, value in as_sent(was, said).items() if key not in _STAMPED}
        if canonical_json(said) != canonical_json(kept):
            return False
        person, ref = draft.get("person"), draft.get("ref")
        about = self._whose(stored.person) if stored.person is not None else None
        is_about = person is None or person == stored.person or self._whose(person) == about
        return is_about and (not ref or about in self.people_with(ref))

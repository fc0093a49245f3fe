"""One person in the projections: their story read, folded, and the rows that their state stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from pydantic_core import from_json

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.owed import everything_owed
from carelist_tui.domain.entries import read_entry
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.person import PersonState, advance, dump_state, fold
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.stored_json import json_text, stored_text
from carelist_tui.domain.views.cards import card_on
from carelist_tui.domain.words import Words
from carelist_tui.domain.worklist import ALSO, OWNER_TEAM
from carelist_tui.journal.rows import Row, reading_stored
from carelist_tui.journal.sql.entry_sql import NEWEST_ARRIVAL, STORIES, STORY_OF, STORY_OF_TEAM
from carelist_tui.journal.sql.person_sql import RECORDS_INTO, RECORDS_OF, STAYS
from carelist_tui.vault.connection import Connection

Values = dict[str, Any]


@dataclass(slots=True)
class Projected:
    """One person to write. `refs` are identifiers they have or had; `afresh`: these are all of them."""

    state: PersonState
    refs: set[str]
    afresh: bool

    @classmethod
    def fold(cls, person: str, story: list[Entry]) -> Projected:
        """From the whole story; one entered in error no longer gives its identifier."""
        return cls(fold(person, story), {ref for each in effective(story) if (ref := ref_in(each))}, True)

    def advance(self, entry: Entry) -> None:
        """Adds an entry that follows."""
        self.state = advance(self.state, entry)
        if ref := ref_in(entry):
            self.refs.add(ref)

    @property
    def ref(self) -> str:
        """The identifier they have now."""
        return self.state.identity.ref or ""


def ref_in(entry: Entry) -> str | None:
    """The identifier of the service that an entry gives its person."""
    body = entry.body
    ref = getattr(body, "ref", None) if body is not None and "ref" in type(body).model_fields else None
    return ref if isinstance(ref, str) else None


def rows_of(ground: Ground) -> tuple[Values, list[Values]]:
    """The `person` row and the `due` rows of one person; what both reckon, the ground keeps."""
    return _person_row(ground), [due_row(due) for due in everything_owed(ground)]


def _person_row(ground: Ground) -> Values:
    state, card = ground.state, card_on(ground)
    high, high_until = ground.high_after_newest
    return {
        "id": state.person,
        "ref": card.ref,
        "given": card.given,
        "family": card.family,
        "given_key": card.given.casefold(),
        "family_key": card.family.casefold(),
        "zone": card.zone,
        "zone_reason": card.zone_reason,
        "tier": card.tier or None,
        "tier_rank": ground.standards.rank(card.tier),
        "team": card.team or None,
        "coordinator": card.coordinator or None,
        "on_caseload": state.on_caseload,
        "episode": card.episode,
        "high": high,
        "high_until": sortable(high_until) if high_until else None,
        "newest_at": sortable(state.at) if state.at else "",
        "warnings": json_text(card.warnings),
        "card": stored_text(card),
        "state": dump_state(state),
    }


def due_row(due: Due) -> Values:
    """The row of one Due."""
    return {
        "person": due.person or "",
        "key": due.key,
        "kind": due.kind,
        "source": due.source,
        "title": due.title,
        "due_at": sortable(due.due_at),
        "from_at": sortable(due.from_at) if due.from_at else None,
        "begins_at": "" if KINDS[due.kind].is_read else sortable(due.begins_at),
        "gated": due.from_at is not None,
        "band": due.band,
        "band_when_high": due.band_when_high,
        "named_owner": due.named_owner,
        "because": stored_text(due.because, Words),
        "resolved_by": json_text(due.resolved_by),
        "detail": json_text(due.detail | _held_with(due)),
    }


def _held_with(due: Due) -> Values:
    told = {ALSO: list(due.also), OWNER_TEAM: due.owner_team}
    return {name: value for name, value in told.items() if value}


def newest_arrival(connection: Connection) -> int:
    """The place of the newest entry in the order of arrival here; 0 in an empty journal."""
    return int(NEWEST_ARRIVAL.value(connection) or 0)


def whose(connection: Connection, record: str) -> str:
    """The person whose record this is: of one that was joined into another the one that stays."""
    return str(STAYS.value(connection, record=record) or record)


def records_of(connection: Connection, person: str) -> list[str]:
    """The other records that were joined into a person's."""
    return RECORDS_OF.values(connection, person=person)


def records_into(connection: Connection) -> dict[str, str]:
    """By the record that ended, the person whose it is, of everybody."""
    return dict(RECORDS_INTO.rows(connection))


def record_story(connection: Connection, record: str) -> list[Entry]:
    """The entries of one record alone, in story order."""
    return read_stored(STORY_OF.rows(connection, person=record))


def story_of(connection: Connection, person: str | None) -> list[Entry]:
    """A person's entries, in story order, those of records that were joined into theirs too; those about no person
    (workers, duty) for None."""
    if person is None:
        return read_stored(STORY_OF_TEAM.rows(connection))
    stays = whose(connection, person)
    return _together(connection, stays, records_of(connection, stays))


def _together(connection: Connection, person: str, records: Iterable[str]) -> list[Entry]:
    story = record_story(connection, person)
    others = [each for record in records for each in record_story(connection, record)]
    return sorted([*story, *others], key=lambda each: each.order) if others else story


def read_stored(rows: Iterable[Row]) -> list[Entry]:
    """The entries of rows AS_STORED. Refuses (status 3) one that is none."""
    with reading_stored():
        return [read_entry(EntryText(*row).raw(from_json)) for row in rows]


def stories(
    connection: Connection, people: Iterable[str] | None = None, into: Mapping[str, str] | None = None
) -> Iterator[tuple[str, list[Entry]]]:
    """Each person with their entries in story order, one person in memory at a time; of all, or of those whose records
    these are. `into`: which records are joined, where that is not as it stands now."""
    stays = records_into(connection) if into is None else into
    records: dict[str, list[str]] = {}
    for record, person in sorted(stays.items()):
        records.setdefault(person, []).append(record)
    if people is not None:
        for person in sorted({stays.get(each, each) for each in people}):
            yield person, _together(connection, person, records.get(person, ()))
        return
    waiting = set(records)
    for record, rows in groupby(STORIES.each(connection), key=itemgetter(0)):
        person = str(record)
        if person in stays:
            continue
        waiting.discard(person)
        story = read_stored(row[1:] for row in rows)
        yield person, _together(connection, person, records[person]) if person in records else story
    for person in sorted(waiting):  # of whom nothing but what was joined into theirs has arrived
        yield person, _together(connection, person, records[person])

"""The tables of a store: the only place where their columns are named as a schema.

`entry` is the journal and the truth; the others are projections of it, made afresh at any time.
Moments are fixed-width UTC text (`sortable`), so that text order is the order in time.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel


class EntryRow(SQLModel, table=True):
    """One stored entry: `envelope`, `body`, `salt` and `hash` are the whole of it (`domain/entry_text.py`), the other
    columns are drawn from the envelope."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("device", "seq"),
        Index("entry_story", "person", "occurred_at", "recorded_at", "device", "seq"),
        Index("entry_joins", "person", sqlite_where=text("type = 'persons.joined'")),
        Index("entry_erasures", "type", sqlite_where=text("type = 'entry.erased'")),
    )

    arrival: int | None = Field(default=None, primary_key=True)
    id: str = Field(index=True)
    type: str
    person: str | None
    occurred_at: str
    recorded_at: str
    device: str
    seq: int
    hash: str
    salt: str | None
    envelope: str = Field(sa_type=Text)
    body: str | None = Field(sa_type=Text)


class PersonRow(SQLModel, table=True):
    """What is known of one person now; `state` is what the fold goes on from, `card` what the panel shows."""

    __tablename__ = "person"
    __table_args__ = (Index("person_on_caseload", "on_caseload", "family_key", "given_key"),)

    id: str = Field(primary_key=True)
    ref: str = Field(index=True)
    given: str
    family: str
    given_key: str
    family_key: str
    zone: str
    zone_reason: str
    tier: str | None
    tier_rank: int
    team: str | None
    coordinator: str | None = Field(index=True)
    on_caseload: bool
    episode: str | None = Field(index=True)
    """The open missed contact, if there is one."""
    high: bool
    high_until: str | None
    newest_at: str = Field(index=True)
    """The latest moment of what was folded: a reading before it folds this person to that moment instead."""
    warnings: str = Field(sa_type=Text)
    card: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)


class IdentifierRow(SQLModel, table=True):
    """Every identifier of the service that somebody has or had: known from before, it names that same person."""

    __tablename__ = "identifier"

    ref: str = Field(primary_key=True)
    person: str = Field(primary_key=True, index=True)


class JoinedRow(SQLModel, table=True):
    """A record whose story is told with that of the person it was joined into (records.md, persons.joined)."""

    __tablename__ = "joined"

    record: str = Field(primary_key=True)
    person: str = Field(index=True)


class LikenessRow(SQLModel, table=True):
    """What tells that somebody may be on the caseload twice (`domain/person/duplicates.py`); `number` is their NHS
    number, empty where it is not known."""

    __tablename__ = "likeness"

    key: str = Field(primary_key=True)
    person: str = Field(primary_key=True, index=True)
    number: str


class DueRow(SQLModel, table=True):
    """One Due of one person, or of a worker (`person` empty)."""

    __tablename__ = "due"
    __table_args__ = (
        Index("due_begins", "gated", "begins_at"),
        Index("due_falls", "due_at"),
    )

    person: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    kind: str
    source: str
    title: str
    due_at: str
    from_at: str | None
    begins_at: str
    gated: bool
    """Whether it has a `from_at`, before which it is upcoming."""
    band: int
    band_when_high: int | None
    named_owner: str | None
    because: str = Field(sa_type=Text)
    resolved_by: str = Field(sa_type=Text)
    detail: str = Field(sa_type=Text)


class CaseColumns(SQLModel):
    """One counted happening of one person (`domain/measures/case.py`), in a store and in a service's database alike;
    `number` tells those of one measure apart."""

    person: str = Field(primary_key=True)
    measure: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    starts_at: str
    stops_at: str | None
    due_at: str | None
    counted: bool
    excluded: str | None
    team: str | None
    locality: str | None
    tier: str | None
    source: str | None
    zone: str | None
    worker: str | None
    groups: str = Field(sa_type=Text)
    facts: str = Field(sa_type=Text)
    entries: str = Field(sa_type=Text)
    is_late: bool
    is_disputed: bool


class CaseRow(CaseColumns, table=True):
    """The cases of this store."""

    __tablename__ = "case"
    __table_args__ = (Index("case_begins", "measure", "starts_at"),)


class MonthSumRow(SQLModel, table=True):
    """What the cases of one measure sum up to in one month, or up to `ends_at` of it (`domain/measures/month_sums.py`):
    as read at `made_at`, by the release and the Standards that `made_by` says, and so until `holds_until`."""

    __tablename__ = "month_sum"

    measure: str = Field(primary_key=True)
    begins_at: str = Field(primary_key=True)
    ends_at: str
    made_by: str
    made_at: str
    holds_until: str | None
    says: str = Field(sa_type=Text)


class UncountedRow(SQLModel, table=True):
    """Somebody whose entries have changed since their cases were made: nothing is counted of them before these are made
    afresh."""

    __tablename__ = "uncounted"

    person: str = Field(primary_key=True)


class MetaRow(SQLModel, table=True):
    """What every reading needs and no person holds, by name: see `journal/meta.py`."""

    __tablename__ = "meta"

    name: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)


class AccessRow(SQLModel, table=True):
    """That somebody looked at something: a chain of its own, local to the laptop. `count`: how many were found or
    left; never what was searched for. `reason`: why something left in clear, as whoever took it out said."""

    __tablename__ = "access"

    number: int | None = Field(default=None, primary_key=True)
    at: str
    worker: str | None = Field(index=True)
    kind: str
    person: str | None = Field(index=True)
    count: int | None
    prev: str
    hash: str
    reason: str | None


class CopiedRow(SQLModel, table=True):
    """That a worker copied an entry as text, and when last: local to the laptop, no part of the journal."""

    __tablename__ = "copied"

    worker: str = Field(primary_key=True)
    entry: str = Field(primary_key=True)
    at: str


class SeenRow(SQLModel, table=True):
    """What a shared folder has shown of a device: up to which entry, and the hash of its last segment's header."""

    __tablename__ = "seen"

    folder: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    last: int
    hash: str


class SentRow(SQLModel, table=True):
    """A segment of our own (this laptop may have had another name) in a shared folder: bytes of its file, its header's
    hash."""

    __tablename__ = "sent"

    folder: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    first: int = Field(primary_key=True)
    last: int = Field(primary_key=True)
    size: int
    hash: str


ENTRY, PERSON, IDENTIFIER, JOINED, LIKENESS, DUE, CASE, MONTH_SUM, UNCOUNTED, META, ACCESS, COPIED, SEEN, SENT = (
    SQLModel.metadata.tables[name]
    for name in (
        *("entry", "person", "identifier", "joined", "likeness", "due", "case", "month_sum", "uncounted"),
        *("meta", "access", "copied", "seen", "sent"),
    )
)
AS_STORED = (ENTRY.c.envelope, ENTRY.c.body, ENTRY.c.salt, ENTRY.c.hash)
"""The whole of an entry: the parts of an EntryText, in their order."""
STORY_ORDER = (ENTRY.c.occurred_at, ENTRY.c.recorded_at, ENTRY.c.device, ENTRY.c.seq)
EXCHANGED = (SEEN, SENT)
"""What this laptop remembers of shared folders: no projection, and no part of the journal."""
PROJECTED = (PERSON, IDENTIFIER, JOINED, LIKENESS, DUE, CASE, MONTH_SUM, UNCOUNTED)
"""What a rebuild makes afresh."""


@cache
def tables_made() -> tuple[str, ...]:
    """What makes the tables of a store, and their indexes: worked out once in a process."""
    wanted = {ENTRY, *PROJECTED, META, ACCESS, COPIED, *EXCHANGED}
    tables = [table for table in SQLModel.metadata.sorted_tables if table in wanted]
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda each: str(each.name))]
    made: list[CreateTable | CreateIndex] = [*map(CreateTable, tables), *map(CreateIndex, indexes)]
    return tuple(str(each.compile(dialect=dialect())) for each in made)

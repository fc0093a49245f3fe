"""The tables of a service's database: cases of several teams under pseudonyms, and how far each team was counted.

They stand apart from those of a store: in a registry of their own, since `case` is a table of both. Neutral SQL, for
SQLite and PostgreSQL. Moments are fixed-width UTC text (`sortable`), so that text order is the order in time.
"""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from carelist_tui.journal.tables import CaseColumns

VERSION = 2
"""Of these tables. A database of a newer one is refused; an earlier one is upgraded
(`service_database.py`)."""


class Table(SQLModel, registry=registry()):
    """What all of them are."""


class CollectedCase(Table, CaseColumns, table=True):
    """One counted happening, as `domain/measures/nameless.py` lets it leave its team; `holder` is the team whose folder
    it came from, `team` the one that it counts for."""

    __tablename__ = "case"
    __table_args__ = (Index("case_of_measure", "measure", "starts_at"),)

    holder: str = Field(primary_key=True)


class CollectedTeam(Table, table=True):
    """One team, that is, one shared folder: by which Standards and which release it was counted, and up to when.

    `digest` is that of its entries, as every laptop of it answers; `newest_at` the newest entry that counts, `ahead`
    whether others are dated later than when it was counted. `changes` are the step changes noted on signals: for each
    the measure, the month, and the team (null: all of them).
    """

    __tablename__ = "team"

    id: str = Field(primary_key=True)
    name: str
    standards: str
    digest: str
    release: str
    newest_at: str
    ahead: bool
    changes: str = Field(sa_type=Text)


class CollectedPlace(Table, table=True):
    """For which teams, by name, the cases of one folder count."""

    __tablename__ = "place"

    holder: str = Field(primary_key=True)
    team: str = Field(primary_key=True)


class CountedPerson(Table, table=True):
    """By which digest a person's cases stand here: who has the same is not written again."""

    __tablename__ = "counted"

    holder: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    digest: str


class Reading(Table, table=True):
    """Up to which entry of a device a team was counted, and the hash of that entry."""

    __tablename__ = "reading"

    holder: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    last: int
    head: str


class CollectedStandards(Table, table=True):
    """What figures need of the Standards of this digest: when the service is open, and the titles of their groups.
    Their text may hold anybody's name and number, and stays in the team."""

    __tablename__ = "standards"

    digest: str = Field(primary_key=True)
    hours: str = Field(sa_type=Text)
    groups: str = Field(sa_type=Text)


class SchemaVersion(Table, table=True):
    """Of which version the tables are: one row."""

    __tablename__ = "carelist_service"

    version: int = Field(primary_key=True)


TABLES = Table.metadata
CASE, TEAM, PLACE, COUNTED, READING, STANDARDS, SCHEMA = (
    TABLES.tables[name] for name in ("case", "team", "place", "counted", "reading", "standards", "carelist_service")
)

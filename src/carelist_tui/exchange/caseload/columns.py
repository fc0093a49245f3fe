"""The columns of a caseload, drawn from the fields of the entries that a row becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from carelist_tui.catalogue import in_plain_words, message_of, tr
from carelist_tui.domain.entries import (
    BY_IMPORT,
    ConsentRecorded,
    ContactCompleted,
    ContactPlanned,
    CoordinatorNamed,
    EngagementPlanAgreed,
    Partner,
    PersonAccepted,
    Phone,
    ReviewCompleted,
    RiskCheckCompleted,
    RiskPlanUpdated,
    ZoneSet,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its `name`, its words, and the field it fills. `kind` is text, date, moment, flag, choice or
    list."""

    name: str
    title: str
    model: type[BaseModel]
    field: str
    kind: str
    choices: tuple[str, ...] = ()
    each: str = "text"
    """What a list holds: text, or choices."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a file of one kind may have, by name and by heading; those that every row needs; and what such a
    file is called."""

    what: str
    named: Mapping[str, Column]
    by_heading: Mapping[str, Column]
    needed: tuple[str, ...]


class OfRow(BaseModel):
    """What a row says of itself, and of no entry: a name in one cell; that they died, or left."""


ACCEPTED_ON = Column("accepted_on", tr("Accepted on"), PersonAccepted, "occurred_at", "date")
LAST_CONTACT_ON = Column("last_contact_on", tr("Last contact on"), ContactCompleted, "occurred_at", "date")
LAST_SEEN_ON = Column("last_seen_on", tr("Last seen on"), ContactCompleted, "occurred_at", "date")
NEXT_CONTACT_AT = Column("next_contact_at", tr("Next contact at"), ContactPlanned, "at", "moment")
LAST_RISK_CHECK_ON = Column("last_risk_check_on", tr("Last risk check on"), RiskCheckCompleted, "occurred_at", "date")
LAST_REVIEW_ON = Column("last_review_on", tr("Last review on"), ReviewCompleted, "occurred_at", "date")
NAME = Column("name", tr("Name"), OfRow, "name", "text")
DIED_ON = Column("died_on", tr("Died on"), OfRow, "died_on", "date")
DISCHARGED_ON = Column("discharged_on", tr("Discharged on"), OfRow, "discharged_on", "date")
DATED = (LAST_CONTACT_ON, LAST_RISK_CHECK_ON, LAST_REVIEW_ON)
"""Which column says when something of a type happened."""
GROUPS = "groups"
OF_ONE = ("ref", "given", "family")
"""What nobody can say once for everybody."""
MUST = frozenset({"ref", "given", "family", "name", "team", "tier", "accepted_on"})
"""What keeps a row out where it can't be read; any other cell stays out alone, and the person comes in."""

_LEFT_OUT = {"phones", "partners", "coordinator", "zone", *BY_IMPORT}
_OF_OTHERS: tuple[tuple[type[BaseModel], dict[str, str]], ...] = (
    (Phone, {"number": "phone", "label": "phone_label", "text_ok": "text_ok", "voicemail": "voicemail",
             "unsafe": "phone_unsafe"}),
    (Partner, {"name": "partner", "agency": "partner_agency", "phone": "partner_phone"}),
    (CoordinatorNamed, {"coordinator": "coordinator", "clinical_oversight": "clinical_oversight"}),
    (ZoneSet, {"zone": "zone", "reason": "zone_reason", "review_on": "zone_review_on"}),
    (ConsentRecorded, {"rationale": "consent_rationale", "review_on": "consent_review_on"}),
    (ContactCompleted, {"method": "last_contact_method", "what_we_did": "last_contact_note"}),
    (EngagementPlanAgreed, {"methods": "contact_methods", "safe_times": "safe_times", "safe_places": "safe_places",
                            "avoid": "avoid", "avoid_note": "avoid_note", "early_warning_signs": "early_warning_signs",
                            "if_missed": "if_missed", "agreed_with_person": "agreed_with_person",
                            "own_words": "own_words", "review_on": "plan_review_on"}),
)  # fmt: skip
"""What a column is called where the field's own name would not say whose it is."""
_BESIDES: tuple[tuple[type[BaseModel], dict[str, str]], ...] = (
    (ContactPlanned, {"method": "next_contact_method", "worker": "next_contact_worker"}),
    (RiskCheckCompleted, {"overall": "last_risk_check_overall"}),
    (RiskPlanUpdated, {"review_on": "risk_plan_review_on"}),
)


@cache
def columns() -> tuple[Column, ...]:
    """Every column, in the order of the template."""
    known = (*_of_acceptance(), *_of(_OF_OTHERS), LAST_CONTACT_ON, LAST_SEEN_ON)
    besides = (NEXT_CONTACT_AT, *_of(_BESIDES), LAST_RISK_CHECK_ON, LAST_REVIEW_ON)
    return (*known, *besides, DIED_ON, DISCHARGED_ON)


@cache
def needed_columns() -> tuple[str, ...]:
    """The columns without which no row can be taken."""
    required = [name for name, field in PersonAccepted.model_fields.items() if field.is_required()]
    return (*required, ACCEPTED_ON.name)


@cache
def named_columns() -> dict[str, Column]:
    """Every column by its name."""
    return {column.name: column for column in (*columns(), NAME)}


def column_words(name: str) -> str:
    """What a column is called where nothing beside it says whose it is: `Phone`, and not `Number`."""
    column = named_columns()[name]
    is_plain = column.model in (PersonAccepted, OfRow) or column.field in ("occurred_at", "at")
    return column.title if is_plain else in_plain_words(name).capitalize()


def titles_of(column: Column) -> tuple[str, str]:
    """What heads it in the language that is spoken, and in English: a file may come from elsewhere."""
    return column.title, message_of(column.title)


def remark_in_words(remark: str) -> str:
    """A remark about a cell, which begins with the name of its column, with what the column is called instead."""
    name, colon, said = remark.partition(": ")
    return f"{column_words(name)}{colon}{said}" if colon and name in named_columns() else remark


@cache
def columns_by_heading() -> dict[str, Column]:
    """Every column by its name and by its words, as `plain_heading` writes them."""
    found = reversed(_of_acceptance())
    by_title = {plain_heading(title): column for column in found for title in titles_of(column)}
    return {**by_title, **{plain_heading(name): column for name, column in named_columns().items()}}


@cache
def caseload_columns() -> Columns:
    """Those of a caseload."""
    return Columns(tr("a caseload"), named_columns(), columns_by_heading(), needed_columns())


def plain_heading(text: str) -> str:
    """A heading however it was typed: `NHS Number ` is `nhs_number`."""
    return re.sub(r"[\W_]+", "_", text.casefold()).strip("_")


def columns_of(model: type[BaseModel]) -> Iterator[Column]:
    """The columns that fill the fields of one model."""
    return (column for column in columns() if column.model is model and column.field != "occurred_at")


@cache
def _of_acceptance() -> tuple[Column, ...]:
    fields = PersonAccepted.model_fields.items()
    found = [_column(PersonAccepted, name, name, field) for name, field in fields if name not in _LEFT_OUT]
    return (*found[:3], ACCEPTED_ON, *found[3:])


def _of(others: tuple[tuple[type[BaseModel], dict[str, str]], ...]) -> Iterator[Column]:
    for model, names in others:
        for field, name in names.items():
            yield _column(model, field, name, model.model_fields[field])


def _column(model: type[BaseModel], field: str, name: str, info: FieldInfo) -> Column:
    leaves = list(_leaves(info.annotation))
    choices = tuple(choice for leaf in leaves if get_origin(leaf) is Literal for choice in get_args(leaf))
    kind = "choice" if choices else "date" if date in leaves else "flag" if bool in leaves else "text"
    is_list = any(get_origin(leaf) is tuple for leaf in _parts(info.annotation))
    return Column(name, info.title or name, model, field, "list" if is_list else kind, choices, kind)


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    if get_origin(annotation) is not Literal:
        for part in get_args(annotation):
            yield from _parts(part)


def _leaves(annotation: Any) -> Iterator[Any]:
    return (part for part in _parts(annotation) if get_origin(part) is Literal or not get_args(part))

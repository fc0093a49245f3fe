"""Somebody else who may be the same person. Standard library only: this is on the way to the first frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.slotted import dataclass

OF_REF = "ref:"
"""Before the key of an identifier, compared casefolded and trimmed (records.md)."""
REF, NUMBER, NAME = "identifier", tr("NHS number"), tr("name and birth date")


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another person, by id; `shares` says what both have: the identifier, the NHS number, or name and birth date."""

    person: str
    shares: str


def of_identifier(people: Iterable[str]) -> tuple[Namesake, ...]:
    """Who has the same identifier."""
    return tuple(Namesake(person, REF) for person in people)


def alike_among(rows: Iterable[Sequence[Any]]) -> tuple[Namesake, ...]:
    """Who may be the same person, of rows (who, the key that both are known by, the NHS numbers of both): two whose
    numbers are known and differ are two people, whatever they are called. By an identifier it is how both write it:
    who has the very same is found by that (`of_identifier`)."""
    return tuple(
        Namesake(str(person), NUMBER if key.startswith("nhs:") else REF if key.startswith(OF_REF) else NAME)
        for person, key, own, other in rows
        if (own != other if key.startswith(OF_REF) else own == other or not (own and other))
    )

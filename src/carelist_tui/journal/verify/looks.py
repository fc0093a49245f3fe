"""Checking the chain of looks: numbers, hashes, each naming the one before, and as many as were witnessed."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from carelist_tui.catalogue import tr
from carelist_tui.journal.looks import NOTHING_BEFORE, Look
from carelist_tui.journal.statements import Statement
from carelist_tui.journal.tables import ACCESS as TABLE
from carelist_tui.journal.verify.verdict import BACKUP, Problem
from carelist_tui.vault.connection import Connection
from carelist_tui.vault.witness import ACCESS, Heads

_LOOKS = Statement(select(TABLE).order_by(TABLE.c.number))


def check_looks(connection: Connection, told: Heads) -> Iterator[Problem]:
    """Every place where the access log is not what was written."""
    number, prev = 0, NOTHING_BEFORE
    for row in _LOOKS.by_name(connection):
        look = Look(**row._asdict())
        if look.number != number + 1:
            yield _problem(tr("{looks} kept and can no longer be found", looks=_looks(number + 1, look.number - 1)))
        elif look.prev != prev:
            yield _problem(tr("look {number} does not name the one before it", number=look.number))
        if not look.is_whole():
            yield _problem(tr("look {number} was changed after it was stored", number=look.number))
        number, prev = look.number, look.hash
    if ACCESS in told and told[ACCESS].seq > number:
        yield _problem(
            tr("{looks} kept on this laptop and can no longer be found", looks=_looks(number + 1, told[ACCESS].seq))
        )


def _looks(first: int, last: int) -> str:
    return (
        tr("look {first} was", first=first)
        if first == last
        else tr("looks {first} to {last} were", first=first, last=last)
    )


def _problem(what: str) -> Problem:
    return Problem("access", tr("the access log"), what, BACKUP)

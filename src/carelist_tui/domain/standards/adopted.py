"""The Standards as they were adopted, one after the other (records.md, standards.adopted)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Recorded, as_corrected
from carelist_tui.domain.standards.file import parse_standards
from carelist_tui.domain.standards.standards import Standards

ADOPTED = "standards.adopted"


def adopted_standards(entries: Iterable[Recorded], shipped: Standards) -> Standards:
    """The newest adopted, which know those before them; the shipped ones before the first.

    Corrections hold in place. A file that this release can't read is passed over: those before it stay in force, and
    `unreadable_adoptions` names it.
    """
    newest = shipped
    for told in as_corrected(entries, (ADOPTED,)):
        found = _read(str(told.body.get("text", "")))
        if found is not None:
            newest = found.adopted_after(newest, told.at)
    return newest


def unreadable_adoptions(entries: Iterable[Recorded]) -> list[str]:
    """The ids of the entries whose file this release can't read: a newer one wrote them."""
    told = as_corrected(entries, (ADOPTED,))
    return [each.id for each in told if _read(str(each.body.get("text", ""))) is None]


@lru_cache(maxsize=8)
def _read(text: str) -> Standards | None:
    try:
        return parse_standards(text)
    except Refused:
        return None

"""What was taken out of this laptop, by whom and why: from its own access log (docs/security.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.views.lists.list_columns import Column, ListKind, as_choice, as_text, as_worker
from carelist_tui.domain.views.lists.person_told import Row

LEAVES = ("exported", "printed", "copied")
"""Looks of these kinds are of what was taken out of the program."""
EXPORTS = ListKind(
    "exports",
    tr("What was taken out of this laptop, by whom and why"),
    (
        Column("worker", tr("by"), as_worker, tr("by nobody named")),
        Column("kind", "", as_choice),
        Column("count", tr("how much:"), as_text),
        Column("reason", tr("why:"), if_none=tr("no reason kept: sealed, a sheet, or before reasons were asked")),
    ),
    one=tr("export"),
    more=tr("exports"),
)


def exports(looks: Iterable[Mapping[str, Any]], people: Mapping[str, tuple[str, str]], zone: ZoneInfo) -> Iterator[Row]:
    """Each look by which something was taken out; `people` are (ref, name) by id."""
    for look in looks:
        if look["kind"] not in LEAVES:
            continue
        at = datetime.fromisoformat(look["at"])
        ref, name = people.get(look["person"] or "", (None, None))
        said = {"reason": look.get("reason"), "at": at.astimezone(zone).isoformat(), "ref": ref, "name": name}
        yield Row(at, False, {**look, **said})

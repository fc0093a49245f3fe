"""A Due that is about one entry, as most of this package are: its key and its detail name that entry."""

from __future__ import annotations

from datetime import datetime

from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.person.facts import Fact


def due_about(
    ground: Ground, kind: str, source: Fact, title: str, due_at: datetime, band: int, words: Words, *resolved_by: str,
    owner: str | None = None, about: str | None = None, part: str = "",
) -> Due:  # fmt: skip
    """`source` is the entry that made it owed; `about` the one it is about, where that is another."""
    return Due(
        key=f"{kind}:{source.id}{part}",
        kind=kind,
        person=ground.state.person,
        source=source.id,
        title=title,
        due_at=due_at,
        band=band,
        because=words,
        resolved_by=resolved_by,
        named_owner=owner,
        detail={"about": about or source.id},
    )

"""A Due that is about one entry, as most of this package are: its key and its detail name that entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.person.facts import Fact


def due_about(
    ground: Ground, kind: str, source: Fact, title: str, due_at: datetime, words: Words, *,
    owner: str | None = None, about: str | None = None, part: str = "",
    known: Mapping[str, str] | None = None,
) -> Due:  # fmt: skip
    """`source` is the entry that made it owed and from which it runs; `about` the one it is about, if another; `known`
    what its form opens with besides."""
    detail = {"about": about or source.id, **(known or {})}
    person = ground.state.person
    return KINDS[kind].due(
        person, source.id, title, due_at, words, part=part, owner=owner, detail=detail, since=source.clock
    )

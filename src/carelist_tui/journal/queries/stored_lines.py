"""Stored entries on their way out: the lines as they stand, or whole stories."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.stored import line_of
from carelist_tui.domain.entry_text import EntryText
from carelist_tui.domain.moments import sortable
from carelist_tui.journal.projection.people import records_of, stories, story_of, whose
from carelist_tui.journal.sql.entry_sql import NEWEST_ENTRY
from carelist_tui.journal.sql.query_sql import HASHES, HASHES_THEN, LINES, LINES_OF
from carelist_tui.vault.connection import Connection


def stored_lines(connection: Connection, person: str | None, since: datetime | None) -> Iterator[str]:
    """Each entry as one canonical line, in story order: of everybody, or of one person; recorded since then."""
    asked = {"since": sortable(since) if since is not None else ""}
    if person is not None:
        stays = whose(connection, person)
        asked["records"] = json.dumps([stays, *records_of(connection, stays)])
    for row in (LINES if person is None else LINES_OF).each(connection, **asked):
        yield line_of(EntryText(*row))


def whole_stories(connection: Connection, person: str | None) -> Iterator[list[Entry]]:
    """The entries about nobody, then each person's; or one person's. In story order, one story in memory at a time."""
    if person is not None:
        yield story_of(connection, person)
        return
    yield story_of(connection, None)
    for _, story in stories(connection):
        yield story


class LastDigest:
    """The digest as it was worked out last. It holds as long as the newest entry is the same, by its hash: no entry is
    changed, and those of a laptop that takes another name arrive anew. Who asks again and again waits for it once."""

    def __init__(self) -> None:
        self._last: tuple[object, str] | None = None

    def of(self, connection: Connection, known_at: datetime | None) -> str:
        """`digest_in`, of what is stored now."""
        asked = NEWEST_ENTRY.first(connection), known_at
        if self._last is None or self._last[0] != asked:
            self._last = asked, digest_in(connection, known_at)[1]
        return self._last[1]


def digest_in(connection: Connection, known_at: datetime | None = None) -> tuple[int, str]:
    """How many entries are stored, and SHA-256 over their `hash` values in story order: the same on every laptop that
    holds the same. With `known_at` (aware) of those recorded by then."""
    then = {"at": sortable(known_at)} if known_at is not None else {}
    hashes = (HASHES_THEN if then else HASHES).values(connection, **then)
    return len(hashes), hashlib.sha256("".join(map(str, hashes)).encode()).hexdigest()

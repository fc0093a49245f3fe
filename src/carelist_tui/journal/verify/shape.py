"""Whether the database still has our own guards, and no others: somebody who has the key may have put them there."""

from __future__ import annotations

from collections.abc import Iterator

from carelist_tui.catalogue import tr
from carelist_tui.journal.sql.triggers import APPEND_ONLY
from carelist_tui.journal.verify.verdict import BACKUP, Problem
from carelist_tui.vault.connection import Connection

GUARDS = {words.split()[2]: words for words in APPEND_ONLY}
"""The text of each trigger by its name."""
_ACTS = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name"


def check_shape(connection: Connection) -> Iterator[Problem]:
    """A problem for each guard that is gone or says something else, and for each trigger and view that is none of
    ours: they would change what is written, or what is read."""
    found = {name: (kind, words) for kind, name, words in connection.execute(_ACTS)}
    for name, words in GUARDS.items():
        if name not in found:
            yield Problem("shape", name, tr("a guard that keeps entries as they are is gone"), BACKUP)
        elif found[name][1].split() != words.split():
            yield Problem("shape", name, tr("a guard that keeps entries as they are says something else"), BACKUP)
    for name in found.keys() - GUARDS.keys():
        yield Problem(
            "shape", name, tr("a {found} that is none of ours acts in the database", found=found[name][0]), BACKUP
        )

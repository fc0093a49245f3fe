"""A private copy of a store as it was known at a moment: what was recorded later is not in it. It is read, and goes."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from carelist_tui.catalogue import tr
from carelist_tui.domain.moments import sortable
from carelist_tui.journal.meta import (
    ADOPTIONS,
    ATTEMPTS,
    BEHIND,
    DIGEST,
    NEWEST,
    RELEASE,
    ROSTER,
    SAID,
    SERVICE,
    VISITS,
)
from carelist_tui.journal.sql.triggers import APPEND_ONLY
from carelist_tui.journal.statements import Statement, given
from carelist_tui.journal.tables import ENTRY, META
from carelist_tui.vault.connection import driver, open_database, refusal_for
from carelist_tui.vault.disk import Illness
from carelist_tui.vault.folder import keys_of
from carelist_tui.vault.stand_in import StandIn

_ASIDE = Illness(
    tr("what was known at an earlier moment is read aside"), tr("make room for a copy of the store, and try again")
)
_DERIVED = (DIGEST, ROSTER, SERVICE, RELEASE, ADOPTIONS, VISITS, ATTEMPTS, NEWEST, SAID, BEHIND)
_PUBLIC = "device.pub"
_LATER = Statement(delete(ENTRY).where(ENTRY.c.recorded_at > given("known_at")))
_WHAT_IS_DERIVED = Statement(delete(META).where(META.c.name.in_(_DERIVED)))


class KnownStore:
    """The copy, encrypted as the store is, in `folder`; nothing is ever written to the store by it. It is gone once it
    is closed; one that a killed process left is taken away by the next."""

    def __init__(self, store: Path, key: bytes | None, known_at: datetime) -> None:
        """What was recorded by `known_at` (aware). Refuses (status 3) where it has no room, and a wrong `key`."""
        from carelist_tui.journal.book import Journal

        self._copy = StandIn(store, _ASIDE)
        self.folder = self._copy.database.parent
        try:
            keys_of(self.folder).mkdir(mode=0o700)
            shutil.copyfile(keys_of(store) / _PUBLIC, keys_of(self.folder) / _PUBLIC)
            _forget_later(self._copy.database, key, known_at)
            Journal.open(self.folder, key).close()  # what is derived is made of what is left
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Takes the copy away."""
        self._copy.leave()


def _forget_later(database: Path, key: bytes | None, known_at: datetime) -> None:
    connection: Any = None
    try:
        connection = open_database(database, key)
        connection.execute("BEGIN IMMEDIATE")
        for trigger in APPEND_ONLY:
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger.split()[2]}")
        connection.execute(_LATER.sql, {"known_at": sortable(known_at)})
        connection.execute(_WHAT_IS_DERIVED.sql)
        connection.execute("COMMIT")
    except driver.Error as trouble:
        raise refusal_for(trouble, database.parent) from None
    finally:
        if connection is not None:
            connection.close()

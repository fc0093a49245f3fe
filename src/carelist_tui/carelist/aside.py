"""A store read aside, in a private copy of it: what opening it would renew stays as whoever wrote it left it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import DiskRefuses, Illness
from carelist_tui.vault.folder import check_folder, close_umask

if TYPE_CHECKING:
    from carelist_tui.journal.queries.differences import Comparison

ASIDE = Illness(tr("the store is read aside"), tr("make room for a copy of it, and try again"))


def what_moves(store: Path, worker: str | None = None, *, key: bytes | None = None) -> Comparison:
    """What an upgrade, or the Standards in force, would move, bring or take of what is owed, as the store has it now.
    Nothing is changed, neither in the store nor beside it, whichever release wrote it.

    Refuses (status 3) a path without a store, a damaged one, one made by a newer version, a wrong `key`, somebody who
    does not work here now, and where no copy of it has room.
    """
    from carelist_tui.domain.roster import fold_roster
    from carelist_tui.domain.standards import default_standards
    from carelist_tui.journal.projection.people import story_of
    from carelist_tui.journal.queries.differences import compared_with_rebuild
    from carelist_tui.journal.store import Store

    close_umask()
    aside = Store(check_folder(store), key, aside=DiskRefuses(ASIDE))
    try:
        with aside.reading() as connection:
            workers = fold_roster(story_of(connection, None)).workers
            if key is not None and worker is not None and not (worker in workers and workers[worker].active):
                raise Refused(tr("nobody works here now under the id {worker}", worker=worker), status=3)
            return compared_with_rebuild(connection, default_standards())
    finally:
        aside.close()

"""The collector at the door: the folders of several teams counted into one service's database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.exchange.collector.collection import Collected

Progress = Callable[[str, int], None]


class Collector:
    """What counts for a service. It sends nothing, and records nothing."""

    def __init__(self, store: OpenStore) -> None:
        self._store = store

    def __call__(
        self, folders: Iterable[Path], address: str, now: datetime, progress: Progress = lambda *_: None
    ) -> Iterator[Collected]:
        """Counts each of these folders into the database at an address, which is made where there is none; gives what
        came of each, as it is done. What is wrong with one holds up none of the others.

        Refuses as `ServiceDatabase.open` does, (status 2) a database in one of these folders, which its laptops would
        read, and (status 3) a store that can't be written.
        """
        from carelist_tui.exchange.collector.collection import Collected, Reader, collect
        from carelist_tui.exchange.collector.private_journal import only_collection
        from carelist_tui.exchange.sync.report import Trouble
        from carelist_tui.journal.collected.service_database import ServiceDatabase, file_of
        from carelist_tui.vault.team.collected_teams import read_collected_teams

        reader = Reader(
            self._store.folder, self._store.journal.device, self._store.signing_key(),
            tuple(read_collected_teams(self._store.folder, self._store.key)),
        )  # fmt: skip
        file, folders = file_of(address), list(folders)
        if file is not None and any(file.resolve().is_relative_to(folder.resolve()) for folder in folders):
            raise Refused(
                tr("the database would lie in a team's folder, and nothing is written there: say another place")
            )
        database = ServiceDatabase.open(address, make=True)
        try:
            with only_collection(self._store.folder):
                for folder in folders:
                    try:
                        yield collect(folder, database, reader, now, progress)
                    except Refused as refused:
                        if refused.status != 2:
                            raise
                        why = Trouble(
                            "refused", str(folder), refused.faults[0].sentence, tr("nothing else waits for it")
                        )
                        yield Collected(str(folder), problems=[why])
        finally:
            database.close()

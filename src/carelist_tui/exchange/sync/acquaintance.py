"""Whether the shared folder at a path is the one that was met there: a drive that is not connected leaves an empty
folder in its place, and an emptied one is not taken for one that nobody has written to yet.

It holds against accidents. Whoever keeps the folder can copy its id as well.
"""

from __future__ import annotations

from pathlib import Path

from carelist_tui.catalogue import tr
from carelist_tui.exchange.segments.plan import rolled_back, shown_upto
from carelist_tui.exchange.segments.shared_folder import Found, SharedFolder
from carelist_tui.exchange.sync.report import ANOTHER_FOLDER, Trouble
from carelist_tui.journal.book import Journal
from carelist_tui.journal.sync.folders import read_folders, read_met, read_shown, write_met

_REPAIR = tr(
    "connect the drive, or put the folder back, and sync again; only where a new one is to be begun here: "
    "`carelist sync FOLDER --new-folder`, or N on the Sync screen"
)


def meet_again(journal: Journal, folder: SharedFolder, *, was_synced: bool, write: bool) -> Trouble | None:
    """That the folder which was met at this path is gone: its id is lost, or another one's stands there, and what it
    held is not in it. None where it is the same, or none was ever met here. One that lost its id and nothing else is
    given it again, if it may be written.

    `was_synced`: this path is the one that was last synced with, also by a release that kept no id for it.
    """
    here, met = folder.identity(make=False), _met(journal, folder.path, was_synced=was_synced)
    if not met or here in met:
        return None
    found = folder.look()
    if same := [each for each in met if _still_holds(journal, found, each)]:
        if not here and write:
            folder.identity(make=True, lost=same[0])
        return None
    if found.unreadable:
        return None  # what can't be seen has not vanished
    gone = (
        tr("what is at this path now is another folder")
        if here or found.segments
        else tr("what is at this path is empty")
    )
    what = tr(
        "the folder that was met here before is gone, and {gone}: nothing was sent, and nothing taken in", gone=gone
    )
    return Trouble(ANOTHER_FOLDER, str(folder.path), what, _REPAIR)


def remember_met(journal: Journal, folder: SharedFolder) -> None:
    """Keeps by which id the folder at this path was met."""
    if not (here := folder.identity(make=False)):
        return
    path = str(folder.path.absolute())
    with journal.store.reading() as connection:
        met = read_met(connection)
    if met.get(path) != here:
        with journal.store.writing() as connection:
            write_met(connection, met | {path: here})


def _met(journal: Journal, path: Path, *, was_synced: bool) -> list[str]:
    """The ids under which the folder at this path may have been met."""
    with journal.store.reading() as connection:
        known = read_met(connection).get(str(path.absolute()))
        if known is not None:
            return [known]
        return read_folders(connection) if was_synced else []


def _still_holds(journal: Journal, found: Found, id: str) -> bool:
    """Whether all that a folder showed, and was given, is in this one."""
    with journal.store.reading() as connection:
        shown = read_shown(connection, id)
    return bool(shown) and not any(rolled_back(shown_upto(found.segments), shown))

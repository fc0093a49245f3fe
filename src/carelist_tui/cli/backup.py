"""`carelist backup`: a copy taken while the app runs."""

from __future__ import annotations

from pathlib import Path

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import door_of, now, pass_asked
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.plain_words import entries_counted
from carelist_tui.cli.whereabouts import Asked


@click.command(cls=CarelistCommand, example="carelist backup D:/carelist-2026-03-03.backup")
@click.argument("file", metavar=tr("FILE"))
@pass_asked
def backup(asked: Asked, file: str) -> None:
    """Copy the whole store into FILE, checked, while others go on working; encrypted as the store is.

    Keep it away from this laptop. An earlier backup at FILE is replaced unless it holds more. Drafts, and this
    laptop's own key, are not in it.
    """
    with door_of(asked) as door:
        made = door.backups.backup(Path(file), now())
    tell(
        tr(
            "Backed up {entries_counted} to {file}: written, read again and checked.",
            entries_counted=entries_counted(made.entries),
            file=file,
        )
    )

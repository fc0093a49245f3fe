"""`carelist restore`: putting a backup in a store's place."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import ZONE, now, pass_asked
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.plain_words import entries_counted
from carelist_tui.cli.whereabouts import RECOVERY, Asked, secret_said


@click.command(cls=CarelistCommand, example="carelist restore carelist-2026-03-03.backup --store ~/carelist")
@click.argument("file", metavar=tr("FILE"))
@click.option("--replace-newer", is_flag=True, help=tr("Even if the present store holds entries that FILE does not."))
@click.option(
    "--recovery-key-file",
    metavar=tr("FILE"),
    help=tr("The recovery key, for the passphrase. Else {recovery}.", recovery=RECOVERY),
)
@pass_asked
def restore(asked: Asked, file: str, replace_newer: bool, recovery_key_file: str | None) -> None:
    """Make a store of the backup FILE, or put it in the place of the present one.

    The passphrase, or the recovery key, is the one that held when the backup was made. The present store is kept, in a
    folder beside it. Where it holds entries that FILE does not, they are named and nothing is changed, unless
    --replace-newer is given.
    """
    from carelist_tui.carelist.backups import Backups
    from carelist_tui.vault.keys import is_encrypted

    store = asked.store_folder()

    def unlock(folder: Path) -> bytes | None:
        if recovery_key_file is None and not os.environ.get(RECOVERY):
            return asked.unlock(folder)
        return _recovered(folder, recovery_key_file)

    done = Backups.restore(Path(file), store, unlock=unlock, now=now(), replace_newer=replace_newer)
    tell(
        tr(
            "Restored {entries_counted}, as of {stamped}, to {store}.",
            entries_counted=entries_counted(done.entries),
            stamped=_stamped(done.made_at),
            store=store,
        )
    )
    for each in done.lost:
        tell(tr("Not in it: {numbers} of device {device}.", numbers=each.numbers, device=each.device))
    if done.kept_aside is not None:
        tell(tr("The former store is in {name}, beside it, whole, as it was.", name=done.kept_aside.name))
    tell(tr("This laptop goes on as another device: nothing that it records now can be taken for what it lost."))
    if is_encrypted(store):
        tell(tr("Where laptops sync, it has to be invited again: carelist device request FILE"))


def _recovered(folder: Path, file: str | None) -> bytes | None:
    from carelist_tui.vault.keys import is_encrypted, unlock_by_recovery

    if not is_encrypted(folder):
        return None
    return unlock_by_recovery(folder, secret_said(file, RECOVERY, "--recovery-key-file", tr("The recovery key")), now())


def _stamped(moment: datetime) -> str:
    from carelist_tui.exchange.story_text import stamp

    return stamp(moment, ZONE)

"""`carelist passphrase`: changing one's own."""

from __future__ import annotations

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import encrypted_store, now, pass_asked
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked, fresh_secret

FRESH = "CARELIST_NEW_PASSPHRASE"


@click.command(cls=CarelistCommand, example="carelist passphrase --as w-maya")
@click.option(
    "--new-passphrase-file",
    metavar=tr("FILE"),
    help=tr("The new passphrase. Else {fresh}, or you are asked.", fresh=FRESH),
)
@pass_asked
def passphrase(asked: Asked, new_passphrase_file: str | None) -> None:
    """Change your own passphrase: at least 12 characters; four words of your own will do."""
    from carelist_tui.vault.keys import change_passphrase

    store = encrypted_store(asked)
    worker = asked.unlocking_as(store)
    present = asked.passphrase(tr("The present passphrase of {worker}", worker=worker))
    fresh = fresh_secret(new_passphrase_file, FRESH, "--new-passphrase-file", worker)
    change_passphrase(store, worker, present, fresh, now())
    tell(tr("The passphrase of {worker} is changed.", worker=worker))

"""`carelist passphrase`: changing one's own."""

from __future__ import annotations

import click

from carelist_tui.cli.door import encrypted_store, now, pass_asked
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked, fresh_secret

FRESH = "CARELIST_NEW_PASSPHRASE"


@click.command(cls=CarelistCommand, example="carelist passphrase --as w-maya")
@click.option("--new-passphrase-file", metavar="FILE", help=f"The new passphrase. Else {FRESH}, or you are asked.")
@pass_asked
def passphrase(asked: Asked, new_passphrase_file: str | None) -> None:
    """Change your own passphrase: at least 12 characters; four words of your own will do."""
    from carelist_tui.vault.keys import change_passphrase

    store = encrypted_store(asked)
    worker = asked.unlocking_as(store)
    present = asked.passphrase(f"The present passphrase of {worker}")
    fresh = fresh_secret(new_passphrase_file, FRESH, "--new-passphrase-file", worker)
    change_passphrase(store, worker, present, fresh, now())
    tell(f"The passphrase of {worker} is changed.")

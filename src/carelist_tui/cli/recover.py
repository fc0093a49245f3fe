"""`carelist recover`: coming back in with the recovery key."""

from __future__ import annotations

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import door_of, encrypted_store, now, pass_asked
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.init import say_recovery
from carelist_tui.cli.whereabouts import RECOVERY, Asked, secret_said
from carelist_tui.domain.refusal import Refused


@click.command(cls=CarelistCommand, example="carelist recover --as w-maya")
@click.option(
    "--recovery-key-file",
    metavar=tr("FILE"),
    help=tr("The recovery key. Else {recovery}, or you are asked.", recovery=RECOVERY),
)
@click.option("--renew", is_flag=True, help=tr("Only show a fresh recovery key, by a manager's own passphrase."))
@click.option("--id", "whose", metavar=tr("WORKER"), help=tr("With --renew: for whom it is; you, unless said."))
@pass_asked
def recover(asked: Asked, recovery_key_file: str | None, renew: bool, whose: str | None) -> None:
    """Choose a passphrase again, by the recovery key that was shown to you. Every laptop of the team hears of it.

    A fresh recovery key is shown; the one used opens nothing any more. Another worker's opens nothing for you: a
    manager makes one for you, or invites your own laptop.
    """
    from carelist_tui.carelist.recovery import recover as come_back

    if whose is not None and not renew:
        raise Refused(tr("--id says for whom a fresh recovery key is: use it with --renew"))
    store = encrypted_store(asked)
    if renew:
        with door_of(asked) as door:
            say_recovery(door.keys.renew_recovery(whose))
        return
    worker = asked.unlocking_as(store)
    said = secret_said(recovery_key_file, RECOVERY, "--recovery-key-file", tr("The recovery key"))
    fresh = come_back(store, worker, said, lambda: asked.fresh_passphrase(worker), now())
    tell(tr("{worker} has a passphrase again.", worker=worker))
    say_recovery(fresh)

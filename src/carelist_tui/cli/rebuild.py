"""`carelist rebuild`: making the projections afresh."""

from __future__ import annotations

import click

from carelist_tui.cli.door import door_of, pass_asked
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked


@click.command(cls=CarelistCommand, example="carelist rebuild")
@pass_asked
def rebuild(asked: Asked) -> None:
    """Make the worklist afresh from the journal; nothing in the journal changes."""
    with door_of(asked) as door:
        door.rebuild()
    tell("Made afresh from the journal.")

"""`carelist tour`: ten minutes on a caseload that nobody is on, one thing to do at a time."""

from __future__ import annotations

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import pass_asked
from carelist_tui.cli.group import CarelistCommand, app_options
from carelist_tui.cli.open_app import has_terminal, lead
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused


@click.command(cls=CarelistCommand, example="carelist tour\ncarelist tour --plain")
@pass_asked
def tour(asked: Asked) -> int:
    """Learn Carelist in ten minutes: one thing to do at a time, on people who do not exist.

    What to do stands in the top line until it was done; it can be left at any time. Nothing is kept, and nothing of it
    reaches your own store.
    """
    if asked.read_only:
        raise Refused(tr("on the tour something is recorded, in a store of its own: leave --read-only away"))
    if not (has_terminal() or asked.plain):
        raise Refused(tr("the tour needs a terminal; `carelist tour --plain` leads through it in lines"))
    return lead(asked)


tour.params += app_options()

"""`carelist rebuild`: making the projections afresh, and what that would move."""

from __future__ import annotations

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import door_of, json_option, pass_asked, say, say_json
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked


@click.command(cls=CarelistCommand, example="carelist rebuild --what-moves")
@click.option(
    "--what-moves",
    is_flag=True,
    help=tr(
        "Say instead which Dues would come, go and move by it, after an upgrade or by the Standards in force: by kind,"
        " with examples. Nothing is changed."
    ),
)
@json_option
@pass_asked
def rebuild(asked: Asked, what_moves: bool, as_json: bool) -> None:
    """Make the worklist afresh from the journal; nothing in the journal changes."""
    if what_moves:
        _say_what_moves(asked, as_json=as_json)
        return
    with door_of(asked) as door:
        door.rebuild()
    if as_json:
        say_json({"made_afresh": True})
    tell(tr("Made afresh from the journal."))


def _say_what_moves(asked: Asked, *, as_json: bool) -> None:
    """Before the store is opened as ever: that alone would renew what an earlier release wrote."""
    from carelist_tui.carelist.aside import what_moves
    from carelist_tui.cli.differences import differences_as_json, kinds_as_json, tell_all, tell_kinds

    worker, key = asked.sign_in()
    found = what_moves(asked.store_folder(), worker, key=key)
    if as_json:
        say_json({"kinds": kinds_as_json(found), "differences": differences_as_json(found)})
        return
    for line in tell_kinds(found):
        say(line)
    say(tell_all(found))

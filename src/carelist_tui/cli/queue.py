"""`carelist queue`: the missed contacts that stand open."""

from __future__ import annotations

from datetime import datetime

import click

from carelist_tui.cli.door import (
    at_option,
    door_of,
    json_option,
    known_at_option,
    pass_asked,
    read_at,
    say,
    say_clock,
    say_json,
    say_missing,
)
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked


@click.command(cls=CarelistCommand, example="carelist queue --json")
@at_option
@known_at_option
@json_option
@pass_asked
def queue(asked: Asked, at: datetime | None, known_at: datetime | None, as_json: bool) -> None:
    """The missed-contact queue: each open missed contact with its steps, clocks and what is next."""
    from carelist_tui.cli.plain_words import tell_queue

    with door_of(asked, says_clock=True) as door:
        local = door.glance.calendar.zone
        moment, clock = read_at(door, at)
        answer = door.people.queue_json(moment, known_at) | {"clock": clock or None}
        names = {each.id: each.name for each in door.people.workers()}
        say_missing(door)
    say_clock(clock, as_json=as_json)
    if as_json:
        say_json(answer)
        return
    for line in tell_queue(answer, names, local, known_at):
        say(line)

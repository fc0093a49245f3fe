"""`carelist show`: one person, or who looked at them."""

from __future__ import annotations

from datetime import datetime

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import (
    at_option,
    door_of,
    json_option,
    keep_look,
    known_at_option,
    pass_asked,
    read_at,
    say,
    say_clock,
    say_json,
)
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked


@click.command(cls=CarelistCommand, example="carelist show P-0042")
@click.argument("ref")
@at_option
@known_at_option
@click.option("--whole", is_flag=True, help=tr("Every answered field of each entry, in words. JSON has them anyhow."))
@click.option(
    "--access", is_flag=True, help=tr("Who on this laptop looked at them, and when; or at what a worker, by id.")
)
@json_option
@pass_asked
def show(
    asked: Asked, ref: str, at: datetime | None, known_at: datetime | None, whole: bool, access: bool, as_json: bool
) -> None:
    """One person: how they stand, what is owed, the plan, the warnings, and their story.

    REF is the service's identifier, or the person's id. That you looked is kept in the access log, and so is that you
    read the log.
    """
    from carelist_tui.cli.plain_words import tell_person

    if access:
        _show_access(asked, ref, as_json)
        return
    with door_of(asked, says_clock=True) as door:
        local = door.glance.calendar.zone
        moment, clock = read_at(door, at)
        answer = door.people.person(ref, moment, known_at) | {"clock": clock or None}
        names = {each.id: each.name for each in door.people.workers()}
        copied = door.exports.copied() if whole else {}
        keep_look(door, "opened", answer["person"])
    say_clock(clock, as_json=as_json)
    if as_json:
        say_json(answer)
        return
    for line in tell_person(answer, names, moment, local, copied if whole else None):
        say(line)


def _show_access(asked: Asked, ref: str, as_json: bool) -> None:
    from carelist_tui.cli.plain_words import tell_access

    with door_of(asked) as door:
        local = door.glance.calendar.zone
        names = {each.id: each.name for each in door.people.workers()}
        looks = door.people.access(worker=ref) if ref in names else door.people.access(ref)
        people = {each.person: f"{each.name}, {each.ref}" for each in door.people.find("")}
        keep_look(door, "log_read", None if ref in names else door.people.whom(ref), count=len(looks))
    if as_json:
        say_json(looks)
        return
    for line in tell_access(looks, names, people, local):
        say(line)

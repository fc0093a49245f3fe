"""`carelist find`: anybody by name, identifier or phone."""

from __future__ import annotations

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import (
    door_of,
    json_option,
    keep_look,
    pass_asked,
    read_at,
    say,
    say_clock,
    say_json,
)
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused


@click.command(cls=CarelistCommand, example="carelist find zoe")
@click.argument("text")
@click.option("--pseudonym", "is_pseudonym", is_flag=True, help=tr("TEXT is whom a service's figures name so."))
@json_option
@pass_asked
def find(asked: Asked, text: str, is_pseudonym: bool, as_json: bool) -> None:
    """Find people by name, identifier or phone number, whatever the accents; those who left the caseload too. With
    --pseudonym by what they are called in a service's database, which opens in their own team alone."""
    from carelist_tui.cli.plain_words import tell_found

    if not text.strip():
        raise Refused(tr("say what to find: a name, an identifier, a phone number"))
    with door_of(asked, says_clock=True) as door:
        _, clock = read_at(door, None)
        look = door.people.of_pseudonym if is_pseudonym else door.people.find
        found = [each.as_json() for each in look(text)]
        names = {each.id: each.name for each in door.people.workers()}
        keep_look(door, "searched", count=len(found))
    say_clock(clock, as_json=as_json)
    if as_json:
        say_json(found)
        return
    for line in tell_found(found, names):
        say(line)

"""Reading: today's worklist, the missed-contact queue, one person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from carelist_tui.cli.asking import (
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
from carelist_tui.cli.ending import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist


@click.command(cls=CarelistCommand, example="carelist today --worker w-leah --days 2")
@at_option
@known_at_option
@click.option("--worker", metavar="WORKER", help="Only what this worker owns at that moment.")
@click.option("--team", metavar="TEAM", help="Only this team's people.")
@click.option("--kind", metavar="KIND", help="Only Dues of this kind, such as ladder_step.")
@click.option("--band", type=click.IntRange(1, 4), help="Only this band: 1 act now, 2, 3, 4 keeping up.")
@click.option("--zone", type=click.Choice(["red", "amber", "green", "unknown"]), help="Only people in this zone.")
@click.option("--days", type=click.IntRange(0, 366), metavar="N", help="Also what falls due within N days.")
@json_option
@pass_asked
def today(
    asked: Asked,
    at: datetime | None,
    known_at: datetime | None,
    worker: str | None,
    team: str | None,
    kind: str | None,
    band: int | None,
    zone: str | None,
    days: int | None,
    as_json: bool,
) -> None:
    """Today's worklist, in order: what is owed to whom, by when, by whom, and why."""
    from carelist_tui.cli.telling import tell_today

    filters = {"worker": worker, "team": team, "kind": kind, "band": band, "zone": zone, "days": days}
    with door_of(asked, says_clock=True) as door:
        local = door.glance.calendar.zone
        names = {each.id: each.name for each in door.workers()}
        if worker is not None and worker not in names and not worker.startswith("duty"):
            raise Refused(f"nobody works here under the id {worker}: see `carelist worker list`")
        moment, clock = read_at(door, at)
        answer = door.today_json(moment, known_at=known_at, **filters) | {"clock": clock or None}
        _warn(door)
    if not answer["items"] and (kind or team):
        tell(f"nothing of that {'kind' if kind else 'team'} then: is it spelled right?")
    say_clock(clock, as_json=as_json)
    if as_json:
        say_json(answer)
        return
    for line in tell_today(answer, names, local):
        say(line)


def _warn(door: Carelist) -> None:
    """On standard error, that what is shown is not all: entries are gone from this store."""
    from carelist_tui.carelist.keeping import BROUGHT_BACK

    for words in door.missing():
        tell(f"{words}; {BROUGHT_BACK}")


@click.command(cls=CarelistCommand, example="carelist queue --json")
@at_option
@known_at_option
@json_option
@pass_asked
def queue(asked: Asked, at: datetime | None, known_at: datetime | None, as_json: bool) -> None:
    """The missed-contact queue: each open missed contact with its steps, clocks and what is next."""
    from carelist_tui.cli.telling import tell_queue

    with door_of(asked, says_clock=True) as door:
        local = door.glance.calendar.zone
        moment, clock = read_at(door, at)
        answer = door.queue_json(moment, known_at) | {"clock": clock or None}
        names = {each.id: each.name for each in door.workers()}
        _warn(door)
    say_clock(clock, as_json=as_json)
    if as_json:
        say_json(answer)
        return
    for line in tell_queue(answer, names, local):
        say(line)


@click.command(cls=CarelistCommand, example="carelist show P-0042")
@click.argument("ref")
@at_option
@known_at_option
@click.option("--access", is_flag=True, help="Who on this laptop looked at them, and when; or at what a worker, by id.")
@json_option
@pass_asked
def show(asked: Asked, ref: str, at: datetime | None, known_at: datetime | None, access: bool, as_json: bool) -> None:
    """One person: how they stand, what is owed, the plan, the warnings, and their story.

    REF is the service's identifier, or the person's id. That you looked is kept in the access log.
    """
    from carelist_tui.cli.telling import tell_person

    if access:
        _show_access(asked, ref, as_json)
        return
    with door_of(asked, says_clock=True) as door:
        local = door.glance.calendar.zone
        moment, clock = read_at(door, at)
        answer = door.person(ref, moment, known_at) | {"clock": clock or None}
        names = {each.id: each.name for each in door.workers()}
        keep_look(door, "opened", answer["person"])
    say_clock(clock, as_json=as_json)
    if as_json:
        say_json(answer)
        return
    for line in tell_person(answer, names, moment, local):
        say(line)


def _show_access(asked: Asked, ref: str, as_json: bool) -> None:
    from carelist_tui.cli.telling import tell_access

    with door_of(asked) as door:
        local = door.glance.calendar.zone
        names = {each.id: each.name for each in door.workers()}
        looks = door.access(worker=ref) if ref in names else door.access(ref)
        people = {each.person: f"{each.name}, {each.ref}" for each in door.find("")}
    if as_json:
        say_json(looks)
        return
    for line in tell_access(looks, names, people, local):
        say(line)


@click.command(cls=CarelistCommand, example="carelist find zoe")
@click.argument("text")
@json_option
@pass_asked
def find(asked: Asked, text: str, as_json: bool) -> None:
    """Find people by name, identifier or phone number, whatever the accents; those who left the caseload too."""
    from carelist_tui.cli.telling import tell_found

    if not text.strip():
        raise Refused("say what to find: a name, an identifier, a phone number")
    with door_of(asked, says_clock=True) as door:
        _, clock = read_at(door, None)
        found = [each.as_json() for each in door.find(text)]
        names = {each.id: each.name for each in door.workers()}
        keep_look(door, "searched", count=len(found))
    say_clock(clock, as_json=as_json)
    if as_json:
        say_json(found)
        return
    for line in tell_found(found, names):
        say(line)

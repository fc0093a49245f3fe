"""`carelist today`: the worklist at a moment."""

from __future__ import annotations

from datetime import datetime

import click

from carelist_tui.catalogue import tr
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
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused


@click.command(cls=CarelistCommand, example="carelist today --worker w-leah --days 2")
@at_option
@known_at_option
@click.option("--worker", metavar=tr("WORKER"), help=tr("Only what this worker owns at that moment."))
@click.option("--team", metavar=tr("TEAM"), help=tr("Only this team's people."))
@click.option("--kind", metavar=tr("KIND"), help=tr("Only Dues of this kind, such as ladder_step."))
@click.option("--band", type=click.IntRange(1, 4), help=tr("Only this band: 1 act now, 2, 3, 4 keeping up."))
@click.option("--zone", type=click.Choice(["red", "amber", "green", "unknown"]), help=tr("Only people in this zone."))
@click.option("--days", type=click.IntRange(0, 366), metavar="N", help=tr("Also what falls due within N days."))
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
    from carelist_tui.cli.plain_words import tell_today
    from carelist_tui.domain.dues.kinds import KINDS

    filters = {"worker": worker, "team": team, "kind": kind, "band": band, "zone": zone, "days": days}
    with door_of(asked, says_clock=True) as door:
        local = door.glance.calendar.zone
        workers = door.people.workers()
        names, teams = {each.id: each.name for each in workers}, {each.team for each in workers}
        if worker is not None and worker not in names and not worker.startswith("duty"):
            raise Refused(tr("nobody works here under the id {worker}: see `carelist worker list`", worker=worker))
        moment, clock = read_at(door, at)
        answer = door.people.today_json(moment, known_at=known_at, **filters) | {"clock": clock or None}
        say_missing(door)
    if kind is not None and kind not in KINDS:
        tell(tr("no kind of Due is called {kind}: is it spelled right?", kind=kind))
    if team is not None and team not in teams and not answer["items"]:
        tell(tr("nobody here works in the team {team}: is it spelled right?", team=team))
    say_clock(clock, as_json=as_json)
    if as_json:
        say_json(answer)
        return
    for line in tell_today(answer, names, local, known_at):
        say(line)

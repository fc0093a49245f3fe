"""`carelist collect`: the folders of several teams, counted for a service that must not know anybody by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from carelist_tui.catalogue import ntr, tr
from carelist_tui.cli.door import Progress, door_of, json_option, now, pass_asked, say, say_json
from carelist_tui.cli.exit_status import DONE, PROBLEMS
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.service_address import warn_of_password
from carelist_tui.cli.whereabouts import Asked

if TYPE_CHECKING:
    from carelist_tui.exchange.collector.collection import Collected

EXAMPLE = tr("""\
carelist collect /media/north /media/south --into sqlite:///service.db
carelist collect /srv/teams/* --into postgresql+psycopg://collector@db/carelist
""")


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.argument("folders", metavar=tr("FOLDER..."), nargs=-1, required=True)
@click.option(
    "--into", "address", metavar=tr("URL"), required=True, help=tr("sqlite:///FILE or postgresql+psycopg://...")
)
@json_option
@pass_asked
def collect(asked: Asked, folders: tuple[str, ...], address: str, as_json: bool) -> int:
    """Count the teams whose shared folders these are into one database, for `carelist measures --service URL`.

    What goes there names nobody: people and workers are pseudonyms that are opened in their team alone. Only what is
    new is counted; a run that was stopped goes on where it was. Nothing is written into a folder. Exit status 1 when
    something is wrong with what one of them holds; the others are counted all the same.
    """
    if "" in folders:
        raise click.UsageError(tr("FOLDER is empty: say which folders the teams share"))
    warn_of_password(address)
    told = list["Collected"]()
    with door_of(asked) as door, Progress(tr("Entries")) as progress:
        for each in door.collector(map(Path, folders), address, now(), lambda words, done: progress.step(done)):
            told.append(each)
            if not as_json:
                _tell(each)
    if as_json:
        say_json({"folders": [each.as_json() for each in told], "ok": all(each.is_sound for each in told)})
    return DONE if all(each.is_sound for each in told) else PROBLEMS


def _tell(each: Collected) -> None:
    name = each.team or each.folder
    if each.is_new:
        people = ntr("1 person", "{n} people", each.people, n=each.people)
        say(
            tr(
                "{name}: {entries} entries read, the cases of {people} written.",
                name=name,
                entries=each.entries,
                people=people,
            )
        )
    elif each.is_sound:
        say(tr("{name}: nothing new.", name=name))
    for words in each.waiting:
        say(f"{words[:1].upper()}{words[1:]}.")
    for problem in each.problems:
        say(
            tr(
                "Problem, {where}: {what}. To repair: {repair}.",
                where=problem.where,
                what=problem.what,
                repair=problem.repair,
            )
        )

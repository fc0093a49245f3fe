"""Exchange with a shared folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carelist_tui.catalogue import ntr, tr
from carelist_tui.cli.door import ZONE, Progress, door_of, json_option, now, pass_asked, say, say_json
from carelist_tui.cli.exit_status import DONE, PROBLEMS
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.exchange.story_text import stamp

if TYPE_CHECKING:
    from carelist_tui.exchange.sync.report import Report


@click.command(cls=CarelistCommand, example="carelist sync /media/team-drive")
@click.argument("folder", metavar=tr("FOLDER"))
@click.option("--dry-run", is_flag=True, help=tr("Say what would come and go; write nothing."))
@click.option("--new-folder", is_flag=True, help=tr("Begin a new one, where the folder met here before is gone."))
@json_option
@pass_asked
def sync(asked: Asked, folder: str, dry_run: bool, new_folder: bool, as_json: bool) -> int:
    """Exchange with a folder that the team's laptops share: take in what is theirs, leave what is ours.

    Exit status 1 when something is wrong with what the folder holds; what is only waited for is no problem. Where the
    folder that was met here before is gone (a drive that is not connected, say), nothing is written.
    """
    if not folder:  # as a variable of a shell that was never set has it: this folder is not meant
        raise click.UsageError(tr("FOLDER is empty: say which folder the team shares"))
    with door_of(asked) as door, Progress(tr("Entries")) as progress:
        report = door.sync(
            Path(folder),
            now(),
            dry_run=dry_run,
            new_folder=new_folder,
            progress=lambda words, done: progress.step(done),
        )
        names = {each.id: each.name for each in door.people.workers()}
    if as_json:
        say_json(report.as_json())
    else:
        _tell(report, names)
    return DONE if report.is_sound else PROBLEMS


def _tell(report: Report, names: Mapping[str, str]) -> None:
    would = tr("would be ") if report.dry_run else ""
    taken = ntr("1 entry", "{n} entries", report.taken, n=report.taken)
    if not report.is_another_folder:
        say(tr("{taken} {would}taken in, {sent} {would}sent.", taken=taken, would=would, sent=report.sent))
    for each in report.waiting:
        say(f"{each.words[:1].upper()}{each.words[1:]}.")
    if report.newer:
        say(f"{report.newer_words}.")
    for anew in report.recovered:
        when = stamp(datetime.fromisoformat(anew.at), ZONE)
        say(
            tr(
                "{words}: ask them, if that is news to you.",
                words=anew.words(names.get(anew.worker, tr("Somebody")), when),
            )
        )
    for problem in report.problems:
        say(
            tr(
                "Problem, {where}: {what}. To repair: {repair}.",
                where=problem.where,
                what=problem.what,
                repair=problem.repair,
            )
        )
    for laptop in report.devices:
        if laptop.is_silent:
            say(
                tr(
                    "Nothing has been heard from {name} since {last_heard}: ask its owner to sync.",
                    name=laptop.name,
                    last_heard=laptop.last_heard,
                )
            )
    if report.conflicts == 1:
        say(tr("One thing stands in two versions: settle it from Today."))
    elif report.conflicts:
        say(tr("{conflicts} things stand in two versions: settle them from Today.", conflicts=report.conflicts))

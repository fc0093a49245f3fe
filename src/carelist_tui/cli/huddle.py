"""The huddle sheet, in words, as JSON, or as a file to print."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

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
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.outfile import OutFile, replace_option
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.domain.views.huddle import Huddle

HTML = (".html", ".htm")
_BEGINNING = 64 * 1024
"""Bytes in which a sheet says what it is."""
EXAMPLE = tr("""\
carelist huddle
carelist huddle --print huddle.html --at 2026-03-03T09:00
""")


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.option(
    "--print", "file", metavar=tr("FILE"), help=tr("Write the sheet to FILE: .html a page to print, else text.")
)
@replace_option
@click.option(
    "--team", metavar=tr("TEAM"), help=tr("Which team's. Else the team of whoever is signed in, or everybody.")
)
@at_option
@known_at_option
@json_option
@pass_asked
def huddle(
    asked: Asked, file: str | None, replace: bool, team: str | None, at: datetime | None, known_at: datetime | None,
    as_json: bool,
) -> None:  # fmt: skip
    """The huddle sheet: who is here, act now, missed contact, new people and handovers, red, what changed, counts.

    Where a huddle was held that day, the sheet is of that one, with what it decided; else it is what there is to go
    through. What came to this laptop since the last huddle counts as new, however long ago it happened. An earlier
    sheet at FILE is replaced; any other file there stays, unless --replace.
    """
    out = None if file is None else _sheet_file(file, asked.store_folder(), replace=replace)
    with door_of(asked, says_clock=True) as present, present.as_known(known_at) as door:
        found, clock = huddle_of_day(present, door, team, at)
        made = None if known_at is None else door.huddle.made(read_at(present, None)[0], known_at)
        answer, lines = door.huddle.json(found) | {"clock": clock or None}, door.huddle.sheet_lines(found, made)
        say_clock(clock, as_json=as_json or out is not None)
        if out is not None:
            is_page = out.path.suffix.casefold() in HTML
            print_sheet(present, door, found, out, known_at, clock, as_page=is_page)
    if as_json:
        say_json(answer)
    elif out is None:
        for line in lines:
            say(line)


def huddle_of_day(present: Carelist, door: Carelist, team: str | None, at: datetime | None) -> tuple[Huddle, str]:
    """The huddle of a day, of this team, else of the team of whoever is signed in; and what is to be said first of the
    clock. `door`: what was known then. Refuses a team that is none."""
    workers = {worker.id: worker for worker in door.people.workers()}
    teams = {worker.team for worker in workers.values() if worker.team}
    if team is not None and team not in teams:
        named = ", ".join(sorted(teams)) or tr("none yet")
        raise Refused(tr("no team is called {team}: there is {sorted}", team=team, sorted=named))
    mine = workers.get(door.worker or "")
    moment, clock = read_at(present, at)
    return door.huddle.of_day(moment, team or (mine.team if mine else None) or None), clock


def print_sheet(
    present: Carelist, door: Carelist, found: Huddle, out: OutFile, known_at: datetime | None, clock: str, *,
    as_page: bool, reason: str | None = None,
) -> None:  # fmt: skip
    """Writes the sheet, as a page or as text, and keeps in the access log that it was printed."""
    made = door.huddle.made(read_at(present, None)[0], known_at)
    if as_page:
        text = door.huddle.sheet_html(found, made)
    else:
        lines = door.huddle.sheet_lines(found, made)
        text = "\n".join([clock, *lines] if clock else lines) + "\n"
    out.write([text.encode()])
    keep_look(present, "printed", reason=reason)
    tell(
        tr(
            "Wrote the huddle sheet to {file}. It names people: keep it safe, and destroy it afterwards.",
            file=out.file,
        )
    )


def _sheet_file(file: str, store: Path, *, replace: bool) -> OutFile:
    """Where a sheet goes. One of every morning may have one name: an earlier sheet there is replaced, as no other file
    is unasked."""
    return OutFile(file, store, replace=replace or _is_sheet(Path(file)))


def _is_sheet(path: Path) -> bool:
    from carelist_tui.exchange.huddle_sheet.sheet_words import CONFIDENTIAL

    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return CONFIDENTIAL.encode() in file.read(_BEGINNING)
    except OSError:
        return False

"""The huddle sheet, in words, as JSON, or as a file to print."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

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
)
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.outfile import OutFile, replace_option
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused

HTML = (".html", ".htm")
_BEGINS = 4096
"""So many bytes of a file say whether it is a sheet."""
EXAMPLE = tr("""\
carelist huddle
carelist huddle --print huddle.html --at 2026-03-03T09:00
""")


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.option(
    "--print", "file", metavar=tr("FILE"), help=tr("Write the sheet to FILE: .html a page to print, else text.")
)
@click.option(
    "--team", metavar=tr("TEAM"), help=tr("Which team's. Else the team of whoever is signed in, or everybody.")
)
@replace_option
@at_option
@known_at_option
@json_option
@pass_asked
def huddle(
    asked: Asked, file: str | None, team: str | None, replace: bool, at: datetime | None, known_at: datetime | None,
    as_json: bool,
) -> None:  # fmt: skip
    """The huddle sheet: who is here, act now, missed contact, new people and handovers, red, what changed, counts.

    Where a huddle was held that day, the sheet is of that one, with what it decided; else it is what there is to go
    through. What came to this laptop since the last huddle counts as new, however long ago it happened. An earlier
    sheet at FILE is replaced; any other file only by --replace.
    """
    out = OutFile(file, asked.store_folder(), replace=replace or _is_a_sheet(Path(file))) if file is not None else None
    with door_of(asked, says_clock=True) as present, present.as_known(known_at) as door:
        workers = {worker.id: worker for worker in door.people.workers()}
        teams = {worker.team for worker in workers.values() if worker.team}
        if team is not None and team not in teams:
            raise Refused(
                tr(
                    "no team is called {team}: there is {sorted}",
                    team=team,
                    sorted=", ".join(sorted(teams)) or tr("none yet"),
                )
            )
        mine = workers.get(door.worker or "")
        moment, clock = read_at(present, at)
        found = door.huddle.of_day(moment, team or (mine.team if mine else None) or None)
        says_made = file is not None or known_at is not None
        made = door.huddle.made(read_at(present, None)[0], known_at) if says_made else None
        answer, lines = door.huddle.json(found) | {"clock": clock or None}, door.huddle.sheet_lines(found, made)
        page = door.huddle.sheet_html(found, made) if file and Path(file).suffix.casefold() in HTML else None
    say_clock(clock, as_json=as_json or file is not None)
    if out is not None:
        written = page if page is not None else "\n".join([clock, *lines] if clock else lines) + "\n"
        out.write([written.encode()])
        tell(
            tr("Wrote the huddle sheet to {file}. It names people: keep it safe, and destroy it afterwards.", file=file)
        )
    if as_json:
        say_json(answer)
    elif file is None:
        for line in lines:
            say(line)


def _is_a_sheet(path: Path) -> bool:
    """Whether an earlier sheet lies there: whoever prints one each morning into one file is never left with that of the
    day before."""
    from carelist_tui.exchange.huddle_sheet.html_page import STYLE
    from carelist_tui.exchange.huddle_sheet.sheet_words import CONFIDENTIAL

    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            begins = file.read(_BEGINS).decode("utf-8", "replace")
    except OSError:
        return False
    return STYLE.partition("\n")[0] in begins or str(CONFIDENTIAL) in begins

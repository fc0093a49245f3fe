"""What leaves: stored entries, sealed or not, rows for a spreadsheet, a note for the main record."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carelist_tui.cli.door import Moment, door_of, keep_look, pass_asked, read_at
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.outfile import OutFile, replace_option
from carelist_tui.cli.plain import escaped, visible
from carelist_tui.cli.sealed_file import write_sealed_file
from carelist_tui.cli.whereabouts import Asked

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist

STANDARD_OUTPUT = "-"
FORMATS = ("carelist", "ndjson", "csv", "text")
_BY_EXTENSION = {".carelist": "carelist", ".ndjson": "ndjson", ".csv": "csv", ".txt": "text"}
EXAMPLE = """\
carelist export everything.ndjson
carelist export - --format text --person P-0042 --since 2026-03-01T09:00
carelist export worklist.csv --worklist
carelist export amina.carelist --person P-0042 --to age1...
carelist export for-analysis.csv --deidentified
"""


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.argument("file", metavar="FILE")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="By FILE's ending unless said; else ndjson.")
@click.option("--person", metavar="REF", help="Only this person: the service's identifier, or the person's id.")
@click.option("--since", type=Moment(), metavar="TIME", help="Only what was recorded since then.")
@click.option("--worklist", is_flag=True, help="With csv: today's worklist instead of the story.")
@click.option("--to", multiple=True, metavar="KEY", help="With carelist: the public key of the team that may open it.")
@click.option("--deidentified", is_flag=True, help="With ndjson or csv: names nobody; free text out, dates shifted.")
@replace_option
@pass_asked
def export(
    asked: Asked, file: str, kind: str | None, person: str | None, since: datetime | None, worklist: bool,
    to: tuple[str, ...], deidentified: bool, replace: bool,
) -> None:  # fmt: skip
    """Write what is stored to FILE, or to standard output (-). A file that is there already stays, unless --replace.

    ndjson: whole entries as stored, a line each, for `carelist import` elsewhere. csv: the story, or the worklist, as
    rows; a cell that a spreadsheet would take for a formula begins with an apostrophe. text: a note about one person
    to paste into the main record. carelist: whole entries, signed by this laptop and sealed to this team, or to the
    team whose key is given; their `carelist device list` shows it.
    """
    kind = kind or _BY_EXTENSION.get(Path(file).suffix.casefold(), "ndjson")
    if worklist and kind != "csv":
        raise click.UsageError("--worklist goes with --format csv")
    if kind == "text" and person is None:
        raise click.UsageError("a note is about one person: say whom with --person")
    if to and kind != "carelist":
        raise click.UsageError("--to goes with --format carelist")
    if deidentified and (worklist or kind not in ("ndjson", "csv")):
        raise click.UsageError("--deidentified goes with ndjson, or with the story as csv")
    out = None if file == STANDARD_OUTPUT else OutFile(file, asked.store_folder(), replace=replace)
    with door_of(asked, says_clock=True) as door:
        at, clock = read_at(door, None)
        if clock:
            tell(clock)
        whom = door.people.whom(person) if person is not None else None
        if kind == "carelist":
            keep_look(door, "exported", whom, count=write_sealed_file(door, out, person, since, to))
            return
        if deidentified:
            lines = _naming_nobody(door, kind, person, since, at)
        elif worklist:
            lines = _worklist(door, person, at)
        else:
            lines = {"ndjson": _entries, "csv": _story, "text": _note}[kind](door, person, since, at)
        if out is None:
            count = _write_out(lines, visible if kind == "text" else escaped)
        else:
            count = out.write(line.encode("utf-8") for line in lines)
        keep_look(door, "exported", whom, count=count)
    if out is not None:
        tell(f"Wrote {count} line{'' if count == 1 else 's'} to {file}. It is not encrypted: keep it safe.")


def _entries(door: Carelist, person: str | None, since: datetime | None, _: datetime) -> Iterator[str]:
    return (line + "\n" for line in door.people.stored_lines(person, since))


def _story(door: Carelist, person: str | None, since: datetime | None, _: datetime) -> Iterator[str]:
    from carelist_tui.exchange.csv_rows import story_rows

    refs = {each.person: each.ref for each in door.people.find("")}
    return story_rows(door.people.stories(person), refs, since)


def _naming_nobody(
    door: Carelist, kind: str, person: str | None, since: datetime | None, at: datetime
) -> Iterator[str]:
    from carelist_tui.domain.canonical import canonical_json
    from carelist_tui.exchange.csv_rows import deidentified_rows

    entries = door.exports.deidentified(person, since, at)
    return deidentified_rows(entries) if kind == "csv" else (canonical_json(each) + "\n" for each in entries)


def _worklist(door: Carelist, person: str | None, at: datetime) -> Iterator[str]:
    from carelist_tui.exchange.csv_rows import worklist_rows

    items = door.people.today_json(at)["items"]
    if person is not None:
        whose = door.people.person(person, at)["person"]
        items = [item for item in items if item["person"] == whose]
    return worklist_rows(items)


def _note(door: Carelist, person: str | None, since: datetime | None, at: datetime) -> Iterator[str]:
    from carelist_tui.exchange.story_text import note

    names = {each.id: each.name for each in door.people.workers()}
    return (
        visible(line) + "\n"
        for line in note(door.people.person(str(person), at), names, door.glance.calendar.zone, since)
    )


def _write_out(lines: Iterable[str], for_terminal: Callable[[str], str]) -> int:
    """To a pipe every byte as it is; to a terminal nothing that acts on it."""
    count, shows = 0, sys.stdout.isatty()
    for line in lines:
        count += 1
        if shows:
            sys.stdout.write(for_terminal(line.rstrip("\r\n")) + "\n")
        else:
            sys.stdout.buffer.write(line.encode("utf-8"))
    sys.stdout.flush()
    return count

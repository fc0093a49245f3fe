"""Taking in a caseload from a spreadsheet, row by row, and whole entries as they were exported."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carelist_tui.cli.door import ZONE, Progress, door_of, now, pass_asked, say
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import MOST_TOLD, Refused
from carelist_tui.vault.given import given, read_given

if TYPE_CHECKING:
    from carelist_tui.cli.caseload_rows import Outcome

SOME_REFUSED = 1
EXAMPLE = """\
carelist import --template > people.csv
carelist import people.csv --map theirs.toml --dry-run

A map is TOML, or a CSV of two columns (their column, ours; nothing: left out):
[columns]
"Surname" = "family"
[values.tier]
"CPA" = "enhanced"
[defaults]
team = "North"
"""


@click.command("import", cls=CarelistCommand, example=EXAMPLE)
@click.argument("file", metavar="[FILE]", required=False)
@click.option("--template", is_flag=True, help="Print the columns and an example row, and stop.")
@click.option("--map", "map_file", metavar="FILE", help="How another program's columns and values are meant.")
@click.option("--dry-run", is_flag=True, help="Record nothing; say what would happen to every row.")
@click.option("--signed-by", metavar="DEVICE", help="Of a sealed export: the laptop of another team, as they told you.")
@pass_asked
def import_(
    asked: Asked, file: str | None, template: bool, map_file: str | None, dry_run: bool, signed_by: str | None
) -> int:
    """Take in a caseload (.csv), whole entries as exported (.ndjson), or a sealed export (.carelist).

    Each row of a caseload becomes ordinary entries, all of them or none; the report names every row: taken, skipped
    (here already) or refused, and why. Exit status 1 when a row was refused. Importing a file twice is harmless.
    """
    if template:
        from carelist_tui.exchange.caseload.template import template as text_of

        click.echo(text_of(now().astimezone(ZONE).date()), nl=False)
        return 0
    if file is None:
        raise click.UsageError("say which FILE to import, or --template for an empty one")
    if Path(file).suffix.casefold() == ".carelist":
        from carelist_tui.cli.sealed_file import take_sealed_file

        if map_file or dry_run:
            raise click.UsageError("--map and --dry-run go with a caseload (.csv)")
        return take_sealed_file(asked, Path(file), signed_by)
    if signed_by is not None:
        raise click.UsageError("--signed-by goes with a sealed export (.carelist)")
    return _by_extension(asked, Path(file), map_file, dry_run)


def _by_extension(asked: Asked, path: Path, map_file: str | None, dry_run: bool) -> int:
    if path.suffix.casefold() in (".csv", ".tsv", ".txt"):
        return _take_csv(asked, path, map_file, dry_run)
    if path.suffix.casefold() != ".ndjson":
        raise Refused("FILE must be a caseload, .csv, whole entries, .ndjson, or a sealed export, .carelist")
    if map_file or dry_run:
        raise click.UsageError("--map and --dry-run go with a caseload (.csv)")
    return _take_entries(asked, path)


def _take_entries(asked: Asked, path: Path) -> int:
    from carelist_tui.exchange.ndjson import read_lines

    with given(path) as file:
        lines, entries = read_lines(file)
    with door_of(asked) as door:
        taken = door.record.take_in(entries, lines)
    say(f"{taken.new} entries taken, {taken.known} were here already.")
    return 0


def _take_csv(asked: Asked, path: Path, map_file: str | None, dry_run: bool) -> int:
    from carelist_tui.cli.caseload_rows import take_rows
    from carelist_tui.exchange.caseload.column_map import LARGEST_MAP, Mapped, read_mapping
    from carelist_tui.exchange.caseload.csv_file import read_caseload
    from carelist_tui.exchange.caseload.row_drafts import Clock
    from carelist_tui.exchange.caseload.sheet import LARGEST_FILE

    moment = now()
    mapped = Mapped()
    if map_file is not None:
        text = read_given(Path(map_file), LARGEST_MAP, "map").decode("utf-8-sig", errors="replace")
        mapped = read_mapping(text, is_toml=map_file.casefold().endswith(".toml"))
    content = read_given(path, LARGEST_FILE, "caseload")
    # Whether it is one at all is said before anybody is asked for a passphrase; it is read by the service's Standards.
    caseload = read_caseload(content, mapped, Clock(ZONE, moment))
    for remark in caseload.remarks:
        tell(f"{path.name}: {remark}")
    with door_of(asked, signed_in=True) as door, Progress("Taking in", caseload.count) as progress:
        rows = caseload.read_by(Clock(ZONE, moment, door.journal.standards))
        outcomes = list(take_rows(door, rows, moment, dry_run=dry_run, progress=progress))
    return _report(outcomes, caseload.count, dry_run)


def _report(outcomes: list[Outcome], rows_in_file: int, dry_run: bool) -> int:
    """A line for every row, of those that were refused for the first hundred, then the sums."""
    words = {"taken": "would be taken", "refused": "would be refused"} if dry_run else {}
    count, told = Counter(each.what for each in outcomes), 0
    for each in outcomes:
        told += each.what == "refused"
        if each.what == "refused" and told > MOST_TOLD:
            continue
        ref = f", {each.ref[:40]}" if each.ref else ""
        why = f": {each.why}" if each.why else ""
        say(f"line {each.line}{ref}: {words.get(each.what, each.what)}{why}")
    if told > MOST_TOLD:
        say(f"and {told - MOST_TOLD:,} more {words.get('refused', 'refused')}")
    if unread := rows_in_file - len(outcomes):
        last = outcomes[-1].line
        say(f"after line {last:,} nothing was looked at ({unread:,} rows): mend these first, and import the file again")
    rows = f"{len(outcomes)} row{'' if len(outcomes) == 1 else 's'}"
    say(f"{rows}: {count['taken']} taken, {count['skipped']} skipped, {count['refused']} refused.")
    if dry_run:
        say("Nothing was recorded.")
    return SOME_REFUSED if count["refused"] else 0

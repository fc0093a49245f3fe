"""Taking in a caseload or appointments from a spreadsheet, or both from FHIR, row by row; and whole entries as they
were exported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import ZONE, Progress, door_of, now, pass_asked, say
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.given import GivenFile, given, read_given

if TYPE_CHECKING:
    from carelist_tui.exchange.caseload.column_map import Mapped
    from carelist_tui.exchange.caseload.columns import Columns

KINDS = ("caseload", "appointments")
BUNDLE = ".json"
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
EXAMPLE = tr("""\
carelist import --template > people.csv
carelist import people.csv --map theirs.toml --dry-run
carelist import people.xlsx --sheet Caseload --update
carelist import diary.csv --kind appointments
carelist import bundle.json --map theirs.toml --dry-run

A map is TOML, or a CSV of two columns (their column, ours; nothing: left out):
[columns]
"Surname" = "family"
"Contact preference" = ["text_ok", "voicemail"]
[values.tier]
"CPA" = "enhanced"
[flags]
"Do Not Phone" = "avoid:call"
[nothing]
nhs_number = ["0000000000"]
[defaults]
team = "North"
[encounters]
"AMB" = "clinic"
""")


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table is to be read and taken."""

    map_file: str | None = None
    sheet: str | None = None
    dry_run: bool = False
    update: bool = False
    as_json: bool = False
    kind: str = KINDS[0]

    @property
    def said(self) -> bool:
        return self != _Table()


@click.command("import", cls=CarelistCommand, example=EXAMPLE)
@click.argument("file", metavar=tr("[FILE]"), required=False)
@click.option("--template", is_flag=True, help=tr("Print the columns and an example row, and stop."))
@click.option("--map", "map_file", metavar=tr("FILE"), help=tr("How another program's columns and values are meant."))
@click.option("--sheet", metavar=tr("NAME"), help=tr("Of a workbook: which sheet; the first unless said."))
@click.option("--dry-run", is_flag=True, help=tr("Record nothing; say what would happen to every row."))
@click.option(
    "--update", is_flag=True, help=tr("Bring changed details of who is here; list who is no longer in the file.")
)
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], help=tr("What a table is: a caseload unless said."))
@click.option(
    "--signed-by", metavar=tr("DEVICE"), help=tr("Of a sealed export: the laptop of another team, as they told you.")
)
@click.option("--json", "as_json", is_flag=True, help=tr("Answer as JSON."))
@pass_asked
def import_(
    asked: Asked, file: str | None, template: bool, map_file: str | None, sheet: str | None, dry_run: bool,
    update: bool, kind: str, signed_by: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Take in a caseload or appointments (.csv, .xlsx), a FHIR R4 Bundle (.json), whole entries (.ndjson), or a sealed
    export (.carelist).

    Each row of a caseload becomes ordinary entries, all of them or none; the report names every row: taken, skipped
    (here already, died, or discharged), updated or refused, and why. A cell that can't be read stays out and is said;
    of what must not be done it counts as a no. Exit status 1 when a row was refused or a cell stayed out. Importing a
    file twice is harmless.

    Appointments (--kind appointments) have the columns ref, at, method, purpose, worker, status and source_id, the
    source's own id; status is booked, attended, did not attend, cancelled by us or by them, or an NHS attendance code.

    Of a Bundle each Patient comes in as a row of a caseload, each Appointment and finished Encounter as a row of
    appointments; of Encounters those that Carelist wrote, and those of the classes that the map names ([encounters]).
    Everything else is counted and left.
    """
    if template:
        if kind != KINDS[0]:
            from carelist_tui.exchange.appointments.appointment_columns import appointment_columns

            click.echo(",".join(appointment_columns().named))
            return 0
        from carelist_tui.exchange.caseload.template import template as text_of

        click.echo(text_of(now().astimezone(ZONE).date()), nl=False)
        return 0
    if file is None:
        raise click.UsageError(tr("say which FILE to import, or --template for an empty one"))
    table, path = _Table(map_file, sheet, dry_run, update, as_json, kind), Path(file)
    if path.suffix.casefold() in TABLES:
        if signed_by is not None:
            raise click.UsageError(tr("--signed-by goes with a sealed export (.carelist)"))
        if kind == KINDS[0]:
            return _take_table(asked, path, table)
        if update:
            raise click.UsageError(tr("--update goes with a caseload: of appointments what is new is always brought"))
        return _take_diary(asked, path, table)
    if path.suffix.casefold() == BUNDLE and signed_by is None and (table.kind, table.sheet) == (KINDS[0], None):
        return _take_bundle(asked, path, table)
    return _take_whole(asked, path, table, signed_by)


def _take_whole(asked: Asked, path: Path, table: _Table, signed_by: str | None) -> int:
    """Whole entries, sealed or not."""
    if replace(table, as_json=False).said:
        raise click.UsageError(
            tr(
                "--map, --sheet, --dry-run, --update and --kind go with a caseload (.csv, .xlsx); "
                "--map, --dry-run and --update with a Bundle (.json) too"
            )
        )
    if path.suffix.casefold() == ".carelist":
        from carelist_tui.cli.sealed_file import take_sealed_file

        return take_sealed_file(asked, path, signed_by, as_json=table.as_json)
    if signed_by is not None:
        raise click.UsageError(tr("--signed-by goes with a sealed export (.carelist)"))
    if path.suffix.casefold() != ".ndjson":
        raise Refused(
            tr(
                "FILE must be a caseload, .csv or .xlsx, a FHIR Bundle, .json, whole entries, .ndjson, or a sealed "
                "export, .carelist"
            )
        )
    return _take_entries(asked, path, as_json=table.as_json)


def _take_entries(asked: Asked, path: Path, *, as_json: bool) -> int:
    from carelist_tui.cli.caseload_rows import say_entries
    from carelist_tui.exchange.ndjson import read_lines

    with given(path) as file:
        lines, entries = read_lines(file)
    with door_of(asked) as door:
        taken = door.record.take_in(entries, lines)
    say_entries(taken.new, taken.known, as_json=as_json)
    return 0


def _mapped(map_file: str | None, known: Columns) -> Mapped:
    from carelist_tui.exchange.caseload.column_map import LARGEST_MAP, Mapped, read_mapping

    if map_file is None:
        return Mapped(known=known)
    text = read_given(Path(map_file), LARGEST_MAP, "map").decode("utf-8-sig", errors="replace")
    return read_mapping(text, is_toml=map_file.casefold().endswith(".toml"), known=known)


def _take_bundle(asked: Asked, path: Path, table: _Table) -> int:
    from carelist_tui.carelist.imports.bundle_import import BundleFile
    from carelist_tui.cli.caseload_rows import report_as_they_come
    from carelist_tui.exchange.caseload.columns import caseload_columns
    from carelist_tui.exchange.fhir.bundle_file import LARGEST_BUNDLE

    moment = now()
    mapped = _mapped(table.map_file, caseload_columns())
    # Whether it is one at all is said before anybody is asked for a passphrase.
    bundle = BundleFile.read(read_given(path, LARGEST_BUNDLE, "Bundle"), mapped)
    with door_of(asked, signed_in=True) as door, Progress(tr("Taking in")) as progress:
        outcomes = bundle.take(door, moment, progress, dry_run=table.dry_run, update=table.update)
        status = report_as_they_come(outcomes, dry_run=table.dry_run, as_json=table.as_json)
    for what, count in sorted(bundle.left.items()):
        tell(tr("Left: {count:,} {what}", count=count, what=what))
    return status


def _take_diary(asked: Asked, path: Path, table: _Table) -> int:
    from carelist_tui.carelist.imports.appointments_import import take_appointments
    from carelist_tui.cli.caseload_rows import report_as_they_come
    from carelist_tui.exchange.appointments.appointment_columns import appointment_columns
    from carelist_tui.exchange.appointments.appointment_rows import read_appointments
    from carelist_tui.exchange.caseload.row_drafts import Clock

    moment, mapped = now(), _mapped(table.map_file, appointment_columns())
    appointments = read_appointments(GivenFile.of(path), mapped, table.sheet)
    for remark in appointments.remarks:
        tell(f"{path.name}: {remark}")
    with door_of(asked, signed_in=True) as door, Progress(tr("Taking in")) as progress:
        standards = door.journal.standards
        rows = appointments.rows(Clock(standards.calendar.zone, moment, standards, tuple(door.people.workers())))
        outcomes = take_appointments(door, rows, moment, dry_run=table.dry_run, progress=progress)
        return report_as_they_come(outcomes, dry_run=table.dry_run, as_json=table.as_json)


def _take_table(asked: Asked, path: Path, table: _Table) -> int:
    from carelist_tui.carelist.imports.caseload_import import no_longer_named
    from carelist_tui.cli.caseload_rows import report, report_json, take_rows, words_on_missing
    from carelist_tui.exchange.caseload.columns import caseload_columns
    from carelist_tui.exchange.caseload.csv_file import read_caseload
    from carelist_tui.exchange.caseload.row_drafts import Clock
    from carelist_tui.exchange.caseload.sheet import LARGEST_FILE

    moment = now()
    mapped = _mapped(table.map_file, caseload_columns())
    content = read_given(path, LARGEST_FILE, "caseload")
    # Whether it is one at all is said before anybody is asked for a passphrase; it is read by the service's Standards.
    caseload = read_caseload(content, mapped, Clock(ZONE, moment), table.sheet)
    for remark in caseload.remarks:
        tell(f"{path.name}: {remark}")
    with door_of(asked, signed_in=True) as door, Progress(tr("Taking in"), caseload.count) as progress:
        rows = caseload.read_by(Clock(ZONE, moment, door.journal.standards, tuple(door.people.workers())))
        outcomes = list(take_rows(door, rows, moment, dry_run=table.dry_run, progress=progress, update=table.update))
        is_whole = table.update and len(outcomes) == caseload.count
        missing = no_longer_named(door, (each.ref for each in outcomes)) if is_whole else []
    status = (
        report_json(outcomes)
        if table.as_json
        else report(outcomes, caseload.count, dry_run=table.dry_run, update=table.update)
    )
    if words := words_on_missing(missing):
        (tell if table.as_json else say)(words)
    return status

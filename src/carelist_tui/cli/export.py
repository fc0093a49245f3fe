"""What leaves: stored entries, sealed or not, rows for a spreadsheet, FHIR, a note for the main record, a diary."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from carelist_tui.catalogue import ntr, tr
from carelist_tui.cli.door import Moment, door_of, keep_look, now, pass_asked, read_at, take_only_worker
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.outfile import OutFile, asked_reason, reason_option, replace_option
from carelist_tui.cli.plain import escaped, visible
from carelist_tui.cli.sealed_file import write_handover_file, write_sealed_file
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.exchange.caseload.written import Behind
    from carelist_tui.exchange.note import Noting

STANDARD_OUTPUT = "-"
WITH_OTHERS = tr(" (with others' words)")
FORMATS = ("carelist", "ndjson", "csv", "caseload", "fhir", "text", "ics")
SPREADSHEETS = ("csv", "caseload")
_BY_EXTENSION = {".carelist": "carelist", ".ndjson": "ndjson", ".csv": "csv", ".txt": "text", ".ics": "ics"}
EXAMPLE = tr("""\
carelist export everything.ndjson --reason "yearly audit"
carelist export - --format text --person P-0042 --since 2026-03-01T09:00 --reason "for the main record"
carelist export - --format text --mine --reason "for the main record"
carelist export worklist.csv --worklist --reason "the printer is down"
carelist export amina.carelist --person P-0042 --to age1...
carelist export amina.carelist --handover P-0042 --to age1...
carelist export receipt.carelist --receipt P-0042 --to age1...
carelist export people.csv --format caseload --reason "to another laptop's new store"
carelist export record.json --format fhir --person P-0042 --reason "for the main record"
carelist export my-diary.ics --reason "the diary on my work telephone"
carelist export for-analysis.csv --deidentified --reason "service evaluation"
""")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to leave: of whom, since when, as read at `at`."""

    kind: str
    person: str | None
    since: datetime | None
    at: datetime
    mine: bool = False
    worklist: bool = False
    deidentified: bool = False
    worker: str | None = None
    others_words: bool = False

    @property
    def needs_manager(self) -> bool:
        """Whether it names more than one person whom somebody else may have recorded."""
        return not (self.person or self.mine or self.deidentified or self.kind == "ics")


@dataclass(slots=True)
class _Left:
    """Lines that are to be written, and, of a note, which entries of whom stand in them, once they were made."""

    lines: Iterable[str]
    people: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    behind: Behind | None = None
    """What of a caseload stays behind, once its lines were made."""


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.argument("file", metavar=tr("FILE"))
@click.option("--format", "kind", type=click.Choice(FORMATS), help=tr("By FILE's ending unless said; else ndjson."))
@click.option("--person", metavar=tr("REF"), help=tr("Only this person: the service's identifier, or the person's id."))
@click.option("--mine", is_flag=True, help=tr("With text: what you recorded, over people; today's unless --since."))
@click.option("--worker", metavar="W", help=tr("With ics: whose planned contacts, unless your own."))
@click.option("--since", type=Moment(), metavar=tr("TIME"), help=tr("Only what was recorded since then."))
@click.option("--worklist", is_flag=True, help=tr("With csv: today's worklist instead of the story."))
@click.option(
    "--to", multiple=True, metavar=tr("KEY"), help=tr("With carelist: the public key of the team that may open it.")
)
@click.option(
    "--handover", metavar=tr("REF"), help=tr("Seal this handover out of the service, with the person, to its team.")
)
@click.option(
    "--receipt", metavar=tr("REF"), help=tr("Seal what became of somebody whom another team handed over sealed.")
)
@click.option(
    "--deidentified", is_flag=True, help=tr("With ndjson or csv: names nobody; free text out, dates shifted.")
)
@click.option(
    "--others-words", is_flag=True, help=tr("With fhir: with what others said in confidence, and who they are.")
)
@reason_option
@replace_option
@pass_asked
def export(
    asked: Asked, file: str, kind: str | None, person: str | None, mine: bool, worker: str | None,
    since: datetime | None, worklist: bool, to: tuple[str, ...], handover: str | None, receipt: str | None,
    deidentified: bool, others_words: bool, reason: str | None, replace: bool,
) -> None:  # fmt: skip
    """Write what is stored to FILE, or to standard output (-). A file that is there already stays, unless --replace.

    ndjson: whole entries as stored, a line each, for `carelist import` elsewhere. csv: the story, or the worklist, as
    rows; a cell that a spreadsheet would take for a formula begins with an apostrophe. caseload: everybody on it in the
    columns of `import --template`, of which `carelist import` elsewhere makes the same caseload. fhir: an R4 Bundle of
    each resource that docs/format/fhir.md names; what others said in confidence, why somebody was refused, and who is
    around the person leave with --others-words alone, for a reason that asks for them. text: a note to paste into the
    main record, every answered field of each entry in words, about one person, or of what you recorded (--mine); what
    you copied before is marked. ics: a worker's own planned contacts for the diary they have elsewhere, by initials and
    method only; what a later file says of one takes the place of what this one said. carelist: whole entries, signed by
    this laptop and sealed to this team, or to the team whose key is given; their `carelist device list` shows it.

    --handover seals a handover out of the service, REF its id or the person, with their whole story, to the team that
    takes them on: there `carelist import` makes a referral of it. What becomes of that comes back by their --receipt;
    until it is here both teams owe acceptance and first contact, and nothing said by telephone ends that.

    What leaves in clear asks a reason, which stands in the access log; of more than one person it needs a manager.
    """
    if handover is not None or receipt is not None:
        _check_across(
            file, kind, (person, since, mine, worker, worklist, deidentified, others_words), handover, receipt
        )
        _export_across(asked, file, handover, receipt, to, reason, replace=replace)
        return
    kind = kind or _BY_EXTENSION.get(Path(file).suffix.casefold(), "ndjson")
    _check_use(kind, person, mine, worklist, to, deidentified)
    _check_whose(kind, worker, person, since)
    if others_words and kind != "fhir":
        raise click.UsageError(tr("--others-words goes with --format fhir"))
    sealed = kind == "carelist"
    out = None if file == STANDARD_OUTPUT else OutFile(file, asked.store_folder(), replace=replace)
    with door_of(asked, says_clock=True) as door:
        take_only_worker(door)
        at, clock = read_at(door, None)
        if clock:
            tell(clock)
        whom = door.people.whom(person) if person is not None else None
        if sealed:
            said = asked_reason(reason, needed=False)
            count = write_sealed_file(door, out, person, since, to)
            keep_look(door, "exported", whom, count=count, reason=said)
            return
        wanted = _Wanted(kind, person, since, at, mine, worklist, deidentified, worker, others_words)
        if wanted.needs_manager:
            door.exports.check_everybody()
        said = asked_reason(reason, needed=True)  # whoever may not is told before anything is asked
        left = _leaving(door, wanted)
        count = _write(out, kind, left.lines)
        _keep(door, left, whom, count, f"{said}{WITH_OTHERS}" if others_words else said)
    if out is not None:
        tell(
            ntr(
                "Wrote {count} line to {file}. It is not encrypted: keep it safe.",
                "Wrote {count} lines to {file}. It is not encrypted: keep it safe.",
                count,
                count=count,
                file=file,
            )
        )
    if left.behind is not None:
        tell(left.behind.words())


def _keep(door: Carelist, left: _Left, whom: str | None, count: int, reason: str | None) -> None:
    """That it left, and which entries were copied."""
    for each in left.people or (whom,):
        keep_look(door, "exported", each, count=count, reason=reason)
    if left.entries and (trouble := door.exports.keep_copied(left.entries, now())):
        tell(trouble)


def _check_use(
    kind: str, person: str | None, mine: bool, worklist: bool, to: tuple[str, ...], deidentified: bool
) -> None:
    if worklist and kind != "csv":
        raise click.UsageError(tr("--worklist goes with --format csv"))
    if mine and kind != "text":
        raise click.UsageError(tr("--mine goes with --format text"))
    if mine and person is not None:
        raise click.UsageError(tr("a note is about one person, or of what you recorded: --person or --mine"))
    if kind == "text" and person is None and not mine:
        raise click.UsageError(
            tr("a note is about one person: say whom with --person, or --mine for what you recorded")
        )
    if to and kind != "carelist":
        raise click.UsageError(tr("--to goes with --format carelist"))
    if deidentified and (worklist or kind not in ("ndjson", "csv")):
        raise click.UsageError(tr("--deidentified goes with ndjson, or with the story as csv"))


def _check_across(
    file: str, kind: str | None, others: tuple[object, ...], handover: str | None, receipt: str | None
) -> None:
    if handover is not None and receipt is not None:
        raise click.UsageError(tr("a file is a handover or a receipt: --handover or --receipt"))
    by_ending = "carelist" if file == STANDARD_OUTPUT else _BY_EXTENSION.get(Path(file).suffix.casefold())
    if (kind or by_ending) != "carelist":
        raise click.UsageError(tr("--handover and --receipt go with a sealed export (.carelist)"))
    if any(others):
        raise click.UsageError(tr("a handover takes the person's whole story along, a receipt nothing of it"))


def _export_across(
    asked: Asked, file: str, handover: str | None, receipt: str | None, to: tuple[str, ...], reason: str | None,
    *, replace: bool,
) -> None:  # fmt: skip
    """A handover to another team's folder, or the receipt of one."""
    out = None if file == STANDARD_OUTPUT else OutFile(file, asked.store_folder(), replace=replace)
    said = asked_reason(reason, needed=False)
    with door_of(asked, says_clock=True) as door:
        take_only_worker(door)
        about, count = write_handover_file(door, out, handover, receipt, to)
        keep_look(door, "exported", about, count=count, reason=said)


def _check_whose(kind: str, worker: str | None, person: str | None, since: datetime | None) -> None:
    if since is not None and kind in ("caseload", "fhir", "ics"):
        raise click.UsageError(
            tr("--since does not go with --format {kind}: it says how everything stands now", kind=kind)
        )
    if worker is not None and kind != "ics":
        raise click.UsageError(tr("--worker goes with --format ics"))
    if person is not None and kind == "ics":
        raise click.UsageError(tr("a calendar is a worker's: whose is said by --worker, not --person"))


def _leaving(door: Carelist, wanted: _Wanted) -> _Left:
    if wanted.deidentified:
        return _Left(_naming_nobody(door, wanted))
    if wanted.worklist:
        return _Left(_worklist(door, wanted))
    if wanted.mine:
        return _own_note(door, wanted)
    made = {"ndjson": _entries, "csv": _story, "caseload": _caseload, "fhir": _bundle, "text": _note, "ics": _diary}
    return made[wanted.kind](door, wanted)


def _entries(door: Carelist, wanted: _Wanted) -> _Left:
    return _Left(line + "\n" for line in door.people.stored_lines(wanted.person, wanted.since))


def _story(door: Carelist, wanted: _Wanted) -> _Left:
    from carelist_tui.exchange.csv_rows import story_rows

    refs = {each.person: each.ref for each in door.people.find("")}
    return _Left(story_rows(door.people.stories(wanted.person), refs, wanted.since))


def _caseload(door: Carelist, wanted: _Wanted) -> _Left:
    """Everybody on the caseload, or one person, in the template's own columns."""
    from carelist_tui.exchange.caseload.written import Behind, caseload_lines

    one = [door.people.grounded(wanted.person, wanted.at)[0]] if wanted.person is not None else None
    people, behind = one or (ground for ground, *_ in door.people.as_at(wanted.at)), Behind()
    return _Left(caseload_lines(people, wanted.at, behind), behind=behind)


def _bundle(door: Carelist, wanted: _Wanted) -> _Left:
    """Everybody, or one person, as an R4 Bundle."""
    from carelist_tui.exchange.fhir.bundle import bundle_lines
    from carelist_tui.exchange.fhir.disclosure import Disclosure

    names = {each.id: each.name for each in door.people.workers()}
    one = wanted.person
    people = door.people.as_at(wanted.at) if one is None else [door.people.grounded(one, wanted.at)]
    told = (Disclosure(*each, wanted.at, names, wanted.others_words) for each in people)
    return _Left(bundle_lines(told, wanted.at, door.glance.calendar.zone))


def _diary(door: Carelist, wanted: _Wanted) -> _Left:
    """A worker's own planned contacts as a calendar; nobody's by name."""
    from carelist_tui.exchange.calendar import calendar_lines

    worker = wanted.worker or door.worker
    if worker is None:
        raise Refused(tr("whose calendar: say it with --worker, or who you are with --as WORKER or CARELIST_WORKER"))
    return _Left(calendar_lines(door.exports.diary(worker, wanted.at), door.glance.calendar.zone))


def _naming_nobody(door: Carelist, wanted: _Wanted) -> Iterator[str]:
    from carelist_tui.domain.canonical import canonical_json
    from carelist_tui.exchange.csv_rows import deidentified_rows

    entries = door.exports.deidentified(wanted.person, wanted.since, wanted.at)
    return deidentified_rows(entries) if wanted.kind == "csv" else (canonical_json(each) + "\n" for each in entries)


def _worklist(door: Carelist, wanted: _Wanted) -> Iterator[str]:
    from carelist_tui.exchange.csv_rows import worklist_rows

    items = door.people.today_json(wanted.at)["items"]
    if wanted.person is not None:
        whose = door.people.person(wanted.person, wanted.at)["person"]
        items = [item for item in items if item["person"] == whose]
    return worklist_rows(items)


def _noting(door: Carelist, people: dict[str, str]) -> Noting:
    from carelist_tui.exchange.note import Noting

    names = {each.id: each.name for each in door.people.workers()}
    return Noting(names, door.glance.calendar.zone, people, door.exports.copied())


def _note(door: Carelist, wanted: _Wanted) -> _Left:
    from carelist_tui.exchange.note import note, recorded_since

    shown = door.people.person(str(wanted.person), wanted.at)
    noting = _noting(door, {shown["person"]: shown["name"]})
    entries = tuple(entry["id"] for entry in recorded_since(shown, wanted.since))
    lines = (line + "\n" for line in note(shown, noting, wanted.since, wanted.at))
    return _Left(lines, (shown["person"],), entries)


def _own_note(door: Carelist, wanted: _Wanted) -> _Left:
    """What whoever is signed in recorded, today unless said since when."""
    from carelist_tui.exchange.note import own_note

    worker, zone = door.worker, door.glance.calendar.zone
    if worker is None:
        raise Refused(tr("--mine: say who you are, with --as WORKER or CARELIST_WORKER"))
    since = wanted.since or datetime.combine(wanted.at.astimezone(zone).date(), time.min, tzinfo=zone)
    people = door.exports.recorded_by(worker, since, wanted.at)
    noting = _noting(door, {shown["person"]: shown["name"] for shown, _ in people})
    lines = (line + "\n" for line in own_note(people, worker, noting, since, wanted.at))
    copied = tuple(entry["id"] for _, entries in people for entry in entries)
    return _Left(lines, tuple(shown["person"] for shown, _ in people), copied)


def _write(out: OutFile | None, kind: str, lines: Iterable[str]) -> int:
    """Into a file, or to standard output; gives how many lines there were."""
    if out is None:
        return _write_out(lines, visible if kind == "text" else escaped)
    from carelist_tui.exchange.csv_rows import as_file

    return out.write(as_file(lines) if kind in SPREADSHEETS else (line.encode("utf-8") for line in lines))


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

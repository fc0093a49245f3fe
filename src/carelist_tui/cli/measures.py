"""`carelist measures`: what happened in a period, whether it changed, and who stands behind each figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import (
    Day,
    at_option,
    door_of,
    json_option,
    keep_look,
    known_at_option,
    now,
    pass_asked,
    read_at,
    say,
    say_clock,
    say_json,
    say_missing,
)
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.outfile import (
    OutFile,
    TwoFiles,
    asked_reason,
    reason_option,
    replace_option,
    two_files,
    write_all,
)
from carelist_tui.cli.service_address import warn_of_password
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from carelist_tui.carelist import Carelist
    from carelist_tui.domain.measures.figure_in_words import Values
    from carelist_tui.domain.measures.inquiry import Inquiry

EXAMPLE = tr("""\
carelist measures
carelist measures first_response --by team
carelist measures re_engaged_28 --from 2026-01-01 --to 2026-04-01 --cases
""")


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.argument("name", required=False, metavar=tr("[NAME]"))
@click.option(
    "--from", "since", type=Day(), metavar=tr("DATE"), help=tr("What began on this day or later; else 13 months.")
)
@click.option("--to", "until", type=Day(), metavar=tr("DATE"), help=tr("What began before this day."))
@at_option
@known_at_option
@click.option(
    "--by", metavar=tr("GROUP"), help=tr("team, locality, tier, source, zone, worker, or a group of the Standards.")
)
@click.option("--team", metavar=tr("TEAM"), help=tr("With --service: of this team alone."))
@click.option(
    "--worker", metavar=tr("ID"), help=tr("Of this worker alone: your own, or as a senior or manager anybody's.")
)
@click.option("--cases", "with_cases", is_flag=True, help=tr("The people behind each figure."))
@click.option("--seed", type=click.IntRange(0), metavar="N", help=tr("Other notes to read behind NAME; else seed 1."))
@click.option(
    "--service", "address", metavar=tr("URL"), help=tr("Over the teams that `carelist collect` counted into URL.")
)
@json_option
@click.option("--csv", "table", metavar=tr("FILE"), help=tr("Write the figures to FILE, in clear, for a spreadsheet."))
@click.option(
    "--html", "page", metavar=tr("FILE"), help=tr("Write the figures to FILE, in clear, as a page with charts.")
)
@click.option(
    "--parquet", "folder", metavar=tr("FOLDER"), help=tr("With --service: every case, a file a team and month.")
)
@reason_option
@replace_option
@pass_asked
def measures(
    asked: Asked, name: str | None, since: date | None, until: date | None, at: datetime | None,
    known_at: datetime | None, by: str | None, team: str | None, worker: str | None, with_cases: bool,
    seed: int | None, address: str | None, as_json: bool, table: str | None, page: str | None,
    folder: str | None, reason: str | None, replace: bool,
) -> None:  # fmt: skip
    """What happened last month, whether it changed, and which people stand behind each figure.

    Without NAME every measure, a line each; with one its definition, its months, its groups, and with --cases its
    people and five notes to read, drawn by a seed: whose they are stands in the access log. Measures are for
    improvement, never targets on a worker. What is written to a FILE leaves the service: a reason is asked, nobody
    stands behind a figure there, and numbers of 1 to 4 are hidden. With --service the teams that were counted into that
    database are asked, under pseudonyms, and such numbers are hidden too; --parquet writes their cases, unhidden.
    """
    from carelist_tui.domain.measures.inquiry import Inquiry

    files = two_files(("--csv", table), ("--html", page), asked.store_folder(), replace=replace)
    why = asked_reason(reason, needed=any(files) or folder is not None)
    if address is not None or team is not None or folder is not None:
        _refuse_of_one_store(address, worker=worker, known_at=known_at)
        period = Period(at or now(), since, until, by, team)
        _tell_service(str(address), name, period, folder, files, with_cases=with_cases, as_json=as_json)
        return
    with door_of(asked, says_clock=True) as door:
        moment, clock = read_at(door, at)
        zone = door.glance.calendar.zone
        inquiry = Inquiry.asked(moment, zone, since, until, by=by, worker=worker)
        door.measures.keep_up()
        asking = door.measures.answer_and_keep if at is None else door.measures.answer  # kept is what is as at now
        answer = asking([name] if name else [], inquiry, known_at=known_at, with_cases=with_cases, seed=seed)
        answer |= {"clock": clock or None}
        more = []
        if name and not as_json and not any(files):
            more = _guards(door, answer["measures"][0], inquiry, known_at)
            more += _notes(door, answer["measures"][0], moment, known_at) if with_cases else []
        say_missing(door)
        for _ in _write(door, files, answer, inquiry, known_at):
            keep_look(door, "exported", count=len(answer["measures"]), reason=why)
    say_clock(clock, as_json=as_json or any(files))
    if as_json:
        say_json(answer)
    if as_json or any(files):
        return
    for line in (*_lines(answer, zone, is_one=name is not None), *more):
        say(line)


class Period(NamedTuple):
    """What is asked of a service, as it was typed."""

    at: datetime
    since: date | None
    until: date | None
    by: str | None
    team: str | None


def _refuse_of_one_store(address: str | None, **asked: object) -> None:
    """Refuses (status 2) what only a store can answer, and what only a service can."""
    if address is None:
        raise Refused(tr("--team and --parquet go with --service: a store's own figures are told apart by --by team"))
    if told := [f"--{name.replace('_', '-')}" for name, value in asked.items() if value is not None]:
        said = tr(" and ").join(told)
        raise Refused(tr("{said} can't be asked of a service: that is known in each team alone", said=said))


def _tell_service(
    address: str, name: str | None, period: Period, folder: str | None, files: TwoFiles, *, with_cases: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """What a service's database answers; nobody signs in, and no store is opened. `folder`: of Parquet."""
    from carelist_tui.carelist.collected.service_figures import ServiceFigures
    from carelist_tui.carelist.collected.service_papers import service_report
    from carelist_tui.exchange.csv_rows import as_file, table_rows
    from carelist_tui.exchange.figure_table import HEADINGS, table_rows_of

    warn_of_password(address)
    table, page = files
    if folder is not None:
        _write_cases(address, name, Path(folder))
    if folder is not None and not any(files):
        return
    with ServiceFigures(address) as service:
        inquiry = service.asked(period.at, period.since, period.until, by=period.by, team=period.team)
        answer = service.answer([name] if name else [], inquiry, with_cases=with_cases) | {"clock": None}
        keys = [each["key"] for each in answer["measures"]]
        made = service_report(service, "measures", inquiry, now(), keys) if page is not None else None
    rows = b"".join(as_file(table_rows(HEADINGS, table_rows_of(answer)))) if table else b""
    write_all([*([(table, rows)] if table else []), *([(page, made.html())] if page and made else [])])
    if any(files):
        tell(tr("Wrote the figures. They are not encrypted."))
    if as_json:
        say_json(answer)
    elif not any(files):
        for line in _lines(answer, inquiry.zone, is_one=name is not None):
            say(line)


def _write_cases(address: str, name: str | None, folder: Path) -> None:
    """The cases themselves, under pseudonyms: rows for whoever may see them, with nothing hidden."""
    from carelist_tui.carelist.collected.service_figures import ServiceFigures
    from carelist_tui.carelist.measures import measures_named
    from carelist_tui.exchange.parquet_cases import check_parquet, write_parquet

    measures_named([name] if name else [])
    check_parquet(folder)
    with ServiceFigures(address) as service:
        count = write_parquet(folder, service.case_rows(name), service.zone)
    tell(
        tr(
            "Wrote {count} cases to {folder}, under pseudonyms. They are not encrypted, and dates may tell who it was.",
            count=count,
            folder=folder,
        )
    )


def _guards(
    door: Carelist, figure: Mapping[str, Any], inquiry: Inquiry, known_at: datetime | None
) -> list[str]:  # fmt: skip
    """What guards a figure, in the same breath."""
    from carelist_tui.domain.measures.figure_in_words import guard_in_words

    if not figure["guards"]:
        return []
    guards = door.measures.answer(figure["guards"], inquiry, known_at=known_at)["measures"]
    return [tr("Read it together with: {guard_in_words}", guard_in_words=guard_in_words(each)) for each in guards]


def _notes(door: Carelist, figure: Mapping[str, Any], moment: datetime, known_at: datetime | None) -> list[str]:
    """The notes to read behind a figure; that somebody read them is kept."""
    from carelist_tui.desk.at_hand.notes_read import note_lines

    notes = door.measures.notes(figure, moment, known_at)
    names = {each.id: each.name for each in door.people.workers()}
    for person in dict.fromkeys(person["person"] for person, _ in notes):
        keep_look(door, "opened", person)
    return list(note_lines(figure["notes_to_read"], notes, names, door.glance.calendar.zone))


def _lines(answer: Mapping[str, Any], zone: ZoneInfo, *, is_one: bool) -> Iterator[str]:
    from carelist_tui.domain.measures.figure_in_words import figure_in_words, known_in_words, line_of
    from carelist_tui.domain.words import moment_in_full

    at = moment_in_full(datetime.fromisoformat(answer["at"]), zone)
    known = known_in_words(answer, zone)
    yield tr(
        "Measures from {value} to before {to}, at {at}{known}",
        value=answer["from"],
        to=answer["to"],
        at=at,
        known=known,
    )
    told: list[Values] = answer["measures"]
    for figure in told:
        yield from figure_in_words(figure) if is_one else [line_of(figure)]


def _write(
    door: Carelist, files: TwoFiles, answer: Mapping[str, Any], inquiry: Inquiry, known_at: datetime | None
) -> list[OutFile]:
    """Writes table and page, both or none; gives what was written."""
    from carelist_tui.domain.measures.figures_outside import answer_that_leaves
    from carelist_tui.exchange.csv_rows import as_file, table_rows
    from carelist_tui.exchange.figure_table import HEADINGS, table_rows_of

    table, page = files
    written: list[tuple[OutFile, bytes]] = []
    if table is not None:
        lines = table_rows(HEADINGS, table_rows_of(answer_that_leaves(answer)))
        written.append((table, b"".join(as_file(lines))))
    if page is not None:
        keys = [each["key"] for each in answer["measures"]]
        made = door.measures.report("measures", inquiry, now(), known_at=known_at, keys=keys)
        written.append((page, made.html()))
    write_all(written)
    for out, _ in written:
        tell(tr("Wrote the figures to {table}. It is not encrypted.", table=out.file))
    return [out for out, _ in written]

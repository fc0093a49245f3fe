"""`carelist list`: the ordinary questions as plain lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

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
from carelist_tui.cli.outfile import OutFile, asked_reason, reason_option, replace_option
from carelist_tui.cli.service_address import warn_of_password
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.lists.questions import OF_THE_LOG, QUESTIONS, STAND

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.domain.views.lists.list_columns import Saying

EXAMPLE = tr("""\
carelist list people
carelist list escalations --from 2026-01-01 --to 2026-04-01
carelist list decisions --csv decisions.csv --reason "supervision on Friday"
""")
HELP = tr(
    """An ordinary question as a plain list.

\b
KIND is one of
{values}

{stand} are as things stand at --at; the others what began in a period, the latest first: without --from
the 13 months before its end, and whatever began earlier and is open still; week the 7 days before it.
""",
    values=chr(10).join(f"  {name:<13} {answers}" for name, answers in QUESTIONS.items()),
    stand=tr(" and ").join(STAND),
)


@click.command("list", cls=CarelistCommand, example=EXAMPLE, help=HELP)
@click.argument("kind", type=click.Choice(tuple(QUESTIONS)), metavar=tr("KIND"))
@click.option(
    "--from",
    "since",
    type=Day(),
    metavar=tr("DATE"),
    help=tr("What began on this day or later; else 13 months; of week 7 days."),
)
@click.option("--to", "until", type=Day(), metavar=tr("DATE"), help=tr("What began before this day."))
@at_option
@known_at_option
@click.option(
    "--service", "address", metavar=tr("URL"), help=tr("Over the teams that `carelist collect` counted into URL.")
)
@json_option
@click.option("--csv", "file", metavar=tr("FILE"), help=tr("Write it to FILE, in clear, for a spreadsheet."))
@reason_option
@replace_option
@pass_asked
def list(  # noqa: A001 - the function of a command is called as the command
    asked: Asked, kind: str, since: date | None, until: date | None, at: datetime | None, known_at: datetime | None,
    address: str | None, as_json: bool, file: str | None, reason: str | None, replace: bool,
) -> None:  # fmt: skip
    """One list, as lines, as JSON, or into a file for a spreadsheet."""
    from carelist_tui.domain.views.lists.list_columns import Saying

    out = OutFile(file, asked.store_folder(), replace=replace) if file is not None else None
    said = asked_reason(reason, needed=out is not None)
    if address is not None:
        if known_at is not None:
            raise Refused(tr("--known-at can't be asked of a service: that is known in each team alone"))
        _tell_service(address, kind, at or now(), (since, until), out, as_json=as_json)
        return
    with door_of(asked, says_clock=True) as door:
        moment, clock = read_at(door, at)
        answer = door.lists.answer(kind, moment, since=since, until=until, known_at=known_at, is_now=at is None) | {
            "clock": clock or None
        }
        saying = Saying({each.id: each.name for each in door.people.workers()}, door.glance.calendar.zone)
        say_missing(door)
        _say_unasked(kind, since, until)
        if kind == OF_THE_LOG:
            keep_look(door, "log_read", count=len(answer["items"]))
        if out is not None:
            _write(door, out, kind, answer, saying, said)
    say_clock(clock, as_json=as_json or out is not None)
    if as_json:
        say_json(answer)
    elif out is None:
        for line in _lines(kind, answer, saying, known_at):
            say(line)


def _say_unasked(kind: str, since: date | None, until: date | None) -> None:
    if kind in STAND and (since or until):
        tell(tr("{kind} are as things stand at one moment (--at): --from and --to say nothing here", kind=kind))


def _tell_service(
    address: str, kind: str, at: datetime, period: tuple[date | None, date | None], out: OutFile | None, *,
    as_json: bool,
) -> None:  # fmt: skip
    """A list over a service's database: pseudonyms, no name; nobody signs in."""
    from carelist_tui.carelist.collected.service_figures import ServiceFigures
    from carelist_tui.carelist.collected.service_papers import service_list
    from carelist_tui.domain.views.lists.list_columns import Saying, line_of, list_heading, table_of
    from carelist_tui.domain.views.lists.service_lists import SERVICE_LISTS
    from carelist_tui.exchange.csv_rows import as_file, table_rows

    warn_of_password(address)
    _say_unasked(kind, *period)
    with ServiceFigures(address) as service:
        answer, saying = service_list(service, kind, at, *period), Saying({}, service.zone)
    listed = SERVICE_LISTS[kind].in_lines
    if out is not None:
        count = out.write(as_file(table_rows(*table_of(listed, answer["items"], saying)))) - 1
        tell(
            tr(
                "Wrote {counted} to {file}. It is not encrypted: keep it safe.",
                counted=listed.counted(count),
                file=out.file,
            )
        )
    if as_json:
        say_json(answer)
    elif out is None:
        say(list_heading(listed, answer, saying, ""))
        for item in answer["items"]:
            say(line_of(listed, item | {"name": tr("person {person}", person=item["person"][:12])}, saying))
    if answer["hidden"] and not as_json:
        tell(
            tr(
                "Fewer than 5 people each, and so not shown: {eachs}.",
                eachs=", ".join(each or tr("no team") for each in answer["hidden"]),
            )
        )


def _lines(kind: str, answer: Mapping[str, Any], saying: Saying, known_at: datetime | None) -> Iterator[str]:
    """A heading with as at and as known when, and how many there are; then a line each."""
    from carelist_tui.domain.views.lists.every_list import LISTS
    from carelist_tui.domain.views.lists.list_columns import line_of, list_heading

    listed = LISTS[kind]
    known = tr(", as known {moment}", moment=saying.moment(known_at.isoformat())) if known_at is not None else ""
    yield list_heading(listed, answer, saying, known)
    yield from (line_of(listed, item, saying) for item in answer["items"])


def _write(
    door: Carelist, out: OutFile, kind: str, answer: Mapping[str, Any], saying: Saying, reason: str | None
) -> None:
    from carelist_tui.domain.views.lists.every_list import LISTS
    from carelist_tui.domain.views.lists.list_columns import table_of
    from carelist_tui.exchange.csv_rows import as_file, table_rows

    count = out.write(as_file(table_rows(*table_of(LISTS[kind], answer["items"], saying)))) - 1
    keep_look(door, "exported", count=count, reason=reason)
    tell(
        tr(
            "Wrote {counted} to {file}. It is not encrypted: keep it safe.",
            counted=LISTS[kind].counted(count),
            file=out.file,
        )
    )

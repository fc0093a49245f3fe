"""`carelist measures`: what happened in a period, whether it changed, and who stands behind each figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from carelist_tui.cli.door import (
    Day,
    at_option,
    door_of,
    json_option,
    known_at_option,
    pass_asked,
    read_at,
    say,
    say_clock,
    say_json,
    say_missing,
)
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked

if TYPE_CHECKING:
    from carelist_tui.domain.measures.figure_in_words import Values

EXAMPLE = """\
carelist measures
carelist measures first_response --by team
carelist measures re_engaged_28 --from 2026-01-01 --to 2026-04-01 --cases
"""


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--from", "since", type=Day(), metavar="DATE", help="What began on this day or later; else 13 months.")
@click.option("--to", "until", type=Day(), metavar="DATE", help="What began before this day.")
@at_option
@known_at_option
@click.option("--by", metavar="GROUP", help="team, locality, tier, source, zone, worker, or a group of the Standards.")
@click.option("--worker", metavar="ID", help="Of this worker alone: your own, or as a senior or manager anybody's.")
@click.option("--cases", "with_cases", is_flag=True, help="The people behind each figure.")
@json_option
@pass_asked
def measures(
    asked: Asked, name: str | None, since: date | None, until: date | None, at: datetime | None,
    known_at: datetime | None, by: str | None, worker: str | None, with_cases: bool, as_json: bool,
) -> None:  # fmt: skip
    """What happened last month, whether it changed, and which people stand behind each figure.

    Without NAME every measure, a line each; with one its definition, its months, its groups and its people. Measures
    are for improvement, never targets on a worker.
    """
    from carelist_tui.domain.measures.inquiry import Inquiry

    with door_of(asked, says_clock=True) as door:
        moment, clock = read_at(door, at)
        zone = door.glance.calendar.zone
        inquiry = Inquiry.asked(moment, zone, since, until, by=by, worker=worker)
        door.measures.keep_up()
        answer = door.measures.answer([name] if name else [], inquiry, known_at=known_at, with_cases=with_cases)
        answer |= {"clock": clock or None}
        say_missing(door)
    say_clock(clock, as_json=as_json)
    if as_json:
        say_json(answer)
        return
    for line in _lines(answer, is_one=name is not None):
        say(line)


def _lines(answer: Mapping[str, Any], *, is_one: bool) -> Iterator[str]:
    from carelist_tui.domain.measures.figure_in_words import figure_in_words, line_of

    known = f", as known on {answer['known_at']}" if answer["known_at"] else ""
    yield f"Measures from {answer['from']} to before {answer['to']}, at {answer['at']}{known}"
    told: list[Values] = answer["measures"]
    for figure in told:
        yield from figure_in_words(figure) if is_one else [line_of(figure)]

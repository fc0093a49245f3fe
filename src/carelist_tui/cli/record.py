"""`carelist record`: one entry, or every line of a file, all or nothing; or line by line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import (
    STANDARD_INPUT,
    Moment,
    clock_option,
    door_of,
    now,
    pass_asked,
    read_body,
    standard_input,
)
from carelist_tui.cli.exit_status import BAD_USE, DONE, PROBLEMS, answer, tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.plain import json_text
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.ids import is_uuid
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.ndjson import each_line, read_lines
from carelist_tui.vault.given import given

EXAMPLE = tr("""\
carelist record zone.set --person P-0042 --body "{\\"zone\\": \\"green\\", \\"reason\\": \\"settled, sleeping well\\"}"
carelist record entries.ndjson
another-program | carelist record -
nightly-feed | carelist record --each -
""")


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.argument("what", metavar=tr("[TYPE | FILE | -]"), required=False)
@click.option("--person", metavar=tr("REF"), help=tr("Whom it is about: the service's identifier, or the person's id."))
@click.option("--occurred-at", type=Moment(), metavar=tr("TIME"), help=tr("When it happened; now unless said."))
@click.option("--body", metavar=tr("JSON"), help=tr("What it says, as a JSON object; - reads it from standard input."))
@click.option(
    "--each",
    is_flag=True,
    help=tr("Line by line, however many: a line that can't be recorded is named and left, the others are recorded."),
)
@clock_option
@pass_asked
def record(
    asked: Asked,
    what: str | None,
    person: str | None,
    occurred_at: datetime | None,
    body: str | None,
    each: bool,
    clock_is_right: bool,
) -> int:
    """Append one entry, or every line of an NDJSON file, all or nothing.

    What to record is a type of entry, a file with an entry a line, or - for standard input. Answers one line of JSON
    an entry: id, type, device, seq, hash; takes_away, where something that stood is gone by it, and remarks. A fault
    is named with its line and field; then nothing is recorded (exit status 2). So it is where this laptop's clock
    can't be right, until somebody says that it is: with --clock-is-right, with an entry or alone, once.

    With --each a line is recorded as it comes, and answered then; what can't be is named, and the exit status is 1.
    """
    moment = now()
    if each:
        _only_for_one_entry({"--person": person, "--occurred-at": occurred_at, "--body": body})
        if what is not None and _is_type(what):
            raise click.UsageError(tr("--each goes with a FILE, or - for standard input"))
        return _record_each(asked, what, clock_is_right)
    if clock_is_right and what is None and _nothing_comes_in():
        lines, drafts = None, []
    elif what is not None and _is_type(what):
        lines, drafts = None, [_draft(what, person, occurred_at or moment, body)]
    else:
        _only_for_one_entry({"--person": person, "--occurred-at": occurred_at, "--body": body})
        lines, drafts = _read(what)
    with door_of(asked, signed_in=True, clock_is_right=clock_is_right) as door:
        receipts = door.record(drafts, moment, lines)
    for receipt in receipts:
        answer(json_text(receipt.as_json()) + "\n")
    return DONE


def _nothing_comes_in() -> bool:
    return sys.stdin is None or sys.stdin.isatty()


def _is_type(what: str) -> bool:
    """Whether it names a type: one that is known, or what looks like one and is no file."""
    from carelist_tui.domain.entries import TYPES

    looks_like_one = what.count(".") == 1 and what.replace(".", "").replace("_", "").isalpha() and what.islower()
    return what in TYPES or (looks_like_one and not _exists(what) and not what.endswith((".ndjson", ".json", ".jsonl")))


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def _draft(kind: str, person: str | None, occurred_at: datetime, body: str | None) -> dict[str, Any]:
    draft: dict[str, Any] = {
        "type": kind,
        "occurred_at": occurred_at.isoformat(timespec="seconds"),
        "body": {} if body is None else read_body(body),
    }
    if person:
        draft["person" if is_uuid(person) else "ref"] = person
    return draft


def _only_for_one_entry(said: dict[str, object]) -> None:
    given = [option for option, value in said.items() if value is not None]
    if given:
        raise click.UsageError(
            tr("{given} goes with a TYPE; each line of a file says it by itself", given=", ".join(given))
        )


def _read(what: str | None) -> tuple[list[int], list[Any]]:
    with _lines_of(what) as lines:
        return read_lines(lines)


@contextmanager
def _lines_of(what: str | None) -> Iterator[IO[bytes]]:
    if what == STANDARD_INPUT or (what is None and not _nothing_comes_in()):
        yield standard_input()
    elif what is None:
        raise click.UsageError(tr("say what to record: a TYPE, a FILE, or - for standard input"))
    else:
        with given(Path(what)) as file:
            yield file


def _record_each(asked: Asked, what: str | None, clock_is_right: bool) -> int:
    """Every line by itself; gives the exit status. What was answered is kept, whatever becomes of later lines."""
    status = DONE
    with _lines_of(what) as lines, door_of(asked, signed_in=True, clock_is_right=clock_is_right) as door:
        door.record([], now())  # what would stop every line is said once
        for line, draft in each_line(lines):
            try:
                [receipt] = door.record([draft], now(), [line])
            except Refused as refused:
                if refused.status != BAD_USE:
                    raise
                for fault in refused.faults:
                    tell(str(fault.at_line(line)))
                status = PROBLEMS
            else:
                answer(json_text(receipt.as_json()) + "\n")
                answer()
    return status

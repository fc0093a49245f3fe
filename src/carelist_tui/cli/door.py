"""What commands ask alike: the moment meant, the store's door, and how an answer is written."""

from __future__ import annotations

import os
import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.exit_status import Kept, answer, stop_writing, tell
from carelist_tui.cli.plain import json_text, visible
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.calendar import ServiceHours
from carelist_tui.domain.moments import MOMENT_PATTERN, parse_day, parse_moment
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.domain.words import moment_in_full
from carelist_tui.vault.garbage import look_seldom

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.journal.looks import Kind

ZONE = ZoneInfo(ServiceHours().zone)
"""The service's local time."""
STANDARD_INPUT = "-"
SAY_SO = tr("Nothing was recorded. If the clock is right, say so once: `carelist record --clock-is-right`")
_RED = "\x1b[1;31m{}\x1b[0m\n"
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?\Z", re.ASCII)
_SHAPED = re.compile(MOMENT_PATTERN, re.ASCII | re.IGNORECASE)
"""What has an offset is a moment or none, and its fault is said as of any other moment."""


class Moment(click.ParamType[datetime]):
    """RFC 3339, or a local date and time; a time that the clocks skip is refused."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        local = _LOCAL.match(value)
        if not local and not _SHAPED.match(value):
            self.fail(
                tr("must be a date and time, like 2026-03-03T10:30 (local) or 2026-03-03T10:30:00+00:00"),
                param,
                ctx,
            )
        try:
            if not local:
                return parse_moment(value.upper())
            naive = parse_moment(f"{local[1]}T{local[2]}{local[3] or ':00'}Z").replace(tzinfo=None)
        except ValueError as sentence:
            self.fail(str(sentence), param, ctx)
        moment = naive.replace(tzinfo=ZONE)
        if moment.astimezone(UTC).astimezone(ZONE).replace(tzinfo=None) != naive:
            self.fail(tr("is an hour that the clocks skip"), param, ctx)
        return moment


class Day(click.ParamType[date]):
    """A date, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else parse_day(value)
        except ValueError as sentence:
            self.fail(str(sentence), param, ctx)


at_option = click.option(
    "--at",
    type=Moment(),
    metavar=tr("TIME"),
    help=tr("Read at this moment instead of now; local time, or with an offset."),
)
known_at_option = click.option(
    "--known-at", type=Moment(), metavar=tr("TIME"), help=tr("Leave out what was recorded later: what was known then.")
)
clock_option = click.option(
    "--clock-is-right",
    is_flag=True,
    help=tr("Say, once, that this laptop's clock is right though entries were recorded later than it says."),
)
json_option = click.option("--json", "as_json", is_flag=True, help=tr("Answer as JSON."))
pass_asked = click.make_pass_decorator(Asked, ensure=True)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def keep_look(
    door: Carelist, kind: Kind, person: str | None = None, *, count: int | None = None, reason: str | None = None
) -> None:
    """Keeps that somebody looked; says so on standard error where it can't be kept, and nobody is stopped by it."""
    if trouble := door.people.looked(kind, person, now(), count=count, reason=reason):
        tell(trouble)


def read_at(door: Carelist, at: datetime | None) -> tuple[datetime, str]:
    """The moment to read at, and what is to be said first: of one that was named nothing; now, where the machine's
    clock can be right; else the newest moment that is known to have come."""
    if at is not None:
        return at, ""
    clock = door.clock(now())
    return clock.at, clock.words(door.glance.calendar.zone)


def say_clock(words: str, *, as_json: bool = False) -> None:
    """What is to be said first of the machine's clock, in red: with the answer, or beside one that is JSON."""
    if words and as_json:
        tell(words)
    elif words:
        is_red = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        sys.stdout.write((_RED if is_red else "{}\n").format(visible(words)))


@contextmanager
def door_of(
    asked: Asked, *, signed_in: bool = False, clock_is_right: bool = False, says_clock: bool = False
) -> Iterator[Carelist]:
    """The store's door, closed again afterwards.

    `signed_in`: for a command that records. Where nobody said who they are, and one worker alone works here, it is
    that one. Refused where the machine's clock can't be right, unless somebody says that it is (`clock_is_right`). Any
    other command tells of such a clock on standard error, but one that says it with its answer (`says_clock`).
    """
    look_seldom()
    worker, key = asked.sign_in()
    door = _opened(asked.store_folder(), worker, key)
    try:
        if not signed_in and door.disk_words:
            tell(door.disk_words)
        if signed_in:
            take_only_worker(door)
            _check_clock(door, says_it_is_right=clock_is_right)
        elif not says_clock and (words := read_at(door, None)[1]):
            tell(words)
        yield door
    finally:
        Kept.something = Kept.something or door.record.has_recorded
        door.close()


def take_only_worker(door: Carelist) -> None:
    """Where nobody said who they are, and one worker alone works here, it is that one."""
    if door.worker is None:
        active = [worker.id for worker in door.people.workers() if worker.active]
        door.worker = active[0] if len(active) == 1 else None


def _check_clock(door: Carelist, *, says_it_is_right: bool) -> None:
    moment = now()
    clock = door.clock(moment)
    if says_it_is_right and not clock.can_be_right:
        door.clock_is_right(moment)
        tell(
            tr(
                "The clock of this laptop counts again: it says {moment}.",
                moment=moment_in_full(moment, door.glance.calendar.zone),
            )
        )
    elif not clock.can_be_right:
        raise Refused(f"{clock.words(door.glance.calendar.zone)} {SAY_SO}")


def say(words: str) -> None:
    """A line of an answer on standard output, through the plain-text boundary."""
    answer(visible(words) + "\n")


def say_secret(words: str, lost: str) -> None:
    """A line that is shown this once. Refuses (status 1) where it could not be: `lost` says what then is so."""
    try:
        say(words)
        answer()
    except OSError:
        stop_writing()
        raise Refused(lost, status=1) from None


def say_json(value: Any) -> None:
    """A whole answer as JSON on standard output."""
    answer(json_text(value, indent=2) + "\n")


class Progress:
    """How far a long piece of work is, on standard error, when that is a terminal and a second has passed."""

    def __init__(self, what: str, whole: int | None = None) -> None:
        self._what, self._whole, self._done = what, whole, 0
        self._shows, self._since = sys.stderr.isatty(), monotonic()
        self._shown = False

    def step(self, number: int = 1) -> None:
        """So many more are done."""
        self._done += number
        if self._shows and monotonic() - self._since > 1:
            self._shown = True
            of = "" if self._whole is None else tr(" of {whole}", whole=self._whole)
            sys.stderr.write(f"\r{self._what}: {self._done}{of} ")
            sys.stderr.flush()

    def step_to(self, number: int) -> None:
        """So many are done by now."""
        self.step(number - self._done)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r" + " " * 60 + "\r")
            sys.stderr.flush()


def _opened(store: Path, worker: str | None, key: bytes | None) -> Carelist:
    """The door, once what another release made is made afresh: how far that is is told where it is much."""
    from carelist_tui.carelist import Carelist
    from carelist_tui.vault.disk import DiskRefuses

    door = Carelist.open(store, worker, key=key, may_be_behind=True)
    try:
        if whole := door.glance.behind:
            with Progress(tr("Making everybody afresh for this version"), whole) as progress:
                door.catch_up(left=lambda number: progress.step_to(whole - number))
    except DiskRefuses:
        door.close()
        return Carelist.open(store, worker, key=key)
    except BaseException:
        door.close()
        raise
    return door


def say_missing(door: Carelist) -> None:
    """On standard error, that what is shown is not all: entries are gone from this store."""
    from carelist_tui.carelist.backups import BROUGHT_BACK

    for words in door.backups.missing():
        tell(f"{words}; {BROUGHT_BACK}")


def encrypted_store(asked: Asked) -> Path:
    """The folder of a store that has passphrases. Refuses one that has none."""
    from carelist_tui.vault.folder import check_folder
    from carelist_tui.vault.keys import is_encrypted

    store = check_folder(asked.store_folder())
    if not is_encrypted(store):
        raise Refused(tr("this store is not encrypted: it has no passphrases"))
    return store


def standard_input() -> Any:
    """Standard input, in bytes. Refuses where there is none."""
    if sys.stdin is None:
        raise Refused(tr("there is no standard input to read"))
    return sys.stdin.buffer


def read_body(body: str) -> Any:
    """The JSON of --body; `-` reads it from standard input. Refuses what is none."""
    from carelist_tui.exchange.ndjson import LONGEST_LINE, read_json

    if body == STANDARD_INPUT:
        text = standard_input().read(LONGEST_LINE + 1).removeprefix(BOM_UTF8)  # with which PowerShell begins a pipe
    else:
        text = body.encode(errors="surrogateescape")
    try:
        return read_json(text, longest=LONGEST_LINE)
    except ValueError as sentence:
        raise Refused([Fault("body", str(sentence))]) from None

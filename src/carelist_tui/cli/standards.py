"""The service's Standards: shown, checked, compared with what is in force, adopted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import ZONE, door_of, json_option, now, pass_asked, read_at, say, say_json
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import SmallGroup
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.given import read_given

if TYPE_CHECKING:
    from carelist_tui.domain.standards import Standards

LARGEST_FILE = 200_000
"""Bytes; a Standards file has a few thousand."""


@click.group(cls=SmallGroup, example="carelist standards show")
def standards() -> None:
    """The Standards: what is owed, by whom, by when. Numbers can be changed; an obligation can't be switched off."""


_file = click.argument("file", metavar=tr("FILE"))


@standards.command(example="carelist standards show")
@json_option
@pass_asked
def show(asked: Asked, as_json: bool) -> None:
    """The Standards in force, as the file says them: a good beginning for a service's own."""
    with door_of(asked) as door:
        text, digest, adoptions = door.people.standards_text(), door.glance.standards, door.people.adoptions()
    if as_json:
        say_json({"standards": digest, "adopted": adoptions, "text": text})
        return
    for line in text.splitlines():
        say(line)
    since = (
        tr("adopted {stamp}", stamp=_stamp(adoptions[-1]["since"]))
        if adoptions
        else tr("as shipped; none were adopted yet")
    )
    tell(tr("In force: {digest}, {since}.", digest=digest, since=since))


@standards.command(example="carelist standards check ours.toml")
@_file
def check(file: str) -> None:
    """Check a Standards file, without a store: each fault with its line and a sentence; exit status 2 then. A key that
    is no longer read is named, and does no harm."""
    from carelist_tui.domain.standards import unread_keys

    text, found = _parsed(file)
    for unread in unread_keys(text):
        tell(f"{file}: {unread}")
    tell(tr("{file} can be adopted: {digest}", file=file, digest=found.digest))


@standards.command(example="carelist standards diff ours.toml")
@_file
@json_option
@pass_asked
def diff(asked: Asked, file: str, as_json: bool) -> None:
    """Which Dues of the present caseload would move, appear or go under these Standards, what is booked on days that
    they close, and which instruments they declare otherwise. Nothing is written."""
    from carelist_tui.cli.differences import (
        closed_as_json,
        closed_in_words,
        differences_as_json,
        in_words,
        instrument_in_words,
        instruments_that_differ,
        kinds_as_json,
        sections_that_differ,
        tell_all,
    )

    _, found = _parsed(file)
    with door_of(asked) as door:
        compared = door.people.differences(found, read_at(door, None)[0])
        scored = instruments_that_differ(door.journal.standards, found)
        sections = sections_that_differ(door.journal.standards, found)
    if as_json:
        said: dict[str, Any] = {"kinds": kinds_as_json(compared), "differences": differences_as_json(compared)}
        said |= {"booked_when_closed": closed_as_json(compared), "instruments": scored, "sections": sections}
        say_json({"standards": found.digest, **said})
        return
    for instrument in scored:
        say(instrument_in_words(instrument))
    for each in compared.differences:
        say(in_words(each))
    for booked in compared.closed:
        say(closed_in_words(booked))
    if compared.differences or not sections:
        say(tell_all(compared))
    elif not scored:
        say(tr("Nothing that is owed would move."))
    if sections:
        named = ", ".join(f"[{each}]" for each in sections)
        say(tr("What differs from the Standards in force: {sections}.", sections=named))


@standards.command(example="carelist standards adopt ours.toml --as w-maya")
@_file
@pass_asked
def adopt(asked: Asked, file: str) -> None:
    """Adopt a Standards file, as a manager. Every Due is made by it; a missed contact keeps the Standards it began
    under."""
    text, found = _parsed(file)
    with door_of(asked, signed_in=True) as door:
        door.record.adopt(text, now())
    tell(tr("Adopted {file}: {digest}. Every Due is made by it from now on.", file=file, digest=found.digest))


def _parsed(file: str) -> tuple[str, Standards]:
    from carelist_tui.domain.canonical import nfc
    from carelist_tui.domain.standards import adoptable_standards

    text = nfc(_read(file))
    return text, adoptable_standards(text)


def _read(file: str) -> str:
    content = read_given(Path(file), LARGEST_FILE, tr("Standards file"))
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as trouble:
        line = content[: trouble.start].count(b"\n") + 1
        raise Refused(tr("{file}: line {line}: is not UTF-8 text", file=file, line=line)) from None


def _stamp(moment: datetime | str | None) -> str:
    from carelist_tui.exchange.story_text import stamp

    return stamp(moment, ZONE) if moment else ""

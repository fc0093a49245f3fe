"""A person as text for the main record: what it says, and whether the terminal can take it or a file must.

The words are the note's own (exchange/note.py). Nothing of it is written anywhere until a key asks for it and somebody
says why.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from carelist_tui.domain.card import Card
from carelist_tui.domain.plain import shown_text
from carelist_tui.vault.disk import words_of

if TYPE_CHECKING:
    from carelist_tui.desk.desk import Desk

FOLDER = "copies"
KEPT_FOR_DAYS = 1
"""A copy lies in a plain file: the next one takes away what is older."""
COMING = 3
"""So many of what is to come are in a copy."""
NO_CLIPBOARD = ("dumb", "linux", "unknown")
"""Terminals, by the beginning of TERM, that have no clipboard to give a text to."""

NO_FILE = (
    "NOT COPIED: there is no clipboard here, and this store is encrypted: no copy is left in it in clear. "
    "`carelist export FILE --format text --person REF` writes one where you say."
)
REASONS = (
    "for the main record",
    "another service has to know",
    "the person asked for it",
)
"""Why a person is copied, most often; anything else is typed."""


def can_not_be_copied(desk: Desk, setting: str) -> str:
    """Why nobody can be copied here, or nothing: in an encrypted store no file is written, so that nothing of a record
    lies in it in clear."""
    return NO_FILE if desk.encrypted and not terminal_copies(setting) else ""


async def copy_person(desk: Desk, card: Card, setting: str, reason: str, give: Callable[[str], None]) -> str:
    """Copy a person as text: `give` it to the terminal's clipboard, or write a file, as `setting` says and
    the terminal can; gives what is to be said of it. That it was done, and the `reason`, stand in the access log, and
    the next copy marks what was in this one. Not asked where it `can_not_be_copied`."""
    door = await desk.door()
    shown = door.people.person(card.person, desk.now())
    if desk.earlier is None:
        text = note_text(shown, desk.names, desk.zone, desk.now(), door.exports.copied())
    else:
        as_at = desk.earlier.read_words(desk.zone)
        text = f"{as_at}\n{note_text(shown, desk.names, desk.zone, desk.now())}"
    whom, lines = card.listed, len(text.splitlines())
    if terminal_copies(setting):
        give(text)
        said = f"Copied: {whom}, {lines} lines. Check the name where you paste it."
    else:
        try:
            path = write_copy(desk.store, text, desk.now().astimezone(desk.zone), desk.entry_id())
        except OSError as trouble:
            return f"NOT COPIED: {desk.store / FOLDER} can't be written: {words_of(trouble)}"
        said = f"Copied: {whom}, {lines} lines, to the file {FOLDER}/{path.name} in {desk.store}. It is not encrypted."
    desk.looks.note("copied", card.person, reason=reason)
    if desk.earlier is not None:
        return f"{said} {desk.earlier.read_words(desk.zone)}"
    unmarked = door.exports.keep_copied(copied_entries(shown, desk.zone), desk.now())
    return f"{said} But {unmarked}." if unmarked else said


def copied_entries(shown: Mapping[str, Any], zone: ZoneInfo) -> list[str]:
    """The ids of the entries that a copy of somebody holds."""
    from carelist_tui.exchange.note import recorded_since

    return [entry["id"] for entry in recorded_since(shown, last_day(shown, zone))]


def note_text(
    shown: Mapping[str, Any],
    names: Mapping[str, str],
    zone: ZoneInfo,
    at: datetime,
    copied: Mapping[str, datetime] | None = None,
) -> str:
    """Who it is, how they stand, what was recorded on the last day that anything was, whole, and what is due next, as
    at `at`. `shown` is the person as `show --json` answers, `copied` when each entry was copied before; control
    characters are made visible. No moment is said as `yesterday`: the text is read on another day."""
    from carelist_tui.exchange.note import Noting, note

    noting = Noting(names, zone, {shown["person"]: shown["name"]}, copied or {})
    due = map(shown_text, due_lines(shown["items"], zone))
    lines = [*note(shown, noting, last_day(shown, zone), at), "Due next:", *due]
    return "".join(line + "\n" for line in lines)


def last_day(shown: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """The beginning of the local day on which something was last recorded about them; None when nothing was."""
    recorded = [datetime.fromisoformat(entry["recorded_at"]) for entry in shown["story"]]
    return datetime.combine(max(recorded).astimezone(zone).date(), time.min, tzinfo=zone) if recorded else None


def due_lines(items: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> Iterator[str]:
    """All that is due or overdue, in order; then the next few that are to come."""
    from carelist_tui.exchange.story_text import stamp

    now = [item for item in items if item["status"] != "upcoming"]
    coming = sorted((item for item in items if item["status"] == "upcoming"), key=lambda item: item["due_at"])
    for item in [*now, *coming[:COMING]]:
        since = "overdue since" if item["status"] == "overdue" else "by"
        yield f"{item['title']}, {since} {stamp(item['due_at'], zone)}"
    if not items:
        yield "Nothing."


def terminal_copies(setting: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a text can be given to the clipboard through the terminal. `setting` is what the worker has set."""
    said = environ.get("TERM", "")
    without = not said or said.startswith(NO_CLIPBOARD) or environ.get("TERM_PROGRAM") == "Apple_Terminal"
    return setting != "file" and not (without and not environ.get("WT_SESSION"))


def write_copy(store: Path, text: str, at: datetime, id: str) -> Path:
    """Put the text in a file of the store's own folder that only its owner can read; gives where. Older ones go.

    Raises OSError where the folder can't be written.
    """
    folder = store / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.glob("*.txt"):
        if at.timestamp() - old.stat().st_mtime > KEPT_FOR_DAYS * 86400:
            old.unlink(missing_ok=True)
    path = folder / f"{at:%Y-%m-%d-%H%M}-{id[-8:]}.txt"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return path

"""A person as text for the main record: what it says, and whether the terminal can take it or a file must.

The words are the note's own (exchange/note.py). Nothing of it is written anywhere until a key asks for it and somebody
says why.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.card import Card
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.clipboard import hand_over, is_system_wide
from carelist_tui.vault.disk import words_of

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.desk.desk import Desk

FOLDER = "copies"
KEPT_FOR_DAYS = 1
"""A copy lies in a plain file: the next one takes away what is older."""
COMING = 3
"""So many of what is to come are in a copy."""
NO_CLIPBOARD = ("dumb", "linux", "unknown")
"""Terminals, by the beginning of TERM, that have no clipboard to give a text to."""

NO_FILE = tr(
    "NOT COPIED: there is no clipboard here, and this store is encrypted: no copy is left in it in clear. "
    "`carelist export FILE --format text --person REF` writes one where you say."
)
KEPT_BY_ANOTHER = tr("NOT COPIED: another program keeps the clipboard to itself: try again")
REASONS = (
    tr("for the main record"),
    tr("another service has to know"),
    tr("the person asked for it"),
)
"""Why a person is copied, most often; anything else is typed."""


@dataclass(frozen=True, slots=True)
class Handing:
    """How a text is handed out here: given to the terminal's clipboard (`give`), or into a private file of an
    unencrypted `store`, as `setting` says and the terminal can."""

    store: Path
    encrypted: bool
    setting: str
    give: Callable[[str], None]

    @property
    def impossible(self) -> str:
        """Why nothing can be copied here, or nothing: in an encrypted store no file is written, so that nothing of a
        record lies in it in clear."""
        return NO_FILE if self.encrypted and not terminal_copies(self.setting) else ""

    def __call__(self, copy: Copy, at: datetime, id: str) -> str:
        """Hands it out at a local moment; gives what was copied and where to, in words. Refuses where it can't be
        done."""
        said = tr("Copied: {whom}, {n} lines", whom=copy.whom, n=len(copy.text.splitlines()))
        if terminal_copies(self.setting):
            try:
                hand_over(copy.text, self.give)
            except OSError:
                raise Refused(KEPT_BY_ANOTHER) from None
            return tr("{said}. Check the name where you paste it.", said=said)
        if self.impossible:
            raise Refused(self.impossible)
        try:
            path = write_copy(self.store, copy.text, at, id)
        except OSError as trouble:
            raise Refused(
                tr(
                    "NOT COPIED: {store} can't be written: {words_of}",
                    store=self.store / FOLDER,
                    words_of=words_of(trouble),
                )
            ) from None
        return tr(
            "{said}, to the file {folder}/{name} in {store}. It is not encrypted.",
            said=said,
            folder=FOLDER,
            name=path.name,
            store=self.store,
        )


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to be copied: about whom, in words and by their ids, and which entries stand in it."""

    text: str
    whom: str
    people: tuple[str, ...]
    entries: tuple[str, ...]

    def mark(self, door: Carelist, now: datetime) -> str:
        """Keeps that its entries were copied, so that the next copy marks them; gives what is to be said where that
        can't be done, else nothing."""
        unmarked = door.exports.keep_copied(self.entries, now)
        return tr(" But {unmarked}.", unmarked=unmarked) if unmarked else ""


def handing_of(desk: Desk, setting: str, give: Callable[[str], None]) -> Handing:
    """How a text is handed out at a desk."""
    return Handing(desk.store, desk.encrypted, setting, give)


def can_not_be_copied(desk: Desk, setting: str) -> str:
    """Why nobody can be copied here, or nothing."""
    return handing_of(desk, setting, lambda text: None).impossible


async def copy_person(desk: Desk, card: Card, setting: str, reason: str, give: Callable[[str], None]) -> str:
    """Copy a person as text; gives what is to be said of it. That it was done, and the `reason`, stand in the access
    log, and the next copy marks what was in this one. Not asked where it `can_not_be_copied`."""
    door = await desk.door()
    as_at = desk.earlier.read_words(desk.zone) if desk.earlier is not None else ""
    copy = copy_of_person(door, card, desk.now(), as_at)
    try:
        said = handing_of(desk, setting, give)(copy, desk.now().astimezone(desk.zone), desk.entry_id())
    except Refused as refused:
        return str(refused)
    desk.looks.note("copied", card.person, reason=reason)
    return f"{said} {as_at}" if as_at else said + copy.mark(door, desk.now())


def copy_of_person(door: Carelist, card: Card, at: datetime, as_at: str = "") -> Copy:
    """A person as text, whichever face asks; `as_at` says first of which moment it is, where that is an earlier one."""
    shown, zone = door.people.person(card.person, at), door.glance.calendar.zone
    names = {worker.id: worker.name for worker in door.people.workers()}
    text = note_text(shown, names, zone, at, {} if as_at else door.exports.copied())
    entries = tuple(copied_entries(shown, zone))
    return Copy(f"{as_at}\n{text}" if as_at else text, card.listed, (card.person,), entries)


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
    lines = [*note(shown, noting, last_day(shown, zone), at), tr("Due next:"), *due]
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
        since = tr("overdue since") if item["status"] == "overdue" else tr("by")
        yield f"{item['title']}, {since} {stamp(item['due_at'], zone)}"
    if not items:
        yield tr("Nothing.")


def terminal_copies(setting: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a text can be given to the clipboard here, through the terminal or by ourselves. `setting` is what the
    worker has set."""
    if is_system_wide(environ):
        return setting != "file"
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

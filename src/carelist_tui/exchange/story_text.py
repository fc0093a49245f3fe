"""A story in plain words: a line an entry, with who wrote it, how late it came, and what a correction did to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.words import moment_in_full

Told = Mapping[str, Any]
"""One entry of a story, as `show --json` answers it."""
Names = Mapping[str, str]
"""Workers' names by id."""


def story_line(entry: Told, names: Names, zone: ZoneInfo) -> str:
    """When, what, by whom; struck out or corrected, and late: in words, so that it can be heard as well as seen."""
    return f"{stamp(entry['occurred_at'], zone)}: {entry_in_words(entry, names, zone)}"


def entry_in_words(entry: Told, names: Names, zone: ZoneInfo) -> str:
    """The same without the time it happened."""
    said = str(entry.get("in_words") or entry["type"]).removesuffix(".")
    struck = tr("Entered in error, does not count: ") if entry.get("struck") else ""
    corrected = tr("; corrected later") if entry.get("corrected_by") and not entry.get("struck") else ""
    author, decided = entry["author"], entry.get("on_behalf_of")
    by = (
        tr("{names}, typed by {names2}", names=names.get(decided, decided), names2=names.get(author, author))
        if decided
        else names.get(author, author)
    )
    ahead = tr(" (recorded by a clock ahead)") if entry.get("clock_ahead") else ""
    return tr(
        "{struck}{said}{corrected}, by {by}{ahead}{late}",
        struck=struck,
        said=said,
        corrected=corrected,
        by=by,
        ahead=ahead,
        late=_late(entry, zone),
    )


def _late(entry: Told, zone: ZoneInfo) -> str:
    if not entry.get("late"):
        return ""
    reason = in_plain_words(str(entry.get("late_reason") or ""))
    return tr(
        " (late entry, recorded {stamp}{which})",
        stamp=stamp(entry["recorded_at"], zone),
        which=": " + reason if reason else "",
    )


def stamp(moment: str | datetime, zone: ZoneInfo) -> str:
    """A moment in local time: `Tue 3 Mar 2026 10:30`."""
    return moment_in_full(datetime.fromisoformat(moment) if isinstance(moment, str) else moment, zone)


def known_lines(person: Told, names: Names) -> Iterator[str]:
    """What bears on a decision about them, a line each, the most telling first; then what means the same day."""
    for each in person.get("bearings", ()):
        yield tr("Known: {in_words}", in_words=each["in_words"]) + (
            tr(", by {names}", names=names.get(each["by"], each["by"])) if each["by"] else ""
        )
    if person.get("red_flags"):
        yield tr("Same day if: {red_flags}", red_flags=", ".join(person["red_flags"]))

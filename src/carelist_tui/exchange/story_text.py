"""A story in plain words: a line an entry, with who wrote it, how late it came, and what a correction did to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

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
    struck = "Entered in error, does not count: " if entry.get("struck") else ""
    corrected = "; corrected later" if entry.get("corrected_by") and not entry.get("struck") else ""
    author, decided = entry["author"], entry.get("on_behalf_of")
    by = (
        f"{names.get(decided, decided)}, typed by {names.get(author, author)}" if decided else names.get(author, author)
    )
    ahead = " (recorded by a clock ahead)" if entry.get("clock_ahead") else ""
    return f"{struck}{said}{corrected}, by {by}{ahead}{_late(entry, zone)}"


def _late(entry: Told, zone: ZoneInfo) -> str:
    if not entry.get("late"):
        return ""
    reason = str(entry.get("late_reason") or "").replace("_", " ")
    return f" (late entry, recorded {stamp(entry['recorded_at'], zone)}{': ' + reason if reason else ''})"


def stamp(moment: str | datetime, zone: ZoneInfo) -> str:
    """A moment in local time: `Tue 3 Mar 2026 10:30`."""
    return moment_in_full(datetime.fromisoformat(moment) if isinstance(moment, str) else moment, zone)


def known_lines(person: Told, names: Names) -> Iterator[str]:
    """What bears on a decision about them, a line each, the most telling first; then what means the same day."""
    for each in person.get("bearings", ()):
        yield f"Known: {each['in_words']}" + (f", by {names.get(each['by'], each['by'])}" if each["by"] else "")
    if person.get("red_flags"):
        yield f"Same day if: {', '.join(person['red_flags'])}"


def note(person: Told, names: Names, zone: ZoneInfo, since: datetime | None) -> Iterator[str]:
    """A note to paste into the main record: who it is about, how they stand, and what was recorded since then."""
    yield f"{person['name']}, {person['ref']}" + ("" if person["on_caseload"] else " (not on the caseload)")
    coordinator = person["coordinator"] or "nobody yet"
    tier, zone_now = person["tier"] or "not set", person["zone"] or "unknown"
    yield f"Zone {zone_now}, tier {tier}, coordinator {names.get(coordinator, coordinator)}"
    for warning in person["warnings"]:
        yield f"Warning: {warning}"
    yield from known_lines(person, names)
    told = [each for each in person["story"] if since is None or datetime.fromisoformat(each["recorded_at"]) >= since]
    if since is not None:
        yield f"Recorded since {stamp(since, zone)}:"
    if not told:
        yield "Nothing."
    for entry in told:
        yield story_line(entry, names, zone)

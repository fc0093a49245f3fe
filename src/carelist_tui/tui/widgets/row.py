"""How a row of the list and the bars around it are drawn: values in, strips out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.style import Style
from textual.strip import Strip

from carelist_tui.domain.words import moment_in_words
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.sections.rows import Row
from carelist_tui.tui.themes import Ink
from carelist_tui.tui.widgets.plain import Line

ZONE_LETTERS = {"red": "R", "amber": "A", "green": "G", "unknown": "?"}


@dataclass(frozen=True, slots=True)
class Look:
    """What every line is drawn with: the styles, the moment of the reading, the local zone, workers' names."""

    ink: Ink
    at: datetime
    zone: ZoneInfo
    names: Mapping[str, str]

    def when(self, moment: datetime) -> str:
        return moment_in_words(moment, self.at, self.zone)

    def name(self, worker: str) -> str:
        return self.names.get(worker, worker)


def late_words(due_at: datetime, at: datetime) -> str:
    """How late: `!40m`, `!18h`, `!3d`."""
    minutes = int((at - due_at).total_seconds() // 60)
    if minutes < 60:
        return f"!{minutes}m"
    return f"!{minutes // 60}h" if minutes < 24 * 60 else f"!{minutes // (24 * 60)}d"


def due_words(item: Item, look: Look) -> str:
    """When it is due, in at most seven letters: how late, a time today, or a day."""
    if item.status == "overdue":
        return late_words(item.due_at, look.at)
    local, now = item.due_at.astimezone(look.zone), look.at.astimezone(look.zone)
    days = (local.date() - now.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    return f"{local:%a}" if days < 7 else f"{local.day} {local:%b}"


def name_of(item: Item) -> str:
    """`FAMILY Given`, or whom it is about when that is nobody on the caseload."""
    who = item.person
    return f"{who.family.upper()} {who.given}".strip() or who.ref if who else "(team)"


def row_strip(row: Row, width: int, look: Look, *, at_hand: bool) -> Strip:
    """One person's row. The row at hand has a mark before it besides its colour."""
    ink, item = look.ink, row.item
    zone = item.person.zone if item.person else None
    wide = max(0, width - 80)

    def style(other: Style) -> Style | None:
        return ink.cursor if at_hand else other

    line = Line(width, ink.cursor if at_hand else ink.words)
    line.add(">" if at_hand else "", width=2)
    late = item.status == "overdue"
    line.add(due_words(item, look), style(ink.red if late else ink.words), width=7)
    line.add(name_of(item), width=16 + wide // 4).add(" ")
    line.add(ZONE_LETTERS.get(zone or "", ""), style(ink.zone(zone)), width=2)
    line.add(item.title, width=21 + wide // 3).add(" ")
    line.add(f"+{row.more}" if row.more else "", width=4)
    owner = look.name(item.owner).split(" ")[0]
    line.add(item.because, width=max(0, line.room - 6 - wide // 12)).add(" ").add(owner)
    return line.strip()


def head_strip(left: str, right: str, width: int, look: Look) -> Strip:
    """The top line: where and when on the left, what to know on the right."""
    line = Line(width, look.ink.bar).add(" Carelist", look.ink.bar_strong).add("  ")
    line.add(left, width=max(0, min(len(left), line.room - len(right) - 2)))
    return line.at(width - len(right) - 1).add(right, look.ink.bar_strong).strip()


def tabs_strip(tabs: list[tuple[str, int, bool]], says: str, width: int, look: Look) -> Strip:
    """The sections: (name, count, whether it is the one shown, which stands in brackets); then what a filter says."""
    line = Line(width, look.ink.words)
    for name, count, here in tabs:
        words = f"{name} {count}"
        line.add(" ").add(f"[{words}]" if here else f" {words} ", look.ink.strong if here else None)
    return line.add("   ").add(says, look.ink.amber).strip()


def rule_strip(said: str, width: int, look: Look, style: Style | None = None) -> Strip:
    """A line across, with words in it when there are any."""
    line = Line(width, look.ink.rule)
    if said:
        line.add("\u2500 ").add(said, style or look.ink.strong).add(" ")
    return line.add("\u2500" * line.room).strip()

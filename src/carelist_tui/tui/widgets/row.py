"""How a row of the list and the bars around it are drawn: values in, strips out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.style import Style
from textual.strip import Strip

from carelist_tui.catalogue import tr, values_in
from carelist_tui.desk.sections.rows import UNDATED, Row
from carelist_tui.domain.moments import DAYS, MONTHS
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.words import by_in_words, clock_in_words, days_since, moment_in_words
from carelist_tui.domain.worklist import WORKER_BACK, Item
from carelist_tui.tui.themes import Ink
from carelist_tui.tui.widgets.plain import Line, width_of

ROOMY = 76
"""Columns from which a row has room for its reason."""
NAME_LEAST, NAME_MOST, NAME_WHOLE = 10, 18, 30
"""Columns for a name: at the least and the most; and where names stand whole, and only what nobody is called is cut."""
OWNER_LEAST, OWNER_MOST = 4, 9
STOPS = (14, 18, 22)
"""Where the reason begins after what is due: at the first of these that leaves that whole."""
SHORT = 12
"""Letters of signs beside which a reason has room too."""
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

    def by(self, due_at: datetime) -> str:
        """`by Thu 17:00`, or `overdue since Mon 23 Nov 17:00`."""
        return by_in_words(due_at, self.at, self.zone)

    def days_since(self, moment: datetime) -> int:
        """How many local days ago: yesterday is one, however late it was."""
        return days_since(moment, self.at, self.zone)

    def name(self, worker: str) -> str:
        return self.names.get(worker, worker)


@dataclass(frozen=True, slots=True)
class Tab:
    """A section's name, the one for a narrow window, how many rows it has (None: not read yet), whether it is shown."""

    name: str
    short: str
    count: int | None
    here: bool


def late_words(due_at: datetime, at: datetime) -> str:
    """How late: `!40m`, `!18h`, `!3d`."""
    minutes = int((at - due_at).total_seconds() // 60)
    if minutes < 60:
        return f"!{minutes}m"
    return f"!{minutes // 60}h" if minutes < 24 * 60 else f"!{minutes // (24 * 60)}d"


def due_words(item: Item, look: Look) -> str:
    """When it is due, in at most seven letters: how late, a time today, or a day; `-` for what has no date."""
    if item.kind == UNDATED:
        return "-"
    if item.status == "overdue":
        return late_words(item.due_at, look.at)
    local, now = item.due_at.astimezone(look.zone), look.at.astimezone(look.zone)
    days = (local.date() - now.date()).days
    if days == 0:
        return clock_in_words(local, look.zone)
    return DAYS[local.weekday()] if days < 7 else f"{local.day} {MONTHS[local.month - 1]}"


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the columns of a list are; `title` None: a reason begins where what is due leaves off."""

    name: int
    title: int | None
    owner: int


def columns_of(rows: Sequence[Row], width: int, look: Look, *, whole: bool = False) -> Columns:
    """The columns of a list by what its rows need; `whole`: names are never cut and the reason has a column of its
    own."""
    names, owners, titles = NAME_LEAST, OWNER_LEAST, STOPS[0]
    for row in rows:
        name, title, _ = said_of(row, look)
        names = max(names, width_of(name))
        owners = max(owners, width_of(owner_words(row.item.owner, look)))
        titles = max(titles, width_of(title)) if not row.says else titles
    most = NAME_WHOLE if whole else NAME_MOST + max(0, width - 80) // 4
    return Columns(min(names, most), min(titles, STOPS[-1]) if whole else None, min(owners, OWNER_MOST))


def said_of(row: Row, look: Look) -> tuple[str, str, str]:
    """Whose it is about, what is due and why, in a row. Of a worker who is not back their own name stands first."""
    item = row.item
    if item.kind != WORKER_BACK:
        return name_of(item), row.says or item.title, item.because
    name = look.name(str(item.detail.get("worker", "")))
    title, went = item.title.removeprefix(f"{name}: "), item.because.removeprefix(tr("{name} went out ", name=name))
    return name, title[:1].upper() + title[1:], went


def name_of(item: Item) -> str:
    """`FAMILY Given`, or whom it is about when that is nobody on the caseload."""
    who = item.person
    return who.listed if who else tr("(team)")


def row_strip(
    row: Row, width: int, look: Look, columns: Columns | None = None, *, at_hand: bool, marked: bool = False
) -> Strip:
    """One row. The row at hand has `>` before it besides its colour, a marked one an `x`. A narrow row
    leaves the reason out: it stands beside the list."""
    ink, item = look.ink, row.item
    zone = item.person.zone if item.person else None
    columns = columns or columns_of([row], width, look)
    name, said, because = said_of(row, look)

    def style(other: Style) -> Style | None:
        return ink.cursor if at_hand else other

    line = Line(width, ink.cursor if at_hand else ink.words)
    line.add("x" if marked else "", style(ink.key), width=1).add(">" if at_hand else "", width=2)
    late = item.status == "overdue"
    line.add(due_words(item, look), style(ink.red if late else ink.words), width=7)
    line.add(name, width=columns.name).add(" ")
    line.add(ZONE_LETTERS.get(zone or "", ""), style(ink.zone(zone)), width=2)
    owner = columns.owner
    whole = line.room - owner - 6
    signs = signs_of(item)
    has_reason = not row.says and width >= ROOMY and len(signs) <= SHORT
    usual = columns.title or next((stop for stop in STOPS if width_of(said) <= stop), STOPS[-1])
    title = usual if has_reason else max(0, whole - len(signs) - bool(signs))
    line.add(said, width=title).add(" ")
    if signs and not has_reason:
        line.add(signs, style(ink.red)).add(" ")
    line.add(f"+{row.more}" if row.more else "", width=4)
    if has_reason and signs:
        line.add(signs, style(ink.red), width=min(len(signs), line.room - owner - 1)).add(" ")
    if line.room > owner + 1:
        line.add(because, width=line.room - owner - 1)
    return line.add(" ").add(owner_words(item.owner, look)).strip()


def signs_of(item: Item) -> str:
    """What nobody may overlook who acts for them, on the row itself: `DIED`, `DO NOT TELL UNSAFE`; mostly nothing."""
    warned = item.person.warnings if item.person else ()
    if not warned:
        return ""
    signs = (
        (tr("DIED"), any(values_in(each, "Died, do not contact{unsure}") for each in warned)),
        (tr("DO NOT TELL"), any(values_in(each, "Do not tell {who}: {because}") for each in warned)),
        (tr("UNSAFE"), any(values_in(each, "Unsafe number: {number}") for each in warned)),
    )
    return " ".join(sign for sign, is_warned in signs if is_warned)


def owner_words(owner: str, look: Look) -> str:
    """Whose it is, by their first name; what is nobody's by name is the duty worker's."""
    return tr("duty") if owner.startswith("duty") else look.name(owner).split(" ")[0]


def head_strip(left: str, right: str, width: int, look: Look, style: Style | None = None) -> Strip:
    """The top line: where and when on the left (in `style`, where it is a warning), what to know on the right."""
    line = Line(width, look.ink.bar).add(tr(" Carelist"), look.ink.bar_strong).add("  ")
    line.add(left, style, width=max(0, min(len(left), line.room - len(right) - 2)))
    return line.at(width - len(right) - 1).add(right, look.ink.bar_strong).strip()


def tab_places(tabs: Sequence[Tab], width: int) -> list[tuple[int, str]]:
    """(column, words) of each section; the one shown stands in brackets. Short names where the long have no room."""
    places: list[tuple[int, str]] = []
    for short in (False, True):
        places, x = [], 0
        for tab in tabs:
            words = f"{tab.short if short else tab.name} {'-' if tab.count is None else tab.count}"
            places.append((x, f"[{words}]" if tab.here else f" {words} "))
            x += len(words) + 2
        if x <= width:
            break
    return places


def tabs_strip(tabs: Sequence[Tab], width: int, look: Look) -> Strip:
    """The sections with their counts in a line."""
    line = Line(width, look.ink.words)
    for tab, (_, words) in zip(tabs, tab_places(tabs, width), strict=True):
        line.add(words, look.ink.strong if tab.here else None)
    return line.strip()


def heading_strip(words: str, width: int, look: Look) -> Strip:
    """What the rows below it have in common, in a line of its own."""
    return Line(width, look.ink.words).add(" ").add(words, look.ink.strong).strip()


def rule_strip(said: str, width: int, look: Look, style: Style | None = None, *, aside: str = "") -> Strip:
    """A line across, with words in it when there are any; `aside` at its end where there is room."""
    line = Line(width, look.ink.rule)
    if said:
        line.add("\u2500 ").add(said, style or look.ink.strong).add(" ")
    if aside and line.room > len(aside) + 4:
        line.add("\u2500" * (line.room - len(aside) - 3)).add(f" {aside} ", look.ink.quiet)
    return line.add("\u2500" * line.room).strip()


def rule_strips(said: Sequence[str], width: int, look: Look, *, aside: str = "") -> list[Strip]:
    """The same of words that take several lines: the first across, the others beneath it."""
    first, *more = said
    beneath = [Line(width, look.ink.words).add("  ").add(each, look.ink.strong).strip() for each in more]
    return [rule_strip(first, width, look, aside=aside), *beneath]

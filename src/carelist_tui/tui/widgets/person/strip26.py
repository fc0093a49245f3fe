"""The calendar strip of 26 weeks: a column a week, a row a day of the week, a letter and a colour for what was."""

from __future__ import annotations

from datetime import date, timedelta

from rich.style import Style
from textual.strip import Strip

from carelist_tui.catalogue import in_plain_words, ntr, tr
from carelist_tui.domain.moments import DAYS, MONTHS
from carelist_tui.domain.views.whole.rhythm import ACCEPTED, CONTACT, CRISIS, MISSED, WEEKS, Rhythm
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import Look

LABEL = 6
LETTERS = ((CRISIS, "X"), (MISSED, "M"), (CONTACT, "c"), (ACCEPTED, "A"))
"""What counts most first: where a day has room for one letter, it is that one."""
TODAY = "<"
"""Stands after what today holds, which is the last day of the strip or of its last week."""
NOTHING = "\N{MIDDLE DOT}"


def rhythm_strips(rhythm: Rhythm, width: int, look: Look) -> list[Strip]:
    """Months above, a row for each day of the week, and in words what the letters mean, with how many days each."""
    cell = max(2, min(4, (width - LABEL) // WEEKS))
    strips = [_months(rhythm, cell, width, look)]
    strips += [_row(rhythm, weekday, cell, width, look) for weekday in range(7)]
    legend = Line(width, look.ink.words).at(LABEL)
    for kind, letter in reversed(LETTERS[:3]):
        legend.add(letter, style_of(kind, look)).add(f" {in_plain_words(kind)} {days_words(rhythm.of(kind))}   ")
    gap = (
        Line(width, look.ink.words)
        .at(LABEL)
        .add(tr("Longest without contact: {days_words}.   ", days_words=days_words(rhythm.longest_gap)))
    )
    gap.add(TODAY, look.ink.key).add(tr(" today"))
    if rhythm.of(ACCEPTED):
        gap.add("   ").add("A", style_of(ACCEPTED, look)).add(tr(" accepted"))
    both = tr("Of several on one day the worst is shown.") if cell < 4 else ""
    rest = [gap.strip(), *(Line(width, look.ink.words).at(LABEL).add(words).strip() for words in (both,) if words)]
    return [*strips, Line(width, look.ink.words).strip(), legend.strip(), *rest]


def days_words(days: int) -> str:
    """`1 day`, `12 days`, `0 days`."""
    return ntr("{days} day", "{days} days", days, days=days)


def style_of(kind: str, look: Look) -> Style:
    """The colour of a day; its letter says the same."""
    return {CRISIS: look.ink.red, MISSED: look.ink.amber, CONTACT: look.ink.green, ACCEPTED: look.ink.strong}[kind]


def _months(rhythm: Rhythm, cell: int, width: int, look: Look) -> Strip:
    line = Line(width, look.ink.quiet)
    for week in range(WEEKS):
        monday = rhythm.first + timedelta(weeks=week)
        begins = next((day for day in map(monday.__add__, map(timedelta, range(7))) if day.day == 1), None)
        if begins is not None and LABEL + week * cell >= line.used:
            line.at(LABEL + week * cell).add(MONTHS[begins.month - 1])
    return line.strip()


def _row(rhythm: Rhythm, weekday: int, cell: int, width: int, look: Look) -> Strip:
    line = Line(width, look.ink.words).add(" ").add(DAYS[weekday], look.ink.quiet, width=LABEL - 1)
    for week in range(WEEKS):
        day = rhythm.first + timedelta(days=week * 7 + weekday)
        end = LABEL + (week + 1) * cell
        held = rhythm.days.get(day, frozenset())
        for kind, letter in [each for each in LETTERS if each[0] in held][: cell - 1]:
            line.add(letter, style_of(kind, look))
        if not held:
            line.add(_empty(rhythm, day), look.ink.quiet)
        if day == rhythm.today:
            line.add(TODAY, look.ink.key)
        line.at(end)
    return line.strip()


def _empty(rhythm: Rhythm, day: date) -> str:
    """A dot for a day without anything; nothing before they came, and for days to come."""
    return NOTHING if day <= rhythm.today and (rhythm.begun is None or day >= rhythm.begun) else ""

"""The pack for a supervision as a report: whole on screen and in plain lines, on paper as much as one page holds.

What does not fit on the page is counted there, never dropped in silence: the screen has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.views.report.report_parts import Fact, Facts, Part, Passage, Report, Section
from carelist_tui.domain.views.supervision.held_person import Point
from carelist_tui.domain.views.supervision.one_page import OnePage
from carelist_tui.domain.views.supervision.supervision_pack import AwayFor, Pack
from carelist_tui.domain.words import day_in_full

CONFIDENTIAL = (
    "CONFIDENTIAL: about a worker's cases, and people in our care. For the two of them alone: keep it with you, and "
    "destroy it after use."
)
ABOUT_CASES = "About cases and practice, never the worker's health or conduct."
NONE = "none"
TITLE = "Supervision pack"
Listed = tuple[tuple[str, Sequence[str]], ...]
"""(title, lines) of each thing that is looked at."""


def supervision_report(pack: Pack, zone: ZoneInfo, *, paper: bool) -> Report:
    """The whole pack; `paper`: cut to one page, with how much is left out of each."""
    grouped, texts = _grouped(pack, zone, paper=paper), [words for no in pack.read for _, words in no.texts]
    page = OnePage.of([lines for _, listed in grouped for _, lines in listed], texts) if paper else None
    sections, number = [Section("Whom they hold, and how much", (*_load(pack, zone),))], 0
    for title, listed in grouped:
        rows = []
        for what, lines in listed:
            shown = page.shown(number, lines) if page is not None else lines
            rows.append(Fact(what, _lines(shown, len(lines))))
            number += 1
        sections.append(Section(title, (Facts(tuple(rows)),)))
    drawn = f"{len(pack.read)} of {len(pack.noes)}, drawn by seed {pack.seed}"
    sections.append(Section(f"Decisions to read together: {drawn}", (*_read(pack, page),)))
    since = f"since {_day(pack.since, zone)}" + ("" if pack.last else ", when they came: none was held before")
    return Report(TITLE, f"{pack.name}, {since}. {ABOUT_CASES}", CONFIDENTIAL, tuple(sections), print="small")


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return day_in_full(moment.astimezone(zone))


def _load(pack: Pack, zone: ZoneInfo) -> Iterator[Part]:
    load = pack.load
    tiers = "; ".join(
        f"{choice_in_words(tier) if tier else 'no tier'} {count} ({hundredths / 100:.1f} contacts a week)"
        for tier, count, hundredths in load.tiers
    )
    zones = "; ".join(f"{choice_in_words(zone_name)} {count}" for zone_name, count in load.zones)
    people = f"{load.people} {'person' if load.people == 1 else 'people'}"
    rows = [Fact("Held", f"{people}, {load.weight:.1f} contacts a week; {load.overdue} overdue")]
    rows += [Fact(title, words) for title, words in (("By tier", tiers), ("By zone", zones)) if words]
    rows += [Fact("Away", _away(each, zone)) for each in pack.away]
    yield Facts(tuple(rows))


def _away(away: AwayFor, zone: ZoneInfo) -> str:
    until = f"until {_day(away.ends, zone)}" if away.ends is not None else "until they are back"
    cover = f"; {away.uncovered} without cover" if away.uncovered else "; cover for all"
    return f"from {_day(away.begins, zone)} {until}{cover}"


def _grouped(pack: Pack, zone: ZoneInfo, *, paper: bool) -> tuple[tuple[str, Listed], ...]:
    def said(points: Sequence[Point]) -> list[str]:
        return [f"{_whom(point, paper=paper)}: {point.words}" for point in points]

    last = pack.last
    agreed = ("Agreed", last.agreed if last is not None else ())
    return (
        (f"Last time{f', {_day(last.at, zone)}' if last is not None else ''}", (agreed,)),
        (
            "Drift",
            (
                ("Overdue for a week or more", said(pack.overdue_a_week)),
                ("Put off twice or more", said(pack.put_off_twice)),
                ("Longest without contact, beyond what is owed", said(pack.longest)),
            ),
        ),
        (
            "Since last time",
            (
                ("Contacts missed", said(pack.missed)),
                ("Steps that were late", said(pack.late_steps)),
                ("Every no, and what followed", said([no.point for no in pack.noes])),
                ("Authority asked for", said(pack.authority)),
            ),
        ),
        (
            "Plans and aims",
            (
                ("Plans", said(pack.plans)),
                ("Support levels that do not fall", said(pack.support)),
            ),
        ),
    )


def _whom(point: Point, *, paper: bool) -> str:
    """On paper as a page says somebody, with their identifier; on screen as every screen does."""
    return point.whom if paper else point.listed or point.whom


def _lines(shown: Sequence[str], count: int) -> str:
    """These, a line each, and how many more there are; `none` where there is nothing."""
    more = f"{count - len(shown)} more: the screen has them" if count > len(shown) else ""
    said = "\n".join(shown)
    return f"{said} (and {more})" if said and more else said or more or NONE


def _read(pack: Pack, page: OnePage | None) -> Iterator[Part]:
    if not pack.read:
        yield Passage("Nothing was said no to.")
    for no in pack.read:
        whom = f"{_whom(no.point, paper=page is not None)}: {no.point.words}"
        yield Passage(page.line(whom) if page is not None else whom)
        rows = tuple(Fact(title, page.text(words) if page is not None else words) for title, words in no.texts)
        if rows:
            yield Facts(rows)

"""The pack for a supervision as a report: whole on screen and in plain lines, on paper as much as one page holds.

What does not fit on the page is counted there, never dropped in silence: the screen has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.views.report.report_parts import Fact, Facts, Part, Passage, Report, Section
from carelist_tui.domain.views.supervision.held_person import Point
from carelist_tui.domain.views.supervision.one_page import OnePage
from carelist_tui.domain.views.supervision.supervision_pack import AwayFor, Pack
from carelist_tui.domain.words import day_in_full

CONFIDENTIAL = tr(
    "CONFIDENTIAL: about a worker's cases, and people in our care. For the two of them alone: keep it with you, and "
    "destroy it after use."
)
ABOUT_CASES = tr("About cases and practice, never the worker's health or conduct.")
NONE = tr("none")
TITLE = tr("Supervision pack")
Listed = tuple[tuple[str, Sequence[str]], ...]
"""(title, lines) of each thing that is looked at."""


def supervision_report(pack: Pack, zone: ZoneInfo, *, paper: bool) -> Report:
    """The whole pack; `paper`: cut to one page, with how much is left out of each."""
    grouped, texts = _grouped(pack, zone, paper=paper), [words for no in pack.read for _, words in no.texts]
    page = OnePage.of([lines for _, listed in grouped for _, lines in listed], texts) if paper else None
    sections, number = [Section(tr("Whom they hold, and how much"), (*_load(pack, zone),))], 0
    for title, listed in grouped:
        rows = []
        for what, lines in listed:
            shown = page.shown(number, lines) if page is not None else lines
            rows.append(Fact(what, _lines(shown, len(lines))))
            number += 1
        sections.append(Section(title, (Facts(tuple(rows)),)))
    drawn = tr("{n} of {n2}, drawn by seed {seed}", n=len(pack.read), n2=len(pack.noes), seed=pack.seed)
    sections.append(Section(tr("Decisions to read together: {drawn}", drawn=drawn), (*_read(pack, page),)))
    since = tr("since {day}", day=_day(pack.since, zone)) + (
        "" if pack.last else tr(", when they came: none was held before")
    )
    return Report(TITLE, f"{pack.name}, {since}. {ABOUT_CASES}", CONFIDENTIAL, tuple(sections), print="small")


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return day_in_full(moment.astimezone(zone))


def _load(pack: Pack, zone: ZoneInfo) -> Iterator[Part]:
    load = pack.load
    tiers = "; ".join(
        tr(
            "{which} {count} ({hundredths:.1f} contacts a week)",
            which=choice_in_words(tier) if tier else tr("no tier"),
            count=count,
            hundredths=hundredths / 100,
        )
        for tier, count, hundredths in load.tiers
    )
    zones = "; ".join(f"{choice_in_words(zone_name)} {count}" for zone_name, count in load.zones)
    people = ntr("{n} person", "{n} people", load.people, n=load.people)
    rows = [
        Fact(
            tr("Held"),
            tr(
                "{people}, {weight:.1f} contacts a week; {overdue} overdue",
                people=people,
                weight=load.weight,
                overdue=load.overdue,
            ),
        )
    ]
    rows += [Fact(title, words) for title, words in ((tr("By tier"), tiers), (tr("By zone"), zones)) if words]
    rows += [Fact(tr("Away"), _away(each, zone)) for each in pack.away]
    yield Facts(tuple(rows))


def _away(away: AwayFor, zone: ZoneInfo) -> str:
    until = tr("until {day}", day=_day(away.ends, zone)) if away.ends is not None else tr("until they are back")
    cover = tr("; {uncovered} without cover", uncovered=away.uncovered) if away.uncovered else tr("; cover for all")
    return tr("from {day} {until}{cover}", day=_day(away.begins, zone), until=until, cover=cover)


def _grouped(pack: Pack, zone: ZoneInfo, *, paper: bool) -> tuple[tuple[str, Listed], ...]:
    def said(points: Sequence[Point]) -> list[str]:
        return [f"{_whom(point, paper=paper)}: {point.words}" for point in points]

    last = pack.last
    agreed = (tr("Agreed"), last.agreed if last is not None else ())
    return (
        (tr("Last time{which}", which=f", {_day(last.at, zone)}" if last is not None else ""), (agreed,)),
        (
            tr("Drift"),
            (
                (tr("Overdue for a week or more"), said(pack.overdue_a_week)),
                (tr("Put off twice or more"), said(pack.put_off_twice)),
                (tr("Longest without contact, beyond what is owed"), said(pack.longest)),
            ),
        ),
        (
            tr("Since last time"),
            (
                (tr("Contacts missed"), said(pack.missed)),
                (tr("Steps that were late"), said(pack.late_steps)),
                (tr("Every no, and what followed"), said([no.point for no in pack.noes])),
                (tr("Authority asked for"), said(pack.authority)),
            ),
        ),
        (
            tr("Plans and aims"),
            (
                (tr("Plans"), said(pack.plans)),
                (tr("Support levels that do not fall"), said(pack.support)),
            ),
        ),
    )


def _whom(point: Point, *, paper: bool) -> str:
    """On paper as a page says somebody, with their identifier; on screen as every screen does."""
    return point.whom if paper else point.listed or point.whom


def _lines(shown: Sequence[str], count: int) -> str:
    """These, a line each, and how many more there are; `none` where there is nothing."""
    more = tr("{count} more: the screen has them", count=count - len(shown)) if count > len(shown) else ""
    said = "\n".join(shown)
    return tr("{said} (and {more})", said=said, more=more) if said and more else said or more or NONE


def _read(pack: Pack, page: OnePage | None) -> Iterator[Part]:
    if not pack.read:
        yield Passage(tr("Nothing was said no to."))
    for no in pack.read:
        whom = f"{_whom(no.point, paper=page is not None)}: {no.point.words}"
        yield Passage(page.line(whom) if page is not None else whom)
        rows = tuple(Fact(title, page.text(words) if page is not None else words) for title, words in no.texts)
        if rows:
            yield Facts(rows)

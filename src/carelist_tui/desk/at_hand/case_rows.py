"""Who stands behind a figure, as a list that somebody can read: the newest first, and of days, of which one person has
many alike, a row a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from carelist_tui.catalogue import in_plain_words, ntr, tr
from carelist_tui.desk.at_hand.figures import Values, case_words
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.words import period_in_words

if TYPE_CHECKING:
    from carelist_tui.domain.measures.inquiry import Inquiry
    from carelist_tui.domain.measures.measure import Measure

RUNS_SAID = 3
"""How many times out of contact are said with their days; of the others how many."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row: whom it is about, by id, by what the service calls them where their name is not at hand, and what is
    said of them."""

    person: str
    ref: str | None
    words: str


@dataclass(slots=True)
class _Days:
    """One person's days in a period. `out`: from which day to before which contact was overdue, the oldest first."""

    ref: str | None
    kept: int = 0
    of: int = 0
    out: list[tuple[date, date]] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def take(self, case: Values, first: date, until: date) -> None:
        number = (until - first).days
        if case["left_out"]:
            self.left_out[case["left_out"]] = self.left_out.get(case["left_out"], 0) + number
            return
        self.of += number
        if case["counted"]:
            self.kept += number
        elif self.out and self.out[-1][1] == first:
            self.out[-1] = self.out[-1][0], until
        else:
            self.out.append((first, until))

    @property
    def newest_out(self) -> date:
        return self.out[-1][1] if self.out else date.min


def case_rows(figure: Values, asked: Inquiry) -> list[CaseRow]:
    """The rows of a figure that was answered with its cases."""
    if _is_in_days(figure):
        return _rows_of_days(figure, asked)
    newest_first = sorted(figure["cases"], key=lambda case: datetime.fromisoformat(case["starts_at"]), reverse=True)
    return [CaseRow(case["person"], case["ref"], case_words(case, asked.zone)) for case in newest_first]


def rows_sentence(figure: Values, rows: Sequence[CaseRow], asked: Inquiry, whose: str) -> str:
    """How many there are, of when and whose, and in which order: `120 cases that began from 1 Mar 2025 to 3 Mar 2026,
    everybody, the newest first.`"""
    period, count = period_in_words(asked.since, asked.last), len(figure["cases"])
    if _is_in_days(figure):
        people = ntr("{n} person, their days", "{n} people, their days", len(rows), n=len(rows))
        return tr(
            "{people} from {period}, {whose}. Whoever was out of contact last stands first.",
            people=people,
            period=period,
            whose=whose,
        )
    cases = ntr("{count} case", "{count} cases", count, count=count)
    how = tr("that stood at some time") if _measure(figure).by_overlap else tr("that began")
    return tr(
        "{cases} {how} from {period}, {whose}, the newest first.", cases=cases, how=how, period=period, whose=whose
    )


def _measure(figure: Values) -> Measure:
    from carelist_tui.domain.measures.measure_table import MEASURES

    return MEASURES[figure["key"]]


def _is_in_days(figure: Values) -> bool:
    return _measure(figure).in_days


def _rows_of_days(figure: Values, asked: Inquiry) -> list[CaseRow]:
    """A row a person, each day of the period that is over in it once."""
    over = min(asked.until, asked.at.astimezone(asked.zone).date())
    people: dict[str, _Days] = {}
    for case in sorted(figure["cases"], key=lambda each: datetime.fromisoformat(each["starts_at"])):
        days = people.setdefault(case["person"], _Days(case["ref"]))
        first = max(asked.since, _day(case["starts_at"]))
        until = min(over, _day(case["stops_at"])) if case["stops_at"] else over
        if first < until:
            days.take(case, first, until)
    in_turn = sorted(people.items(), key=lambda each: each[1].newest_out, reverse=True)
    return [CaseRow(person, days.ref, "; ".join(_said(days))) for person, days in in_turn]


def _day(moment: str) -> date:
    """The local day of a moment, which a case says in the service's zone."""
    return datetime.fromisoformat(moment).date()


def _said(days: _Days) -> Iterator[str]:
    """`in contact as owed on 320 of 365 days`, when it was not, and how many days are left out, and why."""
    if days.of:
        yield tr("in contact as owed on {kept} of {number}", kept=days.kept, number=_number(days.of))
    if days.out:
        newest = [_run_in_words(first, until - DAY) for first, until in reversed(days.out[-RUNS_SAID:])]
        before = len(days.out) - len(newest)
        earlier = (
            ntr(", and {before} time before", ", and {before} times before", before, before=before) if before else ""
        )
        yield tr("not {newest}{earlier}", newest=", ".join(newest), earlier=earlier)
    yield from (
        tr("left out, {reason}: {number}", reason=in_plain_words(reason), number=_number(number))
        for reason, number in sorted(days.left_out.items())
    )
    if not days.of and not days.left_out:
        yield tr("no day of it is over yet")


def _run_in_words(first: date, last: date) -> str:
    return tr("on {day_in_words}", day_in_words=day_in_words(first)) if first == last else period_in_words(first, last)


def _number(days: int) -> str:
    return ntr("{days} day", "{days} days", days, days=days)

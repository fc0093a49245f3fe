"""The indicators agreed with a person: every rating of each, the help it took over time, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import IndicatorAgreed, IndicatorRated
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.indicators import ends_of
from carelist_tui.domain.person.story import standing
from carelist_tui.domain.slotted import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator: what was agreed, and (when, value) of each rating while it ran, the oldest first; moments in UTC.

    `helped`: (when, support level) from its agreement on, each time that it changed. `ended`: when it ended, and how;
    one that another took the place of was changed.
    """

    id: str
    agreed: IndicatorAgreed
    agreed_at: datetime
    ratings: tuple[tuple[datetime, int], ...]
    helped: tuple[tuple[datetime, str], ...] = field(default=())
    ended: tuple[datetime, str] | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The lowest and the highest value that the chart must show."""
        values = [self.agreed.baseline, self.agreed.aim, *(value for _, value in self.ratings)]
        return min(values), max(values)

    @property
    def value(self) -> int:
        """Where it stands: by its newest rating, else its baseline."""
        return self.ratings[-1][1] if self.ratings else self.agreed.baseline

    @property
    def support_level(self) -> str:
        """The help it took last."""
        return self.helped[-1][1] if self.helped else self.agreed.support_level


def measured_of(person: str, story: Iterable[Entry]) -> list[Measured]:
    """Each indicator in the order they were agreed, corrections applied."""
    told, through = standing(person, story)
    ends = ends_of(told, through)
    ratings: dict[str, list[Entry]] = {}
    for entry in told:
        if isinstance(entry.body, IndicatorRated):
            ratings.setdefault(entry.body.indicator, []).append(entry)
    return [
        _measured(entry, entry.body, ratings.get(entry.id, []), ends.get(entry.id))
        for entry in told
        if isinstance(entry.body, IndicatorAgreed)
    ]


def _measured(
    entry: Entry, agreed: IndicatorAgreed, ratings: Iterable[Entry], ended: tuple[datetime, str] | None
) -> Measured:
    values: list[tuple[datetime, int]] = []
    helped = [(entry.occurred_at, str(agreed.support_level))]
    for each in ratings:
        is_while_it_ran = each.order > entry.order and (ended is None or each.occurred_at < ended[0])
        if is_while_it_ran and isinstance(each.body, IndicatorRated):
            values.append((each.occurred_at, each.body.value))
            if each.body.support_level != helped[-1][1]:
                helped.append((each.occurred_at, each.body.support_level))
    return Measured(entry.id, agreed, entry.occurred_at, tuple(values), tuple(helped), ended)


def value_words(kind: str, steps: Sequence[str], value: int) -> str:
    """A value as it is read: of a ladder with the words of the step."""
    if kind != "graded_step" or not 0 <= value <= len(steps):
        return str(value)
    return f"{value} ({steps[value - 1] if value else tr('none yet')})"


def standing_words(kind: str, steps: Sequence[str], *, value: int, baseline: int, aim: int) -> str:
    """Where it stands, where it began, where it is to get to."""
    now, began, aimed = (value_words(kind, steps, each) for each in (value, baseline, aim))
    return tr("now {now}, from {began}, aim {aimed}", now=now, began=began, aimed=aimed)


def help_words(helped: Iterable[tuple[str, str]]) -> str:
    """The help it took over time, from (day in words, level): `with somebody along 12 Feb → with prompts 3 Mar`."""
    return " → ".join(f"{choice_in_words(level)} {day}" for day, level in helped)

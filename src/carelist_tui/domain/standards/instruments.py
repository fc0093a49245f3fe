"""[instruments.<key>]: what people score, item by item, and what makes a score better (measures.md, `instruments`)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar, Interval
from carelist_tui.domain.standards.lengths import read_length
from carelist_tui.domain.standards.table import Key, Table, Title

ENOUGH = 5
"""A score is better or worse by more than one part in so many of its range, as an indicator is by 2 points of 10."""
Stands = Literal["better", "same", "worse"]
AT_REVIEWS: Literal["structured review"] = "structured review"
Bound = Annotated[int, Field(strict=True, ge=0, le=1000)]


def _read_every(value: Any) -> Interval | Literal["structured review"]:
    if value == AT_REVIEWS:
        return AT_REVIEWS
    try:
        return read_length(value)
    except ValueError as trouble:
        raise ValueError(
            tr('how often is "{at_reviews}", or a length: {trouble}', at_reviews=AT_REVIEWS, trouble=trouble)
        ) from None


Every = Annotated[
    Interval | Literal["structured review"],
    BeforeValidator(_read_every),
    WithJsonSchema({"type": "string", "examples": [AT_REVIEWS, "6 months"]}),
]
"""How often it is offered: at each structured review, or at the first one so long after it was scored last."""


Score = tuple[Mapping[str, int], int | None]
"""What was scored: each item by its key, and the total where it was said."""


class Item(Table):
    """One item. Refused where its range is none."""

    title: Title = Field(description=tr("What is asked, in a service's own words: nobody else's wording ships."))
    range: tuple[Bound, Bound] = Field(description=tr("The lowest and the highest score."))
    direction: Literal["higher", "lower"] = Field("higher", description=tr("Which way is better."))

    @field_validator("range")
    @classmethod
    def _has_room(cls, value: tuple[int, int]) -> tuple[int, int]:
        if value[0] >= value[1]:
            raise ValueError(
                tr("the range of an item is its lowest and then its highest score, which is more than that")
            )
        return value

    @property
    def width(self) -> int:
        """How far its scores can lie apart."""
        return self.range[1] - self.range[0]

    def gained(self, before: int, now: int) -> int:
        """By how much a score is better than the one before; below 0: worse."""
        return now - before if self.direction == "higher" else before - now


class Instrument(Table):
    """What people score, item by item."""

    title: Title = Field(description=tr("What it is called."))
    items: dict[Key, Item] = Field(min_length=1, description=tr("What is scored, by key."))
    every: Every | None = Field(
        None, description=tr("How often it is offered with a structured review; left out, never.")
    )
    by: Literal["person", "worker", "both"] = Field(
        "person", description=tr("Who scores it, unless somebody else does.")
    )

    def is_offered(self, last: datetime | None, at: datetime, calendar: Calendar) -> bool:
        """Whether a structured review at a moment asks for it, `last` scored then; None: never."""
        if self.every is None or isinstance(self.every, str):
            return self.every is not None
        return last is None or calendar.after(last, self.every) <= at

    @property
    def total_range(self) -> tuple[int, int]:
        """The lowest and the highest sum of its items."""
        ranges = [item.range for item in self.items.values()]
        return sum(low for low, _ in ranges), sum(high for _, high in ranges)

    @property
    def direction(self) -> str | None:
        """Which way its total is better; None where its items differ, and a total alone says nothing."""
        ways = {item.direction for item in self.items.values()}
        return ways.pop() if len(ways) == 1 else None

    def total_of(self, scores: Mapping[str, int], total: int | None) -> int | None:
        """The total as it was said, else as all its items say it; None where neither does, or it says nothing."""
        if self.direction is None:
            return None
        return sum(scores.values()) if total is None and scores.keys() >= self.items.keys() else total

    def stands(self, before: Score, now: Score) -> Stands | None:
        """How a score stands against one before: by the items that both have, else by their totals; None where neither
        says anything."""
        both = [key for key in self.items if key in before[0] and key in now[0]]
        if both:
            gained = sum(self.items[key].gained(before[0][key], now[0][key]) for key in both)
            width = sum(self.items[key].width for key in both)
        else:
            was, is_now, (low, high) = self.total_of(*before), self.total_of(*now), self.total_range
            if was is None or is_now is None:
                return None
            gained, width = (is_now - was) * (1 if self.direction == "higher" else -1), high - low
        if abs(gained) * ENOUGH <= width:
            return "same"
        return "better" if gained > 0 else "worse"

    def out_of_range(self, scores: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        """(item, why) of each score that can't be."""
        for key, score in scores.items():
            if (item := self.items.get(key)) is None:
                yield key, tr("is no item of {title}: {items}", title=self.title, items=", ".join(self.items))
            elif not item.range[0] <= score <= item.range[1]:
                yield key, tr("must be from {range} to {range2}", range=item.range[0], range2=item.range[1])

    def wrong_total(self, scores: Mapping[str, int], total: int | None) -> str:
        """Why a total can't be; empty where it can. Where every item is scored and all of them go one way, it is their
        sum; where they differ, a service may add them up otherwise."""
        low, high = self.total_range
        is_whole = self.direction is not None and scores.keys() >= self.items.keys()
        if total is None:
            return ""
        if not low <= total <= high:
            return tr("must be from {low} to {high}, the sums that its items can have", low=low, high=high)
        return (
            tr("must be {values}, the sum of its items", values=sum(scores.values()))
            if is_whole and total != sum(scores.values())
            else ""
        )

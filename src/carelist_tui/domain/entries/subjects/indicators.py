"""Outcomes that can be counted (S2): an indicator agreed with the person, its ratings, and its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from carelist_tui.domain.entries.body_rules import at_most, needed
from carelist_tui.domain.entries.choices import (
    IndicatorKind,
    IndicatorOutcome,
    OutcomeArea,
    SupportLevel,
    choice_in_words,
)
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import AnyNote, Count, EntryId, Line, Note
from carelist_tui.domain.refusal import Fault

HIGHEST_RATING = 10


class IndicatorAgreed(Body):
    """How we will see that it gets better: frequency, quality and support level (S2:31).

    `baseline`, `aim` and every rating's value are on one scale: 0 to 10, a count, the number of the step reached
    (0: none yet), or how many parts of the routine were done.
    """

    TYPE: ClassVar[str] = "indicator.agreed"
    LABEL: ClassVar[str] = "Indicator agreed"

    area: OutcomeArea = Field(title="Area", description="Which area of life.")
    name: Line = Field(title="Name", description="What is looked at, in their words if possible.")
    frequency: Note = Field(title="Frequency", description="How often it should happen.")
    quality: Note = Field(title="Quality", description="What counts as done well.")
    support_level: SupportLevel = Field(title="Support level", description="How much help it takes now.")
    kind: IndicatorKind = Field(title="Kind", description="A rating, a count, a step of a ladder, or a routine.")
    steps: tuple[Line, ...] = Field(
        (), title="Steps", description="The confidence ladder, the first step first: needed for a step of a ladder."
    )
    baseline: Count = Field(title="Baseline", description="Where it stands now.")
    aim: Count = Field(title="Aim", description="Where it should get to.")
    every: Literal["week", "month"] = Field(title="Every", description="How often it is rated.")

    @property
    def highest(self) -> int | None:
        """The highest value a rating can have; None where there is none."""
        if self.kind == "rating_0_10":
            return HIGHEST_RATING
        return len(self.steps) if self.kind == "graded_step" and self.steps else None

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.kind == "graded_step":
            yield from needed(self.steps, "steps", "is needed: the steps of the ladder, the first one first")
        yield from at_most(self.baseline, "baseline", self.highest, "the highest of this indicator")
        yield from at_most(self.aim, "aim", self.highest, "the highest of this indicator")

    def called(self) -> str:
        return self.name

    def _line(self, when: When) -> str:
        support = choice_in_words(self.support_level)
        return f"Indicator agreed: {self.name}, from {self.baseline} to {self.aim}, each {self.every}; now {support}"


class IndicatorRated(Body):
    """Where an indicator stands. Whether the value fits is checked where the indicator is known."""

    TYPE: ClassVar[str] = "indicator.rated"
    LABEL: ClassVar[str] = "Indicator rated"

    indicator: EntryId = Field(title="Indicator", description="Which indicator.")
    value: Count = Field(title="Value", description="Where it stands, on the scale of its baseline.")
    support_level: SupportLevel = Field(title="Support level", description="How much help it took.")
    barrier: AnyNote | None = Field(None, title="Barrier", description="What was in the way.")
    what_next: AnyNote | None = Field(None, title="What next", description="What we try next.")
    own_words: AnyNote | None = Field(None, title="In their own words", description="What they said themselves.")

    def _line(self, when: When) -> str:
        barrier = f"; in the way: {self.barrier}" if self.barrier else ""
        return f"Indicator rated {self.value}, {choice_in_words(self.support_level)}{barrier}"


class IndicatorEnded(Body):
    """An indicator is rated no longer: what it was for was reached, or changed (S2:41)."""

    TYPE: ClassVar[str] = "indicator.ended"
    LABEL: ClassVar[str] = "Indicator ended"

    indicator: EntryId = Field(title="Indicator", description="Which indicator.")
    outcome: IndicatorOutcome = Field(title="Outcome", description="Achieved, changed, or no longer wanted.")
    note: AnyNote | None = Field(None, title="Note", description="What was reached, or why it ends.")

    def _line(self, when: When) -> str:
        return f"Indicator ended, {choice_in_words(self.outcome)}" + (f": {self.note}" if self.note else "")

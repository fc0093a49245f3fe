"""Outcomes (S2): an indicator agreed with the person, its ratings and its end; what changed and what shows it (S2:54);
scores of the instruments that the Standards declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from carelist_tui.domain.entries.body_rules import at_most, needed
from carelist_tui.domain.entries.choices import (
    ChangedArea,
    IndicatorKind,
    IndicatorOutcome,
    OutcomeArea,
    PartDone,
    RatedBy,
    ScoredBy,
    SupportLevel,
    choice_in_words,
)
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import AnyNote, Count, EntryId, Flag, Key, Line, Minutes, Note
from carelist_tui.domain.refusal import Fault

HIGHEST_RATING = 10
MOST_DIGITS = 4
STEPPED: Mapping[str, str] = {
    "graded_step": "the steps of the ladder, the first one first",
    "routine": "the parts of the routine, in their order",
}
"""The kinds that are made of steps, and what those are. A routine that an earlier release recorded may have none."""


def step_named(name: str, steps: Sequence[str]) -> str | None:
    """The step that a part of a rating names: by its words, else by its number (a name in JSON is plain ASCII, and a
    step is in whatever letters people write); None where it is none of them."""
    if name in steps:
        return name
    number = int(name) if name.isascii() and name.isdigit() and len(name) <= MOST_DIGITS else 0
    return steps[number - 1] if 1 <= number <= len(steps) else None


def name_of_step(step: str, steps: Sequence[str]) -> str:
    """The name under which a rating says how a step went; the inverse of `step_named`."""
    return step if step.isascii() else str(steps.index(step) + 1)


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
        (),
        title="Steps",
        description="The confidence ladder, the first step first, or the parts of the routine: needed for both.",
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
        if self.kind in STEPPED:
            yield from needed(self.steps, "steps", f"is needed: {STEPPED[self.kind]}")
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
    parts: dict[Line, PartDone] = Field(
        default_factory=dict,
        title="Parts",
        description="Of a routine or a ladder: how each step went, by its words as they were agreed, or its number.",
    )
    barrier: AnyNote | None = Field(None, title="Barrier", description="What was in the way.")
    what_next: AnyNote | None = Field(None, title="What next", description="What we try next.")
    by: RatedBy | None = Field(None, title="By", description="Whose number it is: the person's own, or the worker's.")
    attempted: Flag | None = Field(None, title="Attempted", description="Of an activity: whether it was tried.")
    minutes: Minutes | None = Field(None, title="Minutes", description="Of an activity: how long it lasted.")
    coping_used: AnyNote | None = Field(None, title="Coping used", description="What they did that helped (S2:46).")
    own_words: AnyNote | None = Field(None, title="In their own words", description="What they said themselves.")

    def _line(self, when: When) -> str:
        tried = "" if self.attempted is None else ", tried" if self.attempted else ", not tried"
        lasted = f", {self.minutes} minutes" if self.minutes is not None else ""
        barrier = f"; in the way: {self.barrier}" if self.barrier else ""
        return f"Indicator rated {self.value}, {choice_in_words(self.support_level)}{tried}{lasted}{barrier}"


class IndicatorEnded(Body):
    """An indicator is rated no longer: what it was for was reached, or changed (S2:41)."""

    TYPE: ClassVar[str] = "indicator.ended"
    LABEL: ClassVar[str] = "Indicator ended"

    indicator: EntryId = Field(title="Indicator", description="Which indicator.")
    outcome: IndicatorOutcome = Field(title="Outcome", description="Achieved, changed, or no longer wanted.")
    note: AnyNote | None = Field(None, title="Note", description="What was reached, or why it ends.")

    def _line(self, when: When) -> str:
        return f"Indicator ended, {choice_in_words(self.outcome)}" + (f": {self.note}" if self.note else "")


class OutcomeNoted(Body):
    """Something changed for them: what, why, what of it was our part, and which entries show it (S2:54, S1:46)."""

    TYPE: ClassVar[str] = "outcome.noted"
    LABEL: ClassVar[str] = "Outcome noted"

    area: ChangedArea = Field(title="Area", description="Which area of life.")
    what_changed: Note = Field(title="What changed", description="What is different now, as somebody could see it.")
    why: Note = Field(title="Why", description="What made the difference, as far as it is known.")
    our_part: Note = Field(title="Our part", description="What the support did for it; it may be little.")
    own_words: AnyNote | None = Field(None, title="In their own words", description="What they say of it themselves.")
    evidence: tuple[EntryId, ...] = Field(
        min_length=1, title="Evidence", description="The entries about them that show it: contacts, ratings, reviews."
    )
    consent_to_tell: Flag | None = Field(
        None, title="May be told", description="Whether they agree that it is told outside the service, unnamed."
    )

    def _line(self, when: When) -> str:
        shown = f"{len(self.evidence)} {'entry shows' if len(self.evidence) == 1 else 'entries show'} it"
        return f"Outcome, {choice_in_words(self.area)}: {self.what_changed}; because: {self.why}; {shown}"


class InstrumentScored(Body):
    """A score of an instrument that the Standards declare. No wording of anybody's instrument ships."""

    TYPE: ClassVar[str] = "instrument.scored"
    LABEL: ClassVar[str] = "Instrument scored"

    instrument: Key = Field(title="Instrument", description="Which instrument of the Standards.")
    items: dict[Key, Count] = Field(
        default_factory=dict, title="Items", description="Each item by its key in the Standards, with its score."
    )
    total: Count | None = Field(None, title="Total", description="Of all items; needed where none of them is said.")
    by: ScoredBy = Field(title="By", description="Who scored: the person, the worker, or both together.")

    @property
    def score(self) -> tuple[Mapping[str, int], int | None]:
        """Its items and its total, as they are compared."""
        return self.items, self.total

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.total is None:
            yield from needed(
                tuple(self.items or ()), "items", "is needed where no total is said: the score of each item"
            )

    def _line(self, when: When) -> str:
        said = [f"{key.replace('_', ' ')} {score}" for key, score in self.items.items()]
        said += [f"total {self.total}"] if self.total is not None else []
        return f"Scored, {self.instrument.replace('_', ' ')}, by the {_WHO[self.by]}: {', '.join(said)}"


_WHO: dict[ScoredBy, str] = {"person": "person", "worker": "worker", "both": "person and the worker together"}

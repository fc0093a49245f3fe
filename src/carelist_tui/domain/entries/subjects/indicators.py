"""Outcomes (S2): an indicator agreed with the person, its ratings and its end; what changed and what shows it (S2:54);
scores of the instruments that the Standards declare."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Literal

from pydantic import Field

from carelist_tui.catalogue import ntr, tr
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
    "graded_step": tr("the steps of the ladder, the first one first"),
    "routine": tr("the parts of the routine, in their order"),
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
    LABEL: ClassVar[str] = tr("Indicator agreed")

    area: OutcomeArea = Field(title=tr("Area"), description=tr("Which area of life."))
    name: Line = Field(title=tr("Name"), description=tr("What is looked at, in their words if possible."))
    frequency: Note = Field(title=tr("Frequency"), description=tr("How often it should happen."))
    quality: Note = Field(title=tr("Quality"), description=tr("What counts as done well."))
    support_level: SupportLevel = Field(title=tr("Support level"), description=tr("How much help it takes now."))
    kind: IndicatorKind = Field(
        title=tr("Kind"), description=tr("A rating, a count, a step of a ladder, or a routine.")
    )
    steps: tuple[Line, ...] = Field(
        (),
        title=tr("Steps"),
        description=tr("The confidence ladder, the first step first, or the parts of the routine: needed for both."),
    )
    baseline: Count = Field(title=tr("Baseline"), description=tr("Where it stands now."))
    aim: Count = Field(title=tr("Aim"), description=tr("Where it should get to."))
    every: Literal["week", "month"] = Field(title=tr("Every"), description=tr("How often it is rated."))

    @property
    def highest(self) -> int | None:
        """The highest value a rating can have; None where there is none."""
        if self.kind == "rating_0_10":
            return HIGHEST_RATING
        return len(self.steps) if self.kind == "graded_step" and self.steps else None

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.kind in STEPPED:
            yield from needed(self.steps, "steps", tr("is needed: {stepped}", stepped=STEPPED[self.kind]))
        yield from at_most(self.baseline, "baseline", self.highest, tr("the highest of this indicator"))
        yield from at_most(self.aim, "aim", self.highest, tr("the highest of this indicator"))

    def called(self) -> str:
        return self.name

    def _line(self, when: When) -> str:
        support = choice_in_words(self.support_level)
        return tr(
            "Indicator agreed: {name}, from {baseline} to {aim}, each {every}; now {support}",
            name=self.name,
            baseline=self.baseline,
            aim=self.aim,
            every=choice_in_words(self.every),
            support=support,
        )


class IndicatorRated(Body):
    """Where an indicator stands. Whether the value fits is checked where the indicator is known."""

    TYPE: ClassVar[str] = "indicator.rated"
    LABEL: ClassVar[str] = tr("Indicator rated")

    indicator: EntryId = Field(title=tr("Indicator"), description=tr("Which indicator."))
    value: Count = Field(title=tr("Value"), description=tr("Where it stands, on the scale of its baseline."))
    support_level: SupportLevel = Field(title=tr("Support level"), description=tr("How much help it took."))
    parts: dict[Line, PartDone] = Field(
        default_factory=dict,
        title=tr("Parts"),
        description=tr(
            "Of a routine or a ladder: how each step went, by its words as they were agreed, or its number."
        ),
    )
    barrier: AnyNote | None = Field(None, title=tr("Barrier"), description=tr("What was in the way."))
    what_next: AnyNote | None = Field(None, title=tr("What next"), description=tr("What we try next."))
    by: RatedBy | None = Field(
        None, title=tr("By"), description=tr("Whose number it is: the person's own, or the worker's.")
    )
    attempted: Flag | None = Field(None, title=tr("Attempted"), description=tr("Of an activity: whether it was tried."))
    minutes: Minutes | None = Field(None, title=tr("Minutes"), description=tr("Of an activity: how long it lasted."))
    coping_used: AnyNote | None = Field(
        None, title=tr("Coping used"), description=tr("What they did that helped (S2:46).")
    )
    own_words: AnyNote | None = Field(
        None, title=tr("In their own words"), description=tr("What they said themselves.")
    )

    def _line(self, when: When) -> str:
        tried = "" if self.attempted is None else tr(", tried") if self.attempted else tr(", not tried")
        lasted = tr(", {minutes} minutes", minutes=self.minutes) if self.minutes is not None else ""
        barrier = tr("; in the way: {barrier}", barrier=self.barrier) if self.barrier else ""
        return tr(
            "Indicator rated {value}, {support_level}{tried}{lasted}{barrier}",
            value=self.value,
            support_level=choice_in_words(self.support_level),
            tried=tried,
            lasted=lasted,
            barrier=barrier,
        )


class IndicatorEnded(Body):
    """An indicator is rated no longer: what it was for was reached, or changed (S2:41)."""

    TYPE: ClassVar[str] = "indicator.ended"
    LABEL: ClassVar[str] = tr("Indicator ended")

    indicator: EntryId = Field(title=tr("Indicator"), description=tr("Which indicator."))
    outcome: IndicatorOutcome = Field(title=tr("Outcome"), description=tr("Achieved, changed, or no longer wanted."))
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("What was reached, or why it ends."))

    def _line(self, when: When) -> str:
        return tr("Indicator ended, {outcome}", outcome=choice_in_words(self.outcome)) + (
            f": {self.note}" if self.note else ""
        )


class OutcomeNoted(Body):
    """Something changed for them: what, why, what of it was our part, and which entries show it (S2:54, S1:46)."""

    TYPE: ClassVar[str] = "outcome.noted"
    LABEL: ClassVar[str] = tr("Outcome noted")

    area: ChangedArea = Field(title=tr("Area"), description=tr("Which area of life."))
    what_changed: Note = Field(
        title=tr("What changed"), description=tr("What is different now, as somebody could see it.")
    )
    why: Note = Field(title=tr("Why"), description=tr("What made the difference, as far as it is known."))
    our_part: Note = Field(title=tr("Our part"), description=tr("What the support did for it; it may be little."))
    own_words: AnyNote | None = Field(
        None, title=tr("In their own words"), description=tr("What they say of it themselves.")
    )
    evidence: tuple[EntryId, ...] = Field(
        min_length=1,
        title=tr("Evidence"),
        description=tr("The entries about them that show it: contacts, ratings, reviews."),
    )
    consent_to_tell: Flag | None = Field(
        None,
        title=tr("May be told"),
        description=tr("Whether they agree that it is told outside the service, unnamed."),
    )

    def _line(self, when: When) -> str:
        shown = ntr("{n} entry shows it", "{n} entries show it", len(self.evidence), n=len(self.evidence))
        return tr(
            "Outcome, {area}: {what_changed}; because: {why}; {shown}",
            area=choice_in_words(self.area),
            what_changed=self.what_changed,
            why=self.why,
            shown=shown,
        )


class InstrumentScored(Body):
    """A score of an instrument that the Standards declare. No wording of anybody's instrument ships."""

    TYPE: ClassVar[str] = "instrument.scored"
    LABEL: ClassVar[str] = tr("Instrument scored")

    instrument: Key = Field(title=tr("Instrument"), description=tr("Which instrument of the Standards."))
    items: dict[Key, Count] = Field(
        default_factory=dict,
        title=tr("Items"),
        description=tr("Each item by its key in the Standards, with its score."),
    )
    total: Count | None = Field(
        None, title=tr("Total"), description=tr("Of all items; needed where none of them is said.")
    )
    by: ScoredBy = Field(title=tr("By"), description=tr("Who scored: the person, the worker, or both together."))

    @property
    def score(self) -> tuple[Mapping[str, int], int | None]:
        """Its items and its total, as they are compared."""
        return self.items, self.total

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.total is None:
            yield from needed(
                tuple(self.items or ()), "items", tr("is needed where no total is said: the score of each item")
            )

    def _line(self, when: When) -> str:
        said = [f"{choice_in_words(key)} {score}" for key, score in self.items.items()]
        said += [tr("total {total}", total=self.total)] if self.total is not None else []
        return tr(
            "Scored, {instrument}, by the {who}: {said}",
            instrument=choice_in_words(self.instrument),
            who=_WHO[self.by],
            said=", ".join(said),
        )


_WHO: dict[ScoredBy, str] = {
    "person": tr("person"),
    "worker": tr("worker"),
    "both": tr("person and the worker together"),
}

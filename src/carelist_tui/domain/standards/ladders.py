"""The missed-contact steps: what is tried, how, to whom, and by when after the time of the missed contact."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

from carelist_tui.catalogue import tr
from carelist_tui.domain.calendar import Calendar, Interval
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.standards.table import Key, Table, Title

_DUE = r"same day|([1-9][0-9]{0,2}) hours?(, day or night)?"
_ENDS_CARE = re.compile(
    r"discharg|close[_ ](the[_ ])?case|end[_ ](of[_ ])?care|off[_ ]the[_ ](list|caseload)", re.IGNORECASE
)

Method = Literal["call", "text", "email", "letter", "video", "visit", "clinic", "other"]


@dataclass(frozen=True, slots=True)
class StepRule:
    """When a step is due: the same day, so many hours moved into service hours, or so many that never move."""

    same_day: bool = False
    hours: int | None = None
    t_plus_hours: int | None = None


def read_rule(value: Any) -> StepRule:
    """A step's rule from its words. Refuses (ValueError) anything else."""
    if isinstance(value, StepRule):
        return value
    found = re.fullmatch(_DUE, value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(tr('a step is due "same day", after "24 hours", or after "2 hours, day or night"'))
    if found[1] is None:
        return StepRule(same_day=True)
    return StepRule(t_plus_hours=int(found[1])) if found[2] else StepRule(hours=int(found[1]))


class Step(Table):
    """One missed-contact step."""

    key: Key = Field(description=tr("The step's own key: what an attempt names."))
    title: Title = Field(description=tr("The step in screen words."))
    methods: tuple[Method, ...] = Field(min_length=1, description=tr("The ways of contact that do this step."))
    to: Literal["person", "partner"] = Field(
        description=tr("The person, or a partner or trusted contact whom the plan or a sharing rationale allows.")
    )
    due: Annotated[
        StepRule,
        BeforeValidator(read_rule),
        WithJsonSchema({"type": "string", "pattern": f"^({_DUE})$", "examples": ["same day", "24 hours"]}),
    ] = Field(description=tr("When it is due, counted from the time of the missed contact."))

    @field_validator("key", "title")
    @classmethod
    def _never_ends_care(cls, value: str) -> str:
        if _ENDS_CARE.search(value):
            raise ValueError(
                tr("missing a contact is never by itself a reason to discharge, so no step may be (S0:41)")
            )
        return value

    @property
    def is_visit(self) -> bool:
        """Whether it can only be done in person at their door: then it moves to 12:00, not to 10:00."""
        return self.methods == ("visit",)


class Ladder(Table):
    """Missed-contact steps in their order. Without a step to the person themself it is refused."""

    title: Title = Field(description=tr("The ladder in screen words."))
    steps: tuple[Step, ...] = Field(min_length=1, description=tr("The steps, first to last."))

    @field_validator("steps")
    @classmethod
    def _reaches_the_person(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if not any(step.to == "person" for step in steps):
            raise ValueError(tr("an attempt to reach the person can't be left out"))
        if len({step.key for step in steps}) < len(steps):
            raise ValueError(tr("two steps have the same key"))
        return steps

    def step(self, key: str) -> Step:
        """The step of that key; an unknown one is read as the strictest, the first."""
        return next((step for step in self.steps if step.key == key), self.steps[0])


def step_due(step: Step, t: datetime, calendar: Calendar, high: bool) -> datetime:
    """When a step falls due for a contact missed at `t`, by itself: no step is due later than the one after it, and
    whoever lists the Dues sees to that."""
    if step.due.same_day:
        return calendar.same_day(t, high=high)
    if step.due.hours is not None:
        return calendar.hours(t, step.due.hours, high=high, visit=step.is_visit)
    return t.astimezone(UTC) + timedelta(hours=step.due.t_plus_hours or 0)


def step_due_when_raised(step: Step, r: datetime, calendar: Calendar, within: Interval) -> datetime:
    """By when an undone step is due once the person becomes high at `r`, if that is earlier than its own deadline:
    attempts `within` (dues.raised_attempt) of it, a visit or telling a partner the same day."""
    if step.is_visit or step.to == "partner":
        return calendar.same_day(r, high=True)
    return calendar.deadline(r, within, high=True)

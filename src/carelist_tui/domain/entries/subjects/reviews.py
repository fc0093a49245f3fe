"""Reviews, and the small entries that settle what is in doubt: reports, details, cover over a gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, get_args

from pydantic import Field

from carelist_tui.domain.entries.body_rules import after_entry, needed, not_before_entry
from carelist_tui.domain.entries.choices import CoverRoute, ReviewKind, RootCause, choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import (
    AnyLine,
    AnyNote,
    DayAhead,
    EntryId,
    Flag,
    Line,
    MomentAhead,
    Note,
    WorkerId,
)
from carelist_tui.domain.entries.subjects.contacts import Sharing
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault

STRUCTURED = ("risk", "medication", "safeguarding", "social", "protective", "next_steps", "contingency")
"""What the structured reviews, monthly and multi-agency, all ask for (S4:34)."""


class ReviewCompleted(Body):
    """A review was held."""

    TYPE: ClassVar[str] = "review.completed"
    LABEL: ClassVar[str] = "Review"

    kind: ReviewKind = Field(title="Kind", description="Which review it was.")
    risk: AnyNote | None = Field(None, title="Risk", description="Risks as they are now.")
    medication: AnyNote | None = Field(None, title="Medication", description="How it goes with medication.")
    safeguarding: AnyNote | None = Field(None, title="Safeguarding", description="Anything about safeguarding.")
    social: AnyNote | None = Field(None, title="Social", description="Home, money, people.")
    protective: AnyNote | None = Field(None, title="Protective factors", description="What keeps them well.")
    next_steps: AnyNote | None = Field(None, title="Next steps", description="Who does what next.")
    contingency: AnyNote | None = Field(None, title="Contingency", description="What if it gets worse.")
    present: tuple[Line, ...] = Field((), title="Present", description="Who was there.")
    sharing: Sharing | None = Field(
        None,
        title="Sharing",
        description="Where somebody was there whom the person refused: on which ground, and why they had to hear it.",
    )
    decisions: Note = Field(title="Decisions", description="What was decided.")
    root_cause: AnyNote | None = Field(
        None,
        title="Root cause",
        description=f"For an exception one of {', '.join(get_args(RootCause))}; for learning, what led to it.",
    )
    what_changes: AnyNote | None = Field(None, title="What changes", description="Needed for learning.")
    about: EntryId | None = Field(None, title="About", description="The entry it is about: needed for learning.")
    next_review_on: DayAhead = Field(title="Next review on", description="When the next one is.")

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.kind in ("monthly", "multi_agency"):
            for field in STRUCTURED:
                yield from needed(getattr(self, field), field, f"a {choice_in_words(self.kind)} review asks for this")
        if self.kind == "exception" and self.root_cause not in get_args(RootCause):
            causes = ", ".join(map(choice_in_words, get_args(RootCause)))
            yield Fault("body.root_cause", f"an exception review needs one of: {causes}")
        if self.kind == "learning":
            for field in ("root_cause", "what_changes", "about"):
                yield from needed(getattr(self, field), field, "a learning review needs this")
        yield from not_before_entry(self.next_review_on, "next_review_on", occurred_at)

    def _line(self, when: When) -> str:
        kind, after = choice_in_words(self.kind), day_in_words(self.next_review_on)
        return f"Review ({kind}), the next on {after}: {self.decisions}"


class ReportConfirmed(Body):
    """Whether something that was said is so: a death, a move, an admission, an authority."""

    TYPE: ClassVar[str] = "report.confirmed"
    LABEL: ClassVar[str] = "Report confirmed"

    about: EntryId = Field(title="About", description="The entry that said it.")
    true: Flag = Field(title="It is true", description="Yes if it is so, no if it is not.")
    with_: AnyLine | None = Field(None, alias="with", title="With", description="Who confirmed it.")
    note: AnyNote | None = Field(None, title="Note", description="Anything else.")

    def _line(self, when: When) -> str:
        with_ = f" with {self.with_}" if self.with_ else ""
        return f"Checked{with_}: {'true' if self.true else 'not true'}" + (f". {self.note}" if self.note else "")


class DetailsChecked(Body):
    """A number or address that failed was looked into; better details go into their own entry."""

    TYPE: ClassVar[str] = "details.checked"
    LABEL: ClassVar[str] = "Details checked"

    found: Flag | None = Field(None, title="Found", description="Whether better details were found.")
    note: AnyNote | None = Field(None, title="Note", description="Where we looked.")

    def _line(self, when: When) -> str:
        found = {True: ": found", False: ": nothing found", None: ""}[self.found]
        return f"Details checked{found}" + (f". {self.note}" if self.note else "")


class CoverArranged(Body):
    """Who holds a person while the service is closed."""

    TYPE: ClassVar[str] = "cover.arranged"
    LABEL: ClassVar[str] = "Cover over the gap arranged"

    route: CoverRoute = Field(title="Route", description="Who or what holds the gap.")
    told_person: Flag | None = Field(None, title="Person told", description="Whether the person knows.")
    note: AnyNote | None = Field(
        None, title="Note", description="What was agreed; needed to say that it is safe to wait: why it is."
    )
    authorised_by: WorkerId | None = Field(
        None,
        title="Authorised by",
        description="The senior or manager who agreed: needed to say that it is safe to wait of somebody red or high.",
    )
    back_at: MomentAhead = Field(
        title="Back at", description="When the service is back with them; left out, when it next opens."
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.route == "safe_to_wait":
            yield from needed(self.note, "note", "is needed: say why it is safe to wait until the service is back")
        yield from after_entry(self.back_at, "back_at", occurred_at)

    def _line(self, when: When) -> str:
        back = when(self.back_at)
        return f"Cover over the gap: {choice_in_words(self.route)}; back {back}" + (
            f". {self.note}" if self.note else ""
        )

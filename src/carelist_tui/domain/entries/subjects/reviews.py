"""Reviews, and the small entries that settle what is in doubt: reports, details, cover over a gap."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, get_args

from pydantic import Field

from carelist_tui.catalogue import tr
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
    LABEL: ClassVar[str] = tr("Review")

    kind: ReviewKind = Field(title=tr("Kind"), description=tr("Which review it was."))
    risk: AnyNote | None = Field(None, title=tr("Risk"), description=tr("Risks as they are now."))
    medication: AnyNote | None = Field(None, title=tr("Medication"), description=tr("How it goes with medication."))
    safeguarding: AnyNote | None = Field(None, title=tr("Safeguarding"), description=tr("Anything about safeguarding."))
    social: AnyNote | None = Field(None, title=tr("Social"), description=tr("Home, money, people."))
    protective: AnyNote | None = Field(None, title=tr("Protective factors"), description=tr("What keeps them well."))
    next_steps: AnyNote | None = Field(None, title=tr("Next steps"), description=tr("Who does what next."))
    contingency: AnyNote | None = Field(None, title=tr("Contingency"), description=tr("What if it gets worse."))
    physical_health: AnyNote | None = Field(
        None, title=tr("Physical health"), description=tr("Monthly: bloods, GP, side effects, what is done.")
    )
    signs: AnyNote | None = Field(
        None, title=tr("Early warning signs"), description=tr("Monthly: which of their signs were looked at, and seen.")
    )
    present: tuple[Line, ...] = Field((), title=tr("Present"), description=tr("Who was there."))
    sharing: Sharing | None = Field(
        None,
        title=tr("Sharing"),
        description=tr(
            "Where somebody was there whom the person refused: on which ground, and why they had to hear it."
        ),
    )
    decisions: Note = Field(title=tr("Decisions"), description=tr("What was decided."))
    root_cause: AnyNote | None = Field(
        None,
        title=tr("Root cause"),
        description=tr(
            "For an exception one of {get_args}; for learning, what led to it.", get_args=", ".join(get_args(RootCause))
        ),
    )
    what_changes: AnyNote | None = Field(None, title=tr("What changes"), description=tr("Needed for learning."))
    about: EntryId | None = Field(
        None, title=tr("About"), description=tr("The entry it is about: needed for learning.")
    )
    next_review_on: DayAhead = Field(title=tr("Next review on"), description=tr("When the next one is."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.kind in ("monthly", "multi_agency"):
            for field in STRUCTURED:
                yield from needed(
                    getattr(self, field), field, tr("a {kind} review asks for this", kind=choice_in_words(self.kind))
                )
        if self.kind == "exception" and self.root_cause not in get_args(RootCause):
            causes = ", ".join(map(choice_in_words, get_args(RootCause)))
            yield Fault("body.root_cause", tr("an exception review needs one of: {causes}", causes=causes))
        if self.kind == "learning":
            for field in ("root_cause", "what_changes", "about"):
                yield from needed(getattr(self, field), field, tr("a learning review needs this"))
        yield from not_before_entry(self.next_review_on, "next_review_on", occurred_at)

    def _line(self, when: When) -> str:
        kind, after = choice_in_words(self.kind), day_in_words(self.next_review_on)
        return tr("Review ({kind}), the next on {after}: {decisions}", kind=kind, after=after, decisions=self.decisions)


class ReportConfirmed(Body):
    """Whether something that was said is so: a death, a move, an admission, an authority."""

    TYPE: ClassVar[str] = "report.confirmed"
    LABEL: ClassVar[str] = tr("Report confirmed")

    about: EntryId = Field(title=tr("About"), description=tr("The entry that said it."))
    true: Flag = Field(title=tr("It is true"), description=tr("Yes if it is so, no if it is not."))
    with_: AnyLine | None = Field(None, alias="with", title=tr("With"), description=tr("Who confirmed it."))
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("Anything else."))

    def _line(self, when: When) -> str:
        with_ = tr(" with {value}", value=self.with_) if self.with_ else ""
        return tr("Checked{value}: {which}", value=with_, which=tr("true") if self.true else tr("not true")) + (
            f". {self.note}" if self.note else ""
        )


class DetailsChecked(Body):
    """A number or address that failed was looked into; better details go into their own entry."""

    TYPE: ClassVar[str] = "details.checked"
    LABEL: ClassVar[str] = tr("Details checked")

    found: Flag | None = Field(None, title=tr("Found"), description=tr("Whether better details were found."))
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("Where we looked."))

    def _line(self, when: When) -> str:
        found = {True: tr(": found"), False: tr(": nothing found"), None: ""}[self.found]
        return tr("Details checked{found}", found=found) + (f". {self.note}" if self.note else "")


class CoverArranged(Body):
    """Who holds a person while the service is closed."""

    TYPE: ClassVar[str] = "cover.arranged"
    LABEL: ClassVar[str] = tr("Cover over the gap arranged")

    route: CoverRoute = Field(title=tr("Route"), description=tr("Who or what holds the gap."))
    told_person: Flag | None = Field(None, title=tr("Person told"), description=tr("Whether the person knows."))
    note: AnyNote | None = Field(
        None, title=tr("Note"), description=tr("What was agreed; needed to say that it is safe to wait: why it is.")
    )
    authorised_by: WorkerId | None = Field(
        None,
        title=tr("Authorised by"),
        description=tr(
            "The senior or manager who agreed: needed to say that it is safe to wait of somebody red or high."
        ),
    )
    back_at: MomentAhead = Field(
        title=tr("Back at"), description=tr("When the service is back with them; left out, when it next opens.")
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        if self.route == "safe_to_wait":
            yield from needed(self.note, "note", tr("is needed: say why it is safe to wait until the service is back"))
        yield from after_entry(self.back_at, "back_at", occurred_at)

    def _line(self, when: When) -> str:
        back = when(self.back_at)
        return tr("Cover over the gap: {route}; back {back}", route=choice_in_words(self.route), back=back) + (
            f". {self.note}" if self.note else ""
        )

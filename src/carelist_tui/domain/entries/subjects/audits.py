"""Audit: a sample drawn so that anybody draws the same again, and the score of each case of it (S0:35, S4:98)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictInt

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.entries.choices import AuditAnswer, choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import (
    AnyNote,
    Count,
    DayBack,
    DayEitherWay,
    EntryId,
    Flag,
    Key,
    Line,
    OnTheDay,
)
from carelist_tui.domain.ids import is_uuid
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster.audit_samples import AUDITS_IN_WORDS, AuditKind

LARGEST_SEED = 2**53 - 1
"""What canonical JSON can say."""
LONGEST_AHEAD = timedelta(days=31)
"""So far after the drawing its period may end: a month that is not over yet."""


class SampleDrawn(Body):
    """A sample of what is audited, drawn by its seed: whoever holds the same entries draws the same. It is about the
    service's work, so it stands in no story."""

    TYPE: ClassVar[str] = "sample.drawn"
    LABEL: ClassVar[str] = tr("Audit sample")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    kind: AuditKind = Field(
        title=tr("Kind"),
        description=tr(
            "What is audited: ladder (missed contacts), handover, decision, record (people), or escalation."
        ),
    )
    n: Annotated[StrictInt, Field(ge=1, le=1_000)] = Field(
        title=tr("Number"), description=tr("How many were asked for.")
    )
    seed: Annotated[StrictInt, Field(ge=0, le=LARGEST_SEED)] = Field(
        title=tr("Seed"), description=tr("The number by which they were drawn: the same seed draws the same again.")
    )
    from_: DayBack = Field(alias="from", title=tr("From"), description=tr("The first day of the period."))
    to: DayEitherWay = Field(title=tr("To"), description=tr("The day after the last of the period."))
    known_at: OnTheDay = Field(
        title=tr("Known at"), description=tr("What was recorded by this moment is in the frame.")
    )
    digest: Line = Field(
        title=tr("Digest"), description=tr("Of all entries known at that moment, by which the frame is told.")
    )
    frame: Count = Field(title=tr("Frame"), description=tr("Of how many they were drawn."))
    ids: tuple[EntryId, ...] = Field(
        title=tr("Drawn"),
        description=tr("The missed contacts, handovers, decisions, escalations or people, by id, in order."),
    )
    per: Literal["tier"] | None = Field(
        None, title=tr("Number of each"), description=tr("tier: so many were asked for of each tier.")
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        # What could not be read is None here: it is told off where it stands.
        yield from self._misdated(self.from_, self.to, occurred_at)
        if len(set(self.ids or ())) != len(self.ids or ()):
            yield Fault("body.ids", tr("names something twice"))
        if None not in (self.n, self.frame, self.ids):
            yield from self._miscounted()

    @staticmethod
    def _misdated(begins: date | None, to: date | None, occurred_at: datetime) -> Iterator[Fault]:
        if to is None:
            return
        if begins is not None and to <= begins:
            yield Fault("body.to", tr("must lie after `from`: that day is not included"))
        elif to > (occurred_at + LONGEST_AHEAD).date():
            yield Fault("body.to", tr("lies more than a month after the drawing: is the year right?"))

    def _miscounted(self) -> Iterator[Fault]:
        """A sample is the first `n` of its frame, or all of a smaller one; of each tier, where it is drawn so."""
        least, drawn = min(self.n, self.frame), len(self.ids)
        if self.per is None and drawn != least:
            yield Fault("body.ids", tr("must be {least}: `n`, or the whole frame where that is smaller", least=least))
        elif not least <= drawn <= self.frame:
            yield Fault("body.ids", tr("must be at least {least}, and no more than the frame", least=least))

    def called(self) -> str:
        return tr("{audits_in_words}, seed {seed}", audits_in_words=AUDITS_IN_WORDS[self.kind], seed=self.seed)

    def _line(self, when: When) -> str:
        period = tr(
            "{day_in_words} to before {day_in_words2}",
            day_in_words=day_in_words(self.from_),
            day_in_words2=day_in_words(self.to),
        )
        each = tr(", {n} of each {per}", n=self.n, per=in_plain_words(self.per)) if self.per else ""
        return tr(
            "Audit sample of {audits_in_words}: {n} of {frame}{value}, seed {seed}, {period}, as known {when}",
            audits_in_words=AUDITS_IN_WORDS[self.kind],
            n=len(self.ids),
            frame=self.frame,
            value=each,
            seed=self.seed,
            period=period,
            when=when(self.known_at),
        )


class AuditScored(Body):
    """One of a sample was looked at against the criteria. It is about the service's work, so it stands in no story."""

    TYPE: ClassVar[str] = "audit.scored"
    LABEL: ClassVar[str] = tr("Audit")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    sample: Line = Field(title=tr("Sample"), description=tr("Which sample: the id of its drawing."))
    subject: EntryId = Field(
        title=tr("Subject"),
        description=tr("The missed contact, handover, decision, escalation or person looked at: its id."),
    )
    answers: dict[Key, AuditAnswer] = Field(
        min_length=1,
        title=tr("Answers"),
        description=tr("Each criterion: met, partly, not_met, or na (does not apply). One left out is unanswered."),
    )
    second: Flag = Field(
        False,
        title=tr("Second reader"),
        description=tr("Whether somebody else scored it before: a second reader's own look."),
    )
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("What was seen."))

    def _line(self, when: When) -> str:
        given = list(self.answers.values())
        counts = [f"{given.count(code)} {choice_in_words(code)}" for code in dict.fromkeys(given)]
        named = "" if is_uuid(self.sample) else self.sample
        of = ", ".join(filter(None, (named, tr("second reader") if self.second else "")))
        return tr("Audit{which}: {counts}", which=f" ({of})" if of else "", counts=", ".join(counts)) + (
            f". {self.note}" if self.note else ""
        )

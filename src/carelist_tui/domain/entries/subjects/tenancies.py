"""What happens to them elsewhere: their home, and appointments with others."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar

from dateutil.relativedelta import relativedelta
from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import Attended, SupportLevel, TenancyKind, choice_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import AnyLine, AnyNote, DayBack, DayEitherWay, EntryId, Line
from carelist_tui.domain.moments import day_in_words
from carelist_tui.domain.refusal import Fault

ANNOUNCED: frozenset[TenancyKind] = frozenset({"notice", "court", "eviction"})
"""What is announced before it comes."""
FURTHEST_MONTHS = 12


def _day_faults(on: date | None, today: date, *, is_announced: bool) -> Iterator[Fault]:
    latest = today + relativedelta(months=FURTHEST_MONTHS)
    if on is None or on <= today:
        return
    if not is_announced:
        yield Fault("body.on", tr("can't be after the day this happened"))
    elif on > latest:
        yield Fault(
            "body.on",
            tr(
                "is too far off: {furthest_months} months at the longest, so by {latest}",
                furthest_months=FURTHEST_MONTHS,
                latest=latest,
            ),
        )


class TenancyNoted(Body):
    """Something about their home: arrears, a notice, a complaint, a court date, an eviction, or that it is secured
    (S0:26, S1:33)."""

    TYPE: ClassVar[str] = "tenancy.noted"
    LABEL: ClassVar[str] = tr("Tenancy")

    kind: TenancyKind = Field(title=tr("Kind"), description=tr("What it is."))
    on: DayEitherWay = Field(
        title=tr("On"),
        description=tr("The day it was, or will be: a notice, a court date or an eviction lies ahead at times."),
    )
    source: AnyLine | None = Field(None, title=tr("Source"), description=tr("Who told us."))
    note: AnyNote | None = Field(None, title=tr("Note"), description=tr("What is known of it."))

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        yield from _day_faults(self.on, occurred_at.date(), is_announced=self.kind in ANNOUNCED)

    def _line(self, when: When) -> str:
        note = f". {self.note}" if self.note else ""
        return tr(
            "Tenancy: {kind}, {day_in_words}{note}",
            kind=choice_in_words(self.kind),
            day_in_words=day_in_words(self.on),
            note=note,
        )


class AppointmentNoted(Body):
    """An appointment elsewhere: a GP, bloods, a dentist, benefits (S1:22-23, S2:16)."""

    TYPE: ClassVar[str] = "appointment.noted"
    LABEL: ClassVar[str] = tr("Appointment elsewhere")

    what: Line = Field(title=tr("What"), description=tr("With whom, or what for: GP, bloods, dentist, benefits."))
    on: DayBack = Field(title=tr("On"), description=tr("The day it was."))
    attended: Attended = Field(title=tr("Attended"), description=tr("Whether they went."))
    support_level: SupportLevel | None = Field(
        None,
        title=tr("Support"),
        description=tr("How they got there: on their own, with prompts, with somebody along."),
    )
    action: EntryId | None = Field(None, title=tr("Action"), description=tr("The action that it is part of, if any."))

    def _line(self, when: When) -> str:
        went = {"yes": tr("attended"), "no": tr("not attended")}.get(
            self.attended, tr("whether they went is not known")
        )
        return tr(
            "Appointment elsewhere, {what}, {day_in_words}: {went}",
            what=self.what,
            day_in_words=day_in_words(self.on),
            went=went,
        )

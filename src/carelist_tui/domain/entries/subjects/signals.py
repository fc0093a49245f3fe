"""Notes on what a measure says (measures.md, Faces)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import ClassVar

from pydantic import Field

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries.choices import measure_in_words
from carelist_tui.domain.entries.entry import Body, When
from carelist_tui.domain.entries.fields import AnyNote, Flag, Line, MeasureKey, Month, Note
from carelist_tui.domain.moments import first_of_month, month_in_words
from carelist_tui.domain.refusal import Fault


class SignalNoted(Body):
    """What was found when the cases behind a measure were opened. It stands on the chart and in reports."""

    TYPE: ClassVar[str] = "signal.noted"
    LABEL: ClassVar[str] = tr("Note on a signal")
    ABOUT_PERSON: ClassVar[bool] = False
    PERSON_NEEDED: ClassVar[bool] = False

    measure: MeasureKey = Field(title=tr("Measure"), description=tr("Which measure it is about."))
    team: Line | None = Field(
        None, title=tr("Team"), description=tr("Which team's, if it is not about the whole service.")
    )
    month: Month = Field(title=tr("Month"), description=tr("Which month it is about, like 2026-02."))
    what_we_found: Note = Field(
        title=tr("What we found"),
        description=tr("What lies behind it, once the cases were opened; without anybody's name."),
    )
    what_we_do: AnyNote | None = Field(None, title=tr("What we do"), description=tr("What is done about it."))
    step_change: Flag = Field(
        False,
        title=tr("Step change"),
        description=tr("Whether things are different for good from this month on: its limits then begin anew."),
    )

    def faults(self, occurred_at: datetime) -> Iterator[Fault]:
        latest = max(occurred_at.date(), occurred_at.astimezone(UTC).date())
        if self.month and first_of_month(self.month) > latest:
            yield Fault("body.month", tr("had not begun when this happened"))

    def _line(self, when: When) -> str:
        whose = f", {self.team}" if self.team else ""
        anew = tr("; a step change, limits begin anew") if self.step_change else ""
        found = self.what_we_found
        if self.what_we_do:
            found = tr("{found}. What we do: {what_we_do}", found=found.removesuffix("."), what_we_do=self.what_we_do)
        about = f"{measure_in_words(self.measure)}, {month_in_words(self.month)}{whose}{anew}"
        return tr("Note on {about}: {found}", about=about, found=found)

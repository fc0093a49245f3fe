"""What was noted on a measure, for its chart and for reports, and from when on its limits begin anew (measures.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from carelist_tui.domain.entries import SignalNoted
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.measures.charts.signals import StepChange
from carelist_tui.domain.person.story import each_once, effective


@dataclass(frozen=True, slots=True)
class SignalNote:
    """One note as it stands: when (aware) and by whom, about which month (`2026-02`) and whose figures (`team` None:
    those of the whole service)."""

    id: str
    at: datetime
    by: str
    team: str | None
    month: str
    found: str
    do: str | None
    step_change: bool


def notes_of(
    measure: str, story: Iterable[Entry], of_team: str | None = None, at: datetime | None = None
) -> list[SignalNote]:
    """The notes on a measure among the entries about no person, whatever order those come in: by month, then in story
    order; a struck one is none, a corrected one as corrected.

    With `of_team` those of that team and those of the whole service, which hold for each of its teams; without, of the
    whole service alone. With `at` only what was noted by then.
    """
    stands = effective(list(each_once(story).values()))
    found = [
        (x.order, SignalNote(x.id, x.occurred_at, x.decided_by, said.team, said.month, said.what_we_found,
                             said.what_we_do or None, said.step_change))
        for x in stands
        if isinstance(said := x.body, SignalNoted) and said.measure == measure and said.team in (None, of_team)
        and (at is None or x.occurred_at <= at)
    ]  # fmt: skip
    return [note for _, note in sorted(found, key=lambda row: (row[1].month, row[0]))]


def step_changes_among(notes: Iterable[SignalNote]) -> list[StepChange]:
    """Where the limits of a measure begin anew, by month, of the notes on it in their order; of several notes on one
    month the newest says why."""
    reasons = {note.month: note.found for note in notes if note.step_change}
    return [StepChange(month, reason) for month, reason in reasons.items()]

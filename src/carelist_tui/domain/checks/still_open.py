"""What can only be changed, answered or ended while it stands open; and whether a rating fits its indicator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.asked import Asked, checks
from carelist_tui.domain.dues.bookings import occurrences
from carelist_tui.domain.entries import ContactCancelled, ImprovementClosed, ImprovementOpened, IndicatorRated
from carelist_tui.domain.entries.subjects.indicators import step_named
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.refusal import Fault

_STANDS: dict[tuple[str, str], tuple[Callable[[PersonState], Iterable[str]], str]] = {
    ("handover", "body.handover"): (
        lambda state: (each.id for each in state.handovers if each.is_open),
        tr("is not open any more: it was closed, answered by a new one, or entered in error"),
    ),
    ("action", "body.action"): (
        lambda state: (each.id for each in state.actions),
        tr("is not open any more: it was closed, or entered in error"),
    ),
    ("request", "body.request"): (
        lambda state: (each.id for each in state.requests),
        tr("is not open any more: it was answered, or entered in error"),
    ),
    ("indicator", "body.indicator"): (
        lambda state: (each.id for each in state.indicators),
        tr("does not run any more: it was ended, replaced, or entered in error"),
    ),
}
"""By the subject of the entry and the path that names it: what stands, and what to say of what does not."""


def no_longer_stands(asked: Asked, path: str, id: str) -> str | None:
    """Why an entry can't be about this one any more; None while it stands, or where that does not matter."""
    known = _STANDS.get((asked.entry.type.partition(".")[0], path))
    if known is None or asked.ground is None:
        return None
    standing, sentence = known
    return None if id in standing(asked.ground.state) else sentence


@checks(ImprovementClosed)
def improvement_is_open(asked: Asked, body: ImprovementClosed) -> Iterator[Fault]:
    """What was closed, or entered in error, is not closed once more."""
    named = asked.stored.entry(body.improvement)
    is_one = named is not None and named.type == ImprovementOpened.TYPE
    if is_one and body.improvement not in asked.roster.improvements:
        yield Fault("body.improvement", tr("is not open any more: it was closed, or entered in error"))


@checks(ContactCancelled)
def called_off_in_time(asked: Asked, body: ContactCancelled) -> Iterator[Fault]:
    """Called off by the person after its time is a missed contact, whatever it is called (records.md)."""
    booked = next((x for x in asked.ground.state.bookings if x.id == body.planned), None) if asked.ground else None
    begins = body.occurrence
    if begins is None and booked is not None and asked.ground is not None:
        # A series that ends takes along whatever of it nobody has said anything of.
        begins = next(iter(occurrences(asked.ground, booked)), None)
    if body.by == "person" and begins is not None and asked.entry.occurred_at > begins:
        yield Fault("body.by", tr("it was called off after its time: say that it was missed, so that its steps begin"))


@checks(IndicatorRated)
def rating_fits(asked: Asked, body: IndicatorRated) -> Iterator[Fault]:
    """A rating lies on the scale of its indicator, and speaks of its steps (S2:31)."""
    running = asked.ground.state.indicators if asked.ground else ()
    agreed = next((each for each in running if each.id == body.indicator), None)
    if agreed is None:
        return
    if agreed.highest is not None and body.value > agreed.highest:
        yield Fault(
            "body.value", tr("must be at most {highest}, the highest of this indicator", highest=agreed.highest)
        )
    named = [step_named(name, agreed.steps) for name in body.parts]
    if body.parts and not agreed.steps:
        yield Fault("body.parts", tr("this indicator has no steps"))
    elif None in named:
        yield Fault(
            "body.parts",
            tr("must name its steps as they were agreed, or their numbers: {steps}", steps=", ".join(agreed.steps)),
        )
    elif len(set(named)) < len(named):
        yield Fault("body.parts", tr("says one step twice"))

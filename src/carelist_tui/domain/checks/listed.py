"""What the Standards list and an entry names. A locality or a group (S0:39, S3:34) that is not on the list is said, and
taken all the same, because a list may come later than what people say; an instrument must be declared, else its score
means nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from carelist_tui.domain.checks.asked import Asked, checks
from carelist_tui.domain.entries import InstrumentScored, PersonAccepted, PersonDetailsUpdated, ReferralReceived
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.standards import Standards


def remarks_on_identity(
    standards: Standards, body: PersonAccepted | PersonDetailsUpdated | ReferralReceived
) -> Iterator[str]:
    """A sentence for each locality, group and answer that the Standards do not list."""
    if body.locality is not None and body.locality not in standards.localities:
        yield f"the Standards list no locality {body.locality}{_known(standards.localities)}"
    for key, said in (body.groups or {}).items():
        group = standards.groups.get(key)
        if group is None:
            yield f"the Standards list no group {key}{_known(standards.groups)}"
        elif said not in group.values:
            yield f"of {group.title} the Standards list no such answer: {', '.join(group.values)}"


def _known(keys: Iterable[str]) -> str:
    names = ", ".join(keys)
    return f": {names}" if names else ""


@checks(InstrumentScored)
def score_fits(asked: Asked, body: InstrumentScored) -> Iterator[Fault]:
    """The Standards declare the instrument, its items and their range."""
    declared = asked.standards.instruments
    if (instrument := declared.get(body.instrument)) is None:
        known = ", ".join(declared) or "none"
        yield Fault("body.instrument", f"the Standards declare no such instrument; there are: {known}")
        return
    for key, why in instrument.out_of_range(body.items):
        yield Fault(f"body.items.{key}", why)
    if why := instrument.wrong_total(body.items, body.total):
        yield Fault("body.total", why)

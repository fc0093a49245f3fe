"""First contact after a handover, derived from a contact kept or missed (records.md, handover.first_contact)."""

from __future__ import annotations

from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.facts import Fact
from carelist_tui.domain.person.state import PersonState


def derive_first_contact(state: PersonState, entry: Entry, named: str | None, purpose: str, *, met: bool) -> None:
    """A contact kept or missed that names the handover, or has purpose first, after acceptance.

    What two laptops saw differently counts as missed until it is settled.
    """
    thing = entry.body.thing() if entry.body else None
    disputed = state.thing_is_disputed(thing)
    met, said = met and not disputed, {mark.id for mark in state.marks.get(thing or "", ())}
    for handover in state.handovers:
        accepted = handover.accepted
        if not handover.is_open or accepted is None or (handover.met and not disputed):
            continue
        of_the_same = handover.met_by is not None and handover.met_by.id in said
        if named == handover.id or of_the_same or (named is None and purpose == "first"):
            handover.met, handover.met_by = met, Fact(entry.id, entry.order, entry.clock_at)

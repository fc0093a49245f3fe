"""Whether an entry may be recorded now: rules against the state as it is. Arriving entries are not asked."""

from __future__ import annotations

from collections.abc import Iterable

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks import (
    closed_days,
    corrections,
    dates,
    decisions,
    deferrals,
    handovers,
    listed,
    measure_notes,
    membership,
    plans,
    set_up,
    sharing,
    still_open,
    supervision,
)
from carelist_tui.domain.checks.asked import CHECKS, Asked, Stored
from carelist_tui.domain.checks.decisions import stands_in_for
from carelist_tui.domain.checks.deferrals import put_off_together
from carelist_tui.domain.checks.late_bookings import remarks_on_booking, remarks_on_closer_contact
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.entries import (
    AuditScored,
    ContactPlanned,
    OutreachAttempted,
    PartnerContacted,
    PersonAccepted,
    PersonAdmitted,
    PersonDetailsUpdated,
    PersonReturned,
    ReferralReceived,
    SampleDrawn,
    SignalNoted,
    SupervisionHeld,
    TierSet,
    ZoneSet,
)
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import Standards

__all__ = ["Stored", "faults_now", "no_longer_taken", "put_off_together", "remarks_now", "stands_in_for"]
_SUBJECTS = (membership, still_open, dates, decisions, corrections, supervision, handovers, deferrals, plans, set_up,
             sharing, measure_notes, listed)  # fmt: skip


_CLOSER = TierSet | ZoneSet
_REMARKED = PartnerContacted | OutreachAttempted | ContactPlanned | PersonAdmitted | PersonReturned | _CLOSER
_LOOKED_AT = (SupervisionHeld.TYPE, SampleDrawn.TYPE, AuditScored.TYPE, SignalNoted.TYPE)
_IDENTITY = PersonAccepted | PersonDetailsUpdated | ReferralReceived


def faults_now(
    entry: Entry, state: PersonState | None, roster: Roster, standards: Standards, stored: Stored
) -> list[Fault]:
    """Everything that speaks against recording this entry now; empty: nothing does.

    `state` is the person's as they stand without it (None: nobody's, or nobody yet); `stored` finds what it names.
    """
    ground = stand_on(state, standards, roster.staff) if state is not None else None
    asked = Asked(entry, ground, roster, standards, stored)
    faults = list(membership.belongs(asked))
    for check in CHECKS.get(entry.type, ()):
        faults += check(asked, entry.body)
    return faults


def no_longer_taken(team: Iterable[Entry], roster: Roster, standards: Standards, stored: Stored) -> list[str]:
    """Supervision, samples, scores and notes on measures, as corrected, that an earlier release took, or an import
    brought, and this one would not take: a sentence each.

    They stay readable; such a session settles nothing, and a note on no measure stands on no chart."""
    kept = [each for each in effective(list(team)) if each.type in _LOOKED_AT]
    asked = [Asked(each, None, roster, standards, stored) for each in kept]
    return [
        tr("entry {id} would not be taken now: {fault}", id=each.entry.id, fault=fault)
        for each in asked
        for check in CHECKS[each.entry.type]
        for fault in (check(each, each.entry.body) if each.entry.body is not None else ())
    ]


def remarks_now(
    entry: Entry, state: PersonState | None, roster: Roster, standards: Standards, stored: Stored
) -> list[str]:
    """What had better be looked at of an entry that may be recorded, a sentence each; as `faults_now` is asked."""
    body = entry.body
    if isinstance(body, _IDENTITY):
        return list(listed.remarks_on_identity(standards, body))
    if state is None or not isinstance(body, _REMARKED):
        return []
    ground = stand_on(state, standards, roster.staff)
    asked = Asked(entry, ground, roster, standards, stored)
    if isinstance(body, ContactPlanned):
        return list(remarks_on_booking(ground, body, entry.occurred_at))
    if isinstance(body, _CLOSER):
        return list(remarks_on_closer_contact(ground, entry))
    if isinstance(body, PersonAdmitted):
        return list(closed_days.remarks_on_stay(asked, ground, body))
    if isinstance(body, PersonReturned):
        return list(closed_days.remarks_on_return(asked, ground, body))
    return list(sharing.remarks_on_telling(asked, body))

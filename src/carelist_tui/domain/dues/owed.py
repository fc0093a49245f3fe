"""What is owed to one person, derived from their state by the Standards. Pure; the order is the reader's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from carelist_tui.domain.dues import (
    actions,
    arrivals,
    awaited,
    bookings,
    decisions,
    escalations,
    handovers,
    ladder,
    plans,
    reviews,
    safety_net,
    transitions,
)
from carelist_tui.domain.dues.deferral import deferred_until
from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.dues.interval import interval_in_force
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.paper import as_paper
from carelist_tui.domain.namesake import Namesake
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.roster import EVERYBODY, Staff
from carelist_tui.domain.standards import Standards

Family = Callable[[Ground], Iterator[Due]]
FAMILIES: tuple[Family, ...] = (
    arrivals.triage,
    arrivals.allocate_coordinator,
    arrivals.first_contact,
    arrivals.first_look,
    arrivals.no_contact_exception,
    arrivals.baseline,
    arrivals.unread,
    plans.engagement_plan,
    plans.risk_plan,
    plans.risk_plan_after_incident,
    plans.zone_review,
    bookings.contact,
    bookings.rebook,
    bookings.book_contact,
    bookings.cadence,
    bookings.too_long_unseen,
    ladder.ladder_steps,
    ladder.sharing_decision,
    decisions.risk_check,
    decisions.decision,
    decisions.decision_review,
    decisions.same_day_response,
    escalations.raise_escalation,
    escalations.escalation,
    escalations.after_crisis_contact,
    awaited.away_review,
    awaited.follow_up,
    awaited.speak_to,
    awaited.promise,
    awaited.refusal_review,
    awaited.confirm_report,
    awaited.death_actions,
    awaited.fix_details,
    handovers.handovers,
    transitions.transition_check,
    actions.actions,
    actions.requests,
    actions.indicators,
    actions.confirm_authority,
    actions.capacity_assessment,
    actions.medication_missed,
    reviews.crisis_summary,
    reviews.learning_review,
    reviews.mdt_review,
    reviews.senior_review,
    reviews.review,
    reviews.consent_review,
    safety_net.gap_cover,
    safety_net.conflict,
)
"""A new kind of Due is one function here."""
ACTS = (
    plans.engagement_plan,
    plans.risk_plan,
    plans.risk_plan_after_incident,
    awaited.fix_details,
    actions.actions,
    actions.requests,
    actions.indicators,
    actions.confirm_authority,
    actions.medication_missed,
    reviews.crisis_summary,
    safety_net.gap_cover,
    safety_net.conflict,
)
"""Those of which every Due asks for an act alone: no other Due is earlier, later or there at all because of one."""
OF_PEOPLE = tuple(family for family in FAMILIES if family not in ACTS)
"""Those that bring contact, a decision or a review."""
AFTER_LEAVING = (transitions.after_leaving, actions.confirm_authority, safety_net.conflict, handovers.receipts)
"""What is still owed of who has left (records.md, person.discharged)."""


def owed(
    state: PersonState, standards: Standards, staff: Staff = EVERYBODY, namesakes: tuple[Namesake, ...] = ()
) -> list[Due]:
    """Everything owed to a person on the caseload; of who has left what outlives that, and of anybody else nothing.

    `staff` says who works here, `namesakes` other people who carry the same identifier, or may be
    the same person.
    """
    if not state.on_caseload and state.left is None:
        return []
    return everything_owed(stand_on(state, standards, staff, namesakes))


def everything_owed(ground: Ground) -> list[Due]:
    """The same of somebody for whom the ground is laid already."""
    if ground.state.on_caseload:
        return owed_on(ground)
    if ground.state.left is None:
        return []
    return [_deferred(ground, due) for family in AFTER_LEAVING for due in family(ground)]


def owed_on(ground: Ground, families: Iterable[Family] = FAMILIES) -> list[Due]:
    """What is owed to somebody on the caseload, of these families."""
    found = [as_paper(ground, as_paused(ground, due)) for family in families for due in family(ground)]
    kept = [
        due
        for due in _wait_for_the_ladder(ground, found)
        if not ground.withholds(KINDS[due.kind])
        or _stands_while_unsure(ground, due)
        or handovers.outlives_death(ground, due)
    ]
    return [_deferred(ground, due) for due in (*kept, *safety_net.invisible(ground, kept))]


def _stands_while_unsure(ground: Ground, due: Due) -> bool:
    """The visit of a running ladder stands for somebody high who is only said to have died (*After a death*)."""
    unsure = ground.state.death is not None and not ground.state.has_died
    visits = due.kind == "ladder_step" and due.detail["methods"] == ["visit"]
    return unsure and visits and ground.is_high and not (ground.is_away or ground.refuses_contact)


FOLLOWS = ("ladder_step", "decision", "decision_review", "escalation_reply", "escalation_outcome")
"""What of a missed contact is followed by somebody, where it names that one; and `speak_to`."""


def _wait_for_the_ladder(ground: Ground, found: list[Due]) -> Iterator[Due]:
    """While a missed contact is followed, what its ladder brings too falls due no earlier than that: until the last
    of what is owed of it, and at the longest one interval in force after it, or after its newest attempt
    (standards.md, Clocks, *Followed*). What was owed before anybody asks for them again stays as it was: worse never
    owes later. Once somebody has tried, they are asked for."""
    episode, newest_entry = ground.episode, ground.state.at
    if episode is None or newest_entry is None or episode.t > newest_entry:
        yield from found
        return
    own = [due.due_at for due in found if due.kind in FOLLOWS and due.detail.get("episode") in episode.ids]
    about = own + [due.due_at for due in found if due.kind == "speak_to"]
    newest = max([episode.t, *(attempt.at for attempt in episode.attempts)])
    until = min(max(about, default=newest), ground.calendar.after(newest, interval_in_force(ground)))
    asked = episode.t if episode.attempts else min(own, default=until)
    same_day = ground.calendar.same_day(episode.miss.runs_from, high=episode.high)
    for due in found:
        waits = KINDS[due.kind].waits_for_ladder and asked <= max(due.due_at, same_day)
        yield _no_earlier(due, until) if waits else due


def as_paused(ground: Ground, due: Due) -> Due:
    """A pause or a stop makes the contact Dues due no earlier than its review, some of them excepted."""
    if not KINDS[due.kind].waits_for_pause:
        return due
    until = ground.paused_until()
    return _no_earlier(due, until) if until is not None else due


def _no_earlier(due: Due, until: datetime) -> Due:
    """Due, and shown where a booking had stood for it, no earlier than that."""
    from_at = max(due.from_at, until) if due.from_at is not None else None
    return replace(due, due_at=max(due.due_at, until), from_at=from_at)


def _deferred(ground: Ground, due: Due) -> Due:
    """As somebody put it off, as far as it may wait, and gave it to: by its key, while it is owed for the same entry
    (records.md, due.deferred). Else whoever holds it in a handover."""
    given = ground.state.given_to.get(due.key)
    if given is not None:
        due = replace(due, named_owner=given.owner, owner_team=None)
    elif due.named_owner is None:
        due = handovers.held(ground, due)
    until = deferred_until(ground, due)
    return replace(due, due_at=until) if until is not None else due

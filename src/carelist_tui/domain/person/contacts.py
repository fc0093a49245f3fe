"""Contacts: booked, kept, missed, cancelled; what partners say; plans (S0:12, S0:16, S1:32, S2:35-36)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import (
    ContactCancelled,
    ContactCompleted,
    ContactMissed,
    ContactPlanned,
    EngagementPlanAgreed,
    MayContact,
    PartnerContacted,
    RiskPlanUpdated,
    VisitBegun,
)
from carelist_tui.domain.entries.choices import LIVE_METHODS, SEEN_BY, choice_in_words
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.names import fold_name
from carelist_tui.domain.person.facts import Booking, Cancellation, Live, Look, Miss, Reason
from carelist_tui.domain.person.fold_rules import earlier, fact, folds, set_thing, whole
from carelist_tui.domain.person.handovers import derive_first_contact
from carelist_tui.domain.person.risk import see_signs, see_triggers, worry
from carelist_tui.domain.person.sharing import take_plan, take_telling
from carelist_tui.domain.person.state import PersonState
from carelist_tui.domain.roster import Visit
from carelist_tui.domain.standards.dues import LONGEST

MOST_CANCELLED = 2 * LONGEST.mdt_missed
"""So many cancellations by the person stay known at the most."""
MOST_VISITS = 20
"""So many workers' newest visits to one person stay known."""


@folds(ContactPlanned)
def planned(state: PersonState, entry: Entry, body: ContactPlanned) -> None:
    if f"planned:{entry.id}" in state.marks:
        return
    state.bookings.append(
        Booking(
            entry.id,
            entry.order,
            entry.clock_at,
            body.at,
            body.until,
            body.method,
            body.purpose,
            body.worker,
            body.place or "",
            body.repeat,
        )
    )
    state.cancelled = None
    if body.method in LIVE_METHODS:
        _look(state, entry, is_booking=True)


def _look(state: PersonState, entry: Entry, *, is_booking: bool) -> None:
    """Of who was brought over it is known now when they were spoken to last, or will be."""
    acceptance = state.acceptance
    if acceptance is None or acceptance.brought_over_on is None or entry.occurred_at < acceptance.at:
        return
    came_along = entry.raw.get("arose_from") == acceptance.id
    state.looked = state.looked or Look(entry.id, entry.order, entry.clock_at, is_booking, came_along)


def _resolve(
    state: PersonState, planned: str | None, occurrence: datetime | None, *, ends_series: bool = False
) -> None:
    """Something became of a booking: it, or that occurrence of its series, is owed no longer."""
    for booking in list(state.bookings):
        if booking.id != planned:
            continue
        if booking.repeat is None or ends_series:
            state.bookings.remove(booking)
        else:
            booking.resolved.append(occurrence or booking.begins)


def live_contact(
    state: PersonState, entry: Entry, method: str, *, as_usual: bool, planned: str | None = None,
    partial: bool = False, answered: bool = False,
) -> None:  # fmt: skip
    """Real contact: resets last contact, ends what waits for the person's own voice (S3:26)."""
    seen, green = method in SEEN_BY, state.zone_now == "green"
    here = (entry.id, entry.order, entry.clock_at)
    state.lives.append(Live(*here, method, seen, as_usual, planned, green, partial, answered))
    if state.thing_is_disputed(planned):
        return
    _look(state, entry, is_booking=False)
    state.cancelled = None
    for miss in state.misses:
        miss.unmet &= entry.occurred_at >= miss.t  # said to be missed before its time, and met before that
    if state.has_died:
        state.met_after_death = state.met_after_death or fact(entry)
        return
    state.death = None
    state.reports = [report for report in state.reports if report.kind != "died"]


@folds(ContactCompleted)
def completed(state: PersonState, entry: Entry, body: ContactCompleted) -> None:
    thing = body.thing()
    set_thing(state, entry, entry.type)
    usual = body.how_are_they == "as_usual"
    live_contact(
        state, entry, body.method, as_usual=usual, planned=thing, partial=body.partial, answered=_answered(state, body)
    )
    if not body.partial:  # a nod through the door is no first contact (standards.md, Clocks)
        derive_first_contact(state, entry, body.handover, body.purpose, met=True)
    if body.purpose == "medication" and body.medication == "missed":
        state.medication_missed = state.medication_missed or fact(entry)
    _resolve(state, body.planned, body.occurrence)
    if thing is not None and not state.thing_is_disputed(thing):
        # It was kept after all, says somebody who saw that it was called cancelled.
        state.cancellations = [each for each in state.cancellations if each.planned != thing]
    seen = [sign for sign in body.signs_seen if sign.seen == "yes"]
    flags = {flag.strip().casefold() for flag in (state.risk_plan.red_flags if seen and state.risk_plan else ())}
    red = [sign.sign for sign in seen if sign.sign.strip().casefold() in flags]
    triggers: list[str] = list(body.triggers)
    if red and "personal_red_flag" not in triggers:
        triggers.append("personal_red_flag")
    see_triggers(state, entry, triggers)
    if triggers:
        worry(state, entry, "trigger", tr("red flag: ") + ", ".join(red) if red else tr("a same-day trigger seen"))
    if body.step_up_reached:
        worry(state, entry, "step_up", tr("the step-up threshold was reached"))
    if body.how_are_they == "worse":
        worry(state, entry, "worse", tr("they were worse"))
    _weigh_signs(state, entry, body, [sign.sign for sign in seen])


def _answered(state: PersonState, body: ContactCompleted) -> bool:
    """Whether each early warning sign that is known of them was asked about, and none was seen."""
    if state.plan is None or not body.signs_seen:
        return False
    known = {fold_name(sign) for sign in state.plan.early_warning_signs}
    unseen = {fold_name(sign.sign) for sign in body.signs_seen if sign.seen == "no"}
    return bool(known) and known <= unseen and len(unseen) == len(body.signs_seen)


def _weigh_signs(state: PersonState, entry: Entry, body: ContactCompleted, seen: list[str]) -> None:
    if seen:
        see_signs(state, entry, ", ".join(seen))
        return
    if not state.sightings:
        return
    newest = state.sightings[-1]
    answered = all(sign.seen == "no" for sign in body.signs_seen)
    if body.partial or not body.signs_seen or not answered:
        newest.running = 0
        return
    newest.running += 1
    if newest.running > len(newest.reached) and newest.running <= LONGEST.signs_clear_after:
        newest.reached.append(entry.occurred_at)


def _no_contact(state: PersonState, entry: Entry) -> str | None:
    """Settled as missed or cancelled by somebody who saw that it was called kept: then it was no contact."""
    thing = entry.body.thing() if entry.body else None
    if not set_thing(state, entry, entry.type) and thing is not None:
        state.lives = [live for live in state.lives if live.planned != thing]
        state.cancellations = [each for each in state.cancellations if each.planned != thing]
    return thing


@folds(ContactMissed)
def missed(state: PersonState, entry: Entry, body: ContactMissed) -> None:
    thing = _no_contact(state, entry)
    t = body.expected_at
    met = state.acceptance is not None and any(state.acceptance.at <= x.at < t for x in state.contacts)
    state.misses.append(
        Miss(
            entry.id,
            entry.order,
            entry.clock_at,
            t,
            body.how,
            body.method,
            state.acceptance is not None and not met,
            thing,
        )
    )
    purpose = next((each.purpose for each in state.bookings if each.id == body.planned), "")
    _resolve(state, body.planned, body.occurrence)
    _call_for_mdt(state, entry)
    if state.cancellations:
        state.cancellations[-1].then_missed = True
    if purpose == "medication":
        state.medication_missed = state.medication_missed or fact(entry)
    derive_first_contact(state, entry, body.handover, purpose, met=False)


def _call_for_mdt(state: PersonState, entry: Entry) -> None:
    """So many contacts missed, or cancelled by the person, in so long call for the MDT, counted since it last met about
    them (S0:42)."""
    kept = state.mdt_missed[1 - LONGEST.mdt_missed :]
    state.mdt_missed = [*kept, fact(entry)]


@folds(ContactCancelled)
def cancelled(state: PersonState, entry: Entry, body: ContactCancelled) -> None:
    thing = _no_contact(state, entry)
    _resolve(state, body.planned, body.occurrence, ends_series=body.occurrence is None)
    if body.by == "person":
        _note_cancellation(state, entry, thing)
        _call_for_mdt(state, entry)
    state.cancelled = Reason(
        entry.id, entry.order, entry.clock_at, body.by, tr("cancelled by the {who}", who=choice_in_words(body.by))
    )


@folds(VisitBegun)
def visit_begun(state: PersonState, entry: Entry, body: VisitBegun) -> None:
    """Somebody goes out alone; it is no contact. Whoever works in another team is looked for there."""
    if entry.origin is not None:
        return
    worker = entry.decided_by
    known = state.visits.pop(worker, None)
    ahead = entry.recorded_ahead
    began = Visit(entry.id, worker, state.person, entry.occurred_at, entry.recorded_at, body.back_by, ahead)
    state.visits[worker] = known if known is not None and not began.comes_after(known) else began
    while len(state.visits) > MOST_VISITS:
        del state.visits[next(iter(state.visits))]


def _note_cancellation(state: PersonState, entry: Entry, thing: str | None) -> None:
    last = state.cancellations[-1] if state.cancellations else None
    broken = last is None or last.then_missed or state.contact_after(last.order)
    running = 1 if last is None or broken else last.running + 1
    kept = state.cancellations[1 - MOST_CANCELLED :]
    state.cancellations = [*kept, Cancellation(entry.id, entry.order, entry.clock_at, thing, running)]


@folds(PartnerContacted)
def partner_contacted(state: PersonState, entry: Entry, body: PartnerContacted) -> None:
    state.heard = fact(entry)
    if body.direction == "out":
        state.medication_missed = None  # who rings us has been told nothing by that, as the measure has it
        with_, basis = (body.sharing.with_, body.sharing.basis) if body.sharing else (None, None)
        take_telling(state, entry, (body.who, body.agency, with_), basis)
    if body.worried:
        words = tr("{who} is worried", who=body.who)
        state.worried_partners.append(Reason(entry.id, entry.order, entry.clock_at, "partner", words))


def _united(*lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in lists for word in words))


def _agreed_by_both(one: Sequence[MayContact], other: Sequence[MayContact]) -> tuple[MayContact, ...]:
    """Whom either plan names, as the first says it; agreed only where both say so."""
    said: dict[str, MayContact] = {}
    for each in (*one, *other):
        said.setdefault(fold_name(each.name), each)
    ours, theirs = ({fold_name(each.name) for each in rows if each.consent} for rows in (one, other))
    return tuple(each.model_copy(update={"consent": name in ours & theirs}) for name, each in said.items())


@folds(EngagementPlanAgreed)
def engagement_plan(state: PersonState, entry: Entry, body: EngagementPlanAgreed) -> None:
    plan, known = body, state.plan
    disputed = set_thing(state, entry, whole(body))
    take_plan(state, entry, body, disputed=disputed)
    if disputed and known is not None:
        safer = {
            "avoid": _united(known.avoid, body.avoid),
            "may_contact": _agreed_by_both(known.may_contact, body.may_contact),
            "early_warning_signs": _united(known.early_warning_signs, body.early_warning_signs),
            "review_on": earlier(known.review_on, body.review_on),
        }
        plan = known.model_copy(update=safer)
    state.plan, state.plan_fact = plan, fact(entry)


@folds(RiskPlanUpdated)
def risk_plan(state: PersonState, entry: Entry, body: RiskPlanUpdated) -> None:
    plan, known = body, state.risk_plan
    if set_thing(state, entry, whole(body)) and known is not None:
        alone = known.lone_working is None or not known.lone_working.two_workers
        safer = {
            "red_flags": _united(known.red_flags, body.red_flags),
            "relapse_signature": _united(known.relapse_signature, body.relapse_signature),
            "lone_working": (body.lone_working or known.lone_working) if alone else known.lone_working,
            "review_on": earlier(known.review_on, body.review_on),
        }
        plan = known.model_copy(update=safer)
    state.risk_plan, state.risk_plan_fact = plan, fact(entry)
    for crisis in state.crises:
        crisis.planned = crisis.planned or crisis.id == body.because_of
    state.to_plan_for = [each for each in state.to_plan_for if each.id != body.because_of]

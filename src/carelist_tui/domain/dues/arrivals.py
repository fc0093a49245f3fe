"""From referral to first contact: triage, a coordinator, first contact, consent, a risk screen (S4:44-46)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.brought_over import brought_over, is_without_history
from carelist_tui.domain.dues.due import Due, Words
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.dues.paper import first_look_by
from carelist_tui.domain.dues.reviews import senior_for
from carelist_tui.domain.person.facts import Fact, Membership


def triage(ground: Ground) -> Iterator[Due]:
    """A referral waits: 10:00 on the next service day, an urgent one the same day."""
    state, referral = ground.state, ground.state.referral
    if referral is None or state.acceptance is not None:
        return
    at_ten = ground.calendar.next_service_day_at(referral.clock, ground.numbers.next_day_at)
    yield KINDS["triage"].due(
        state.person,
        referral.id,
        tr("Decide on the referral"),
        ground.same_day(referral) if referral.urgent else at_ten,
        (tr("urgent referral ") if referral.urgent else tr("referred "), referral.at),
    )


def allocate_coordinator(ground: Ground) -> Iterator[Due]:
    """Accepted, and nobody named; or the one named has left."""
    state, acceptance = ground.state, ground.state.acceptance
    if acceptance is None:
        return
    named = state.coordinator
    if named is not None and ground.staff.works_here(named.value):
        return
    because: Words = (tr("accepted "), acceptance.at)
    if named is not None:
        because = (_why_not(ground, named.value),)
    began = brought_over(state, ground.standards) or acceptance
    yield KINDS["allocate_coordinator"].due(
        state.person,
        acceptance.id,
        tr("Allocate a coordinator"),
        ground.calendar.next_service_day_at(began.clock, ground.numbers.next_day_at),
        because,
    )


def _why_not(ground: Ground, coordinator: str) -> str:
    if coordinator in ground.staff.left:
        return tr("their coordinator has left")
    if coordinator in ground.staff.auditors:
        return tr("their coordinator is an auditor, who records nothing")
    return tr("nobody works here under the id {value}", value=coordinator)


def first_contact_by(ground: Ground, acceptance: Membership) -> datetime:
    """By when somebody who was accepted is spoken to: from a crisis by noon of the second service day, from more care
    within 72 hours (S4:44)."""
    numbers, calendar = ground.numbers, ground.calendar
    length = numbers.first_contact
    if acceptance.source in numbers.crisis_sources:
        length = numbers.first_contact_crisis
        if length.service_days:
            day = calendar.service_day_after(calendar.day_of(acceptance.clock), length.service_days)
            return calendar.at(day, numbers.first_contact_crisis_at)
    elif acceptance.source == "step_down":
        length = numbers.first_contact_step_down
    return calendar.deadline(acceptance.clock, length, high=ground.is_high_at(acceptance.at))


def first_contact(ground: Ground) -> Iterator[Due]:
    """Accepted, and no whole contact since; who comes from a crisis stands there from the first hour."""
    state, acceptance = ground.state, ground.state.acceptance
    if acceptance is None or not state.is_unmet or ground.is_brought_over:
        return
    from_crisis = acceptance.source in ground.numbers.crisis_sources
    yield KINDS["first_contact"].due(
        state.person,
        acceptance.id,
        tr("First contact"),
        first_contact_by(ground, acceptance),
        (tr("accepted "), acceptance.at, tr(", not spoken to yet")),
        band=1 if from_crisis else None,
        from_at=acceptance.clock if from_crisis else None,
    )


def first_look(ground: Ground) -> Iterator[Due]:
    """Brought over, and nobody knows when they were last spoken to or what is booked: somebody looks, whoever may be
    unwell first (load.md, 6)."""
    state = ground.state
    came = brought_over(state, ground.standards)
    if came is None or not is_without_history(state, ground.standards):
        return
    yield KINDS["first_look"].due(
        state.person,
        came.id,
        tr("When did we last speak, what is booked?"),
        first_look_by(ground, came),
        (tr("brought over "), came.at, tr(", neither is known")),
    )


def no_contact_exception(ground: Ground) -> Iterator[Due]:
    """No contact a week after acceptance is an exception, reviewed with its root cause until there is contact."""
    state, acceptance, calendar = ground.state, ground.state.acceptance, ground.calendar
    if acceptance is None or not state.is_unmet or ground.is_brought_over:
        return
    from_at = calendar.after(acceptance.clock, ground.numbers.no_contact_exception_from)
    due_at = calendar.after(acceptance.clock, ground.numbers.no_contact_exception)
    source: Fact = acceptance
    review = state.reviews.get("exception")
    if review is not None and review.order > acceptance.order:
        source = review
        day = ground.day_within(review.next_review_on, review, ground.standards.limits.review(review.kind))
        due_at, from_at = calendar.close_of(day), calendar.at(day, time(0))
    yield KINDS["no_contact_exception"].due(
        state.person,
        source.id,
        tr("Review: no contact in a week"),
        max(due_at, from_at),
        (tr("accepted "), acceptance.at, tr(", no contact since")),
        from_at=from_at,
        owner=senior_for(ground),
    )


def baseline(ground: Ground) -> Iterator[Due]:
    """Consent confirmed and a baseline risk screen done, by when first contact is owed (S4:44)."""
    state, acceptance = ground.state, ground.state.acceptance
    if acceptance is None:
        return
    asked = (
        ("confirm_consent", tr("Confirm consent to contact"), state.consent),
        ("baseline_risk_screen", tr("Baseline risk check"), state.checks[-1] if state.checks else None),
    )
    for kind, title, known in asked:
        if known is not None and (acceptance.kind == "accepted" or known.order > acceptance.order):
            continue
        yield KINDS[kind].due(
            state.person,
            acceptance.id,
            title,
            first_contact_by(ground, acceptance),
            (tr("accepted "), acceptance.at),
            since=acceptance.clock,
        )


def unread(ground: Ground) -> Iterator[Due]:
    """Entries name somebody whose acceptance has not arrived, or can't be read."""
    state = ground.state
    if not state.is_named_only or state.first_named is None:
        return
    yield KINDS["unread"].due(
        state.person,
        state.person,
        tr("Find out who this is"),
        state.first_named.at,
        (tr("named "), state.first_named.at, tr(", but their acceptance has not arrived")),
        owner="duty",
    )

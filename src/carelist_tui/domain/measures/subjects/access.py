"""From referral or acceptance to first contact: how long, what was booked, and of whom nobody had heard after a week
(S4:46, S4:48)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from carelist_tui.domain.dues.arrivals import first_contact_by
from carelist_tui.domain.entries import ContactCancelled, ReferralDeclined, ReviewCompleted
from carelist_tui.domain.entries.choices import choice_in_english
from carelist_tui.domain.measures.case import BEFORE, WITHHELD, Case
from carelist_tui.domain.measures.course import Course
from carelist_tui.domain.measures.measure import Tally, Window, share_of
from carelist_tui.domain.moments import utc
from carelist_tui.domain.person.facts import Live, Membership

ENOUGH_BOOKED = 2
CALLED_OFF_WITHIN = timedelta(hours=48)
"""What the service itself calls off so soon after it was booked was never booked."""
DECLINED = "declined"


def acceptances_in_turn(course: Course) -> Iterator[tuple[Membership, Membership | None]]:
    """Each acceptance with the one after it, by which its clocks end; None where none came after."""
    return zip(course.acceptances, [*course.acceptances[1:], None], strict=False)


def is_of_before(course: Course, came: Membership) -> bool:
    """Whether they had been accepted, or referred, before Carelist knew them."""
    after = next((each for each in course.acceptances if each.order >= came.order), None)
    day = after.brought_over_on if after is not None else None
    return day is not None and course.ground.calendar.day_of(came.at) < day


def first_whole_contact(course: Course, since: datetime, until: datetime | None) -> Live | None:
    """The first contact that was more than a nod through the door, from `since` on and before `until`."""
    found = next((each for each in course.state.contacts if each.at >= since and not each.partial), None)
    return found if found is not None and (until is None or found.at < until) else None


def access(course: Course) -> Iterator[Case]:
    """From each acceptance, or reopening, to the first whole contact, by when first contact was owed."""
    for accepted, after in acceptances_in_turn(course):
        met = first_whole_contact(course, accepted.at, after.at if after else None)
        yield course.case(
            "access", accepted.at, stops_at=met.at if met else None, due_at=first_contact_due(course, accepted),
            reasons=WITHHELD, excluded=_before(course, accepted), entries=(accepted.id, met.id if met else ""),
            begins=accepted.kind, learned_late=accepted.clock != accepted.at,
        )  # fmt: skip


def first_contact_due(course: Course, accepted: Membership) -> datetime:
    """By when first contact was owed after an acceptance, by the Standards in force then."""
    return utc(first_contact_by(course.then(accepted.clock), accepted))


def access_from_referral(course: Course) -> Iterator[Case]:
    """From each referral to the first whole contact; none is owed by a moment. One that was declined waits no more."""
    declined = [entry for entry, _ in course.said(ReferralDeclined)]
    for number, referral in enumerate(course.referrals):
        after = course.referrals[number + 1].at if number + 1 < len(course.referrals) else None
        met = first_whole_contact(course, referral.at, after)
        accepted = any(referral.at <= each.at and (after is None or each.at < after) for each in course.acceptances)
        was_declined = any(each.occurred_at >= referral.at for each in declined) and not accepted
        reason = DECLINED if was_declined and met is None else None
        yield course.case(
            "access_from_referral", referral.at, stops_at=met.at if met else None, reasons=WITHHELD,
            excluded=_before(course, referral) or reason, entries=(referral.id, met.id if met else ""),
            begins="received", learned_late=referral.clock != referral.at,
        )  # fmt: skip


def waits(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """The share with its times; and of how many it was learned only later that they had come."""
    tally = share_of(cases, window)
    late = sum(case.facts["learned_late"] for case in tally.standing)
    tally.more = {"learned of later": late}
    return tally


def two_booked(course: Course) -> Iterator[Case]:
    """Of each acceptance: that two contacts were booked since, by ten on the next service day, whatever became of
    them. What the service called off within 48 hours of booking it does not count."""
    off = {
        body.planned: entry.occurred_at
        for entry, body in course.said(ContactCancelled)
        if body.by == "service" and body.occurrence is None and course.stands(entry)
    }
    booked = [
        each for each in course.booked if each.id not in off or off[each.id] - each.at > CALLED_OFF_WITHIN
    ]  # fmt: skip
    for accepted, after in acceptances_in_turn(course):
        ground = course.then(accepted.clock)
        due_at = ground.calendar.next_service_day_at(accepted.clock, ground.numbers.next_day_at)
        number, enough_at, ids = 0, None, [accepted.id]
        for each in booked:
            if each.at >= accepted.at and (after is None or each.at < after.at) and number < ENOUGH_BOOKED:
                number += each.stands_for
                ids += [each.id] if each.stands_for else []
                enough_at = each.at if number >= ENOUGH_BOOKED else None
        yield course.case(
            "two_booked", accepted.clock, stops_at=enough_at, due_at=due_at, reasons=WITHHELD,
            excluded=_before(course, accepted), entries=ids,
        )  # fmt: skip


def no_contact_7(course: Course) -> Iterator[Case]:
    """Each acceptance, counted where there was no whole contact within 168 hours; with its exception review."""
    reviews = [(entry, body) for entry, body in course.said(ReviewCompleted) if body.kind == "exception"]
    for accepted, after in acceptances_in_turn(course):
        ground = course.then(accepted.clock)
        numbers, calendar = ground.numbers, ground.calendar
        due_at = calendar.after(accepted.clock, numbers.no_contact_exception_from)
        met = first_whole_contact(course, accepted.at, after.at if after else None)
        own = [
            (entry, body)
            for entry, body in reviews
            if entry.order > accepted.order and (after is None or entry.order < after.order)
        ]
        yield course.case(
            "no_contact_7", accepted.clock, stops_at=met.at if met else None, due_at=due_at,
            counted=met is None or met.at > due_at, reasons=WITHHELD, excluded=_before(course, accepted),
            entries=(accepted.id, met.id if met else "", *(entry.id for entry, _ in own)),
            review_due=utc(calendar.after(accepted.clock, numbers.no_contact_exception)).isoformat(),
            reviewed_at=own[0][0].occurred_at.isoformat() if own else None,
            root_cause=own[-1][1].root_cause if own else None,
        )  # fmt: skip


def unmet_after_a_week(cases: Sequence[Case], _: Sequence[Case], window: Window) -> Tally:
    """The share; and of those whom nobody had met how many were reviewed in time, and what lay at the root of it."""
    tally, more = share_of(cases, window), Counter[str]()
    for case in tally.standing:
        if case.counted:
            more[_reviewed(case, window.at)] += 1
            more[f"root cause: {choice_in_english(case.facts['root_cause'] or 'not_said')}"] += 1
    tally.more = dict(sorted(more.items()))
    return tally


def _reviewed(case: Case, at: datetime) -> str:
    """What came of the review that no contact in a week owes: it is owed until there was contact."""
    due_at, reviewed_at = datetime.fromisoformat(case.facts["review_due"]), case.facts["reviewed_at"]
    if reviewed_at is not None:
        return "reviewed in time" if datetime.fromisoformat(reviewed_at) <= due_at else "reviewed late"
    if case.stops_at is not None and case.stops_at <= due_at:
        return "spoken to before the review was due"
    return "review not due yet" if due_at > at else "not reviewed"


def _before(course: Course, came: Membership) -> str | None:
    return BEFORE if is_of_before(course, came) else None

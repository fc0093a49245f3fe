"""The table of measures: a new one is one function of cases, and one row here (measures.md)."""

from __future__ import annotations

from functools import partial

from carelist_tui.catalogue import tr
from carelist_tui.domain.measures.measure import Measure, beside, has, rate_of
from carelist_tui.domain.measures.subjects import (
    access,
    assurance,
    cadence,
    contacts,
    crises,
    decisions,
    escalations,
    handovers,
    indicators,
    instruments,
    life_outside,
    moves,
    overdue,
    plans,
    response,
    setbacks,
)

MEASURES: dict[str, Measure] = {
    each.key: each
    for each in (
        Measure(
            "first_response",
            "First response to a missed contact",
            "Of the missed contacts: those in which somebody tried, in a way that does a step, or spoke to them, by "
            "when the first step was due. With the median time, and the time within which nine in ten were answered.",
            response.first_response,
            is_timed=True,
        ),
        Measure(
            "first_response_same_day",
            "First response on the same day",
            "Of the missed contacts: those in which somebody tried or spoke to them by midnight of the day on which "
            "the contact was expected.",
            response.first_response_same_day,
        ),
        *(
            Measure(
                f"re_engaged_{days}",
                tr("Spoken to again within {days} days", days=days),
                tr(
                    "Of the missed contacts: those after which they were spoken to by the end of day {days}. An "
                    "answer in "
                    "writing is none; who refused, or was left alone by a senior's word, stays among those who "
                    "were not.",
                    days=days,
                ),
                partial(response.re_engaged, days),
                is_timed=True,
            )
            for days in (7, 14, 28)
        ),
        Measure(
            "steps_on_time",
            "Missed-contact steps on time",
            "Of the missed-contact steps that were still owed when they fell due: those done by then. Steps set aside "
            "with a reason are counted apart.",
            response.steps_on_time,
        ),
        Measure(
            "decisions_made",
            "Decisions made in time",
            "Of the decisions that were still owed when they fell due, or were made before: those made by then. Where "
            "the reason went away in time, nobody owed it and it is not counted.",
            decisions.decisions_made,
        ),
        Measure(
            "reviews_kept",
            "Decisions looked at again in time",
            "Of the decisions that were to be looked at again, counted on the day for which that was set: those "
            "decided anew, or over, by then.",
            decisions.reviews_kept,
        ),
        Measure(
            "mdt_reviewed",
            "Drifting, and looked at by the MDT",
            "Of the times that somebody came to three contacts missed, or cancelled by them, in 28 days, or to a "
            "missed contact open for 14 days: those that the MDT looked at within 7 days.",
            decisions.mdt_reviewed,
            chart="run",
        ),
        Measure(
            "crisis_after_miss",
            "Crises after a missed contact",
            "Of the crises (those of one person within 72 hours are one): those before which a contact was missed that "
            "was expected in the 28 days before. Beside it what kind they were, whether their plan was used, and of "
            "those after a missed contact how many were learned from in 10 service days.",
            crises.crisis_after_miss,
            chart="t",
            sums=crises.sum_after_miss,
        ),
        Measure(
            "crisis_rate",
            "Crises",
            "Crises (those of one person within 72 hours are one) for every 100 months that people were on the "
            "caseload and not away.",
            crises.crisis_rate,
            chart="t",
            unit="rate",
            sums=beside(crises.LATE, rate_of),
        ),
        Measure(
            "crisis_again_30",
            "Another crisis within 30 days",
            "Of the crises: those after which another one came within 30 days.",
            crises.crisis_again,
            chart="t",
            sums=beside(crises.LATE),
        ),
        Measure(
            "crisis_after_transition",
            "A crisis within 30 days of a move",
            "Of the moves (a step up or down, a transfer between teams, a discharge, a return from a ward, a tier made "
            "lighter by two steps): those after which a crisis came within 30 days.",
            moves.crisis_after_transition,
            chart="t",
            sums=beside(crises.LATE),
        ),
        Measure(
            "learning",
            "Learned from, and changed",
            "Of the crises after a missed contact, and the incidents: those reviewed in 10 service days. Beside it how "
            "many have an action that owns the change, and how many of those are done.",
            crises.learning,
            chart="list",
            sums=beside({"the change is owned": has("owned"), "the change is done": has("done")}),
        ),
        Measure(
            "escalations_closed",
            "Escalations answered and closed in time",
            "Of the escalations raised: those answered by when that was asked for, whose outcome was known by when it "
            "was owed. One that was declined is not closed.",
            escalations.escalations_closed,
            sums=escalations.sum_closed,
        ),
        Measure(
            "escalation_rate",
            "Escalations",
            "Escalations raised for every 100 months that people were on the caseload and not away, against the "
            "service's own months before.",
            escalations.escalation_rate,
            unit="rate",
            sums=rate_of,
        ),
        Measure(
            "signs_answered",
            "Warning signs answered in time",
            "Of the contacts and risk checks that saw an early warning sign, something that needs a response today, or "
            "the point for more support reached: those that a decision or an escalation answered within 2 hours, a "
            "sign alone within 72.",
            setbacks.signs_answered,
            sums=beside(setbacks.SEEN),
        ),
        Measure(
            "destabilised",
            "Days from red or amber to green",
            "How long it took from becoming red or amber until green again: the median in days, in which whoever is "
            "not green yet counts as longest.",
            setbacks.destabilised,
            unit="days",
            sums=setbacks.median_days,
            is_timed=True,
        ),
        Measure(
            "handover_safe",
            "Handovers that were safe",
            "Of the handovers: those accepted within 2 service days, with the first contact on its day, the checklist "
            "and where it is owed the call done in time, and no crisis or incident from acceptance until 14 days after "
            "they were completed. Beside it each of the four.",
            handovers.handover_safe,
            chart="bars",
            sums=handovers.sum_safe,
        ),
        Measure(
            "seen_72h",
            "Seen after a mental health ward",
            "Of the returns from a mental health ward: those with contact, more than a nod at the door, within 72 "
            "hours by the clock, or 48 where it is owed so soon. Beside it the national reading: from the day after "
            "the return to the third day.",
            moves.seen_72h,
            sums=beside(moves.NATIONALLY),
            is_timed=True,
        ),
        Measure(
            "after_worker_change",
            "Missed after a change of worker",
            "Of the changes of coordinator: those after which a contact was missed within 42 days. Beside it the same "
            "people in the 42 days before.",
            moves.after_worker_change,
            chart="bars",
            sums=beside({"missed in the 42 days before": has("missed_before")}),
        ),
        Measure(
            "tenancy",
            "Steps against their home",
            "Notices, court dates and evictions for every 100 months that people were on the caseload and not away.",
            life_outside.tenancy,
            chart="t",
            unit="rate",
            sums=beside(life_outside.STEPS, rate_of),
        ),
        Measure(
            "follow_through",
            "Appointments kept, and medication acted on",
            "Of the appointments elsewhere, and the times that medication was missed or stopped: those that they went "
            "to, and those of which somebody who can act was told on the same day. Not known whether they went counts "
            "as not.",
            life_outside.follow_through,
            sums=beside(life_outside.FOLLOWED),
        ),
        Measure(
            "plans_owned",
            "Plans that are theirs",
            "Of the people on the caseload for 14 days, at the end of the period: those with a contact plan that they "
            "agreed to, at least in part, that has their own words, and whose date has not passed. Beside it the "
            "crises after which the risk plan was changed because of them within 72 hours.",
            plans.plans_owned,
            chart="bars",
            sums=plans.sum_owned,
            by_overlap=True,
        ),
        Measure(
            "indicators",
            "Towards what they want",
            "Of the indicators with three ratings in the last 8 weeks, at the end of the period: those whose middle "
            "rating has moved towards the aim by more than 2 points of 10, one step, or a fifth of a count or routine. "
            "The others are held, or away; with fewer ratings it is not known. Beside it: by area, what ended and how, "
            "and the changes that were noted with what shows them.",
            indicators.indicators,
            chart="table",
            sums=indicators.sum_indicators,
            by_overlap=True,
        ),
        Measure(
            "instruments",
            "Scores of instruments",
            "Of the people with two scores of an instrument by the same hand, at the end of the period: those whose "
            "newest is better than their first by more than a fifth of its range. Beside it: the same, and worse.",
            instruments.instruments,
            chart="table",
            sums=instruments.sum_instruments,
            by_overlap=True,
        ),
        Measure(
            "open_28",
            "Missed contacts open for more than 28 days",
            "Of the missed contacts that stand open at the end of the month: those that have been open for more than "
            "28 days. Whoever had died, was away, or was left alone by their own or a senior's word then is counted "
            "apart.",
            response.open_28,
            chart="run",
            sums=response.open_beyond,
            by_overlap=True,
            counts=response.is_open_long,
        ),
        Measure(
            "missed_rate",
            "Contacts missed",
            "Of the contacts that were kept or missed: those that were missed. Beside it: by kind of contact, why, "
            "as they said it when they were reached, and what was called off, by whom. Called off is not missed; "
            "kept is a contact that was booked and took place.",
            contacts.missed_rate,
            sums=contacts.missed_of_kept,
        ),
        Measure(
            "cadence_kept",
            "Days in contact as often as owed",
            "Of all days that people were on the caseload: those on which live contact was at no moment overdue, by "
            "how often it was owed to them then. It counts time, not contacts: calling one person often makes up for "
            "nobody else. Days away, refused or left alone by a senior's word are counted apart.",
            cadence.cadence_kept,
            sums=cadence.days_kept,
            by_overlap=True,
            in_days=True,
            guards=("missed_rate",),
        ),
        Measure(
            "same_worker",
            "Contacts with their own coordinator",
            "Of the contacts that were more than a nod through the door: those at which the person's coordinator was "
            "there. Beside it: how many different workers people met in 90 days.",
            contacts.same_worker,
            sums=contacts.with_their_coordinator,
        ),
        Measure(
            "access",
            "First contact after acceptance",
            "Of those who were accepted or came back: those to whom somebody spoke, more than a nod through the "
            "door, by when first contact was owed. With the median wait, and that within which nine in ten were "
            "spoken to; whoever still waits is longest. It is not the national waiting time, whose clock starts and "
            "stops elsewhere.",
            access.access,
            sums=access.waits,
            is_timed=True,
        ),
        Measure(
            "access_from_referral",
            "First contact after referral",
            "Of those who were referred: those to whom somebody has spoken since, more than a nod through the door. "
            "With the median wait, and that within which nine in ten were spoken to. Referrals that were declined "
            "are counted apart. It is not the national waiting time.",
            access.access_from_referral,
            sums=access.waits,
            is_timed=True,
        ),
        Measure(
            "two_booked",
            "Two contacts booked on acceptance",
            "Of those who were accepted or came back: those for whom two contacts had been booked by ten o'clock on "
            "the next service day, whether they were kept or not. What the service itself called off within 48 hours "
            "of booking it does not count; nor does a letter, a text or an email.",
            access.two_booked,
        ),
        Measure(
            "no_contact_7",
            "No contact within a week of acceptance",
            "Of those who were accepted or came back: those to whom nobody had spoken, more than a nod through the "
            "door, within 168 hours. Beside it: whether this was reviewed in time, and what lay at the root of it.",
            access.no_contact_7,
            chart="bars",
            sums=access.unmet_after_a_week,
        ),
        Measure(
            "in_cadence_90",
            "In contact as owed, three months on",
            "Of those who were accepted or came back: those who were on the caseload on the ninetieth day after it, "
            "and to whom contact was at no moment of that day overdue. Apart for those whose first contact was in "
            "time and for the others.",
            cadence.in_cadence_90,
            chart="bars",
            sums=cadence.in_cadence_by_first_contact,
        ),
        Measure(
            "late_entries",
            "Entries recorded late",
            "Of all entries about people: those recorded later than the Standards allow after it happened, or after "
            "the service learned of it. What came with an import is counted apart.",
            contacts.late_entries,
            sums=contacts.late_of_recorded,
            by_overlap=True,
            longest=contacts.LONGEST_BUNDLE,
        ),
        Measure(
            "promises_kept",
            "They were in touch as they said",
            "Of the times that somebody said they would be in touch on a day: those after which they were spoken to "
            "by ten o'clock on the service day after it, when we look.",
            contacts.promises_kept,
        ),
        Measure(
            "overdue_now",
            "Overdue contacts and reviews",
            "Contacts and reviews that were overdue at nine o'clock on the first service day of the week, the last "
            "such in the month; with the people whom it concerns, of all on the caseload, how old the oldest is, and "
            "what was put off twice, whether or not it is overdue.",
            overdue.overdue_now,
            chart="run",
            unit="count",
            sums=overdue.overdue_at_count,
            by_overlap=True,
            asks_time=True,
        ),
        Measure(
            "caseload_balance",
            "Who holds how much",
            "The people whom each worker coordinates now, and the contacts a week that their tiers owe; how many are "
            "red or amber, and what is overdue. By name, never by size: it says who needs help, not who does well.",
            overdue.caseload_balance,
            chart="table",
            unit="count",
            sums=overdue.balance,
            by_overlap=True,
            for_whom="managers",
            only_now=True,
        ),
        Measure(
            "assurance",
            "What keeps the service safe",
            "Huddles held, of the service days; supervision held by when it was due; audits done, on time and owed, "
            "with the criteria met, in part and not; and the closures of the service over which somebody had to hold "
            "a person, and nobody did.",
            assurance.closures,
            chart="table",
            sums=assurance.what_was_done,
            by_overlap=True,
            is_of_service=True,
        ),
    )
}
"""By key, in the order in which they are shown."""

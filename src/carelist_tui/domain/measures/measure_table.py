"""The table of measures: a new one is one function of cases, and one row here (measures.md)."""

from __future__ import annotations

from functools import partial

from carelist_tui.domain.measures import (
    crises,
    decisions,
    escalations,
    handovers,
    indicators,
    life_outside,
    moves,
    plans,
    response,
    setbacks,
)
from carelist_tui.domain.measures.measure import Measure, beside, has, rate_of

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
                f"Spoken to again within {days} days",
                f"Of the missed contacts: those after which they were spoken to by the end of day {days}. An answer in "
                "writing is none; who refused, or was left alone by a senior's word, stays among those who were not.",
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
            "The others are held, or away; with fewer ratings it is not known.",
            indicators.indicators,
            chart="table",
            sums=indicators.sum_indicators,
            by_overlap=True,
        ),
    )
}
"""By key, in the order in which they are shown."""

"""The table of measures: a new one is one function of cases, and one row here (measures.md)."""

from __future__ import annotations

from functools import partial

from carelist_tui.domain.measures import access, assurance, cadence, contacts, overdue, response
from carelist_tui.domain.measures.measure import Measure

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
            "open_28",
            "Missed contacts open for more than 28 days",
            "Of the missed contacts that stand open at the end of the month: those that have been open for more than "
            "28 days. Whoever had died, was away, or was left alone by their own or a senior's word then is counted "
            "apart.",
            response.open_28,
            chart="run",
            sums=response.open_beyond,
            by_overlap=True,
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
        ),
        Measure(
            "assurance",
            "What keeps the service safe",
            "Huddles held, of the service days; supervision held by when it was due; audits, with the criteria met, "
            "in part and not; and the closures of the service over which somebody had to hold a person, and nobody "
            "did.",
            assurance.closures,
            chart="table",
            sums=assurance.what_was_done,
            by_overlap=True,
        ),
    )
}
"""By key, in the order in which they are shown."""

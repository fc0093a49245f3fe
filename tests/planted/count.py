"""The independent count: raw entries in, what `carelist measures KEY --json --cases` should answer out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.planted import access, as_it_stood, crises, engagement, kept_up, loops, rates, scores
from tests.planted.case import Case, group_of, in_period, told_as_answer
from tests.planted.hours import midnight_after
from tests.planted.standing import just_before
from tests.planted.story import Raw, Told, tales

OF_A_STORY: dict[str, Callable[[Told], list[Case]]] = {
    "first_response": lambda told: engagement.responses(told, same_day=False),
    "first_response_same_day": lambda told: engagement.responses(told, same_day=True),
    "missed_rate": engagement.kept_or_missed,
    "re_engaged_7": lambda told: engagement.re_engaged(told, 7),
    "re_engaged_14": lambda told: engagement.re_engaged(told, 14),
    "re_engaged_28": lambda told: engagement.re_engaged(told, 28),
    "steps_on_time": engagement.steps,
    "decisions_made": loops.decisions,
    "reviews_kept": loops.reviews,
    "mdt_reviewed": loops.mdt,
    "crisis_after_miss": crises.after_a_miss,
    "crisis_again_30": crises.again,
    "access": access.access,
    "two_booked": access.two_booked,
    "no_contact_7": access.no_contact_7,
    "escalations_closed": loops.escalations,
    "handover_safe": loops.handovers,
    "crisis_after_transition": crises.after_transition,
    "seen_72h": crises.seen_72h,
    "promises_kept": loops.promises,
    "after_worker_change": loops.changes_of_coordinator,
    "learning": kept_up.learning,
    "signs_answered": kept_up.signs_answered,
    "destabilised": kept_up.destabilised,
    "follow_through": kept_up.follow_through,
    "in_cadence_90": kept_up.in_cadence_90,
    "same_worker": kept_up.same_worker,
    "late_entries": kept_up.late_entries,
    "crisis_rate": rates.crisis_rate,
    "escalation_rate": rates.escalation_rate,
    "tenancy": rates.tenancy,
}
"""Measures whose cases a person's story gives by itself, whatever period is asked for."""
AT_THE_END: dict[str, Callable[[Told, datetime], list[Case]]] = {
    "plans_owned": as_it_stood.plans_owned,
    "indicators": as_it_stood.indicators,
}
"""Measures of how things stood when the period was over."""
IN_WORDS = {"plans_owned": as_it_stood.plans_in_words, "indicators": as_it_stood.indicators_in_words}
"""What is shown beside a figure."""
RATES = ("crisis_rate", "escalation_rate", "tenancy")
"""Measures of what happened per 100 person-months."""


def count(
    entries: list[Raw],
    team_entries: list[Raw],
    key: str,
    since: date,
    until: date,
    at: datetime,
    known_at: datetime | None = None,
    by: str | None = None,
) -> dict[str, Any]:
    """One measure of a period: n, d, not ripe, left out by reason, median and 90th centile in seconds, its cases."""
    cases = all_cases(entries, team_entries, key, since, until, at, known_at)
    answer = told_as_answer(cases, since, period_end(key, until), at, by)
    if key in RATES:
        months = rates.person_months(tales_read(entries, team_entries, at, known_at), since, until, at, by)
        answer["months"] = months
    if key in IN_WORDS:
        answer["beside"] = IN_WORDS[key](tales_read(entries, team_entries, at, known_at), since, until, at)
    return answer


def cases_of(
    entries: list[Raw],
    team_entries: list[Raw],
    key: str,
    since: date,
    until: date,
    at: datetime,
    known_at: datetime | None,
    by: str,
) -> list[tuple[Case, str | None]]:
    """Each case of a period with its group."""
    cases = all_cases(entries, team_entries, key, since, until, at, known_at)
    return [(case, group_of(case, by)) for case in cases if in_period(case, since, period_end(key, until))]


@dataclass
class Read:
    """The stories of one service, as they were told at a moment."""

    entries: list[Raw]
    team_entries: list[Raw]
    at: datetime
    known_at: datetime | None
    told: list[Told]
    cases: dict[tuple[str, date, date], list[Case]] = field(default_factory=dict)
    """By measure and period, all that were counted."""


NEWEST_READ: list[Read] = []
"""The last few: a reading by group asks again what one of the whole has asked."""


def read_of(entries: list[Raw], team_entries: list[Raw], at: datetime, known_at: datetime | None) -> Read:
    """The stories, told once for all measures and groups of one reading: nobody changes them."""
    for read in NEWEST_READ:
        is_same = read.entries is entries and read.team_entries is team_entries
        if is_same and (read.at, read.known_at) == (at, known_at):
            return read
    del NEWEST_READ[1:]
    NEWEST_READ.insert(0, Read(entries, team_entries, at, known_at, tales(entries, team_entries, at, known_at)))
    return NEWEST_READ[0]


def tales_read(
    entries: list[Raw], team_entries: list[Raw], at: datetime, known_at: datetime | None
) -> list[Told]:  # fmt: skip
    return read_of(entries, team_entries, at, known_at).told


def all_cases(
    entries: list[Raw],
    team_entries: list[Raw],
    key: str,
    since: date,
    until: date,
    at: datetime,
    known_at: datetime | None,
) -> list[Case]:
    read = read_of(entries, team_entries, at, known_at)
    asked = key, since, until
    if asked not in read.cases:
        read.cases[asked] = counted(read.told, *asked, at)
    return read.cases[asked]


def counted(tales: list[Told], key: str, since: date, until: date, at: datetime) -> list[Case]:
    """All cases of one measure."""
    cases: list[Case] = []
    for told in tales:
        if key == "open_28":
            cases += at_the_last_month_end(told, since, until, at)
        elif key in AT_THE_END:
            cases += AT_THE_END[key](told, as_it_stood.end_of(until, at))
        elif key == "cadence_kept":
            cases += kept_up.days_in_cadence(told, since, until, at)
        elif key == "instruments":
            cases += scores.pairs_at(told, min(at, just_before(midnight_after(until - timedelta(days=1)))))
        else:
            cases += OF_A_STORY[key](told)
    return cases


def period_end(key: str, until: date) -> date:
    """What stands as at the end of a month is of that month, though that end is the next day's beginning."""
    return date.max if key in ("open_28", "instruments") or key in AT_THE_END else until


def at_the_last_month_end(told: Told, since: date, until: date, at: datetime) -> list[Case]:
    """What was open when the newest month of the period was over."""
    ends = [midnight_after(day) for day in engagement.month_ends(since, until)]
    past = [end for end in ends if end <= at]
    return engagement.open_at(told, past[-1]) if past else []


KEYS = (*OF_A_STORY, *AT_THE_END, "open_28", "instruments")
DAY_BY_DAY = "cadence_kept"
"""Counted a day at a time: of short periods alone."""

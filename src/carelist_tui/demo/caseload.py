"""The whole caseload of a demonstration: the team, the people, their stories. The day and the seed are passed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from random import Random

from carelist_tui.demo.audits import tell_audits
from carelist_tui.demo.history.pasts import Pasts
from carelist_tui.demo.people import names, nhs_numbers
from carelist_tui.demo.settled import quiet
from carelist_tui.demo.stories import arrivals, elsewhere, handovers, missed, slips, undertakings, worries
from carelist_tui.demo.team import (
    COORDINATE,
    COORDINATORS,
    EAST,
    LEAH,
    LEWIS,
    MANAGER,
    NIA,
    OMAR,
    SENIOR,
    SOUTH,
    tell_decisions_read,
    tell_team,
)
from carelist_tui.demo.teller import Somebody, Teller
from carelist_tui.domain.calendar import Calendar

Story = Callable[[Teller, Somebody, str], None]

STORIES: tuple[Story, ...] = (
    missed.half_way,
    missed.high_and_escalated,
    arrivals.nobody_allocated,
    worries.crisis_by_night,
    handovers.half_handed_over,
    arrivals.waits_for_triage,
    missed.answered_by_text,
    elsewhere.back_from_the_ward,
    slips.not_written_down,
    missed.not_escalated,
    undertakings.neglected_flat,
    worries.worse_at_a_visit,
    slips.cancelled_by_us,
    missed.to_be_decided,
    arrivals.never_reached,
    handovers.handed_back,
    slips.zone_to_review,
    worries.two_zones,
    undertakings.injection_missed,
    elsewhere.said_to_have_died,
    missed.promised_to_call,
    slips.only_rung,
    missed.to_be_raised,
    elsewhere.in_hospital,
    undertakings.red_with_signs,
    missed.wrong_number,
    worries.held_over_no_weekend,
    elsewhere.asks_for_no_contact,
    missed.waits_for_outcome,
    handovers.waits_for_acceptance,
    worries.relative_worries,
    arrivals.first_contact_today,
    undertakings.summary_asked,
    elsewhere.died,
    handovers.stepped_down,
    missed.stopped,
    arrivals.urgently_referred,
    undertakings.counting_steps,
    slips.written_late,
    slips.written_in_error,
    slips.paused,
)
"""What is told of every sixty people; the others of them are settled. A smaller caseload has the first of these."""

LEFT: tuple[Story, ...] = (arrivals.declined_at_triage, arrivals.settled_and_left)
"""People who are not on the caseload any more, beside those who are."""
SIXTY = 60
BROUGHT_OVER = 56
"""Of every sixty, whoever would be settled there came with an import instead."""
WORKER = LEAH
"""Who signs in at the demonstration: a coordinator with people of her own."""
_TIERS = ("standard",) * 6 + ("light",) * 2 + ("enhanced",) * 2
_ZONES = ("green",) * 7 + ("amber",) * 2
_FIRST_REF = 12
SOUTHERN = 3
"""Of those who are settled every third is South's."""


def tell_caseload(day: date, *, people: int, seed: int, calendar: Calendar, months: int = 0) -> Teller:
    """Tells a caseload of so many people as of the last service day up to `day`, with so many months before it. The
    same seed, the same words."""
    teller = Teller(day, calendar, Random(seed))  # noqa: S311 - a demonstration is meant to be told again alike
    pasts = Pasts(teller, months) if months else None
    tell_team(teller)
    if pasts is not None:
        pasts.tell_office()
    people_told: list[Somebody] = []
    named, numbered = names(teller.random), nhs_numbers(teller.random)
    for number, story in enumerate([*_stories(people), *(LEFT if people >= SIXTY else ())]):
        given, family = next(named)
        who = Somebody(f"P-{_FIRST_REF + number:04}", given, family, COORDINATORS[number % len(COORDINATORS)])
        people_told.append(who)
        if number % SIXTY == BROUGHT_OVER and story is None:
            story = arrivals.brought_over
        if story is not None:
            story(teller, who, next(numbered))
        else:
            if number % SOUTHERN == SOUTHERN - 1:
                who.team, who.coordinator = SOUTH, LEWIS if number % (2 * SOUTHERN) == SOUTHERN - 1 else NIA
            elif pasts is not None and number % SOUTHERN == 1:
                who.team, who.coordinator = EAST, COORDINATE[EAST][number % 2]
            who.tier, who.zone = teller.pick(_TIERS), teller.pick(_ZONES)
            if number % SIXTY == SIXTY - 1:
                who.tier = "intensive"
            quiet(teller, who, next(numbered), number)
    _tell_who_is_out(teller, people_told)
    _tell_improvements(teller)
    if pasts is not None:
        pasts.tell_those_who_left(people, named, numbered, _FIRST_REF + len(people_told))
    tell_audits(teller)
    tell_decisions_read(teller)
    _tell_an_erasure(teller)
    return teller


def _tell_an_erasure(teller: Teller) -> None:
    """What was written under the wrong name is to go by law; the second manager's word is still to come."""
    for draft in (each.draft for each in teller.said_of("entry.corrected")[-1:]):
        basis = "UK GDPR Article 17: written under the wrong name, about somebody else."
        body, whose = {"entry": draft["body"]["entry"], "basis": basis}, draft["person"]
        teller.say("entry.erased", teller.at(-2, "16:30"), body, author=MANAGER, person=whose)


def _tell_who_is_out(teller: Teller, people: Sequence[Somebody]) -> None:
    """Omar has gone out alone this morning to somebody of South's."""
    if (whom := next((each for each in people if each.team == SOUTH), None)) is not None:
        body = {"back_by": teller.text(0, "11:00"), "method": "visit"}
        teller.say("visit.begun", teller.at(0, "08:50"), body, whom, author=OMAR)


def _tell_improvements(teller: Teller) -> None:
    """What the service changes in itself: one that is done, and one that is still to come."""
    numbers = {"title": "Read phone numbers back at each visit", "owner": LEAH, "due_at": teller.text(-5, "12:00")}
    opened = teller.say("improvement.opened", teller.at(-25, "15:00"), numbers, author=SENIOR)
    done = {"improvement": opened, "outcome": "done", "what_changed": "They are; two wrong ones were found."}
    teller.say("improvement.closed", teller.at(-6, "15:00"), done, author=LEAH)
    fridays = {"title": "Somebody on duty until five on Fridays", "owner": SENIOR, "due_at": teller.text(15, "12:00")}
    teller.say("improvement.opened", teller.at(-4, "15:00"), fridays, author=SENIOR)


def _stories(people: int) -> list[Story | None]:
    """What is told of each, None where they are settled: the stories spread among the others."""
    told: list[Story | None] = []
    while len(told) < people:
        part = min(SIXTY, people - len(told))
        stories = STORIES[: max(1, part * len(STORIES) // SIXTY)]
        spread: list[Story | None] = [None] * part
        for number, story in enumerate(stories):
            spread[number * part // len(stories)] = story
        told += spread
    return told

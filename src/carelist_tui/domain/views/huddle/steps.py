"""The steps of a huddle: who stands in each of them, why, and in which order (screens.md, Huddle). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.roster import AUDITOR
from carelist_tui.domain.views.huddle.huddle import Arrived, Here, Huddle, Step, Told
from carelist_tui.domain.views.huddle.people import People
from carelist_tui.domain.worklist import Item

COMES_AND_GOES = (
    "referral.", "person.accepted", "person.reopened", "person.discharged", "person.died", "person.admitted",
    "person.returned", "handover.",
)  # fmt: skip
BOARD = ("red", "amber")
DUTY = "duty"


def hold_huddle(told: Told) -> Huddle:
    """The huddle of a team at a moment: every step, those that nobody stands in too. Refuses nothing."""
    people = People(told)
    closure = told.calendar.closure_after(told.at)
    day = told.calendar.day_of(told.at)
    closes, opens = closure if closure and told.calendar.day_of(closure[0]) == day else (None, None)
    steps = [make(people) for make in STEPS]
    if closes is not None:
        steps.append(_before_closure(people))
    due = [item for item in people.items if item.status != "upcoming"]
    out = told.calendar.service.out_of_hours
    return Huddle(
        at=told.at,
        team=told.team,
        since=told.since,
        here=tuple(_here(told)),
        steps=tuple(steps),
        counts=_counts(people, due, steps),
        owners=dict(sorted(Counter(item.owner for item in due).items(), key=lambda each: (-each[1], each[0]))),
        arrived=len(people.arrived),
        closes=closes,
        opens=opens,
        holds_the_gap=", ".join(filter(None, (out.name, out.number, out.hours))),
        held=told.held,
        works_nowhere=_works_nowhere(people),
    )


def _works_nowhere(people: People) -> dict[str, int]:
    """Who coordinates people on the caseload, and is nobody who works here: nobody has their list."""
    staff = people.told.roster.staff
    named = Counter(people.cards[id].coordinator for id in sorted(people.on_caseload))
    return {worker: n for worker, n in sorted(named.items()) if worker and worker not in staff.active}


def _here(told: Told) -> Iterator[Here]:
    """Everyone who works in the team, those at work first."""
    at, roster = told.at, told.roster
    day = told.calendar.day_of(at)
    on_duty = roster.on_duty(told.team, at, told.calendar.zone)
    ours = [w for w in roster.workers.values() if w.active and told.team in (None, w.team) and w.role != AUDITOR]
    for worker in sorted(ours, key=lambda w: (roster.is_away(w.id, at), w.name.casefold(), w.id)):
        yield Here(worker, worker.id == on_duty, worker.works_on(day), roster.absence(worker.id, at))


def _act_now(people: People) -> Step:
    talks = people.owed(lambda item: item.band == 1 and item.status != "upcoming")
    return Step("act_now", tr("Act now"), tr("Who does it, and by when?"), tuple(talks))


def _missed(people: People) -> Step:
    open_ones = {id for id, card in people.cards.items() if card.episode and id in people.on_caseload}
    talks = people.of(open_ones, of_these=lambda item: item.kind == "ladder_step" or bool(item.detail.get("episode")))
    made = [people.with_next_step(talk) for talk in talks]
    return Step("missed", tr("Missed contact"), tr("What was tried, what is next, who is worried?"), tuple(made))


def _arriving(people: People) -> Step:
    def is_one(item: Item) -> bool:
        return item.status != "upcoming" and KINDS[item.kind].arriving

    def is_news(entry: Arrived) -> bool:
        return entry.type.startswith(COMES_AND_GOES)

    about = {each.person for each in people.arrived if each.person and is_news(each)}
    about |= {item.person.id for item in people.items if item.person and is_one(item)}
    talks = [people.with_news(talk, is_news) for talk in people.of(about, of_these=is_one)]
    team = [people.talk_of_team(item) for item in people.items if item.person is None and is_one(item)]
    says = tr("Does everybody have a name to turn to, and did the other side take over?")
    return Step("arriving", tr("New referrals, handovers in and out"), says, (*talks, *team))


def _red(people: People) -> Step:
    """Red, and whoever is high for another reason: the zone says too little of them."""
    talks = [people.on_board(talk) for talk in people.of(people.with_red)]
    told = [
        talk if talk.zone == "red" else replace(talk, why="; ".join(filter(None, (tr("high"), talk.why))))
        for talk in talks
    ]
    return Step("red", tr("Red and high"), tr("What has changed, and what do we do today?"), tuple(told))


def _changed(people: People) -> Step:
    """Amber that changed; who left the board; and whoever something came in about that the last huddle missed."""
    told, moved, late = people.told, set(), set()
    for each in people.arrived:
        if each.person in people.on_caseload - people.with_red:
            amber = people.cards[each.person].zone == "amber"
            if amber or each.type == "zone.set":
                moved.add(each.person)
            elif told.since.huddle is not None and each.occurred_at < told.since.moment:
                late.add(each.person)
    talks = [people.with_news(people.on_board(talk)) for talk in people.of(moved)]
    talks += [people.with_news(talk, late=True) for talk in people.of(late - moved)]
    says = tr("Is amber still right? What came in late?")
    return Step("changed", tr("Amber that changed, and what came in late"), says, tuple(talks))


def _unheld(people: People) -> Step:
    talks = people.owed(lambda item: item.status != "upcoming" and _nobody_holds(people.told, item))
    told = [replace(each, why=f"{_why_unheld(people.told, each.items[0])}; {each.why}") for each in talks]
    return Step("unheld", tr("Today's contacts that nobody holds"), tr("Who takes them?"), tuple(told))


def _before_closure(people: People) -> Step:
    talks = people.owed(lambda item: item.kind == "gap_cover")
    return Step("gap", tr("Before we close"), tr("Who holds the gap for each of them?"), tuple(talks))


STEPS: tuple[Callable[[People], Step], ...] = (_act_now, _missed, _arriving, _red, _changed, _unheld)


def _counts(people: People, due: Iterable[Item], steps: Iterable[Step]) -> dict[str, int]:
    """Counts of what `today` shows, by status and band; of people on the board, `high` those who are high and not red;
    of each step."""
    items = list(due)
    counted = {"overdue": 0, "due": 0} | Counter(item.status for item in items)
    counted |= {f"band_{band}": sum(item.band == band for item in items) for band in (1, 2, 3, 4)}
    counted["people_due"] = len({item.person.id for item in items if item.person})
    counted["people"] = len(people.on_caseload)
    for zone in BOARD:
        counted[zone] = sum(people.cards[id].zone == zone for id in people.on_caseload)
    counted["high"] = sum(people.cards[id].zone != "red" for id in people.with_red)
    return counted | {step.key: len(step.talks) for step in steps if step.key != "red"}


def _nobody_holds(told: Told, item: Item) -> bool:
    """Whether this is a contact of today that no worker was named for, or whose worker is away without cover: it has
    fallen to whoever is on duty, or to nobody at all."""
    if KINDS[item.kind].brings != "contact" or item.person is None:
        return False
    named = _named(told, item)
    if item.owner.partition(":")[0] == DUTY or not named or named == DUTY:
        return True
    booked = item.detail.get("at")
    moment = max(told.at, datetime.fromisoformat(booked)) if isinstance(booked, str) else told.at
    return any(told.roster.is_away(named, at) and not _is_covered(told, named, item, at) for at in (told.at, moment))


def _why_unheld(told: Told, item: Item) -> str:
    """Why nobody holds it: nobody was named, or whoever was is away."""
    named = _named(told, item)
    return (
        tr("{name} is away, no cover", name=told.roster.name(named))
        if named and named != DUTY
        else tr("nobody is named")
    )


def _named(told: Told, item: Item) -> str | None:
    return told.named.get(item.key) or (item.person.coordinator if item.person else None)


def _is_covered(told: Told, worker: str, item: Item, at: datetime) -> bool:
    found = [each for each in told.roster.absences.get(worker, ()) if each.holds_at(at)]
    return bool(found) and item.person is not None and found[-1].covers(item.person.id)

"""The report of one person for those who decide about them: an MDT, a tribunal (measures.md, Faces).

Who holds them, how their zone and tier went, 26 weeks of contact, missed contacts with what was done, crises, the
newest risk check whole, decisions with their reasons, the plans in their words, indicators with the help they take,
what changed with what shows it, scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.moments import DAYS, MONTHS, day_in_words
from carelist_tui.domain.person.episodes import Episode
from carelist_tui.domain.views.report.report_parts import (
    Grid,
    Part,
    Passage,
    Report,
    Section,
    facts,
    passages,
    sections,
)
from carelist_tui.domain.views.report.subject import CONFIDENTIAL, Subject, Told
from carelist_tui.domain.views.whole.indicators import Measured, help_words, measured_of, standing_words
from carelist_tui.domain.views.whole.instruments import scored_of
from carelist_tui.domain.views.whole.links import Together
from carelist_tui.domain.views.whole.past import Past, past_of
from carelist_tui.domain.views.whole.rhythm import CONTACT, CRISIS, MISSED, WEEKS, Rhythm, rhythm_of

MARKS = {CRISIS: "X", MISSED: "M", CONTACT: "C"}
NONE = "None is recorded."


def person_report(subject: Subject) -> Report:
    """The whole report; what others said in confidence only where that was asked for."""
    past = past_of(subject.person, subject.story, subject.ground.standards)
    leaves_out = any(map(subject.leaves_out, subject.standing))
    said = "What others said in confidence is left out. The record has it." if leaves_out else ""
    return Report(
        f"Report about {subject.name}",
        subject.whom,
        CONFIDENTIAL,
        (
            *sections(
                ("", (*subject.loud(), *passages(said))),
                ("Who holds them", _held(subject)),
                ("Zone and tier", _course(subject)),
            ),
            Section("Contact over 26 weeks", _rhythm(subject, past)),
            *_missed(subject, past),
            *_entries(subject, "Crises", subject.of_kind("crisis.", "incident.")),
            *_entries(subject, "The newest risk check", subject.of_kind("risk_check.completed")[-1:]),
            *_entries(
                subject,
                "Decisions and escalations, with their reasons",
                subject.of_kind("decision.", "outreach.stopped", "escalation.", "episode."),
            ),
            *_entries(subject, "How we stay in contact", subject.of_kind("engagement_plan.agreed")[-1:]),
            *_entries(subject, "The risk plan", subject.of_kind("risk_plan.updated")[-1:]),
            Section("Indicators", _indicators(subject)),
            Section("What changed, and what shows it", _changes(subject, past)),
            Section("Scores", _scores(subject)),
        ),
    )


def _held(subject: Subject) -> tuple[Part, ...]:
    state = subject.ground.state
    last, named = state.last_contact, subject.of_kind("coordinator.named")[-1:]
    row = [f"{when}, {how}, with {whom}" for when, how, whom in subject.booked()][:2]
    return facts(
        ("Coordinator", subject.coordinator or "nobody yet"),
        ("Clinical oversight", subject.worker(state.oversight) if state.oversight else "not named"),
        ("Named", subject.in_a_line(named[0]) if named else ""),
        ("Team", state.identity.team),
        ("On the caseload", "yes" if state.first_named is not None and state.on_caseload else "no"),
        ("Last contact", f"{subject.when(last.at)}, {choice_in_words(last.method)}" if last else "none yet"),
        ("Next contacts", "; ".join(row) or "none is booked"),
        ("Legal status", state.identity.legal_status),
        ("Open actions", "\n".join(_open_actions(subject))),
    )


def _open_actions(subject: Subject) -> Iterator[str]:
    for each in subject.ground.state.actions:
        yield f"{each.title}, by {subject.day(each.due_at)}: {subject.worker(each.owner)}"


def _course(subject: Subject) -> tuple[Part, ...]:
    """Zone and tier, each as a line over time, then what was set with why."""
    lines = subject.of_kind("zone.set", "tier.set")
    said = [
        " → ".join(f"{_set_to(line)} {subject.day(line['occurred_at'])}" for line in lines if line["type"] == kind)
        for kind in ("zone.set", "tier.set")
    ]
    tier = subject.ground.tier.value if subject.ground.tier else "not set"
    now = f"Now: zone {subject.ground.state.zone_now}, tier {choice_in_words(tier)}"
    high = ", counted as high" if subject.ground.is_high else ""
    rows = tuple((subject.head(line), subject.in_a_line(line)) for line in lines)
    grid = (Grid("What was set, and why", ("What, when, by whom", "What was said"), rows),) if rows else ()
    titles = ("Zones: ", "Tiers: ")
    return (
        Passage(f"{now}{high}."),
        *(Passage(title + words) for title, words in zip(titles, said, strict=True) if words),
        *grid,
    )


def _set_to(line: Told) -> str:
    body = line.get("body") or {}
    return choice_in_words(str(body.get("zone") or body.get("tier") or ""))


def _rhythm(subject: Subject, past: Past) -> tuple[Part, ...]:
    rhythm = rhythm_of(past, subject.at, subject.ground.calendar.zone)
    days = {kind: rhythm.of(kind) for kind in (CONTACT, MISSED, CRISIS)}
    said = (
        f"Of the days since {day_in_words(max(rhythm.first, rhythm.begun or rhythm.first))}: "
        f"{days[CONTACT]} with contact (C), {days[MISSED]} with a missed contact (M), "
        f"{days[CRISIS]} with a crisis (X). "
        f"The longest time without contact was {rhythm.longest_gap} day{'' if rhythm.longest_gap == 1 else 's'}."
    )
    weeks = [rhythm.first + timedelta(weeks=n) for n in range(WEEKS)]
    heads = ("", *(f"{week.day} {MONTHS[week.month - 1]}" for week in weeks))
    rows = tuple((DAYS[n], *(_mark(rhythm, n, week) for week in range(WEEKS))) for n in range(len(DAYS)))
    caption = "A column a week, by the Monday it begins; a dot before they came"
    return (Passage(said), Grid(caption, heads, rows, narrow=True))


def _mark(rhythm: Rhythm, weekday: int, week: int) -> str:
    """What a day held, as letters; a crisis first."""
    day = rhythm.first + timedelta(weeks=week, days=weekday)
    before = rhythm.begun is None or day < rhythm.begun
    return "".join(mark for kind, mark in MARKS.items() if kind in rhythm.days.get(day, ())) or ("·" if before else "")


def _missed(subject: Subject, past: Past) -> Iterator[Section]:
    together = Together(subject.story)
    yield Section("Missed contacts and what was done", () if past.missed else (Passage(NONE),))
    by_id = {line["id"]: line for line in subject.standing}
    for episode in reversed(past.missed):
        lines = [by_id[each.id] for each in together.about(*episode.ids) if each.id in by_id]
        rows = tuple((subject.head(line), subject.in_a_line(line)) for line in lines)
        grid = Grid("What was done, the oldest first", ("What, when, by whom", "What was said"), rows)
        yield Section(f"Expected {subject.when(episode.t)}", (Passage(_ended(subject, episode)), grid), level=3)


def _ended(subject: Subject, episode: Episode) -> str:
    if episode.ended is None:
        return "It is still open."
    by = next((line for line in subject.standing if line["id"] == episode.ended.id), None)
    return f"It ended {subject.when(episode.ended.at)}" + (f": {subject.head(by)}." if by else ".")


def _entries(subject: Subject, title: str, lines: list[Told]) -> Iterator[Section]:
    """Entries whole, the newest first."""
    yield Section(title, () if lines else (Passage(NONE),))
    for line in reversed(lines):
        yield Section(subject.head(line), subject.whole(line), level=3)


def _indicators(subject: Subject) -> tuple[Part, ...]:
    measured = measured_of(subject.person, subject.story)
    if not measured:
        return (Passage(NONE),)
    heads = ("Indicator", "Where it stands", "Ratings, the oldest first", "Help it took over time")
    running = tuple(_indicator(subject, each) for each in measured if each.ended is None)
    over = tuple(_indicator(subject, each) for each in measured if each.ended is not None)
    grids = [Grid("What runs: what was agreed, and every rating", heads, running)] if running else []
    grids += [Grid("What has ended, and how", heads, over)] if over else []
    return tuple(grids)


def _indicator(subject: Subject, each: Measured) -> tuple[str, str, str, str]:
    ratings = "; ".join(f"{value} on {subject.day(at)}" for at, value in each.ratings)
    agreed = each.agreed
    named = standing_words(agreed.kind, agreed.steps, value=each.value, baseline=agreed.baseline, aim=agreed.aim)
    ended = f"; ended {subject.day(each.ended[0])}: {choice_in_words(each.ended[1])}" if each.ended else ""
    helped = help_words((subject.day(at), level) for at, level in each.helped)
    return f"{agreed.name} ({choice_in_words(agreed.area)})", f"{named}{ended}", ratings or "none yet", helped


def _changes(subject: Subject, past: Past) -> tuple[Part, ...]:
    """So many contacts, so many changes, shown by so many entries (S2:54); then each with why, our part and what shows
    it."""
    noted = [line for line in subject.of_kind("outcome.noted") if line.get("body")]
    by_id = {line["id"]: line for line in subject.standing}
    shown = {id for line in noted for id in line["body"]["evidence"] if id in by_id}
    counts = [_so_many(len(past.contacts), "contact"), f"{_so_many(len(noted), 'change')} noted"]
    said = f"{', '.join(counts)}, shown by {_so_many(len(shown), 'entry', 'entries')}."
    rows = tuple(
        (
            f"{choice_in_words(line['body']['area'])}, {subject.day(line['occurred_at'])}",
            subject.in_a_line(line),
            "; ".join(subject.head(by_id[id]) for id in line["body"]["evidence"] if id in by_id) or "nothing stands",
        )
        for line in noted
    )
    grid = (Grid("What changed", ("Area, when", "What, why, our part", "Shown by"), rows),) if rows else ()
    return (Passage(said), *grid)


def _so_many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"


def _scores(subject: Subject) -> tuple[Part, ...]:
    """Each instrument with every score of each item, and how the newest stands against the first."""
    found = []
    for each in scored_of(subject.person, subject.story, subject.ground.standards):
        rows = tuple((title, *scores) for title, scores in each.items())
        heads = ("", *(subject.day(at) for at, _ in each.scores))
        found.append(Grid(f"{each.title}: {each.stands_words}", heads, rows))
    return tuple(found) or (Passage(NONE),)

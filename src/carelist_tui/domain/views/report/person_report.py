"""The report of one person for those who decide about them: an MDT, a tribunal (measures.md, Faces).

Who holds them, how their zone and tier went, 26 weeks of contact, missed contacts with what was done, crises, the
newest risk check whole, decisions with their reasons, the plans in their words, indicators with the help they take,
what changed with what shows it, scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from carelist_tui.catalogue import ntr, tr
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
NONE = tr("None is recorded.")


def person_report(subject: Subject) -> Report:
    """The whole report; what others said in confidence only where that was asked for."""
    past = past_of(subject.person, subject.story, subject.ground.standards)
    leaves_out = any(map(subject.leaves_out, subject.standing))
    said = tr("What others said in confidence is left out. The record has it.") if leaves_out else ""
    return Report(
        tr("Report about {name}", name=subject.name),
        subject.whom,
        CONFIDENTIAL,
        (
            *sections(
                ("", (*subject.loud(), *passages(said))),
                (tr("Who holds them"), _held(subject)),
                (tr("Zone and tier"), _course(subject)),
            ),
            Section(tr("Contact over 26 weeks"), _rhythm(subject, past)),
            *_missed(subject, past),
            *_entries(subject, tr("Crises"), subject.of_kind("crisis.", "incident.")),
            *_entries(subject, tr("The newest risk check"), subject.of_kind("risk_check.completed")[-1:]),
            *_entries(
                subject,
                tr("Decisions and escalations, with their reasons"),
                subject.of_kind("decision.", "outreach.stopped", "escalation.", "episode."),
            ),
            *_entries(subject, tr("How we stay in contact"), subject.of_kind("engagement_plan.agreed")[-1:]),
            *_entries(subject, tr("The risk plan"), subject.of_kind("risk_plan.updated")[-1:]),
            Section(tr("Indicators"), _indicators(subject)),
            Section(tr("What changed, and what shows it"), _changes(subject, past)),
            Section(tr("Scores"), _scores(subject)),
        ),
    )


def _held(subject: Subject) -> tuple[Part, ...]:
    state = subject.ground.state
    last, named = state.last_contact, subject.of_kind("coordinator.named")[-1:]
    row = [tr("{when}, {how}, with {whom}", when=when, how=how, whom=whom) for when, how, whom in subject.booked()][:2]
    return facts(
        (tr("Coordinator"), subject.coordinator or tr("nobody yet")),
        (tr("Clinical oversight"), subject.worker(state.oversight) if state.oversight else tr("not named")),
        (tr("Named"), subject.in_a_line(named[0]) if named else ""),
        (tr("Team"), state.identity.team),
        (tr("On the caseload"), tr("yes") if state.first_named is not None and state.on_caseload else tr("no")),
        (tr("Last contact"), f"{subject.when(last.at)}, {choice_in_words(last.method)}" if last else tr("none yet")),
        (tr("Next contacts"), "; ".join(row) or tr("none is booked")),
        (tr("Legal status"), state.identity.legal_status),
        (tr("Open actions"), "\n".join(_open_actions(subject))),
    )


def _open_actions(subject: Subject) -> Iterator[str]:
    for each in subject.ground.state.actions:
        yield tr(
            "{title}, by {day}: {worker}",
            title=each.title,
            day=subject.day(each.due_at),
            worker=subject.worker(each.owner),
        )


def _course(subject: Subject) -> tuple[Part, ...]:
    """Zone and tier, each as a line over time, then what was set with why."""
    lines = subject.of_kind("zone.set", "tier.set")
    said = [
        " → ".join(f"{_set_to(line)} {subject.day(line['occurred_at'])}" for line in lines if line["type"] == kind)
        for kind in ("zone.set", "tier.set")
    ]
    tier = subject.ground.tier.value if subject.ground.tier else tr("not set")
    now = tr(
        "Now: zone {zone_now}, tier {tier}",
        zone_now=choice_in_words(subject.ground.state.zone_now),
        tier=choice_in_words(tier),
    )
    high = tr(", counted as high") if subject.ground.is_high else ""
    rows = tuple((subject.head(line), subject.in_a_line(line)) for line in lines)
    grid = (Grid(tr("What was set, and why"), (tr("What, when, by whom"), tr("What was said")), rows),) if rows else ()
    titles = (tr("Zones: "), tr("Tiers: "))
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
    said = ntr(
        "Of the days since {day_in_words}: "
        "{days} with contact (C), {days2} with a missed contact (M), "
        "{days3} with a crisis (X). "
        "The longest time without contact was {longest_gap} day.",
        "Of the days since {day_in_words}: "
        "{days} with contact (C), {days2} with a missed contact (M), "
        "{days3} with a crisis (X). "
        "The longest time without contact was {longest_gap} days.",
        rhythm.longest_gap,
        day_in_words=day_in_words(max(rhythm.first, rhythm.begun or rhythm.first)),
        days=days[CONTACT],
        days2=days[MISSED],
        days3=days[CRISIS],
        longest_gap=rhythm.longest_gap,
    )
    weeks = [rhythm.first + timedelta(weeks=n) for n in range(WEEKS)]
    heads = ("", *(f"{week.day} {MONTHS[week.month - 1]}" for week in weeks))
    rows = tuple((DAYS[n], *(_mark(rhythm, n, week) for week in range(WEEKS))) for n in range(len(DAYS)))
    caption = tr("A column a week, by the Monday it begins; a dot before they came")
    return (Passage(said), Grid(caption, heads, rows, narrow=True))


def _mark(rhythm: Rhythm, weekday: int, week: int) -> str:
    """What a day held, as letters; a crisis first."""
    day = rhythm.first + timedelta(weeks=week, days=weekday)
    before = rhythm.begun is None or day < rhythm.begun
    return "".join(mark for kind, mark in MARKS.items() if kind in rhythm.days.get(day, ())) or ("·" if before else "")


def _missed(subject: Subject, past: Past) -> Iterator[Section]:
    together = Together(subject.story)
    yield Section(tr("Missed contacts and what was done"), () if past.missed else (Passage(NONE),))
    by_id = {line["id"]: line for line in subject.standing}
    for episode in reversed(past.missed):
        lines = [by_id[each.id] for each in together.about(*episode.ids) if each.id in by_id]
        rows = tuple((subject.head(line), subject.in_a_line(line)) for line in lines)
        grid = Grid(tr("What was done, the oldest first"), (tr("What, when, by whom"), tr("What was said")), rows)
        yield Section(
            tr("Expected {when}", when=subject.when(episode.t)), (Passage(_ended(subject, episode)), grid), level=3
        )


def _ended(subject: Subject, episode: Episode) -> str:
    if episode.ended is None:
        return tr("It is still open.")
    by = next((line for line in subject.standing if line["id"] == episode.ended.id), None)
    return tr("It ended {when}", when=subject.when(episode.ended.at)) + (f": {subject.head(by)}." if by else ".")


def _entries(subject: Subject, title: str, lines: list[Told]) -> Iterator[Section]:
    """Entries whole, the newest first."""
    yield Section(title, () if lines else (Passage(NONE),))
    for line in reversed(lines):
        yield Section(subject.head(line), subject.whole(line), level=3)


def _indicators(subject: Subject) -> tuple[Part, ...]:
    measured = measured_of(subject.person, subject.story)
    if not measured:
        return (Passage(NONE),)
    heads = (tr("Indicator"), tr("Where it stands"), tr("Ratings, the oldest first"), tr("Help it took over time"))
    running = tuple(_indicator(subject, each) for each in measured if each.ended is None)
    over = tuple(_indicator(subject, each) for each in measured if each.ended is not None)
    grids = [Grid(tr("What runs: what was agreed, and every rating"), heads, running)] if running else []
    grids += [Grid(tr("What has ended, and how"), heads, over)] if over else []
    return tuple(grids)


def _indicator(subject: Subject, each: Measured) -> tuple[str, str, str, str]:
    ratings = "; ".join(tr("{value} on {day}", value=value, day=subject.day(at)) for at, value in each.ratings)
    agreed = each.agreed
    named = standing_words(agreed.kind, agreed.steps, value=each.value, baseline=agreed.baseline, aim=agreed.aim)
    ended = (
        tr("; ended {day}: {ended}", day=subject.day(each.ended[0]), ended=choice_in_words(each.ended[1]))
        if each.ended
        else ""
    )
    helped = help_words((subject.day(at), level) for at, level in each.helped)
    return f"{agreed.name} ({choice_in_words(agreed.area)})", f"{named}{ended}", ratings or tr("none yet"), helped


def _changes(subject: Subject, past: Past) -> tuple[Part, ...]:
    """So many contacts, so many changes, shown by so many entries (S2:54); then each with why, our part and what shows
    it."""
    noted = [line for line in subject.of_kind("outcome.noted") if line.get("body")]
    by_id = {line["id"]: line for line in subject.standing}
    shown = {id for line in noted for id in line["body"]["evidence"] if id in by_id}
    contacts, changes, entries = len(past.contacts), len(noted), len(shown)
    said = tr(
        "{contacts}, {changes} noted, shown by {entries}.",
        contacts=ntr("{n} contact", "{n} contacts", contacts, n=contacts),
        changes=ntr("{n} change", "{n} changes", changes, n=changes),
        entries=ntr("{n} entry", "{n} entries", entries, n=entries),
    )
    rows = tuple(
        (
            f"{choice_in_words(line['body']['area'])}, {subject.day(line['occurred_at'])}",
            subject.in_a_line(line),
            "; ".join(subject.head(by_id[id]) for id in line["body"]["evidence"] if id in by_id)
            or tr("nothing stands"),
        )
        for line in noted
    )
    grid = (
        (Grid(tr("What changed"), (tr("Area, when"), tr("What, why, our part"), tr("Shown by")), rows),) if rows else ()
    )
    return (Passage(said), *grid)


def _scores(subject: Subject) -> tuple[Part, ...]:
    """Each instrument with every score of each item, and how the newest stands against the first."""
    found = []
    for each in scored_of(subject.person, subject.story, subject.ground.standards):
        rows = tuple((title, *scores) for title, scores in each.items())
        heads = ("", *(subject.day(at) for at, _ in each.scores))
        found.append(Grid(f"{each.title}: {each.stands_words}", heads, rows))
    return tuple(found) or (Passage(NONE),)

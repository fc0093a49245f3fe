"""The answers in plain words, a line for each thing, so that a screen reader can follow. `zone` is the service's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words
from carelist_tui.domain.roster import Out
from carelist_tui.domain.words import NOT_OWED, by_in_words, moment_in_words
from carelist_tui.domain.worklist import BANDS
from carelist_tui.exchange.story_text import known_lines, stamp, story_line

Answer = Mapping[str, Any]
Names = Mapping[str, str]


def tell_today(answer: Answer, names: Names, zone: ZoneInfo) -> Iterator[str]:
    """`today` in words: a heading, who is out alone, under a heading a band one line an item, the counts."""
    at = datetime.fromisoformat(answer["at"])
    yield f"Worklist at {stamp(at, zone)}"
    for out in answer["out"]:
        since, back_by = (datetime.fromisoformat(out[name]) for name in ("since", "back_by"))
        known = Out(out["worker"], out["person"], out["where"], since, back_by)
        yield out_words(known, names, at, zone)
    for band, items in groupby(answer["items"], key=itemgetter("band")):
        told = list(items)
        yield f"{BANDS[band].upper()}: {len(told)}"
        yield from (tell_item(item, names, at, zone) for item in told)
    counts = answer["counts"]
    if not answer["items"]:
        yield "Nothing is due."
    else:
        yield f"{counts['overdue']} overdue, {counts['due']} due, {counts['upcoming']} coming."


LOOKED = {
    "opened": "opened",
    "searched": "searched",
    "exported": "exported",
    "printed": "printed",
    "copied": "copied",
    "unlock_failed": "a wrong passphrase",
    "log_read": "read this log",
}


def tell_access(looks: Iterable[Answer], names: Names, people: Names, zone: ZoneInfo) -> Iterator[str]:
    """Who looked, the latest first, a line each."""
    none = True
    for look in looks:
        none = False
        at = stamp(datetime.fromisoformat(look["at"]), zone)
        who = _name(look["worker"], names) if look["worker"] else "nobody named"
        whom = f" {people.get(look['person'], look['person'])}" if look["person"] else ""
        count = f" ({look['count']})" if look["count"] is not None else ""
        why = f": {look['reason']}" if look.get("reason") else ""
        yield f"{at}: {who}: {LOOKED.get(look['kind'], look['kind'])}{whom}{count}{why}"
    if none:
        yield "Nobody has looked, on this laptop."


def out_words(out: Out, names: Names, at: datetime, zone: ZoneInfo) -> str:
    """Somebody who is out alone, on one line."""
    return f"Out alone: {out.in_words(_name(out.worker, names), at, zone)}."


def tell_item(item: Answer, names: Names, at: datetime, zone: ZoneInfo, *, whom: bool = True) -> str:
    """One item on one line: band, when, whom and what to mind (unless the line says so already), what, why, whose."""
    when = moment_in_words(datetime.fromisoformat(item["due_at"]), at, zone)
    due = {"overdue": f"overdue since {when}", "due": f"due {when}"}.get(item["status"], f"coming {when}")
    who = f"{_who(item)}: " if item["person"] and whom else ""
    warnings = f" Mind: {', '.join(item['warnings'])}." if item["warnings"] and whom else ""
    reason = _reason(item)
    return (
        f"{BANDS[item['band']]}, {due}: {who}{item['title']} ({reason}). For {_name(item['owner'], names)}.{warnings}"
    )


def _reason(item: Answer) -> str:
    """The reason without the title and the time, which the line has said already."""
    why = str(item["why"])
    return why.removeprefix(item["title"]).partition(": ")[2] or why


def _who(item: Answer) -> str:
    zone = f", {in_plain_words(item['zone'])}" if item["zone"] not in (None, "unknown") else ""
    return f"{item['name']}, {item['ref']}{zone}"


def _name(worker: str | None, names: Names) -> str:
    if worker is None:
        return "nobody yet"
    if worker.startswith("duty"):
        return "whoever is on duty"
    return names.get(worker, worker)


def tell_queue(answer: Answer, names: Names, zone: ZoneInfo) -> Iterator[str]:
    """`queue` in words: one line a missed contact."""
    at = datetime.fromisoformat(answer["at"])
    yield f"Missed contacts at {stamp(at, zone)}"
    for episode in answer["episodes"]:
        mind = f" Mind: {', '.join(episode['warnings'])}." if episode["warnings"] else ""
        yield tell_episode(episode, names, at, zone) + mind
    yield f"{len(answer['episodes'])} open." if answer["episodes"] else "No missed contact is open."


def tell_episode(episode: Answer, names: Names, at: datetime, zone: ZoneInfo) -> str:
    """One missed contact on one line: whom, when, which steps are done, what is next."""
    missed = moment_in_words(datetime.fromisoformat(episode["missed_at"]), at, zone)
    steps = ", ".join(f"{each['title'].lower()} {_step(each, at, zone)}" for each in episode["steps"])
    following = episode["next"]
    then = f" Next: {tell_item(following, names, at, zone, whom=False)}" if following else " Nothing is next."
    attempts = f"{episode['attempts']} attempt{'' if episode['attempts'] == 1 else 's'}"
    ladder = str(episode["ladder"]).replace("_", " ")
    back = episode["stopped_until"] and datetime.fromisoformat(episode["stopped_until"])
    stopped = f"THE STEPS ARE STOPPED until {moment_in_words(back, at, zone)}; " if back and at < back else ""
    return f"{_who(episode)}: missed {missed}, {ladder} steps, {attempts}: {stopped}{steps}.{then}"


def _step(step: Answer, at: datetime, zone: ZoneInfo) -> str:
    if step["done_by"]:
        return "done"
    if step["skipped"]:
        return "skipped"
    return by_in_words(datetime.fromisoformat(step["due_at"]), at, zone)


def tell_person(
    answer: Answer, names: Names, at: datetime, zone: ZoneInfo, whole: Mapping[str, datetime] | None = None
) -> Iterator[str]:
    """`show` in words: how they stand, warnings, what is owed, the plan, the story; every field of each entry too where
    `whole` says when it was copied."""
    if not answer["name"]:
        yield "Nothing was known of them then."
        yield from _story(answer, names, zone, whole)
        return
    yield f"{answer['name']}, {answer['ref']}" + ("" if answer["on_caseload"] else " (not on the caseload)")
    yield from _standing(answer, names, at, zone)
    for warning in answer.get("warnings", ()):
        yield f"Warning: {warning}"
    yield from known_lines(answer, names)
    yield from _sharing(answer)
    yield from _plan(answer)
    yield from _works_on(answer, at, zone)
    if episode := answer["episode"]:
        yield f"Missed contact: {tell_episode(episode, names, at, zone).partition(': ')[2]}"
    for item in answer["items"]:
        yield f"Owed: {tell_item(item, names, at, zone, whom=False)}"
    yield from _story(answer, names, zone, whole)


def _story(answer: Answer, names: Names, zone: ZoneInfo, whole: Mapping[str, datetime] | None) -> Iterator[str]:
    if whole is None:
        yield from (story_line(entry, names, zone) for entry in answer["story"])
        return
    from carelist_tui.exchange.note import Noting

    noting = Noting(names, zone, {answer["person"]: answer["name"]}, whole)
    by_id = {entry["id"]: entry for entry in answer["story"]}
    for entry in answer["story"]:
        yield from noting.whole(entry, by_id)


def tell_found(found: Iterable[Answer], names: Names) -> Iterator[str]:
    """`find` in words: a line a person, whether they are on the caseload said."""
    people = list(found)
    for each in people:
        known_as = f" (known as {each['known_as']})" if each["known_as"] else ""
        standing = f"zone {in_plain_words(each['zone'] or 'unknown')}, coordinator {_name(each['coordinator'], names)}"
        where = standing if each["on_caseload"] else "no longer on the caseload"
        yield f"{each['name']}{known_as}, {each['ref']}: {where}"
    yield f"{len(people)} found." if people else "Nobody found."


def _standing(answer: Answer, names: Names, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    yield f"Zone {in_plain_words(answer['zone'] or 'unknown')}, tier {answer['tier'] or 'not set'}"
    oversight = f"; clinical oversight: {answer['clinical_oversight']}" if answer["clinical_oversight"] else ""
    yield f"Coordinator: {_name(answer['coordinator'], names)}{oversight}"
    if away := answer["away"]:
        yield f"Away: {away['where']}" + ("" if away["confirmed"] else " (not confirmed)")
    last = answer["last_contact"]
    yield f"Last spoke: {_moment(last['at'], at, zone)}, {last['method']}" if last else "Not spoken to yet"
    for booked in answer["next_contacts"]:
        said = f"Booked: {booked['method']}, {_moment(booked['at'], at, zone)}, {_name(booked['worker'], names)}"
        yield said if booked["owed"] else said + NOT_OWED
    if signs := answer["early_warning"]:
        yield f"Early warning signs since {_moment(signs['since'], at, zone)}: {signs['signs']}"


def _sharing(answer: Answer) -> Iterator[str]:
    """Who may be told and about whom to ask first; who must not is among the warnings."""
    from carelist_tui.domain.entries.choices import choice_in_words

    for each in answer["may_be_told"]:
        basis = "agreed" if each["basis"] == "consent" else choice_in_words(each["basis"])
        said = [each["name"], each["relation"], each["agency"], each["phone"] or "no number", each["when"]]
        yield f"May be told: {', '.join(filter(None, said))} ({basis})"
    for each in answer["ask_first"]:
        yield f"Ask before telling: {', '.join(filter(None, (each['name'], each['relation'], each['agency'])))}"
    if not answer["may_be_told"]:
        yield "Nobody may be told."


def _works_on(answer: Answer, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Each indicator, where it stands and the help it takes; those that ended; scores, and what changed."""
    from carelist_tui.domain.entries.choices import choice_in_words
    from carelist_tui.domain.views.whole.indicators import help_words, standing_words

    for each in (*answer["indicators"], *answer["indicators_ended"]):
        named = {name: each[name] for name in ("value", "baseline", "aim")}
        helped = help_words((_moment(row["at"], at, zone), row["level"]) for row in each["support"])
        said = f"{each['name']}: {standing_words(each['kind'], each['steps'], **named)}; help: {helped}"
        over = each.get("ended_at")
        yield (
            f"Ended {_moment(over, at, zone)}, {choice_in_words(each['outcome'])}: {said}"
            if over
            else f"Works on {said}"
        )
    for each in answer["instruments"]:
        yield f"{each['title']}: {each['in_words']}"
    for each in answer["outcomes"]:
        yield f"What changed, {choice_in_words(each['area'])}: {each['what_changed']}"


def _plan(answer: Answer) -> Iterator[str]:
    plan = answer["plan"]
    if plan:
        yield f"How we stay in contact: {', then '.join(plan['methods'])}; {plan['safe_places']}"
        yield f"If a contact is missed: {plan['if_missed']}"


def _moment(text: str, at: datetime, zone: ZoneInfo) -> str:
    return moment_in_words(datetime.fromisoformat(text), at, zone)


def entries_counted(count: int) -> str:
    """`1 entry`, `2 entries`."""
    return f"{count} {'entry' if count == 1 else 'entries'}"

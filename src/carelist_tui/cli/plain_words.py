"""The answers in plain words, a line for each thing, so that a screen reader can follow. `zone` is the service's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, ntr, tr
from carelist_tui.domain.roster import Out
from carelist_tui.domain.words import NOT_OWED, by_in_words, moment_in_words
from carelist_tui.domain.worklist import BANDS
from carelist_tui.exchange.story_text import known_lines, stamp, story_line

Answer = Mapping[str, Any]
Names = Mapping[str, str]


def tell_today(answer: Answer, names: Names, zone: ZoneInfo, known_at: datetime | None = None) -> Iterator[str]:
    """`today` in words: a heading, who is out alone, under a heading a band one line an item, the counts."""
    at = datetime.fromisoformat(answer["at"])
    yield tr("Worklist at {stamp}", stamp=stamp(at, zone)) + _as_known(known_at, zone)
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
        yield tr("Nothing is due.")
    else:
        yield tr(
            "{overdue} overdue, {due} due, {upcoming} coming.",
            overdue=counts["overdue"],
            due=counts["due"],
            upcoming=counts["upcoming"],
        )


LOOKED = {
    "opened": tr("opened"),
    "searched": tr("searched"),
    "exported": tr("exported"),
    "printed": tr("printed"),
    "copied": tr("copied"),
    "unlock_failed": tr("a wrong passphrase"),
    "log_read": tr("read this log"),
}


def tell_access(looks: Iterable[Answer], names: Names, people: Names, zone: ZoneInfo) -> Iterator[str]:
    """Who looked, the latest first, a line each."""
    none = True
    for look in looks:
        none = False
        at = stamp(datetime.fromisoformat(look["at"]), zone)
        who = _name(look["worker"], names) if look["worker"] else tr("nobody named")
        whom = f" {people.get(look['person'], look['person'])}" if look["person"] else ""
        count = f" ({look['count']})" if look["count"] is not None else ""
        why = f": {look['reason']}" if look.get("reason") else ""
        yield f"{at}: {who}: {LOOKED.get(look['kind'], look['kind'])}{whom}{count}{why}"
    if none:
        yield tr("Nobody has looked, on this laptop.")


def out_words(out: Out, names: Names, at: datetime, zone: ZoneInfo) -> str:
    """Somebody who is out alone, on one line."""
    return tr("Out alone: {in_words}.", in_words=out.in_words(_name(out.worker, names), at, zone))


def tell_item(item: Answer, names: Names, at: datetime, zone: ZoneInfo, *, whom: bool = True) -> str:
    """One item on one line: band, when, whom and what to mind (unless the line says so already), what, why, whose."""
    when = moment_in_words(datetime.fromisoformat(item["due_at"]), at, zone)
    due = {"overdue": tr("overdue since {when}", when=when), "due": tr("due {when}", when=when)}.get(
        item["status"], tr("coming {when}", when=when)
    )
    who = f"{_who(item)}: " if item["person"] and whom else ""
    warnings = tr(" Mind: {warnings}.", warnings=", ".join(item["warnings"])) if item["warnings"] and whom else ""
    reason = _reason(item)
    return tr(
        "{bands}, {due}: {who}{title} ({reason}). For {name}.{warnings}",
        bands=BANDS[item["band"]],
        due=due,
        who=who,
        title=item["title"],
        reason=reason,
        name=_name(item["owner"], names),
        warnings=warnings,
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
        return tr("nobody yet")
    if worker.startswith("duty"):
        return tr("whoever is on duty")
    return names.get(worker, worker)


def _as_known(known_at: datetime | None, zone: ZoneInfo) -> str:
    """Beside at which moment: what came in later is not in it, so that nothing there may be owed that is owed now."""
    return tr(", as known {moment}", moment=stamp(known_at, zone)) if known_at is not None else ""


def tell_queue(answer: Answer, names: Names, zone: ZoneInfo, known_at: datetime | None = None) -> Iterator[str]:
    """`queue` in words: one line a missed contact."""
    at = datetime.fromisoformat(answer["at"])
    yield tr("Missed contacts at {stamp}", stamp=stamp(at, zone)) + _as_known(known_at, zone)
    for episode in answer["episodes"]:
        mind = tr(" Mind: {warnings}.", warnings=", ".join(episode["warnings"])) if episode["warnings"] else ""
        yield tell_episode(episode, names, at, zone) + mind
    yield tr("{n} open.", n=len(answer["episodes"])) if answer["episodes"] else tr("No missed contact is open.")


def tell_episode(episode: Answer, names: Names, at: datetime, zone: ZoneInfo) -> str:
    """One missed contact on one line: whom, when, which steps are done, what is next."""
    missed = moment_in_words(datetime.fromisoformat(episode["missed_at"]), at, zone)
    steps = ", ".join(f"{each['title'].lower()} {_step(each, at, zone)}" for each in episode["steps"])
    following = episode["next"]
    then = (
        tr(" Next: {tell_item}", tell_item=tell_item(following, names, at, zone, whom=False))
        if following
        else tr(" Nothing is next.")
    )
    attempts = ntr("{attempts} attempt", "{attempts} attempts", episode["attempts"], attempts=episode["attempts"])
    ladder = in_plain_words(str(episode["ladder"]))
    back = episode["stopped_until"] and datetime.fromisoformat(episode["stopped_until"])
    stopped = (
        tr("THE STEPS ARE STOPPED until {moment}; ", moment=moment_in_words(back, at, zone))
        if back and at < back
        else ""
    )
    return tr(
        "{who}: missed {missed}, {ladder} steps, {attempts}: {stopped}{steps}.{then}",
        who=_who(episode),
        missed=missed,
        ladder=ladder,
        attempts=attempts,
        stopped=stopped,
        steps=steps,
        then=then,
    )


def _step(step: Answer, at: datetime, zone: ZoneInfo) -> str:
    if step["done_by"]:
        return tr("done")
    if step["skipped"]:
        return tr("skipped")
    return by_in_words(datetime.fromisoformat(step["due_at"]), at, zone)


def tell_person(
    answer: Answer, names: Names, at: datetime, zone: ZoneInfo, whole: Mapping[str, datetime] | None = None
) -> Iterator[str]:
    """`show` in words: how they stand, warnings, what is owed, the plan, the story; every field of each entry too where
    `whole` says when it was copied."""
    if not answer["name"]:
        yield tr("Nothing was known of them then.")
        yield from _story(answer, names, zone, whole)
        return
    yield f"{answer['name']}, {answer['ref']}" + ("" if answer["on_caseload"] else tr(" (not on the caseload)"))
    yield from _standing(answer, names, at, zone)
    for warning in answer.get("warnings", ()):
        yield tr("Warning: {warning}", warning=warning)
    yield from known_lines(answer, names)
    yield from _sharing(answer)
    yield from _plan(answer)
    yield from _works_on(answer, at, zone)
    if episode := answer["episode"]:
        yield tr("Missed contact: {partition}", partition=tell_episode(episode, names, at, zone).partition(": ")[2])
    for item in answer["items"]:
        yield tr("Owed: {tell_item}", tell_item=tell_item(item, names, at, zone, whom=False))
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
        known_as = tr(" (known as {known_as})", known_as=each["known_as"]) if each["known_as"] else ""
        standing = tr(
            "zone {in_plain_words}, coordinator {name}",
            in_plain_words=in_plain_words(each["zone"] or "unknown"),
            name=_name(each["coordinator"], names),
        )
        where = standing if each["on_caseload"] else tr("no longer on the caseload")
        yield f"{each['name']}{known_as}, {each['ref']}: {where}"
    yield tr("{n} found.", n=len(people)) if people else tr("Nobody found.")


def _standing(answer: Answer, names: Names, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    yield tr(
        "Zone {in_plain_words}, tier {tier}",
        in_plain_words=in_plain_words(answer["zone"] or "unknown"),
        tier=in_plain_words(answer["tier"]) if answer["tier"] else tr("not set"),
    )
    oversight = (
        tr("; clinical oversight: {clinical_oversight}", clinical_oversight=answer["clinical_oversight"])
        if answer["clinical_oversight"]
        else ""
    )
    yield tr("Coordinator: {name}{oversight}", name=_name(answer["coordinator"], names), oversight=oversight)
    if away := answer["away"]:
        yield tr("Away: {where}", where=away["where"]) + ("" if away["confirmed"] else tr(" (not confirmed)"))
    last = answer["last_contact"]
    yield (
        tr(
            "Last spoke: {moment}, {method}",
            moment=_moment(last["at"], at, zone),
            method=in_plain_words(last["method"]),
        )
        if last
        else tr("Not spoken to yet")
    )
    for booked in answer["next_contacts"]:
        said = tr(
            "Booked: {method}, {moment}, {name}",
            method=in_plain_words(booked["method"]),
            moment=_moment(booked["at"], at, zone),
            name=_name(booked["worker"], names),
        )
        yield said if booked["owed"] else said + NOT_OWED
    if signs := answer["early_warning"]:
        yield tr(
            "Early warning signs since {moment}: {signs}",
            moment=_moment(signs["since"], at, zone),
            signs=signs["signs"],
        )


def _sharing(answer: Answer) -> Iterator[str]:
    """Who may be told and about whom to ask first; who must not is among the warnings."""
    from carelist_tui.domain.entries.choices import choice_in_words

    for each in answer["may_be_told"]:
        basis = tr("agreed") if each["basis"] == "consent" else choice_in_words(each["basis"])
        said = [each["name"], each["relation"], each["agency"], each["phone"] or tr("no number"), each["when"]]
        yield tr("May be told: {filter} ({basis})", filter=", ".join(filter(None, said)), basis=basis)
    for each in answer["ask_first"]:
        yield tr(
            "Ask before telling: {filter}",
            filter=", ".join(filter(None, (each["name"], each["relation"], each["agency"]))),
        )
    if not answer["may_be_told"]:
        yield tr("Nobody may be told.")


def _works_on(answer: Answer, at: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Each indicator, where it stands and the help it takes; those that ended; scores, and what changed."""
    from carelist_tui.domain.entries.choices import choice_in_words
    from carelist_tui.domain.views.whole.indicators import help_words, standing_words

    for each in (*answer["indicators"], *answer["indicators_ended"]):
        named = {name: each[name] for name in ("value", "baseline", "aim")}
        helped = help_words((_moment(row["at"], at, zone), row["level"]) for row in each["support"])
        said = tr(
            "{name}: {standing_words}; help: {helped}",
            name=each["name"],
            standing_words=standing_words(each["kind"], each["steps"], **named),
            helped=helped,
        )
        over = each.get("ended_at")
        yield (
            tr(
                "Ended {moment}, {outcome}: {said}",
                moment=_moment(over, at, zone),
                outcome=choice_in_words(each["outcome"]),
                said=said,
            )
            if over
            else tr("Works on {said}", said=said)
        )
    for each in answer["instruments"]:
        yield f"{each['title']}: {each['in_words']}"
    for each in answer["outcomes"]:
        yield tr(
            "What changed, {area}: {what_changed}",
            area=choice_in_words(each["area"]),
            what_changed=each["what_changed"],
        )


def _plan(answer: Answer) -> Iterator[str]:
    plan = answer["plan"]
    if plan:
        yield tr(
            "How we stay in contact: {methods}; {safe_places}",
            methods=tr(", then ").join(map(in_plain_words, plan["methods"])),
            safe_places=plan["safe_places"],
        )
        yield tr("If a contact is missed: {if_missed}", if_missed=plan["if_missed"])


def _moment(text: str, at: datetime, zone: ZoneInfo) -> str:
    return moment_in_words(datetime.fromisoformat(text), at, zone)


def entries_counted(count: int) -> str:
    """`1 entry`, `2 entries`."""
    return ntr("{count} entry", "{count} entries", count, count=count)

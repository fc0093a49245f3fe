"""How somebody stood at a moment: zone, tier, high, signs, away, refusing, dead, stopped, team, coordinator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.planted.story import Entry, Told, settled

TIERS = ["intensive", "enhanced", "standard", "light"]
FOREVER = datetime.max.replace(tzinfo=UTC)
Bounds = list[tuple[datetime, datetime]]
"""Begins and ends, of missed contacts."""
FROM_CRISIS = {"crisis_team", "ae_liaison", "ward"}


@dataclass(frozen=True)
class Span:
    """A time in which somebody was out of reach, and why."""

    begin: datetime
    end: datetime
    why: str
    review: datetime | None = None


def acceptances(told: Told) -> list[Entry]:
    """Each that starts the clocks: of two without a leaving between, the earlier."""
    found: list[Entry] = []
    on_caseload = False
    for entry in told.of("person.accepted", "person.reopened", "person.discharged"):
        if entry.type == "person.discharged":
            on_caseload = on_caseload and not discharge_counts(told, entry)
        elif not on_caseload:
            found.append(entry)
            on_caseload = True
    return found


def discharge_counts(told: Told, entry: Entry) -> bool:
    """A discharge counts from a manager's own word."""
    decision = next((each for each in told.of("decision.recorded") if each.id == entry.get("decision")), None)
    words = told.confirmations(entry.id) + (told.confirmations(decision.id) if decision else [])
    if any(word.get("true") is False for word in words):
        return False
    own = decision is not None and told.roles.get(decision.word) == "manager"
    return own or any(word.get("true") and told.roles.get(str(word.raw["author"])) == "manager" for word in words)


def discharge_counted_at(told: Told, entry: Entry) -> datetime | None:
    """From when a discharge counts: a manager's own decision, or their word about either; None where it does not."""
    if not discharge_counts(told, entry):
        return None
    decision = next((each for each in told.of("decision.recorded") if each.id == entry.get("decision")), None)
    if decision is not None and told.roles.get(decision.word) == "manager":
        return entry.at
    words = told.confirmations(entry.id) + (told.confirmations(decision.id) if decision else [])
    said = [word.at for word in words if word.get("true") and told.roles.get(str(word.raw["author"])) == "manager"]
    return max(entry.at, min(said))


def accepted_before(told: Told, at: datetime) -> Entry | None:
    """The acceptance that was the newest at a moment."""
    before = [entry for entry in acceptances(told) if entry.at <= at]
    return before[-1] if before else None


def identity(told: Told, name: str, at: datetime) -> Any:
    """What the acceptance said of somebody, as details and handovers left it by then."""
    value = None
    for entry in told.of("referral.received", "person.accepted", "person.details_updated", "handover.closed"):
        if entry.at > at:
            break
        if entry.type != "handover.closed":
            value = entry.body.get(name, value)
        elif name == "team" and entry.get("outcome") == "completed":
            opened = [each for each in told.of("handover.opened") if each.id == entry.get("handover")]
            value = opened[0].get("to_team") if opened else value
    return value


def zone_at(told: Told, at: datetime) -> str:
    found = settled(told, [e for e in told.of("zone.set") if e.at <= at], ["red", "amber", "green"], "zone")
    if found is not None:
        return str(found.get("zone"))
    accepted = next((e for e in told.of("person.accepted") if e.at <= at), None)
    if accepted is None:
        return "unknown"
    begins = "amber" if accepted.get("source") in {*FROM_CRISIS, "step_down"} else "unknown"
    return str(accepted.body.get("zone", begins))


def tier_at(told: Told, at: datetime) -> str:
    """A lighter tier counts from the senior's own word."""
    accepted = next((e for e in told.of("person.accepted") if e.at <= at), None)
    tier = str(accepted.get("tier")) if accepted else TIERS[0]
    for entry in told.of("tier.set"):
        if entry.at <= at:
            named = entry.get("authorised_by")
            said = [w.at for w in told.confirmations(entry.id) if w.get("true") and w.raw["author"] == named]
            lighter = TIERS.index(entry.get("tier")) > TIERS.index(tier)
            if not lighter or entry.word == named or (said and min(said) <= at):
                tier = str(entry.get("tier"))
    return tier


def coordinator_at(told: Told, at: datetime) -> str | None:
    """Who coordinates; a handover that was completed names one too."""
    named = None
    for entry in told.of("person.accepted", "coordinator.named", "handover.closed"):
        if entry.at > at:
            break
        if entry.type != "handover.closed":
            named = entry.get("coordinator") or named
        elif entry.get("outcome") == "completed":
            taken = told.about("handover", str(entry.get("handover")), "handover.accepted")
            named = next((each.get("receiving_worker") for each in taken if each.get("receiving_worker")), named)
    return named


def saw_red_flag(told: Told, entry: Entry) -> bool:
    """A trigger, or a sign that the risk plan calls a red flag."""
    if entry.get("triggers"):
        return True
    plans = [each for each in told.of("risk_plan.updated") if each.place <= entry.place]
    flags = {text.casefold() for text in (plans[-1].get("red_flags") if plans else [])}
    signs = entry.get("signs_seen") or []
    return any(sign["seen"] == "yes" and sign["sign"].casefold() in flags for sign in signs)


def is_high(told: Told, at: datetime) -> bool:
    """Red, an open high check, a trigger or red flag, or a crisis in the last 14 days."""
    if zone_at(told, at) == "red":
        return True
    check = flag = False
    for entry in told.of("risk_check.completed", "contact.completed"):
        if entry.at > at:
            break
        if entry.type == "risk_check.completed":
            check = entry.get("overall") == "high"
            flag = saw_red_flag(told, entry)
        else:
            flag = flag or saw_red_flag(told, entry)
    crises = [e.at for e in told.of("crisis.recorded") if e.at <= at < e.at + timedelta(days=14)]
    return check or flag or bool(crises)


def became_high(told: Told, after: datetime, until: datetime) -> list[Entry]:
    """The entries, after one moment and up to another, with which somebody became high."""
    found = []
    for entry in told.entries:
        if after < entry.at <= until and is_high(told, entry.at) and not is_high(told, just_before(entry.at)):
            found.append(entry)
    return found


def just_before(at: datetime) -> datetime:
    return at - timedelta(microseconds=1)


def signs_known(told: Told, at: datetime) -> list[str]:
    plans = [each for each in told.of("engagement_plan.agreed") if each.at <= at]
    return list(plans[-1].get("early_warning_signs")) if plans else []


def has_early_warning(told: Told, at: datetime) -> bool:
    """From a sign seen until two whole contacts running saw none and had every sign answered."""
    warned, clear = False, 0
    for entry in told.of("contact.completed", "risk_check.completed"):
        if entry.at > at:
            break
        answers = {each["sign"]: each["seen"] for each in entry.get("signs_seen") or []}
        if "yes" in answers.values() or entry.get("relapse_indicators"):
            warned, clear = True, 0
        elif entry.type == "contact.completed":
            known = signs_known(told, entry.at) or list(answers)
            whole = not entry.get("partial") and bool(known)
            answered = all(answers.get(sign) == "no" for sign in known) and "not_asked" not in answers.values()
            clear = clear + 1 if whole and answered else 0
            warned = warned and clear < 2
    return warned


def stays(told: Told) -> list[tuple[Entry, Entry | None]]:
    """Each stay with the return that ended it: stays nest, a return ends the inner one."""
    open_stays: list[Entry] = []
    found: list[tuple[Entry, Entry | None]] = []
    for entry in told.of("person.admitted", "person.returned"):
        if entry.type == "person.admitted":
            if not any(word.get("true") is False for word in told.confirmations(entry.id)):
                open_stays.append(entry)
        elif open_stays:
            found.append((open_stays.pop(), entry))
    return found + [(entry, None) for entry in open_stays]


def away_spans(told: Told, open_at: Bounds) -> list[Span]:
    """When they were confirmed away; a holiday or another stay of somebody high or followed withholds nothing."""
    found = []
    for stay, back in stays(told):
        words = [word.at for word in told.confirmations(stay.id) if word.get("true")]
        begin = stay.at if stay.get("confirmed_with") else min(words, default=None)
        end = back.at if back else FOREVER
        if begin is None or begin >= end:
            continue
        if stay.get("kind") not in {"holiday", "other"}:
            found.append(Span(begin, end, "away"))
            continue
        for start, stop in pairwise(turning_points(told, open_at)):
            followed = any(opened <= start < closed for opened, closed in open_at)
            if begin <= start < end and not followed and not is_high(told, start):
                found.append(Span(start, min(stop, end), "away"))
    return found


def death(told: Told) -> Entry | None:
    """A death that nobody has denied, and no later live contact has."""
    for entry in told.of("person.died"):
        words = told.confirmations(entry.id)
        if any(word.get("true") is False for word in words):
            continue
        sure = entry.get("confirmed") or any(word.get("true") for word in words)
        if sure or not any(contact.at > entry.at for contact in live_contacts(told)):
            return entry
    return None


def death_confirmed_at(told: Told) -> datetime | None:
    entry = death(told)
    if entry is None:
        return None
    words = [word.at for word in told.confirmations(entry.id) if word.get("true")]
    return entry.at if entry.get("confirmed") else min(words, default=None)


def live_contacts(told: Told) -> list[Entry]:
    """What reached them: contact of two, or an attempt that did. Of a booking of which one says missed and another,
    who saw nothing of that, kept, the missed holds."""
    found = []
    for entry in told.of("contact.completed", "outreach.attempted"):
        if entry.type == "contact.completed":
            if not is_disputed(told, entry):
                found.append(entry)
        elif entry.get("to") == "person" and entry.get("outcome") in {"reached", "seen"}:
            found.append(entry)
    return found


def is_disputed(told: Told, kept: Entry) -> bool:
    if not kept.get("planned"):
        return False
    for missed in told.about("planned", kept.get("planned"), "contact.missed"):
        same = missed.get("occurrence") == kept.get("occurrence")
        if same and not told.reaches(kept, missed) and not told.reaches(missed, kept):
            return True
    return False


def whole_contacts(told: Told) -> list[Entry]:
    return [entry for entry in live_contacts(told) if not entry.get("partial")]


def senior_word(told: Told, entry: Entry, at: datetime = FOREVER) -> bool:
    """Whether the senior that it names has said so by then; denied, it never was."""
    named = entry.get("authorised_by")
    words = told.confirmations(entry.id)
    if named is None or any(word.get("true") is False for word in words):
        return False
    given = any(word.get("true") and word.raw["author"] == named and word.at <= at for word in words)
    return told.is_senior(str(named)) and (entry.word == named or given)


def turning_points(told: Told, open_at: Bounds) -> list[datetime]:
    """Every moment at which how somebody stands may change."""
    points = {entry.at for entry in told.entries} | {bound for bounds in open_at for bound in bounds}
    points |= {entry.at + timedelta(days=14) for entry in told.of("crisis.recorded")}
    return sorted(points | {FOREVER})


def refused_spans(told: Told, open_at: Bounds) -> list[Span]:
    """When contact was refused so that it is withheld: high or followed, only by a stop or a pause of a senior's."""
    points = turning_points(told, open_at)
    return [
        Span(begin, end, "refused")
        for begin, end in pairwise(points)
        if begin < FOREVER and is_withheld_by_refusal(told, begin, open_at)
    ]


def is_withheld_by_refusal(told: Told, at: datetime, open_at: Bounds) -> bool:
    says = [entry for entry in told.of("consent.recorded") if entry.get("scope") == "contact" and entry.at <= at]
    if not says or says[-1].get("given"):
        return False
    refusal = says[-1]
    followed = any(begin <= at < end for begin, end in open_at)
    known = any(
        check.get("capacity") == "no_concern" and refusal.at - timedelta(days=28) <= check.at <= at
        for check in told.of("risk_check.completed")
    )
    if known and not followed and not is_high(told, at):
        return True
    for held in told.of("outreach.stopped", "decision.recorded"):
        pauses = held.get("decision") == "pause" and held.get("capacity_considered")
        if refusal.at <= held.at <= at and (held.type == "outreach.stopped" or pauses):
            if senior_word(told, held, at):
                return True
    return False

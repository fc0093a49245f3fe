"""What can come of an attempt, a key each; what the plan forbids has none. When a person is safe to call. Pure.

A key belongs to an outcome for good: where one is forbidden the others keep their numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from carelist_tui.domain.card import Card, SafeTime

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome key: what is recorded (`method`, `outcome`), in plain words. `live`: they were spoken to or seen."""

    key: str
    method: str
    outcome: str
    words: str
    live: bool = False
    asks: bool = False
    """Whether more must be said than a key can: the form opens."""


CALL = (
    Outcome("1", "call", "reached", "reached", live=True),
    Outcome("2", "call", "no_answer", "no answer"),
    Outcome("3", "call", "left_message", "left a message"),
    Outcome("4", "call", "engaged_tone", "engaged"),
    Outcome("5", "call", "could_not_talk", "could not talk"),
    Outcome("6", "call", "declined", "declined"),
    Outcome("7", "call", "wrong_person", "wrong person"),
    Outcome("8", "call", "invalid_number", "number not in use"),
    Outcome("9", "text", "sent", "text sent"),
)
VISIT = (
    Outcome("1", "visit", "seen", "seen", live=True),
    Outcome("2", "visit", "no_access", "no answer at the door"),
    Outcome("5", "visit", "spoke_not_seen", "spoke, not seen"),
    Outcome("6", "visit", "declined_at_door", "declined at the door"),
    Outcome("7", "visit", "moved_away", "moved away"),
    Outcome("8", "visit", "unsafe_for_worker", "not safe for me"),
)
OTHERS = (
    Outcome("1", "call", "says_well", "says they are well", asks=True),
    Outcome("2", "call", "not_reached", "not reached"),
    Outcome("3", "call", "no_news", "no news"),
    Outcome("4", "call", "says_worried", "is worried"),
    Outcome("5", "call", "says_moved", "says they moved"),
    Outcome("6", "call", "says_in_hospital", "says in hospital"),
    Outcome("7", "call", "says_died", "says they died"),
)
HOW_ARE_THEY = (("1", "as_usual", "as usual"), ("2", "worse", "worse"), ("3", "could_not_tell", "could not tell"))


def outcomes_for(methods: tuple[str, ...], step: str, card: Card) -> tuple[Outcome, ...]:
    """The outcome keys of a step for this person. Unknown counts as forbidden: no voicemail, no text, no call."""
    if step == "partner_notification":
        return OTHERS if any(who.agreed for who in card.may_speak_to) else ()
    if "call" not in methods and "visit" in methods:
        return VISIT
    usable = [phone for phone in card.phones if not phone.unsafe]
    messages = "voicemail" not in card.avoid and any(phone.voicemail_ok for phone in usable)
    texts = "text" in methods and "text" not in card.avoid and any(phone.text_ok for phone in usable)
    calls = "call" in methods and "call" not in card.avoid and bool(usable)
    return tuple(
        outcome
        for outcome in CALL
        if (texts if outcome.method == "text" else calls) and (messages or outcome.outcome != "left_message")
    )


def _span(safe: SafeTime) -> tuple[time, time]:
    return time.fromisoformat(safe.begins or "00:00"), time.fromisoformat(safe.ends or "23:59:59")


def safe_from(card: Card, at: datetime, zone: ZoneInfo) -> str | None:
    """None when `at` is a safe time; else from when, as `11:00` or `Fri 11:00`. No safe times agreed: any time."""
    if not card.safe_times:
        return None
    now = at.astimezone(zone)
    for ahead in range(8):
        day = DAYS[(now.weekday() + ahead) % 7]
        spans = sorted(_span(s) for s in card.safe_times if not s.days or day.casefold() in map(_short, s.days))
        for begins, ends in spans:
            if ahead == 0 and now.time() > ends:
                continue
            if ahead == 0 and now.time() >= begins:
                return None
            return f"{begins:%H:%M}" if ahead == 0 else f"{day} {begins:%H:%M}"
    return "a time the plan names"


def _short(day: str) -> str:
    return day.casefold()[:3]

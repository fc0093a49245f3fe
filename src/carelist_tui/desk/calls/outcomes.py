"""What can come of an attempt, a key each; what the plan forbids has none. When a person is safe to call. Pure.

A key belongs to an outcome for good: where one is forbidden the others keep their numbers. Where a step may be done in
several ways, one is shown, and 0 goes to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.domain.card import Card, Other, SafeTime
from carelist_tui.domain.moments import DAYS
from carelist_tui.domain.slotted import dataclass


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
    asks_when: bool = False
    """Whether they may have named a moment at which to ring them."""


CALL = (
    Outcome("1", "call", "reached", tr("reached"), live=True),
    Outcome("2", "call", "no_answer", tr("no answer")),
    Outcome("3", "call", "left_message", tr("left a message")),
    Outcome("4", "call", "engaged_tone", tr("engaged")),
    Outcome("5", "call", "could_not_talk", tr("could not talk"), asks_when=True),
    Outcome("6", "call", "declined", tr("declined")),
    Outcome("7", "call", "wrong_person", tr("wrong person")),
    Outcome("8", "call", "invalid_number", tr("number not in use")),
    Outcome("9", "text", "sent", tr("text sent")),
)
VISIT = (
    Outcome("1", "visit", "seen", tr("seen"), live=True),
    Outcome("2", "visit", "no_access", tr("no answer at the door")),
    Outcome("5", "visit", "spoke_not_seen", tr("spoke, not seen")),
    Outcome("6", "visit", "declined_at_door", tr("declined at the door")),
    Outcome("7", "visit", "moved_away", tr("moved away")),
    Outcome("8", "visit", "unsafe_for_worker", tr("not safe for me")),
)
WRITTEN = (
    Outcome("1", "text", "replied", tr("they replied")),
    Outcome("8", "text", "bounced", tr("did not arrive")),
    Outcome("9", "text", "sent", tr("text sent")),
)
CLINIC_WORDS = {"no_access": tr("did not come"), "declined_at_door": tr("came and declined")}
VIDEO_WORDS = {"no_access": tr("did not join"), "declined_at_door": tr("joined and declined")}
OTHERS = (
    Outcome("1", "call", "says_well", tr("says they are well"), asks=True),
    Outcome("2", "call", "not_reached", tr("not reached")),
    Outcome("3", "call", "no_news", tr("no news")),
    Outcome("4", "call", "says_worried", tr("is worried")),
    Outcome("5", "call", "says_moved", tr("says they moved")),
    Outcome("6", "call", "says_in_hospital", tr("says in hospital")),
    Outcome("7", "call", "says_died", tr("says they died")),
)
HOW_ARE_THEY = (
    ("1", "as_usual", tr("as usual")),
    ("2", "worse", tr("worse")),
    ("3", "could_not_tell", tr("could not tell")),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to try: its method, what can come of it, and who is asked where it is not the person."""

    method: str
    outcomes: tuple[Outcome, ...]
    who: Other | None = None

    @property
    def words(self) -> str:
        """How it is offered: `visit`, `sister Noor`."""
        return self.who.called if self.who is not None else tr("by {method}", method=in_plain_words(self.method))


ORDER = ("call", "visit", "video", "clinic", "text", "email", "letter")
"""Which way a call begins with, where the step may be done in several: a voice before a message."""
DOORS = ("visit", "clinic", "video")
"""`SEEN_BY` of an entry's choices, said again: those are not imported before the first frame."""
PARTNERS = "partner_notification"
PERSON = "person"


def ways_for(methods: tuple[str, ...], step: str, card: Card) -> tuple[Way, ...]:
    """The ways a step can be tried for this person, the first to be shown first. Unknown counts as forbidden: no
    voicemail, no text, no call."""
    if step == PARTNERS:
        by = "call" if "call" in methods else methods[0] if methods else "call"
        said = tuple(replace(each, method=by) for each in OTHERS)
        return tuple(Way(by, said, who) for who in card.may_be_told)
    return tuple(_ways(methods, card))


def _ways(methods: tuple[str, ...], card: Card) -> Iterator[Way]:
    texts = _may_text(card) and "text" in methods
    for method in (each for each in ORDER if each in methods):
        if method in DOORS:
            yield Way(method, sheet_of(method))
        elif method == "call":
            if calls := tuple(each for each in CALL if _may(each, card, texts)):
                yield Way(method, calls)
        elif method == "text":
            if texts:
                yield Way(method, sheet_of(method))
        elif method not in card.avoid and (method != "letter" or card.address):
            yield Way(method, sheet_of(method))


def sheet_of(method: str) -> tuple[Outcome, ...]:
    """Everything that can come of a method, before what the plan forbids; nothing for what has no outcomes."""
    if method == "call":
        return CALL
    if method in DOORS:
        words = {"clinic": CLINIC_WORDS, "video": VIDEO_WORDS}.get(method, {})
        return tuple(replace(each, method=method, words=words.get(each.outcome, each.words)) for each in VISIT)
    if method not in ORDER:
        return ()
    sent = tr("{method} sent", method=in_plain_words(method))
    return tuple(replace(each, method=method, words=sent if each.outcome == "sent" else each.words) for each in WRITTEN)


def keys_of(method: str, to: str, codes: Sequence[str]) -> str:
    """The key of each outcome in a form: that of the call, so that a number means one thing; letters for the rest."""
    sheet = sheet_of(method) if to == PERSON else OTHERS
    own = {each.outcome: each.key for each in sheet if to != PERSON or each.method == method}
    rest = iter("abcdefghijklmnop")
    return "".join(own.get(code) or next(rest) for code in codes)


def outcomes_for(methods: tuple[str, ...], step: str, card: Card) -> tuple[Outcome, ...]:
    """The outcome keys of the first way a step can be tried for this person."""
    return next((way.outcomes for way in ways_for(methods, step, card)), ())


def _may(outcome: Outcome, card: Card, texts: bool) -> bool:
    """Whether a call to this person can end so, and be ended so: a message left, a text sent."""
    usable = [phone for phone in card.phones if not phone.unsafe]
    if "call" in card.avoid or not usable:
        return False
    if outcome.outcome == "left_message":
        return "voicemail" not in card.avoid and any(phone.voicemail_ok for phone in usable)
    return texts or outcome.method != "text"


def _may_text(card: Card) -> bool:
    return "text" not in card.avoid and any(phone.text_ok and not phone.unsafe for phone in card.phones)


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
    return tr("a time the plan names")


def at_this_hour(at: datetime, zone: ZoneInfo, hours: tuple[time, time], route: str) -> str:
    """What is asked before an attempt to reach somebody while none are prompted (standards.md, Limits): for somebody
    high with the out-of-hours `route`. Empty within the hours."""
    now, (begins, ends) = at.astimezone(zone).time(), hours
    if begins <= now <= ends:
        return ""
    held = tr(" Out of hours: {route}.", route=route) if route else ""
    return tr(
        "It is {now:%H:%M}: attempts are made from {begins:%H:%M} to {ends:%H:%M}.{held} Try now?",
        now=now,
        begins=begins,
        ends=ends,
        held=held,
    )


def _short(day: str) -> str:
    return day.casefold()[:3]

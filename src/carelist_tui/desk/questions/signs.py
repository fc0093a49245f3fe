"""Early warning signs as they are ticked, and what that says: seen, not seen, or not asked. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.questions.asks import KEYS, Ask
from carelist_tui.domain.refusal import Fault

SIGNS, OTHER_SIGNS, NOT_ASKED = "body.signs_ticked", "body.other_signs", "body.signs_not_asked"
NONE_SEEN, ALL_OTHERS = "none", "rest"
UNANSWERED = tr("say of each sign: tick what was seen, and 0 for none else; or tick below what was not asked")


def signs_ask(signs: Sequence[str], *, each_answered: bool = False) -> list[Ask]:
    """A tick for each sign of the plan, one key for "none seen", and room for others. `each_answered`: what was not
    asked is ticked too, so that of each sign it is said."""
    codes = (NONE_SEEN, *_codes(signs))
    what = tr("Tick what was seen; 0 says that you looked for all of them and saw none.")
    ticks = Ask(
        SIGNS, tr("Warning signs"), what, "choices", False, codes, labels=(tr("none seen"), *signs), keys="0" + KEYS
    )
    other = Ask(
        OTHER_SIGNS, tr("Other signs"), tr("Signs seen that the plan does not name, one a line."), "lines", False
    )
    if not signs:
        return [other]
    if not each_answered:
        return [ticks, other]
    what = tr("Each is answered: tick what was seen; 0 says that you looked for all the others and saw none.")
    return [replace(ticks, help=what, needed=True, labels=(tr("none else seen"), *signs)), not_asked_ask(signs), other]


def not_asked_ask(signs: Sequence[str]) -> Ask:
    """A tick for each sign that could not be asked about or looked for, and one for all that are left."""
    what = tr("Tick what you could not ask about or look for; 0: all the others.")
    labels = (tr("all the others"), *signs)
    return Ask(
        NOT_ASKED, tr("Not asked"), what, "choices", False, (ALL_OTHERS, *_codes(signs)), labels=labels, keys="0" + KEYS
    )


def _codes(signs: Sequence[str]) -> list[str]:
    return [f"sign{n}" for n in range(len(signs))]


def signs_of(
    signs: Sequence[str], ticked: Collection[str], others: Sequence[str], not_asked: Collection[str] = ()
) -> list[dict[str, Any]]:
    """What the entry says of each sign. Not ticked is not asked, unless it is said that none was seen."""
    said = []
    for code, sign in zip(_codes(signs), signs, strict=True):
        unseen = "no" if NONE_SEEN in ticked and code not in not_asked else "not_asked"
        said.append({"sign": sign, "seen": "yes" if code in ticked else unseen})
    return [*said, *({"sign": sign, "seen": "yes"} for sign in others)]


def take_signs(body: dict[str, Any], signs: Sequence[str]) -> None:
    """What was ticked becomes the signs of an entry."""
    ticked, others, unasked = (body.pop(path.removeprefix("body."), []) for path in (SIGNS, OTHER_SIGNS, NOT_ASKED))
    if told := signs_of(signs, ticked, others, unasked):
        body["signs_seen"] = told


def signs_faults(signs: Sequence[str], typed: Mapping[str, str]) -> Iterator[Fault]:
    """Where each sign is to be answered: that of one nothing is said, or two things."""
    ticked, unasked = (set(typed.get(path, "").split()) for path in (SIGNS, NOT_ASKED))
    if both := [sign for code, sign in zip(_codes(signs), signs, strict=True) if code in ticked & unasked]:
        yield Fault(NOT_ASKED, tr("was seen, and is not asked too: {both}", both=", ".join(both)))
    elif not ({NONE_SEEN} & ticked or {ALL_OTHERS} & unasked or set(_codes(signs)) <= ticked | unasked):
        yield Fault(SIGNS, UNANSWERED)


def is_watched(shown: Mapping[str, Any]) -> bool:
    """Whether each contact answers every sign, and offers the plan for 72 hours: red, amber or as if, or with early
    warning (S2:36). A zone that nobody has set counts as amber. `shown` is the whole reading of the person."""
    return bool(shown) and (shown.get("zone") != "green" or bool(shown.get("early_warning")) or bool(shown.get("high")))

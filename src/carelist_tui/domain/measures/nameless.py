"""Cases as they leave their team for a service: without a name, an identifier, or a word that anybody typed.

What goes out is listed; nothing else does. People, workers and entries are pseudonyms by a key of the team
(service.md).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, get_args

from carelist_tui.domain.dues.gaps import Gap
from carelist_tui.domain.dues.kinds import KINDS
from carelist_tui.domain.entries import choices
from carelist_tui.domain.measures.case import Case, Place
from carelist_tui.domain.roster import DUTY
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.stored_json import read_value, stored_value

OWN_WORDS = "own words"
"""In place of what somebody typed: how many said something of their own is a figure, what they said is none."""
ROLES = (DUTY, "senior", "manager")
"""Who owns what nobody is named for: no worker's id."""
IDS = frozenset({"plan", "newest", "sample"})
"""The facts that are the id of an entry, or what an earlier release called a sample."""
GAP = "gap"
COUNTED_BY_ENTRY = frozenset({"indicators"})
"""The measures whose sums ask which entries a case is of; no other case takes any along."""
MOST = 1_000_000
"""A larger number is none that a measure counts: it may be somebody's telephone."""
OF_MEASURES = frozenset(
    {
        *(
            "accepted",
            "received",
            "reopened",
            "team",
            "huddle",
            "supervision",
            "audit",
            "closure",
            "held",
            "owed audit",
        ),
        *("sample", "plan", "crisis", "incident", "indicator", "ended", "outcome", "appointment", "medication"),
        *("health_follow_through", "tenancy", "missed", "open", "ward_return", "lighter_tier", "sign", "trigger"),
        *("step_up", "better", "same", "worse", "one score only", "two that can't be compared", "towards", "away"),
        *("not known", "falling", "rising", "died", "refused", "stopped", "person", "service", "partner", "yes"),
        *("in_part", "no"),
    }
)
"""What the measures say in words of their own, and the choices that entries have without a name for them."""
_PSEUDONYM = 32
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Pseudonyms:
    """Names in place of ids, by a key that the team holds: the same id has the same one in every run, and nobody
    without the key finds out whose it is."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def by_folder(cls, folder_id: str) -> Pseudonyms:
        """Those of a team that is not encrypted: by what tells its folder from any other."""
        return cls(sha256(b"carelist pseudonyms\0" + folder_id.encode()).digest())

    @classmethod
    def by_secret(cls, secret: str) -> Pseudonyms:
        """Those of an encrypted team: by what its laptops and its collector alone can make (in hex)."""
        return cls(bytes.fromhex(secret))

    def of(self, id: str) -> str:
        """32 hex digits for an id; nothing for none."""
        return hmac.digest(self._key, b"id\0" + id.encode(), sha256).hex()[:_PSEUDONYM] if id else ""

    @property
    def of_team(self) -> str:
        """What the team itself is known by in a service: it tells nothing of the key."""
        return hmac.digest(self._key, b"team\0", sha256).hex()[:_PSEUDONYM]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that may leave with a case: the choices of the format, and what the team's Standards, those before them
    too, list by a key or a title; the teams that its workers are of."""

    words: frozenset[str]
    localities: frozenset[str]
    tiers: frozenset[str]
    teams: frozenset[str]
    groups: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, standards: Standards, teams: Iterable[str]) -> Vocabulary:
        """What these Standards list, and all before them."""
        all_of = list(standards.each_adopted)
        ladders = [each.ladders for each in all_of]
        told = [each for x in ladders for each in (x.standard, x.first_contact, x.high_risk)]
        steps = {word for ladder in told for step in ladder.steps for word in (step.key, step.title)}
        instruments = {key for each in all_of for key in each.instruments}
        return cls(
            CHOICES | OF_MEASURES | KINDS.keys() | steps | instruments,
            frozenset(key for each in all_of for key in each.localities),
            frozenset(key for each in all_of for key in each.tiers),
            frozenset(teams),
            frozenset((key, value) for each in all_of for key, group in each.groups.items() for value in group.values),
        )


def _choices() -> frozenset[str]:
    listed = (value for value in vars(choices).values() if get_args(value))
    return frozenset(word for each in listed for word in get_args(each) if isinstance(word, str))


CHOICES = _choices()


def nameless(case: Case, names: Pseudonyms, known: Vocabulary) -> Case:
    """A case as a service may hold it."""
    entries = tuple(map(names.of, case.entries)) if case.measure in COUNTED_BY_ENTRY else ()
    facts = {name: _fact(name, value, names, known) for name, value in case.facts.items()}
    return replace(
        case, person=names.of(case.person), place=_place(case.place, names, known), facts=facts, entries=entries
    )


def _place(place: Place, names: Pseudonyms, known: Vocabulary) -> Place:
    worker = place.worker if place.worker in ROLES else names.of(place.worker or "") or None
    groups = {key: value for key, value in place.groups.items() if (key, value) in known.groups}
    return Place(
        _listed(place.team, known.teams), _listed(place.locality, known.localities), _listed(place.tier, known.tiers),
        _listed(place.source, CHOICES), _listed(place.zone, CHOICES), worker, groups,
    )  # fmt: skip


def _listed(word: str | None, words: frozenset[str]) -> str | None:
    return word if word in words else None


def _fact(name: str, value: Any, names: Pseudonyms, known: Vocabulary) -> Any:
    if name in IDS:
        return names.of(value) if isinstance(value, str) else None
    if name == GAP:
        return _gap(value)
    return value_outside(value, known.words)


def _gap(value: Any) -> Any:
    """Why somebody has to be held, without the words of it, and without to whom it was given."""
    gap = read_value(Gap, value)
    covers = tuple((at, route if route in CHOICES else OWN_WORDS) for at, route in gap.covers)
    reasons = tuple(replace(each, words=()) for each in gap.reasons)
    return stored_value(replace(gap, reasons=reasons, covers=covers, given=()))


def value_outside(value: Any, words: frozenset[str]) -> Any:
    """A value of a fact as it may leave: yes or no, a number that is none of a telephone, a day, a moment, a listed
    word; lists and tables of these. In place of any other text OWN_WORDS."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if -MOST < value < MOST else None
    if isinstance(value, str):
        return _text(value, words)
    if isinstance(value, list | tuple):
        return [value_outside(each, words) for each in value]
    if isinstance(value, dict):
        return {_text(str(key), words): value_outside(each, words) for key, each in value.items()}
    return OWN_WORDS


def _text(value: str, words: frozenset[str]) -> str:
    if value in words or value == OWN_WORDS:
        return value
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value).isoformat()
        return datetime.fromisoformat(value).isoformat() if value[:4].isdigit() and "T" in value else OWN_WORDS
    except ValueError:
        return OWN_WORDS

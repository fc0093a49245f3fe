"""What the prompts ask otherwise than by the model of an entry: each warning sign by a key, a rating by the words of
its indicator, an instrument item by item. The questions are those of the forms on screen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.ratings import (
    ACTIVITY,
    REPLACES,
    STEPPED_KIND,
    Indicator,
    body_of_rating,
    indicators_of,
    rating_asks,
)
from carelist_tui.desk.questions.scores import body_of_score, score_asks
from carelist_tui.desk.questions.signs import (
    NOT_ASKED,
    OTHER_SIGNS,
    SIGNS,
    is_watched,
    signs_ask,
    signs_faults,
    take_signs,
)
from carelist_tui.domain.entries import ContactCompleted, IndicatorAgreed, IndicatorRated, InstrumentScored
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.standards import Instrument, Standards

CONTACT, AGREED, RATED, SCORED = "contact.completed", "indicator.agreed", "indicator.rated", "instrument.scored"
ASKED_OTHERWISE = (CONTACT, AGREED, RATED, SCORED)
SEEN, PLAN = "body.signs_seen", "body.plan_72h"


@dataclass(frozen=True, slots=True)
class OwnWay:
    """The questions; those asked first though they may be left open; and what makes the body of what was answered,
    given what was typed: it says what is wrong with it."""

    asks: Sequence[Ask]
    first: Collection[str]
    shaped: Callable[[dict[str, Any], Mapping[str, str]], list[Fault]]
    around: Mapping[str, Any] = field(default_factory=dict)
    """What stands beside the body."""


def contact_way(signs: Sequence[str], *, watched: bool) -> OwnWay:
    """A contact with somebody whose warning signs are known: each by its key, and of who is watched each answered, with
    the plan for 72 hours offered whatever was seen (S2:36)."""
    asked = signs_ask(signs, each_answered=watched)
    asks = [each for ask in asks_of(ContactCompleted) for each in (asked if ask.path == SEEN else [ask])]
    ask_each = watched and bool(signs)

    def shaped(body: dict[str, Any], typed: Mapping[str, str]) -> list[Fault]:
        take_signs(body, signs)
        return list(signs_faults(signs, typed)) if ask_each else []

    return OwnWay(asks, (SIGNS, NOT_ASKED, OTHER_SIGNS, PLAN) if watched else (), shaped)


def agreed_way(voice: Voice, running: Sequence[Indicator]) -> OwnWay:
    """An indicator agreed, in place of one that runs where somebody says so."""
    names = [each["name"] for each in running]
    n = voice.pick(tr("In place of which one, that is rated no longer; enter for none"), names) if names else None
    around = {REPLACES: [running[n]["id"]]} if n is not None else {}
    return OwnWay(asks_of(IndicatorAgreed), (), lambda _body, _typed: [], around)


def rating_way(indicator: Indicator) -> OwnWay:
    """How one indicator stands: its value in the words of its scale, each step by a key, what was in the way."""
    own = {ask.name: ask for ask in asks_of(IndicatorRated)}
    rated = [replace(ask, needed=ask.name in ("value", "support_level")) for ask in rating_asks(indicator, "body")]
    # In lines a number is typed all the same, whatever words stand beside it.
    rated = [replace(ask, kind="number") if ask.name == "value" else ask for ask in rated]
    steps = [f"body.step{n}" for n in range(len(indicator["steps"]))]
    tried = [f"body.{name}" for name in ACTIVITY] if indicator["kind"] == STEPPED_KIND else []

    def shaped(body: dict[str, Any], typed: Mapping[str, str]) -> list[Fault]:
        del typed
        said = body_of_rating(indicator, body)
        body.clear()
        body.update(said)
        return []

    return OwnWay([own["indicator"], *rated, own["own_words"]], (*steps, *tried, "body.barrier"), shaped)


def score_way(instrument: Instrument) -> OwnWay:
    """An instrument of the Standards, item by item."""
    own = {ask.name: ask for ask in asks_of(InstrumentScored)}
    items = score_asks(instrument, "body")

    def shaped(body: dict[str, Any], typed: Mapping[str, str]) -> list[Fault]:
        del typed
        said = body_of_score(instrument, body)
        body.clear()
        body.update(said)
        return []

    return OwnWay([own["instrument"], *items, own["by"], own["total"]], [ask.path for ask in items], shaped)


def way_of(
    voice: Voice, kind: str, known: dict[str, Any], signs: Sequence[str], shown: Mapping[str, Any], standards: Standards
) -> OwnWay | None:
    """How a type is asked about this person, `shown` as a whole; which indicator or which instrument is asked first
    where it is not `known`, and stands there then. None: as its model says."""
    if kind == CONTACT:
        return contact_way(signs, watched=is_watched(shown)) if signs or is_watched(shown) else None
    if kind == AGREED:
        return agreed_way(voice, indicators_of(shown))
    if kind == RATED:
        return _rating_of_one(voice, known, indicators_of(shown))
    return _score_of_one(voice, known, standards)


def _rating_of_one(voice: Voice, known: dict[str, Any], running: Sequence[Indicator]) -> OwnWay | None:
    """Begun from what else is due, `known` names something else."""
    if running and known.get("indicator") not in [each["id"] for each in running]:
        n = voice.pick(tr("Which indicator"), [each["name"] for each in running]) if len(running) > 1 else 0
        known |= {"indicator": running[n]["id"]} if n is not None else {}
    return next((rating_way(each) for each in running if each["id"] == known.get("indicator")), None)


def _score_of_one(voice: Voice, known: dict[str, Any], standards: Standards) -> OwnWay | None:
    declared = list(standards.instruments.items())
    if "instrument" not in known and declared:
        n = voice.pick(tr("Which instrument"), [each.title for _, each in declared]) if len(declared) > 1 else 0
        known |= {"instrument": declared[n][0], "by": declared[n][1].by} if n is not None else {}
    return next((score_way(each) for key, each in declared if key == known.get("instrument")), None)

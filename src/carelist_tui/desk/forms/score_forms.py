"""Forms of what somebody works on: an indicator agreed, a rating asked by the words of its indicator, an instrument
item by item, and a structured review with the instruments that it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.questions.answers import typed_of
from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.offers import Offer, fits
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.desk.questions.ratings import (
    IN_PLACE_OF,
    RATED,
    REPLACES,
    Indicator,
    body_of_rating,
    in_place_of_ask,
    indicator_at,
    indicators_of,
    is_said_of_rating,
    rating_asks,
    rating_of,
    value_by_parts,
)
from carelist_tui.desk.questions.scores import (
    SCORED,
    STRUCTURED_REVIEWS,
    body_of_score,
    instruments_offered,
    score_asks,
    score_of,
)
from carelist_tui.domain.entries import IndicatorAgreed, IndicatorRated, InstrumentScored
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.standards import Instrument

INDICATOR, INSTRUMENT, KIND = "body.indicator", "body.instrument", "body.kind"
OWN_WORDS, BY, TOTAL = "own_words", "by", "total"


class AgreedQuestions(Questionnaire):
    """An indicator agreed, beside those that run or in place of one: that one is rated no longer (S2:41)."""

    def asks(self) -> list[Ask]:
        own = map(self.with_choices, asks_of(IndicatorAgreed))
        return [*self.asks_when_it_was(), in_place_of_ask(), *own, *self.asks_around()]

    def offered(self, ask: Ask, text: str) -> Sequence[Offer]:
        if ask.path != IN_PLACE_OF:
            return super().offered(ask, text)
        return [Offer(each["id"], each["name"]) for each in indicators_of(self.shown) if fits(each["name"], text)]

    def follows(self, path: str) -> dict[str, str]:
        """What stood in the one whose place it takes stands where nobody has typed, from where it is now."""
        chosen = self.typed.get(IN_PLACE_OF, "").split()[:1]
        running = next((each for each in self.shown.get("indicators", ()) if [each["indicator"]] == chosen), None)
        if path != IN_PLACE_OF or running is None:
            return super().follows(path)
        told: Mapping[str, Any] = next((each for each in self.shown["story"] if each["id"] == running["indicator"]), {})
        now = {name: running[name] for name in ("area", "name", "kind", "steps", "aim", "every", "support_level")}
        stood = typed_of(self.asks(), {**(told.get("body") or {}), **now, "baseline": running["value"]})
        return {path: words for path, words in stood.items() if not self.typed.get(path)}

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        old = said.pop(IN_PLACE_OF, None)
        return super().drafts_of(said | ({REPLACES: old} if old else {}))


class RatingQuestions(Questionnaire):
    """A rating by itself: which indicator, then what its kind asks."""

    @property
    def indicators(self) -> list[dict[str, Any]]:
        """Those that run, once the person is read."""
        return indicators_of(self.shown)

    def asks(self) -> list[Ask]:
        own = {ask.name: ask for ask in asks_of(IndicatorRated)}
        rated = [ask for each in self.indicators for ask in rating_asks(each, rating_of(each).name)]
        rated = [replace(ask, needed=ask.path.endswith((".value", ".support_level"))) for ask in rated]
        return [*self.asks_when_it_was(), own["indicator"], *rated, own[OWN_WORDS], *self.asks_around()]

    def is_said(self, ask: Ask, typed: dict[str, str]) -> bool:
        if not ask.path.startswith(RATED):
            return super().is_said(ask, typed)
        indicator = indicator_at(self.indicators, ask.path)
        if indicator is None or indicator["id"] != typed.get(INDICATOR):
            return False
        return ask.path.endswith(".support_level") or is_said_of_rating(indicator, ask.path, typed, for_activity=True)

    @property
    def _ids(self) -> list[str]:
        return [each["id"] for each in self.indicators]

    def is_asked(self, ask: Ask, typed: dict[str, str]) -> bool:
        if ask.path == INDICATOR and self._ids:
            return self.given.get(INDICATOR, "") not in self._ids
        return super().is_asked(ask, typed)

    def fill_in(self) -> dict[str, str]:
        """The help that each took last; and which one, where only one runs. Begun from what else is due, the form knows
        of an entry that is no indicator: that stands there no more."""
        known = {f"{rating_of(each).name}.support_level": each["support_level"] for each in self.indicators}
        put = {INDICATOR: ""} if self._ids and self.typed.get(INDICATOR, "") not in ("", *self._ids) else {}
        self.typed.update(put)
        if len(self._ids) == 1:
            known[INDICATOR] = self._ids[0]
        return put | self.answers.fill_in(known)

    def follows(self, path: str) -> dict[str, str]:
        indicator = indicator_at(self.indicators, path)
        if indicator is not None and ".step" in path:
            return value_by_parts(indicator, rating_of(indicator).name, self.typed)
        return super().follows(path)

    @property
    def _chosen(self) -> Indicator | None:
        return next((each for each in self.indicators if each["id"] == self.typed.get(INDICATOR)), None)

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        rated = {each["id"]: said.pop(rating_of(each).name, {}) for each in self.indicators}
        if (chosen := self._chosen) is not None:
            said["body"] = said.get("body", {}) | body_of_rating(chosen, rated[chosen["id"]])
        return super().drafts_of(said)

    def placed(self, fault: Fault) -> Fault:
        there, chosen = super().placed(fault), self._chosen
        field = there.path.removeprefix("body.")
        if (
            chosen is None
            or field in (OWN_WORDS, INDICATOR.removeprefix("body."))
            or not there.path.startswith("body.")
        ):
            return there
        return Fault(f"{rating_of(chosen).name}.{'step0' if field.startswith('parts') else field}", there.sentence)


class InstrumentQuestions(Questionnaire):
    """A score by itself: which instrument of the Standards, then its items."""

    def asks(self) -> list[Ask]:
        own = {ask.name: ask for ask in asks_of(InstrumentScored)}
        declared = self.standards.instruments
        titles = tuple(each.title for each in declared.values())
        which = replace(own["instrument"], kind="choice", codes=tuple(declared), labels=titles)
        items = [ask for key, each in declared.items() for ask in score_asks(each, score_of(key, each).name)]
        return [*self.asks_when_it_was(), which, own[BY], *items, own[TOTAL], *self.asks_around()]

    def is_said(self, ask: Ask, typed: dict[str, str]) -> bool:
        if ask.path.startswith(SCORED):
            return ask.path.partition(".")[0] == f"{SCORED}-{typed.get(INSTRUMENT, '')}"
        return super().is_said(ask, typed)

    def fill_in(self) -> dict[str, str]:
        """Which one, where there is only one, and who scores it."""
        declared = self.standards.instruments
        key = next(iter(declared)) if len(declared) == 1 else ""
        return self.answers.fill_in({INSTRUMENT: key, f"body.{BY}": declared[key].by} if key else {})

    def follows(self, path: str) -> dict[str, str]:
        chosen = self._chosen
        if path == INSTRUMENT and chosen is not None and not self.typed.get(f"body.{BY}"):
            return {f"body.{BY}": chosen.by}
        return super().follows(path)

    @property
    def _chosen(self) -> Instrument | None:
        return self.standards.instruments.get(self.typed.get(INSTRUMENT, ""))

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        scored = {key: said.pop(score_of(key, each).name, {}) for key, each in self.standards.instruments.items()}
        if (chosen := self._chosen) is not None:
            said["body"] = body_of_score(chosen, scored[self.typed[INSTRUMENT]]) | said.get("body", {})
        return super().drafts_of(said)

    def placed(self, fault: Fault) -> Fault:
        there = super().placed(fault)
        if not there.path.startswith("body.items"):
            return there
        first = next(iter(self._chosen.items), "") if self._chosen is not None else ""
        item = there.path.removeprefix("body.items").lstrip(".") or first
        return Fault(f"{SCORED}-{self.typed.get(INSTRUMENT, '')}.{item}", there.sentence)


class ReviewQuestions(Questionnaire):
    """A review. A structured one asks for the instruments that are due with it, each an entry of its own."""

    def _offered(self) -> Iterator[tuple[str, Instrument]]:
        yield from instruments_offered(self.standards, self.shown, self.desk.now()) if self.shown else ()

    def asks(self) -> list[Ask]:
        items = [ask for key, each in self._offered() for ask in score_asks(each, score_of(key, each).name)]
        own = super().asks()
        around = len(self.asks_around())
        return [*own[: len(own) - around], *items, *own[len(own) - around :]]

    def is_said(self, ask: Ask, typed: dict[str, str]) -> bool:
        if ask.path.startswith(SCORED):
            return typed.get(KIND) in STRUCTURED_REVIEWS
        return super().is_said(ask, typed)

    def _scored(self) -> list[tuple[Beside, Instrument]]:
        if self.typed.get(KIND) not in STRUCTURED_REVIEWS:
            return []
        offered = [(score_of(key, each), each) for key, each in self._offered()]
        return [
            (score, each) for score, each in offered if any(self.typed.get(f"{score.name}.{i}") for i in each.items)
        ]

    def besides(self) -> list[Beside]:
        return [score for score, _ in self._scored()]

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        for score, each in self._scored():
            said[score.name] = body_of_score(each, said.get(score.name, {}))
        return super().drafts_of(said)

    def placed(self, fault: Fault) -> Fault:
        there = super().placed(fault)
        return Fault(there.path.replace(".items.", "."), there.sentence)

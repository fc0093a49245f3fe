"""What a contact settles besides, by prompts (load.md, 4): the parts of its page, in their order, each asked y or n."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.own_ways import OwnWay, rating_way, score_way
from carelist_tui.cli.conversation.prompts import WHEN, Questions
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.forms.contact_parts import (
    BOOKINGS,
    MEDICATION,
    NEXT,
    RATINGS,
    REVIEW,
    TITLES,
    WORDS,
    ZONE,
    OwedHere,
    booking_of,
    review_of,
    somebody_told,
    structured_in,
    zone_set,
)
from carelist_tui.desk.questions.one_save import Beside
from carelist_tui.desk.questions.ratings import indicators_of, rating_of
from carelist_tui.desk.questions.scores import STRUCTURED_REVIEWS, instruments_offered, score_of
from carelist_tui.domain.standards import Standards

CONTACT, REVIEWED, SCORED = "contact.completed", "review.completed", "instrument.scored"
Asking = Callable[..., Questions]
"""Makes the questions of a type: `kind`, `known`, `fixed`, `needed`, and its own `way` to ask."""
Offered = tuple[str, str, Beside, tuple[str, ...], OwnWay | None]
"""(part, its words, the entry, what it needs besides what its model asks, how it is asked otherwise)."""


@dataclass(frozen=True, slots=True)
class Also:
    """One more entry of the same save, as it was asked for."""

    part: str
    beside: Beside
    id: str
    questions: Questions

    def draft(self, main: Mapping[str, Any]) -> dict[str, Any]:
        """Its draft, beside the contact's own."""
        draft, _ = self.questions.draft({})
        return self.beside.draft(self.id, main, draft["body"])


@dataclass(frozen=True, slots=True)
class KeptBeside:
    """What was answered of each that is asked besides, kept among the answers of the form it is asked with: `values` is
    what is kept of that form, `keeps` keeps more of it."""

    values: Mapping[str, str]
    keeps: Callable[[Mapping[str, str]], None]
    is_kept: Callable[[], bool]

    def of(self, words: str) -> dict[str, str]:
        """What was answered of the one that is called so."""
        begins = _path(words, "")
        return {path.removeprefix(begins): text for path, text in self.values.items() if path.startswith(begins)}

    def keep(self, words: str, values: Mapping[str, str]) -> None:
        self.keeps({_path(words, path): text for path, text in values.items()})


def _path(words: str, path: str) -> str:
    return f"beside {words}: {path}"


def ask_besides(
    voice: Voice, main: Mapping[str, Any], shown: Mapping[str, Any], now: datetime, worker: str | None,
    standards: Standards, *, asking: Asking, entry_id: Callable[[], str], kept: KeptBeside,
) -> list[Also]:  # fmt: skip
    """What is recorded with a contact (its draft is `main`), as far as it is due, or always may be: of each it is asked
    whether, and if so what; with a structured review the instruments that it asks for. `shown` is the whole reading of
    the person."""
    made: list[Also] = []
    scores = [
        (REVIEW, each.title.lower(), score_of(key, each), (), score_way(each))
        for key, each in instruments_offered(standards, shown, now)
    ]
    for part, words, beside, needed, way in _offered(main, shown, OwedHere(shown, now), worker, scores):
        if beside.name == BOOKINGS[1] and not any(each.part == NEXT for each in made):
            continue
        if beside.type == SCORED and main["type"] == CONTACT and not any(each.part == REVIEW for each in made):
            continue
        if not voice.agrees(tr("Also record: {words}?", words=words)):
            continue
        fixed = [WHEN, *(f"body.{name}" for name in beside.says)]
        needs = [f"body.{name}" for name in needed]
        questions = asking(beside.type, dict(beside.says), fixed=fixed, needed=needs, way=way)
        questions.keeps = partial(kept.keep, words)
        if before := kept.of(words):
            questions.go_on(before)
        with voice.asking(words, kept.is_kept):
            filled = questions.fill({"person": main["person"]})
        if filled is None:
            voice.say(tr("{words}: left out.", words=words.capitalize()))
        else:
            made.append(Also(part, beside, entry_id(), questions))
    return made


def _offered(
    main: Mapping[str, Any], shown: Mapping[str, Any], owed: OwedHere, worker: str | None, scores: Sequence[Offered]
) -> Iterator[Offered]:
    body = main["body"]
    if main["type"] == REVIEWED:
        yield from scores if body["kind"] in STRUCTURED_REVIEWS else ()
        return
    if kind := owed.review_kind:
        yield REVIEW, WORDS[REVIEW], review_of(kind), structured_in(kind), None
        yield from scores if kind in STRUCTURED_REVIEWS else ()
    seen = any(each.get("seen") == "yes" for each in body.get("signs_seen", ()))
    if owed.of(ZONE) or body.get("how_are_they") == "worse" or seen or body.get("triggers"):
        yield ZONE, WORDS[ZONE], zone_set(), (), None
    rated = {each["detail"].get("about") for each in owed.of(RATINGS)}
    for indicator in indicators_of(shown):
        if indicator["id"] in rated:
            yield (
                RATINGS,
                tr("a rating, {name}", name=indicator["name"]),
                rating_of(indicator),
                (),
                rating_way(indicator),
            )
    missed = body.get("medication") == "missed" and body.get("purpose") == "medication"
    if missed or owed.of(MEDICATION):
        yield MEDICATION, tr("who was told that medication was missed"), somebody_told(), (), None
    for name in BOOKINGS:
        yield NEXT, TITLES[name].lower(), booking_of(name, worker), (), None

"""Nobody is told who was refused (product.md, invariant 8): over generated stories, in every face, in any arrival.

The reference below is written anew from records.md, Sharing, and knows nothing of the code that it checks.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.cli.conversation.list_words import person_lines
from carelist_tui.cli.plain_words import tell_person, tell_queue
from carelist_tui.desk.calls.attempt import begin
from carelist_tui.desk.calls.outcomes import PARTNERS, ways_for
from carelist_tui.desk.person_text import note_text
from carelist_tui.desk.sections.rows import Row
from carelist_tui.domain.card import Card
from carelist_tui.domain.dues.ground import Ground, stand_on
from carelist_tui.domain.entries import ConsentRecorded, DecisionRecorded, EngagementPlanAgreed
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.person.story import effective
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.stored_json import read_text, stored_text
from carelist_tui.domain.views.cards import card_of
from carelist_tui.domain.views.huddle import huddle_as_json
from carelist_tui.domain.views.huddle.huddle import Since, Told
from carelist_tui.domain.views.huddle.steps import hold_huddle
from carelist_tui.domain.views.person import shown
from carelist_tui.domain.views.queue import episode_as_json
from carelist_tui.domain.worklist import Item, as_json
from carelist_tui.exchange.huddle_sheet.html_page import sheet_html
from carelist_tui.exchange.huddle_sheet.text import sheet_lines
from carelist_tui.journal.projection.earlier import owed_on
from carelist_tui.journal.rows import read_owed
from carelist_tui.tui.widgets.call import call_strips
from carelist_tui.tui.widgets.panel import Said, panel_strips, said_of_others
from tests.domain.generating import BODIES, PERSON, Teller, decide_sharing, share, tell_story
from tests.domain.telling import LONDON
from tests.profiles import dear
from tests.tui.test_sizes import LOOK

STANDARDS = default_standards()
ABOUT_SHARING: tuple[tuple[str, Callable[[Teller], dict[str, Any] | None]], ...] = (
    ("consent.recorded", share), ("consent.recorded", share), ("consent.recorded", share),
    ("decision.recorded", decide_sharing), ("decision.recorded", decide_sharing),
    ("partner.contacted", BODIES["partner.contacted"]), ("partner.contacted", BODIES["partner.contacted"]),
    *((kind, BODIES[kind]) for kind in ("engagement_plan.agreed", "person.details_updated", "partner.contacted",
                                        "contact.missed", "outreach.attempted", "entry.corrected")),
)  # fmt: skip


# ---- the reference


def letters(text: str) -> list[str]:
    """A name as words: no accents, no case, no apostrophes, no other sign."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn").lower()
    return re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", plain))


def matches(one: str, other: str) -> bool:
    """Equal, or one within the other as whole words."""
    a, b = f" {' '.join(letters(one))} ", f" {' '.join(letters(other))} "
    return bool(a.strip() and b.strip()) and (a in b or b in a)


@dataclass(frozen=True)
class Word:
    """A yes or a no of the person's, or of the service's where it must not contact somebody."""

    order: tuple[Any, ...]
    name: str
    given: bool
    says_who: bool = False
    stands: bool = True
    """A plan's yes, as long as the plan does; what it answered stays answered."""


@dataclass(frozen=True)
class Stands:
    """What the newest plan and details say is around the person, each as all that they are called by."""

    words: list[Word]
    people: list[tuple[str, ...]]
    grounds: list[str]

    def called(self, name: str) -> set[str]:
        """All that whoever is offered under this name may be called by."""
        return {name, *(field for each in self.people if letters(each[0]) == letters(name) for field in each)}


def read(story: Iterable[Entry]) -> Stands:
    """The story read line by line."""
    known = sorted(effective(list(story)), key=lambda each: each.order)
    plans = [each for each in known if each.type == "engagement_plan.agreed"]
    gone = {id for n, each in enumerate(plans) for id in each.replaces if id in {older.id for older in plans[:n]}}
    in_dispute = len({each.id for each in plans} - gone) > 1
    words: list[Word] = []
    plan: list[tuple[str, ...]] = []
    partners: list[tuple[str, ...]] = []
    gp, barred = "", dict[str, Any]()
    grounds: list[str] = []
    for entry in known:
        body = entry.body
        if isinstance(body, ConsentRecorded) and body.scope == "share":
            if body.given and body.basis != "consent":
                grounds.append(body.with_ or "")
            else:
                words.append(Word(entry.order, body.with_ or "", body.given))
        elif isinstance(body, EngagementPlanAgreed):
            plan += [(each.name, each.relation) for each in body.may_contact if entry.id not in gone or in_dispute]
            stands = entry.id not in gone
            words += [Word(entry.order, each.name, each.consent, True, stands) for each in body.may_contact]
        elif isinstance(body, DecisionRecorded) and body.about == "information_sharing" and body.sharing:
            grounds.append(body.sharing.with_ or "")
        elif entry.type in ("person.accepted", "person.details_updated", "referral.received"):
            dumped = body.model_dump() if body is not None else {}
            if dumped.get("partners") is not None:
                partners = [(each["name"], each["agency"]) for each in dumped["partners"]]
            gp = dumped.get("gp") or gp
            if dumped.get("must_not_contact") is not None:
                now = dumped["must_not_contact"]
                barred = {name: barred.get(name, entry.order) for name in now}
    words += [Word(order, name, given=False, says_who=True) for name, order in barred.items()]
    people = [*plan, *partners, *([(gp, "GP")] if gp else [])]
    return Stands(words, people, grounds)


def wrongly_offered(stands: Stands, name: str) -> str | None:
    """Why whoever is offered under this name should not be; None where nothing speaks against it."""
    called = stands.called(name)
    yeses = [w for w in stands.words if w.given and any(matches(w.name, each) for each in called)]
    grounds = [each for each in stands.grounds if any(matches(each, field) for field in called)]
    if not any(w.stands for w in yeses) and not grounds:
        return "nobody said yes"
    newest = max((w.order for w in yeses), default=None)
    for no in (w for w in stands.words if not w.given):
        about = any(matches(no.name, each) for each in called)
        if about and (newest is None or newest < no.order):
            return f"{no.name!r} was refused since"
        known = any(matches(no.name, field) for each in stands.people for field in each)
        later = [w for w in stands.words if not w.given and w.order > no.order]
        answered = any(letters(w.name) == letters(no.name) and w.given and w.order > no.order for w in stands.words)
        apart = no.says_who or known or answered or any(not letters(no.name) or matches(no.name, w.name) for w in later)
        agreed = any(matches(no.name, w.name) for w in stands.words if w.given)
        if not apart and not agreed and (newest is None or newest < no.order):
            return f"nobody said whom {no.name!r} means"
    return None


# ---- the faces


@dataclass(frozen=True)
class Faces:
    """One person as every face shows them at a moment."""

    card: Card
    ground: Ground
    items: list[Item]
    answer: dict[str, Any]
    at: datetime

    @property
    def row(self) -> Row:
        return Row(self.items[0], tuple(self.items))

    def offered(self) -> Iterator[tuple[str, list[str]]]:
        """By face, the names of those who may be told."""
        yield "card", [each.name for each in self.card.may_be_told]
        yield "show JSON", [each["name"] for each in self.answer["may_be_told"]]
        ways = ways_for(("call", "email"), PARTNERS, self.card)
        yield "ways to tell partners", [way.who.name for way in ways if way.who is not None]
        plain = [line for line in tell_person(self.answer, {}, self.at, LONDON) if line.startswith("May be told: ")]
        yield "plain", [re.split(", | no number", line.removeprefix("May be told: "))[0] for line in plain]

    def speaking(self) -> Iterator[tuple[str, str]]:
        """By face, the line of those who may be told, as it is drawn."""
        if self.items:
            yield "panel", _line_of(panel_strips(self.card, self.row, 2_000, LOOK), "May speak to")
            attempt = begin("id", self.items[0], self.card, self.at.isoformat())
            yield "call panel", _line_of(call_strips(attempt, 2_000, LOOK), "May speak to")
        said = Said(2_000, LOOK)
        said_of_others(said, self.card)
        yield "decision and handover form", _line_of(said.strips, "May speak to")

    def warning(self) -> Iterator[tuple[str, str]]:
        """By face, all that it says: who must not be told is in every one of them."""
        zone, at = self.ground.calendar.zone, self.at
        yield "warnings", "\n".join(self.card.warnings)
        yield "show JSON", json.dumps(self.answer["warnings"], ensure_ascii=False)
        yield "show", "\n".join(tell_person(self.answer, {}, at, zone))
        yield "plain", "\n".join(person_lines(self.card, self.answer, {}, at, zone))
        yield "text for the main record", note_text(self.answer, {}, zone, at)
        for item in self.items:
            yield "today JSON", json.dumps(as_json(item, zone)["warnings"], ensure_ascii=False)
        if self.items:
            yield "panel", _said(panel_strips(self.card, self.row, 2_000, LOOK))
            yield "call panel", _said(call_strips(begin("id", self.items[0], self.card, at.isoformat()), 2_000, LOOK))
        if self.ground.episode is not None:
            episode = episode_as_json(self.ground, self.ground.episode, self.items)
            yield "queue JSON", json.dumps(episode["warnings"], ensure_ascii=False)
            yield "queue", "\n".join(tell_queue({"at": at.isoformat(), "episodes": [episode]}, {}, zone))
        if self.ground.state.on_caseload:
            yield from self._huddle()

    def _huddle(self) -> Iterator[tuple[str, str]]:
        told = Told(
            at=self.at, team=None, since=Since(self.at - timedelta(days=1), None), items=tuple(self.items),
            cards={PERSON: self.card}, on_caseload=frozenset({PERSON}), high=frozenset(), named={}, arrived=(),
            roster=Roster(), calendar=self.ground.calendar,
        )  # fmt: skip
        answer = huddle_as_json(hold_huddle(told), self.ground.calendar.zone)
        talks = [each for step in answer["steps"] for each in step["people"] if each["person"]]
        for talk in talks:
            yield "huddle JSON", json.dumps(talk["not_told"], ensure_ascii=False)
        if talks:
            yield "sheet", "\n".join(sheet_lines(answer, {}, self.ground.calendar.zone))
            yield "sheet to print", sheet_html(answer, {}, self.ground.calendar.zone).replace("&#x27;", "'")


def _said(strips: Iterable[Any]) -> str:
    return "\n".join(strip.text for strip in strips)


def _line_of(strips: Iterable[Any], label: str) -> str:
    (line,) = [strip.text.strip() for strip in strips if strip.text.strip().startswith(label)]
    return str(line)


def faces_of(story: list[Entry]) -> Faces:
    state = fold(PERSON, story)
    ground = stand_on(state, STANDARDS)
    newest = max(max(each.occurred_at, each.recorded_at) for each in story)
    at = newest + timedelta(hours=1)
    items = read_owed(owed_on(ground), at, Roster(), ground.calendar) if state.on_caseload else []
    items = sorted(items, key=lambda item: item.order)
    card = read_text(Card, stored_text(card_of(state, STANDARDS)))
    return Faces(card, ground, items, shown(ground, items, story), at)


def about_sharing(seed: int) -> list[Entry]:
    """A story that is about who may be told, or, one in three, any other."""
    random = Random(seed)
    if seed % 3 == 0:
        return tell_story(random)
    story = tell_story(random, longest=3)
    newest = max(max(each.occurred_at, each.recorded_at) for each in story)
    teller = Teller(random, list(story), newest + timedelta(hours=1))
    teller._seqs.update(dict.fromkeys({each.device for each in story}, 1_000))
    for _ in range(random.randint(3, 14)):
        teller.now += timedelta(minutes=teller.any(1, 90, 1500, 5000))
        kind, body = teller.any(*ABOUT_SHARING)
        said = body(teller)
        back = timedelta(hours=teller.any(1, 20, 50)) if teller.chance(0.2) else timedelta()
        if said is not None:
            teller.write(kind, said, occurred_at=teller.now - back)
    return teller.told


@given(st.integers(0, 2**48))
@dear(100)
def test_nobody_with_a_standing_refusal_appears_as_one_who_may_be_told(seed: int) -> None:
    story = about_sharing(seed)
    arrived = [*story, *Random(seed).sample(story, len(story) // 3)]
    Random(seed + 1).shuffle(arrived)
    faces, stands = faces_of(arrived), read(story)
    by_card = [each.name for each in faces.card.may_be_told]
    for face, names in faces.offered():
        assert names == by_card, face
    for name in by_card:
        assert wrongly_offered(stands, name) is None, name
    for face, line in faces.speaking():
        others = " ".join(told.called for told in faces.card.may_be_told)
        untold = [each.name for each in faces.card.ask_first] + [each.name for each in faces.card.must_not_be_told]
        for name in untold:
            assert name not in line or name in others, face


@given(st.integers(0, 2**48))
@dear(100)
def test_who_must_not_be_told_is_said_by_every_face(seed: int) -> None:
    faces = faces_of(about_sharing(seed))
    for refusal in faces.card.must_not_be_told:
        for face, said in faces.warning():
            assert refusal.sentence.casefold() in said.casefold(), (face, said)


@given(st.integers(0, 2**48))
@dear(100)
def test_a_partner_step_is_owed_only_where_somebody_may_be_told(seed: int) -> None:
    faces = faces_of(about_sharing(seed))
    steps = [
        item for item in faces.items if item.kind == "ladder_step" and item.detail["step"] == "partner_notification"
    ]
    decided = [item for item in faces.items if item.kind == "decision" and "step" in item.detail]
    assert not steps or faces.card.may_be_told
    assert not decided or not faces.card.may_be_told
    for item in decided:
        assert item.key == f"decision:{faces.card.episode}:{item.detail['step']}"


@pytest.mark.slow
def test_the_stories_hold_refusals_of_every_sort() -> None:
    found: dict[str, int] = {}
    for seed in range(800):
        faces = faces_of(about_sharing(seed))
        for name, there in (
            ("refused", faces.card.must_not_be_told), ("told", faces.card.may_be_told), ("asked", faces.card.ask_first),
            ("unclear", [each for each in faces.card.must_not_be_told if not each.says_who]),
            ("told on another ground", [each for each in faces.card.may_be_told if each.basis != "consent"]),
            ("a decision for the step", [x for x in faces.items if x.kind == "decision" and "step" in x.detail]),
            ("an act beside it", [each for each in faces.card.must_not_be_told if "; told" in each.because]),
        ):  # fmt: skip
            found[name] = found.get(name, 0) + bool(there)
        if min(found.values()) >= 3:
            break
    assert min(found.values()) >= 3, found

"""A form by prompts: the same questions as on screen, from the model of the entry, one after the other."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from carelist_tui.carelist import Carelist
from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.kept_forms import KeptForms
from carelist_tui.cli.conversation.own_ways import OwnWay
from carelist_tui.cli.conversation.voice import Left, Voice
from carelist_tui.desk.forms.typed_answers import STOOD, as_seen
from carelist_tui.desk.questions.answers import answer_of, as_moments, body_of, happened_at, said_of, typed_of
from carelist_tui.desk.questions.asks import PICKED, SEVERAL, Ask, asks_of, envelope_asks, parts_needed
from carelist_tui.desk.questions.cover import Called
from carelist_tui.desk.questions.offers import Offer
from carelist_tui.desk.questions.what_stands import not_of, say_as_it_stands, standing_texts
from carelist_tui.desk.questions.worker_names import Names
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import TYPES, as_taken, check_draft
from carelist_tui.domain.refusal import Fault
from carelist_tui.domain.words import TEAM
from carelist_tui.domain.worklist import Item
from carelist_tui.vault.drafts import SAW

LONG = ("note", "lines", "parts", "pairs", "file")
MAY_BE_EMPTY = ("lines", "parts", "pairs", *SEVERAL)
MOST_ROUNDS = 20
WHEN = "occurred_at"
WHEN_HELP = tr("When it happened: now, today 14:30, yesterday 16:00.")


class ByPrompts(Protocol):
    """The acts of a conversation (`acts.py`). `now` gives the present moment, aware."""

    door: Carelist
    voice: Voice
    now: Callable[[], datetime]
    kept: KeptForms

    @property
    def zone(self) -> ZoneInfo:
        """The service's."""

    def entry_id(self) -> str:
        """An id for an entry that is begun now."""

    def form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        """The questions of an entry of this kind, then the record of it."""

    def record(self, drafts: Sequence[dict[str, Any]], card: Card | None, words: str) -> list[Fault]:
        """Through the door, all or none, and say so."""


Asks = TypeVar("Asks", bound=ByPrompts)
Form = Callable[[Asks, str, Item | None, Card | None, dict[str, Any]], None]


def said_if_left(form: Form[Asks]) -> Form[Asks]:
    """The same form, of which it is said where somebody goes away in the midst of it."""

    @wraps(form)
    def asked(acts: Asks, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        words = f"{TYPES[kind].LABEL}, {card.listed if card is not None else TEAM}"
        with acts.voice.asking(words, acts.kept.holds_at_hand):
            form(acts, kind, item, card, known)

    return asked


class Abandoned(Exception):
    """Whoever was asked has left the form."""


class Questions:
    """The questions of one entry. `offered` gives what a question about a worker, a person or an entry offers;
    `choices`, by path, the keys of the Standards with their words; `stood`, what stands of what the entry replaces;
    `called`, who is meant by a name. What is `fixed` is never asked; what is `needed` is asked first though its model
    leaves it open. Both are paths. `way` asks otherwise than the model. `guided` gives what is to be read, given what
    was answered so far."""

    def __init__(
        self,
        voice: Voice,
        kind: str,
        known: dict[str, Any],
        *,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        offered: Callable[[Ask, str], Sequence[Offer]],
        choices: Mapping[str, Mapping[str, str]],
        stood: Mapping[str, Any],
        called: Called,
        fixed: Collection[str] = (),
        needed: Collection[str] = (),
        guided: Callable[[Mapping[str, str]], Sequence[str]] = lambda _: (),
        way: OwnWay | None = None,
    ) -> None:
        self.voice, self.kind, self.now, self.zone, self.offered = voice, kind, now, zone, offered
        when = [replace(ask, title=tr("When"), help=WHEN_HELP, needed=False) for ask in envelope_asks(WHEN)]
        self.way = way
        asks = [*(_with(ask, choices, called) for ask in (way.asks if way else asks_of(TYPES[kind]))), *when]
        self.asks = [replace(ask, needed=ask.needed or ask.path in needed) for ask in asks]
        self.fixed = frozenset(fixed)
        self.stood = stood
        self._guided, self._read = guided, set[str]()
        knows = typed_of(self.asks, known)
        self.typed = {WHEN: "now", **standing_texts(self.asks, stood, zone), **knows}
        self.given, self.filled_in = frozenset(knows), dict(self.typed)
        self.saw = ""
        """What set the same things when this was opened (`SAW`)."""
        self.keeps: Callable[[Mapping[str, str]], None] = lambda _: None
        """Is given what stands in the answers, each time that one was given."""
        somebody = next((ask for ask in self.asks if ask.kind in ("worker", "workers")), None)
        self.names = Names(lambda: offered(somebody, "") if somebody is not None else ())

    def go_on(self, values: Mapping[str, str]) -> None:
        """Go on with what was typed before: it stands in the answers, and when it was is asked."""
        self.typed |= {ask.path: values[ask.path] for ask in self.asks if ask.path in values}
        self.given |= {ask.path for ask in self.asks if values.get(ask.path)}
        self.saw = values.get(SAW, "")
        self.stood = dict(json.loads(values.get(STOOD) or "{}")) or self.stood
        self.asks = [replace(ask, needed=ask.needed or ask.path == WHEN) for ask in self.asks]

    @property
    def values(self) -> dict[str, str]:
        """What stands in the answers, as it is kept: dates as the moments that they meant."""
        stood = {STOOD: json.dumps(self.stood)} if self.stood else {}
        return {**as_moments(self.asks, self.typed, self.now(), self.zone), **stood, SAW: self.saw}

    def fill(self, envelope: dict[str, Any]) -> dict[str, Any] | None:
        """The whole draft, checked but for what only the door knows; None when it was left."""
        try:
            return self._fill(envelope)
        except Abandoned:
            return None

    def _fill(self, envelope: dict[str, Any]) -> dict[str, Any] | None:
        self._guide()
        self.voice.say(tr("{label}. What must be said:", label=TYPES[self.kind].LABEL))
        self._ask_all(ask for ask in self.asks if self._is_asked_first(ask))
        for _ in range(MOST_ROUNDS):
            draft, faults = self.draft(envelope)
            if faults and not self.put_right(faults):
                return None
            if not faults:
                if not self._more():
                    return draft
        return None

    def draft(self, envelope: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
        """What the answers make, and what is wrong with it."""
        said, faults = body_of(self.asks, self.typed, self.now(), self.zone)
        if self.way is not None:
            faults += self.way.shaped(said.setdefault("body", {}), self.typed)
        as_it_stood = say_as_it_stands(self.kind, self.asks, said, self.typed, self.stood, self.zone)
        faults, body = not_of(faults, as_it_stood), said["body"]
        faults += self.names.faults(self.kind, self.asks, self.typed, self.filled_in)
        for part in parts_needed(TYPES[self.kind]):
            body.setdefault(part, {})
        draft = as_seen({"type": self.kind, **envelope, **(self.way.around if self.way else {}), **said}, self.saw)
        misread = {fault.path for fault in faults}
        return draft, faults + [
            fault for fault in check_draft(as_taken(draft), now=self.now()) if fault.path not in misread
        ]

    def put_right(self, faults: Iterable[Fault]) -> bool:
        """Say each fault and ask again; False when one has no question here, or it is left."""
        by_path = {ask.path: ask for ask in self.asks}
        again: list[Ask] = []
        for fault in faults:
            ask = by_path.get(fault.path) or by_path.get(fault.path.partition("[")[0])
            self.voice.say(f"{ask.title if ask else tr('Not recorded')}: {fault.sentence}.")
            if ask is None:
                return False
            again.append(ask)
        if not self.voice.agrees(tr("Go on?")):
            return False
        try:
            self._ask_all(dict.fromkeys(again))
        except Abandoned:
            return False
        return True

    def _is_asked_first(self, ask: Ask) -> bool:
        hidden = ask.path in self.given and ask.kind in ("id", "ids", "key")
        is_first = ask.needed or (self.way is not None and ask.path in self.way.first)
        return is_first and not hidden and ask.path not in self.fixed

    def _more(self) -> bool:
        """Whether something else was said besides; the rest of the questions, by number."""
        left = [ask for ask in self.asks if not (ask.needed or self._is_asked_first(ask) or ask.path in self.fixed)]
        rest = [ask for ask in left if ask.kind not in ("id", "ids")]
        words = [f"{_title(ask)}{': ' + self.typed[ask.path] if self.typed.get(ask.path) else ''}" for ask in rest]
        if (chosen := self.voice.pick(tr("What may be said besides; enter when that is all"), words)) is None:
            return False
        self._ask_all([rest[chosen]])
        return True

    def _ask_all(self, asks: Iterable[Ask]) -> None:
        for ask in asks:
            try:
                self.typed[ask.path] = self._ask(ask)
            except (Left, KeyboardInterrupt):
                if self.voice.half_said:  # a note that is broken off in the midst of it is kept as far as it goes
                    self.typed[ask.path] = self.voice.half_said
                    self.keeps(self.values)
                raise
            if self.typed != self.filled_in:
                self.keeps(self.values)
            if understood := said_of(ask, self.typed[ask.path], self.now(), self.zone, self._since()):
                self.voice.say(tr("Understood: {understood}.", understood=understood))
            self._guide()

    def _guide(self) -> None:
        """Say what is to be read now, each line once."""
        lines = self._guided(self.typed)
        if not self._read.issuperset(lines[1:]):
            for line in lines:
                self.voice.say(line)
            self._read |= set(lines)

    def _ask(self, ask: Ask) -> str:
        """An answer that means something, or what stands there already when only enter was pressed."""
        stands = self.typed.get(ask.path, "")
        said = tr("Enter keeps: {in_words}.", in_words=_in_words(ask, stands)) if stands else ""
        self.voice.say(" ".join(filter(None, (f"{_title(ask)}.", ask.help, said))))
        while True:
            typed = self._typed(ask) or stands
            if not typed and ask.needed and ask.kind not in MAY_BE_EMPTY:
                if self.voice.leaves(tr("{title} is needed. Leave all of it?", title=ask.title)):
                    raise Abandoned
                continue
            try:
                answer_of(ask, typed, self.now(), self.zone, self._since())
            except ValueError as trouble:
                self.voice.say(f"{ask.title}: {trouble}.")
            else:
                return typed

    def _since(self) -> datetime:
        return happened_at(self.asks, self.typed, self.now(), self.zone)

    def _typed(self, ask: Ask) -> str:
        if ask.kind in PICKED:
            return self._picked(ask)
        if keyed := ask.keyed():
            by_key = {key: code for key, code, _ in keyed}
            for key, _, words in keyed:
                self.voice.say(f"  {key}  {words}")
            if ask.kind != "pairs":
                several = ask.kind in SEVERAL
                typed = self.voice.ask(tr("Its signs, with spaces between") if several else tr("Its sign"))
                return (
                    " ".join(by_key.get(each, each) for each in typed.split()) if several else by_key.get(typed, typed)
                )
        if ask.kind in LONG:
            one_a_line = tr(", one a line: {pattern}", pattern=ask.pattern) if ask.kind in ("parts", "pairs") else ""
            return self.voice.ask_lines(f"{ask.title}{one_a_line}")
        return self.voice.ask(f"{ask.title}{tr(' (y or n)') if ask.kind == 'flag' else ''}")

    def _picked(self, ask: Ask) -> str:
        """One or several of those that are here, by number; what is typed first finds them by name."""
        offers = self.offered(ask, self.voice.ask(tr("Some letters to find it by, or enter for all")))
        picked: list[str] = []
        while (n := self.voice.pick(ask.title, [offer.words for offer in offers])) is not None:
            picked.append(offers[n].code)
            if ask.kind not in SEVERAL:
                break
        return ("\n" if ask.kind == "workers" else " ").join(picked)


def _with(ask: Ask, choices: Mapping[str, Mapping[str, str]], called: Called) -> Ask:
    """A key of the Standards is asked as a choice where it is known which there are; cover is asked by names."""
    if ask.is_cover:
        return replace(ask, called=called)
    there = choices.get(ask.path, {}) if ask.kind == "key" else {}
    return replace(ask, kind="choice", codes=tuple(there), labels=tuple(there.values())) if there else ask


def _title(ask: Ask) -> str:
    return f"{ask.within}: {ask.title.lower()}" if ask.within else ask.title


def _in_words(ask: Ask, typed: str) -> str:
    return ", ".join(map(ask.words_of, typed.split())) if ask.codes and ask.kind != "pairs" else typed

"""What is due given to another worker or put off, and what is about nobody on the list, in plain lines: what, who,
when, what to do, in this order; and filters by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.acts import Acts
from carelist_tui.cli.conversation.list_words import draft_words
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.questions.human_dates import EITHER, moment_said, understood_moment
from carelist_tui.desk.questions.menu import kinds_to_add
from carelist_tui.desk.sections.saved_filters import SavedFilter, SavedFilters, name_of_filter, saved_words
from carelist_tui.desk.sections.snapshot import MISSED, PLACES, TODAY
from carelist_tui.desk.several import (
    Those,
    chosen_of,
    nobody_words,
    those_due,
    those_that_can_wait,
    worker_words,
    workers_here,
)
from carelist_tui.domain.card import Card
from carelist_tui.domain.entries import DueDeferred
from carelist_tui.domain.entries.entry import looking_fields
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import known_of_worker
from carelist_tui.domain.words import moment_in_words
from carelist_tui.domain.worklist import Item

NOTHING = tr("Nothing recorded.")
SAVE, TAKE_AWAY = tr("Save what is shown now, under a name"), tr("Take one away")
HERE = (PLACES[TODAY], PLACES[MISSED])
"""The sections that are said in lines; filters of others are the app's."""
UNTIL = tr("Until when? tomorrow, fri 10:00, +2d, in 2 weeks")


class OwedAsked:
    """What is done with a Due besides settling it, and records about nobody at hand, for one conversation."""

    def __init__(self, acts: Acts) -> None:
        self.acts, self.door, self.voice, self.now = acts, acts.door, acts.voice, acts.now

    def give(self, owed: Sequence[Item], card: Card | None) -> None:
        """One thing that is due, to another worker: who that is is asked with what is to be known of them."""
        item = self._one_of(owed, card, those_due)
        if item is None:
            return
        roster, holds = self.door.glance.read_roster(), self.door.glance.caseloads()
        everybody = workers_here(roster.workers.values(), roster.workers.get(self.door.worker or ""))
        known = [known_of_worker(roster, each, self.now(), self.acts.zone, holds) for each in everybody]
        words = [worker_words(each, said) for each, said in zip(everybody, known, strict=True)]
        n = self.voice.pick(tr("{title}: to whom", title=item.title), words)
        if n is None:
            self.voice.say(NOTHING)
            return
        self._record("due.reassigned", item, card, tr("given to {name}", name=everybody[n].name), owner=everybody[n].id)

    def defer(self, owed: Sequence[Item], card: Card | None) -> None:
        """One thing that is due, put off with a reason; what is too urgent for that is said."""
        item = self._one_of(owed, card, those_that_can_wait)
        until = self._until() if item is not None else None
        why = self.voice.ask(tr("Why")) if until is not None else ""
        if item is None or until is None or not why:
            self.voice.say(NOTHING)
            return
        said = {"until": until.isoformat(timespec="seconds"), "reason": why}
        words = tr("put off until {moment}", moment=moment_in_words(until, self.now(), self.acts.zone))
        self._record("due.deferred", item, card, words, **said)

    def add_other(self) -> None:
        """What is about the team, or about somebody who is not on the list yet, found by its words."""
        typed = self.voice.ask(tr("What is it? Some letters, or enter for all")).casefold()
        kinds = kinds_to_add(person=False)
        found = [kind for kind in kinds if typed in f"{kind.words} {kind.also}".casefold()]
        if not found:
            self.voice.say(tr("Nothing is called that."))
            return
        n = self.voice.pick(tr("Record what"), [f"{kind.words}, {kind.also}" for kind in found])
        if n is not None:
            self.acts.form(found[n].type, None, None, {})

    def _one_of(self, owed: Sequence[Item], card: Card | None, fits: Callable[..., Those]) -> Item | None:
        """Which of what is due; None where none is chosen, or none of it may be: that is said."""
        person = card.person if card is not None else None
        chosen = [chosen_of(person, item, True, owed) for item in owed]
        kept = [fits([each]) for each in chosen]
        items = [those.fit[0].item for those in kept if those.fit]
        if not items:
            left = [each for those in kept for each in those.left]
            self.voice.say(
                tr("NOT RECORDED: {nobody_words}.", nobody_words=nobody_words(left))
                if left
                else tr("Nothing is due here.")
            )
            return None
        words = [item.why for item in items if item is not None]
        n = self.voice.pick(tr("Which of what is due"), words) if len(items) > 1 else 0
        if n == 0 and len(items) == 1:
            self.voice.say(words[0])
        return items[n] if n is not None else None

    def _until(self) -> datetime | None:
        looks = looking_fields(DueDeferred)["until"] or EITHER
        while typed := self.voice.ask(UNTIL):
            try:
                at = understood_moment(typed, self.now(), self.acts.zone, looks, usual=time(17))
            except ValueError as trouble:
                self.voice.say(f"{trouble}.")
            else:
                self.voice.say(
                    tr("Understood: {moment_said}.", moment_said=moment_said(at, self.now(), self.acts.zone))
                )
                return at
        return None

    def _record(self, kind: str, item: Item, card: Card | None, words: str, **body: Any) -> None:
        moment = self.now().astimezone(self.acts.zone).isoformat(timespec="seconds")
        whom = {"person": card.person} if card is not None else {}
        draft = {"id": self.acts.entry_id(), "type": kind, "occurred_at": moment, **whom,
                 "body": {"due": item.key, **body}}  # fmt: skip
        self.voice.say(
            tr(
                "To be recorded: {draft_words}; {title}: {words}",
                draft_words=draft_words(draft, card, self.acts.zone),
                title=item.title,
                words=words,
            )
        )
        if self.voice.agrees(tr("Record it?")):
            self.acts.record([draft], card, f"{item.title}: {words}")
        else:
            self.voice.say(NOTHING)


def filter_asked(voice: Voice, saved: SavedFilters | None, now: SavedFilter) -> SavedFilter | None:
    """One of the filters that were saved, of those that are of a list said here; else what is shown `now` is saved, or
    one is taken away."""
    if saved is None:
        voice.say(tr("Nobody is signed in: whose filters they are is not known."))
        return None
    try:
        kept = saved.all()
        found = [each for each in kept if each.place in HERE]
        words = [*(each.words() for each in found), SAVE, *([TAKE_AWAY] if kept else [])]
        n = voice.pick(tr("Filters by name"), words)
        if n is None or n < len(found):
            return found[n] if n is not None else None
        if n == len(found):
            _save(voice, saved, now)
        elif (gone := voice.pick(tr("Take which filter away"), [each.words() for each in kept])) is not None:
            saved.remove(kept[gone].name)
            voice.say(tr("Taken away: {name}.", name=kept[gone].name))
    except Refused as refused:
        voice.say(tr("Not saved: {refused}.", refused=refused))
    return None


def _save(voice: Voice, saved: SavedFilters, now: SavedFilter) -> None:
    voice.say(tr("What is shown: {words}", words=now.words().removeprefix(": ")))
    while typed := voice.ask(tr("Its name, or enter for none")):
        try:
            named = replace(now, name=name_of_filter(typed))
        except ValueError as trouble:
            voice.say(f"{trouble}.")
        else:
            voice.say(saved_words(named, saved.save(named)))
            return
    voice.say(tr("Nothing saved."))

"""An attempt in plain lines: which step, in which way, and what came of it by its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.acts import Acts
from carelist_tui.cli.conversation.list_words import attempt_words, bearing_lines, caution_lines, reach_words
from carelist_tui.desk.calls.attempt import (
    ASKED_BACK,
    AT_THE_DOOR,
    GOING,
    VISIT_METHOD,
    Attempt,
    asked_at_this_hour,
    begin,
    rung_at,
)
from carelist_tui.desk.calls.outcomes import HOW_ARE_THEY
from carelist_tui.desk.questions.human_dates import moment_said
from carelist_tui.domain.card import Card
from carelist_tui.domain.words import inside, moment_in_words
from carelist_tui.domain.worklist import Item


class AttemptAsked:
    """What is recorded by these acts of a missed-contact step that is tried."""

    def __init__(self, acts: Acts) -> None:
        self.acts, self.door, self.voice, self.now = acts, acts.door, acts.voice, acts.now

    def attempt(self, steps: Sequence[Item], card: Card) -> None:
        """An attempt at one of these steps: its way, whom, warnings; then its outcome. What is forbidden has none."""
        now = self.now()
        by = [moment_in_words(step.due_at, now, self.acts.zone) for step in steps]
        words = [tr("{title}, by {moment}", title=step.title, moment=at) for step, at in zip(steps, by, strict=True)]
        n = self.voice.pick(tr("Which step"), words) if len(steps) > 1 else 0
        attempt = self._begun(steps[n], card) if n is not None else None
        if attempt is None:
            self.voice.say(tr("Nothing recorded."))
        elif not attempt.ways:
            self.voice.say(
                tr("The plan and the details allow no call and no text here: record another way, or decide.")
            )
        elif attempt.asks_where and (where := self._asked_where(attempt)) != AT_THE_DOOR:
            if where == GOING:
                self.acts.form("visit.begun", attempt.item, card, {"method": VISIT_METHOD})
        else:
            self._record_attempt(replace(attempt, is_there=True), card)

    def _begun(self, step: Item, card: Card) -> Attempt | None:
        """The attempt as it is begun, in one of its ways; None where it was left."""
        attempt = begin(self.acts.entry_id(), step, card, self.acts.moment())
        if (asked := self._at_this_hour(step)) and not self.voice.agrees(asked):
            return None
        self.voice.say(tr("{title}, begun {at}.", title=step.title, at=attempt.at[11:16]))
        self._say_before(card)
        return self._in_a_way(attempt)

    def _asked_where(self, attempt: Attempt) -> str | None:
        return self.voice.choose(tr("Going, or at the door"), list(attempt.asks_first))

    def _record_attempt(self, attempt: Attempt, card: Card) -> None:
        step = attempt.item
        self.voice.say(tr("Now: {reach_words}.", reach_words=reach_words(attempt)))
        key = self.voice.choose(tr("What came of it"), [(each.key, each.words) for each in attempt.outcomes])
        outcome = attempt.chosen(key) if key else None
        if outcome is None:
            self.voice.say(tr("Nothing recorded."))
        elif outcome.asks:
            self.acts.form("outreach.attempted", step, card, attempt.body(outcome))
        else:
            how = self._how() if outcome.live else None
            back = self._call_back_at() if outcome.asks_when else None
            note = self.voice.ask(tr("A note, or enter for none"))
            draft = attempt.draft(outcome, how, back)
            draft |= {"body": draft["body"] | ({"note": note} if note else {})}
            self.voice.say(
                tr("To be recorded: {attempt_words}.", attempt_words=attempt_words(attempt, outcome, how, note))
            )
            if self.voice.agrees(tr("Record it?")):
                self.acts.record([draft], card, f"{inside(step.title)}, {outcome.words}")
            else:
                self.voice.say(tr("Nothing recorded."))

    def _at_this_hour(self, step: Item) -> str:
        return asked_at_this_hour(step, self.now(), self.door.glance)

    def _say_before(self, card: Card) -> None:
        """What bears on calling them, and the warnings."""
        for line in bearing_lines(card, self.acts.names, self.now(), self.acts.zone, only_loud=True):
            self.voice.say(line)
        for line in caution_lines(card, self.now(), self.acts.zone):
            self.voice.say(line)

    def _in_a_way(self, attempt: Attempt) -> Attempt | None:
        """The attempt by one of its ways; None where none was chosen."""
        if len(attempt.ways) < 2:
            return attempt
        ways = [reach_words(replace(attempt, way=number)) for number in range(len(attempt.ways))]
        way = self.voice.pick(tr("In which way"), ways)
        return replace(attempt, way=way) if way is not None else None

    def _how(self) -> str:
        keyed = [(key, words) for key, _, words in HOW_ARE_THEY]
        while (key := self.voice.choose(tr("How are they"), keyed)) is None:
            self.voice.say(tr("One of these is needed."))
        return next(code for number, code, _ in HOW_ARE_THEY if number == key)

    def _call_back_at(self) -> str | None:
        """The moment at which they asked to be rung, RFC 3339; None where they named none."""
        while typed := self.voice.ask(ASKED_BACK):
            try:
                at = rung_at(typed, self.now(), self.acts.zone)
            except ValueError as trouble:
                self.voice.say(f"{trouble}.")
            else:
                self.voice.say(
                    tr("Understood: {moment_said}.", moment_said=moment_said(at, self.now(), self.acts.zone))
                )
                return at.isoformat(timespec="seconds")
        return None

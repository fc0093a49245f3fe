"""Today and the missed-contact queue: what a worker does with the person at hand, and how it is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.desk.calls.attempt import Attempt, begin, how_of
from carelist_tui.desk.calls.outcomes import Outcome
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.sections.filters import edited
from carelist_tui.desk.sections.settled_by import settled_by
from carelist_tui.domain.card import Card
from carelist_tui.domain.roster import AUDITOR
from carelist_tui.domain.words import inside
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.worklist.unfinished import UnfinishedScreen
from carelist_tui.tui.widgets.call import call_strips

BOUNCE_SECONDS = 0.5
"""A key repeated within this time of itself was a bounce, or a finger left on it."""
OUTCOME_KEYS = "1,2,3,4,5,6,7,8,9,0"
ANOTHER_WAY = "0"
NO_STEP = "No step of a missed contact is due here: enter opens what is due, c writes down a contact."
STILL_CALLING = "A call or visit is begun: its number records what came of it, esc leaves it unrecorded; then q quits."
ONLY_SCORES = "You are here as an auditor: you read, and record scores alone (+ finds them)."
NOT_SAFE = "If you are not safe now: leave, and ring the office."
FOLLOW_UPS = ("decision", "risk_check")
AFTER_LIVE = ("Book the next contact", "Write up this contact", "Nothing more now")
AFTER_WORSE = (*AFTER_LIVE, "Risk check", "Zone")
WRITES_AFTER = ("contact.planned", "contact.completed", "", "risk_check.completed", "zone.set")
WHILE_CALLING = frozenset({"outcome", "leave", "note", "decide", "resolve", "whole", "help"})


class TodayScreen(UnfinishedScreen):
    """The first screen. A call is begun by one key and recorded by another."""

    WHERE = "Today"
    BINDINGS: ClassVar[list[BindingType]] = [
        act("today.call-person", "space", "call", "Call or visit",
            "On a missed-contact step: I am calling, or at the door, now. Wakes the outcome keys.", records=True),
        act("today.record-outcome", OUTCOME_KEYS, "outcome", "Outcome",
            "After space: record what came of the call or visit, by its number; 0 goes to another way to try.",
            shown_as="0-9", records=True),
        act("today.note-attempt", "e", "note", "Note",
            "Begin a call with a note: type it, press enter, then the outcome key.", records=True),
        act("today.leave-call", "escape", "leave", "Leave",
            "Leave the call without recording anything; else put away what was said last, or the marks."),
        act("today.decide-person", "d", "decide", "Decide", "Write a decision note about the person at hand.",
            records=True),
        act("today.resolve-due", "enter,ctrl+j", "resolve", "What is due", "Open the form that settles what is due.",
            records=True),
        act("today.open-dues", "o", "dues", "All dues", "Show everything that is due for this person.", footer=False),
        act("today.show-whole", "v", "whole", "View all", "Show all that is known of this person.", footer=False),
        act("today.show-help", "question_mark", "help", "Help", "Show the keys for where you are."),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        self.attempt: Attempt | None = None
        self.pressed = ("", 0.0)
        self.bounced = self.recording = False
        super().__init__(desk)

    # -- keys ---------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        self.notice(event)
        if self.attempt is not None and self.attempt.writing:
            event.stop()
            event.prevent_default()
            self._write(self.attempt, event)
        elif event.key == "q" and self.attempt is not None:
            event.stop()
            event.prevent_default()
            self.say(STILL_CALLING)
        elif event.key == "space" and not self.typing and self.attempt is None and self.step_at_hand() is None:
            self.say(NO_STEP)

    def notice(self, event: events.Key) -> None:
        """Remember the key, and whether it is the same as just before: then it was a bounce."""
        last, at = self.pressed
        self.bounced = event.key == last and event.time - at < BOUNCE_SECONDS
        self.pressed = (event.key, event.time)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.attempt is not None:
            return not self.attempt.writing and not self.recording and action in WHILE_CALLING
        if action == "outcome":
            return False
        if action == "leave":
            return not self.typing and bool(self.said or self.marked)
        if action in ("call", "note"):
            return not self.typing and self.step_at_hand() is not None
        return super().check_action(action, parameters)

    def _write(self, attempt: Attempt, event: events.Key) -> None:
        done = event.key in ("enter", "ctrl+j", "escape")
        self.attempt = replace(attempt, note=edited(attempt.note, event.key, event.character), writing=not done)
        self.keep_note(self.attempt)
        self.draw_panel()
        self.draw_foot()

    # -- the call -----------------------------------------------------------------------------------------------

    def step_at_hand(self) -> Item | None:
        """The missed-contact step that a call would do for the person at hand."""
        return next((i for i in self.row.items if i.kind == "ladder_step"), None) if self.row else None

    def go_to(self, row: int) -> None:
        before = self.step_at_hand()
        super().go_to(row)
        if self.is_mounted and (before is None) != (self.step_at_hand() is None):
            self.draw_foot()

    @property
    def in_call(self) -> bool:
        return self.attempt is not None

    def must_lines(self, width: int) -> int:
        if self.attempt is not None:
            return len(self.call_lines(self.attempt, width))
        return super().must_lines(width)

    def panel_lines(self, width: int, height: int) -> tuple[list[Strip], int]:
        if self.attempt is not None:
            strips = self.call_lines(self.attempt, width)
            return strips[:height], len(strips) - height
        return super().panel_lines(width, height)

    def call_lines(self, attempt: Attempt, width: int) -> list[Strip]:
        """All about the call, and whose laptop has not been heard from since the contact was missed."""
        return call_strips(attempt, width, self.look, self.unheard_words(attempt.card))

    def action_call(self) -> None:
        self.turn(self.desk.now())
        step, card = self.step_at_hand(), self.card
        if self.desk.me is not None and self.desk.me.role == AUDITOR:
            self.say(ONLY_SCORES)
        elif self.attempt is None and step is not None and card is not None:
            self.desk.wake()
            begun = begin(self.desk.entry_id(), step, card, self.desk.moment())
            self.attempt = self.with_kept_note(begun)
            self.said = ""
            self.draw()

    def action_note(self) -> None:
        self.action_call()
        if self.attempt is not None:
            self.attempt = replace(self.attempt, writing=True)
            self.draw_panel()

    def action_leave(self) -> None:
        if self.attempt is None:
            self.put_away()
        elif self.attempt.outcome is not None:
            self.attempt = replace(self.attempt, outcome=None)
        else:
            self.attempt, self.said = None, "Nothing recorded."
        self.draw()

    async def action_outcome(self) -> None:
        """An outcome key: live contact is first asked about, more is asked by a form, all else is recorded."""
        attempt, key = self.attempt, self.pressed[0]
        if attempt is None or self.bounced:
            return
        if key == ANOTHER_WAY and attempt.outcome is None:
            self.attempt = attempt.another_way()
            self.draw()
        elif attempt.outcome is not None:
            if how := how_of(key):
                await self._record_attempt(attempt, attempt.outcome, how)
        elif outcome := attempt.chosen(key):
            if outcome.live:
                self.attempt = replace(attempt, outcome=outcome)
                self.draw_panel()
            elif outcome.asks:
                self.attempt = None
                body = attempt.body(outcome)
                self.open_form_of_call("outreach.attempted", attempt.item, attempt.card, body, attempt.at)
            else:
                await self._record_attempt(attempt, outcome, None)

    async def _record_attempt(self, attempt: Attempt, outcome: Outcome, how: str | None) -> None:
        """Record it, say what comes next, open the form it has made due, and go to the next person."""
        card, followed = attempt.card, self._next_person()
        before = {item.key for item in self.owed_to(card.person)}
        self.recording = True
        try:
            await self.ready()
            if not await self.record([attempt.draft(outcome, how)]):
                return
        finally:
            self.recording = False
        self.attempt = None
        self.drop_note(card.person)
        whom = f"{attempt.who.called} about {card.listed}" if attempt.who is not None else card.listed
        done = f"{whom}: {outcome.words}, recorded."
        if outcome.outcome == "unsafe_for_worker":
            done = f"{done} {NOT_SAFE}"
        self.say(done)
        known = {"method": outcome.method, "how_are_they": how} if outcome.live else {}
        self.beside(self._follow_up(attempt, before, done, known, followed))

    async def _follow_up(
        self, attempt: Attempt, before: set[str], done: str, spoke: dict[str, str | None], followed: str | None
    ) -> None:
        """Read again, and open the form of a decision or a risk check that the attempt has made due, while they are
        still at hand; where they were spoken to or seen, ask what comes next. Then go to the next person."""
        person = attempt.card.person
        await self.read_again(stand_on=person)
        if self.said == done:  # what is next is known only now: contact may have ended the steps
            self.say(f"{done} {self.next_words(person)}")
        owed = [item for item in self.owed_to(person) if item.status != "upcoming"]
        new = [item for item in owed if item.kind in FOLLOW_UPS and item.key not in before]
        if spoke.get("how_are_they") == "worse":
            done = f"{done} {self._set_off(owed, before)}".rstrip()
        if new:
            await self._open_item(new[0], unasked=True)
        elif spoke and (card := self.desk.card(person)) is not None:
            await self._ask_what_next(card, done, spoke, attempt.at)
        self.go_to_person(followed)

    async def _ask_what_next(self, card: Card, done: str, spoke: dict[str, str | None], at: str) -> None:
        """After live contact, which began at `at`: write it up, or book the next one; a key each."""
        from carelist_tui.tui.screens.choice import ChooseScreen

        worse = spoke.get("how_are_they") == "worse"
        choose = ChooseScreen(self.desk, f"{done} What comes next?", AFTER_WORSE if worse else AFTER_LIVE)
        choose.unasked = True
        chosen = await self.app.push_screen_wait(choose)
        if chosen is not None and (kind := WRITES_AFTER[chosen]):
            said = {0: ("method",), 1: tuple(spoke)}.get(chosen, ())
            known = {name: value for name, value in spoke.items() if value and name in said}
            item = settled_by(kind, self.owed_to(card.person))
            await self._open_form(kind, item, card, known, called_at=at if chosen == 1 else "")

    def _set_off(self, owed: Sequence[Item], before: set[str]) -> str:
        """What is owed now that was not before: `Now owed: respond today by 13:21.`"""
        new = [f"{inside(each.title)} {self.look.by(each.due_at)}" for each in owed if each.key not in before]
        return f"Now owed: {', '.join(new)}." if new else ""

    def _next_person(self) -> str | None:
        after = self.rows[self.cursor + 1 :] or self.rows[: self.cursor]
        return after[0].person if after else None

    def action_decide(self) -> None:
        card, item = self.card, self.row.item if self.row else None
        if card is not None and item is not None:
            self.attempt = None
            self.clear_said()
            self.open_form("decision.recorded", item, card, {})

    def action_resolve(self) -> None:
        if self.row is not None:
            item = self.attempt.item if self.attempt is not None else self.row.item
            self.attempt = None
            self.clear_said()
            self.open_item(item)

"""A call or visit: begun by one key and recorded by another; then what comes next, for this person and the next."""

from __future__ import annotations

from collections.abc import Sequence

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.call_at_hand import CallAtHand
from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.calls.attempt import ASKED_BACK, GOING, VISIT_METHOD, WHERE, Attempt, how_of, rung_at
from carelist_tui.desk.calls.outcomes import Outcome
from carelist_tui.desk.sections.settled_by import settled_by
from carelist_tui.domain.card import Card
from carelist_tui.domain.words import inside
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.screens.person_acts import NOBODY_AT_HAND, ActsPage
from carelist_tui.tui.screens.worklist.drawn_list import DrawnList
from carelist_tui.tui.screens.worklist.list_acts import ListActs

ANOTHER_WAY = "0"
STILL_OWED = tr("They are still to be spoken to.")
NOT_SAFE = tr("If you are not safe now: leave, and ring the office.")
FOLLOW_UPS = ("decision", "risk_check")
AFTER_LIVE = (tr("Book the next contact"), tr("Write up this contact"), tr("Nothing more now"))
AFTER_WORSE = (*AFTER_LIVE, tr("Risk check"), tr("Zone"))
NOT_ASKED = tr("{key} is none of the numbers that stand here.")
WRITES_AFTER = ("contact.planned", "contact.completed", "", "risk_check.completed", "zone.set")


class CallMode:
    """What the keys of a call do: it is begun, noted, recorded with its outcome, left, or goes on as a form."""

    def __init__(self, page: ActsPage, shown: ShownList, call: CallAtHand, drawn: DrawnList, acts: ListActs) -> None:
        self.page, self.shown, self.call, self.drawn, self.acts = page, shown, call, drawn, acts
        self.desk = page.desk

    def begin(self) -> None:
        """I am calling, or at the door, now: the outcome keys are awake."""
        self.page.turn(self.desk.now())
        step, card = self.shown.step, self.shown.card
        if self.call.attempt is None and step is not None and card is not None:
            self.desk.wake()
            self.call.begin(step, card)
            self.page.said = ""
            self.page.draw()
        elif (visit := self.shown.visit) is not None and card is not None:
            self.page.beside(self._begin_visit(visit, card, self.desk.moment()))

    async def _begin_visit(self, visit: Item, card: Card, at: str) -> None:
        """A visit that is booked: going, or at the door?"""
        from carelist_tui.tui.screens.choice import ChooseScreen

        words = [words for _, words in WHERE]
        chosen = await self.page.app.push_screen_wait(ChooseScreen(self.desk, tr("Going, or at the door?"), words))
        if chosen is not None:
            kind, known = (("contact.completed", {}), ("visit.begun", {"planned": visit.detail["planned"]}))[chosen]
            await self.acts.fill_in(kind, visit, card, known, called_at=at)

    def begin_note(self) -> None:
        """Begin a call with a note, or go on with the note of this one."""
        self.begin()
        if self.call.attempt is not None:
            self.call.begin_note()
            self.drawn.draw_panel()

    def write(self, key: str, character: str | None) -> None:
        """One more key of the note."""
        self.call.write(key, character)
        self.drawn.draw_panel()
        self.page.draw_foot()

    def leave(self) -> None:
        """One step back; out of the call nothing is recorded."""
        if self.call.step_back():
            self.page.said = tr("Nothing recorded.")
        self.page.draw()

    # -- recording ----------------------------------------------------------------------------------------------

    async def choose(self) -> None:
        """An outcome key: live contact is first asked about, more is asked by a form, all else is recorded."""
        attempt, key = self.call.attempt, self.call.pressed[0]
        if attempt is None or self.call.bounced:
            return
        if key == ANOTHER_WAY and attempt.outcome is None:
            self.call.attempt = attempt.another_way()
            self.page.draw()
        elif attempt.asks_first:
            self._answer(attempt, key)
        elif attempt.outcome is not None:
            if how := how_of(key):
                await self._record(attempt, attempt.outcome, how)
            else:
                self.page.say(NOT_ASKED.format(key=key))
        elif outcome := attempt.chosen(key):
            if outcome.live:
                self.call.ask_how(outcome)
                self.drawn.draw_panel()
            elif outcome.asks:
                self.call.end()
                body = attempt.body(outcome)
                self.acts.open_form_of_call("outreach.attempted", attempt.item, attempt.card, body, attempt.at)
            elif outcome.asks_when:
                self.page.beside(self._ask_when(attempt, outcome), records=True)
            else:
                await self._record(attempt, outcome, None)
        else:
            self.page.say(NOT_ASKED.format(key=key))

    async def _ask_when(self, attempt: Attempt, outcome: Outcome) -> None:
        """They could not talk: at which moment may they be rung? Left, the call goes on."""
        from carelist_tui.desk.questions.human_dates import moment_said
        from carelist_tui.tui.screens.question import AskScreen

        now, zone = self.desk.now(), self.desk.zone
        about = [f"{attempt.card.listed}: {outcome.words}."]
        ask = AskScreen(self.desk, tr("Ring them again"), about, ASKED_BACK,
                        lambda typed: moment_said(rung_at(typed, now, zone), now, zone), needed=False)  # fmt: skip
        typed = await self.page.app.push_screen_wait(ask)
        if typed is not None:
            at = rung_at(typed, now, zone).isoformat(timespec="seconds") if typed else None
            await self._record(attempt, outcome, None, at)

    def _answer(self, attempt: Attempt, key: str) -> None:
        """What is asked before an outcome is answered: at the door now; or going, and by when to be back."""
        if key == GOING and attempt.asks_where and not attempt.may_begin:
            self.call.end()
            known = {"method": VISIT_METHOD}
            self.acts.open_form_of_call("visit.begun", attempt.item, attempt.card, known, attempt.at)
            return
        answered = attempt.answered(key)
        if answered is attempt:
            self.page.say(NOT_ASKED.format(key=key))
            return
        self.call.attempt = answered
        self.page.draw()

    async def _record(
        self, attempt: Attempt, outcome: Outcome, how: str | None, call_back_at: str | None = None
    ) -> None:
        """Record it, say what comes next, open the form it has made due, and go to the next person."""
        card, followed = attempt.card, self.shown.next_person
        before = {item.key for item in self.acts.owed_to(card.person)}
        self.call.recording = True
        try:
            await self.page.ready()
            if not await self.acts.record([attempt.draft(outcome, how, call_back_at)]):
                return
        finally:
            self.call.recording = False
        self.call.end()
        self.call.drop_note(card.person)
        whom = (
            tr("{called} about {listed}", called=attempt.who.called, listed=card.listed)
            if attempt.who is not None
            else card.listed
        )
        done = tr("{whom}: {words}, recorded.", whom=whom, words=outcome.words)
        if outcome.outcome == "unsafe_for_worker":
            done = f"{done} {NOT_SAFE}"
        elif outcome.outcome == "could_not_talk":
            done = f"{done} {STILL_OWED}"
        self.page.say(done)
        known = {"method": outcome.method, "how_are_they": how} if outcome.live else {}
        self.page.beside(self._follow_up(attempt, before, done, known, followed))

    # -- what comes next ----------------------------------------------------------------------------------------

    async def _follow_up(
        self, attempt: Attempt, before: set[str], done: str, spoke: dict[str, str | None], followed: str | None
    ) -> None:
        """Read again, and open the form of a decision or a risk check that the attempt has made due, while they are
        still at hand; where they were spoken to or seen, ask what comes next. Then go to the next person."""
        person = attempt.card.person
        await self.page.read_again(stand_on=person)
        if self.page.said == done:  # what is next is known only now: contact may have ended the steps
            self.page.say(f"{done} {self.acts.next_words(person)}")
        owed = [item for item in self.acts.owed_to(person) if item.status != "upcoming"]
        new = [item for item in owed if item.kind in FOLLOW_UPS and item.key not in before]
        if spoke.get("how_are_they") == "worse":
            done = f"{done} {self._set_off(owed, before)}".rstrip()
        if new:
            await self.acts.settle(new[0], unasked=True)
        elif spoke and (card := self.desk.card(person)) is not None:
            await self._ask_what_next(card, done, spoke, attempt.at)
        self.drawn.go_to(self.shown.row_of(followed))

    async def _ask_what_next(self, card: Card, done: str, spoke: dict[str, str | None], at: str) -> None:
        """After live contact, which began at `at`: write it up, or book the next one; a key each."""
        from carelist_tui.tui.screens.choice import ChooseScreen

        worse = spoke.get("how_are_they") == "worse"
        choose = ChooseScreen(self.desk, tr("{done} What comes next?", done=done), AFTER_WORSE if worse else AFTER_LIVE)
        choose.unasked = True
        chosen = await self.page.app.push_screen_wait(choose)
        if chosen is not None and (kind := WRITES_AFTER[chosen]):
            said = {0: ("method",), 1: tuple(spoke)}.get(chosen, ())
            known = {name: value for name, value in spoke.items() if value and name in said}
            item = settled_by(kind, self.acts.owed_to(card.person))
            await self.acts.fill_in(kind, item, card, known, called_at=at if chosen == 1 else "")

    def _set_off(self, owed: Sequence[Item], before: set[str]) -> str:
        """What is owed now that was not before: `Now owed: respond today by 13:21.`"""
        look = self.page.look
        new = [f"{inside(each.title)} {look.by(each.due_at)}" for each in owed if each.key not in before]
        return tr("Now owed: {new}.", new=", ".join(new)) if new else ""

    # -- a form instead -----------------------------------------------------------------------------------------

    def decide(self) -> None:
        """Write a decision note about the person at hand; a call to them is over."""
        card, row = self.shown.card, self.shown.row
        if card is None or row is None:
            self.page.say(NOBODY_AT_HAND)
            return
        self.call.end()
        self.page.clear_said()
        self.acts.open_form("decision.recorded", row.item, card, {})

    def resolve(self) -> None:
        """Open the form that settles what is due, or what the call was for, which is over."""
        row, attempt = self.shown.row, self.call.attempt
        if row is not None:
            self.call.end()
            self.page.clear_said()
            self.acts.open_item(attempt.item if attempt is not None else row.item)

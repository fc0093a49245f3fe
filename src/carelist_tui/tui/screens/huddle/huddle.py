"""The huddle: who is here is marked, and what is decided about somebody is recorded without leaving it."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.huddle.huddle_so_far import CLOSE, HERE, end_sitting
from carelist_tui.desk.huddle.lent_desk import Decided, SpokenDesk
from carelist_tui.desk.sections.filters import edited
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.huddle import Talk
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.huddle.huddle_steps import SteppingScreen

ON_PEOPLE = frozenset({"decide", "settle", "note", "page_of"})
ALLOCATE = "coordinator.named"


class HuddleScreen(SteppingScreen):
    """The chair's screen. Each act asks who decided, opens the form, and what it records is noted for the sheet."""

    WHERE = "Huddle"
    BINDINGS: ClassVar[list[BindingType]] = [
        act("huddle.next-step", "space,right,tab", "step(1)", "Next", "Go to the next step.", shown_as="space",
            once=True),
        act("huddle.mark-person", "x", "mark", "Mark", "Mark a worker as here, or a person as talked about."),
        act("huddle.mark-everybody", "w", "mark_all", "All here", "Mark everybody at work as here.", shown_as="w"),
        act("huddle.decide-person", "d", "decide('decision.recorded')", "Decide",
            "Write a decision note about this person, and who decided.", records=True),
        act("huddle.allocate-person", "l", "decide('coordinator.named')", "Allocate",
            "Name the worker who coordinates from now on.", records=True),
        act("huddle.add-action", "a", "decide('action.opened')", "Action",
            "Add an action: what, who does it, by when.", records=True),
        act("huddle.list-person", "t", "decide('mdt.listed')", "MDT", "List this person for the MDT.", records=True),
        act("huddle.settle-due", "enter,ctrl+j", "settle", "Settle",
            "Open the form that settles what is due: raise an escalation, arrange cover, book a contact.",
            records=True),
        act("huddle.set-zone", "z", "decide('zone.set')", "Zone", "Set red, amber or green.", footer=False,
            records=True),
        act("huddle.note-person", "e", "note", "Note", "Type a note of what was said; enter keeps it.", records=True),
        act("huddle.open-person", "full_stop", "page_of", "Person", "Open the person's page.", footer=False),
        act("huddle.close-huddle", "ctrl+s", "close", "Close", "Close the huddle, and record that it was held.",
            records=True),
    ]  # fmt: skip

    # -- who is here, who was talked about ----------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.writing is not None:
            return False
        if action in ON_PEOPLE:
            return self.talk is not None and self.talk.person is not None
        if action == "mark":
            return self.many > 0
        return {"mark_all": self.key == HERE, "close": self.key == CLOSE}.get(action, True)

    def action_mark(self) -> None:
        if self.key == HERE:
            self.sitting.present ^= {self.everyone[self.cursor].worker.id}
            self.sitting.present |= {self.desk.worker or ""} - {""}  # the chair is there
        elif self.talk is not None and self.talk.person is not None:
            self.sitting.talked ^= {self.talk.person}
        self.action_move(1)

    def action_mark_all(self) -> None:
        self.sitting.present |= {each.worker.id for each in self.everyone if each.absence is None and each.works_today}
        self.draw()

    # -- what was said ------------------------------------------------------------------------------------------

    def action_note(self) -> None:
        if self.talk is not None and self.talk.person is not None:
            self.writing = self.sitting.notes.get(self.talk.person, "")
            self.draw()

    def on_key(self, event: events.Key) -> None:
        if self.writing is None or self.talk is None or self.talk.person is None:
            return
        event.stop()
        event.prevent_default()
        if event.key == "escape":
            self.writing = None
        elif event.key in ("enter", "ctrl+j"):
            self.keep_note(self.talk.person, self.writing.strip())
        else:
            self.writing = edited(self.writing, event.key, event.character)
        self.draw()

    def on_paste(self, event: events.Paste) -> None:
        if self.writing is not None:
            self.writing += " ".join(event.text.split())
            self.draw()

    def keep_note(self, person: str, note: str) -> None:
        """Keep what was typed about somebody; an empty note takes it away."""
        self.writing = None
        if note:
            self.sitting.notes[person] = note
        else:
            self.sitting.notes.pop(person, None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_move(-1)

    # -- what was decided ---------------------------------------------------------------------------------------

    def action_decide(self, kind: str) -> None:
        if self.talk is not None:
            self.beside(self._decide(kind, self.talk, None))

    def action_settle(self) -> None:
        if self.talk is not None:
            self.beside(self._settle(self.talk))

    async def _settle(self, talk: Talk) -> None:
        """The form that settles what is due; where several things are, or several forms could, ask which."""
        from carelist_tui.desk.forms.form_types import form_types

        await self.desk.wake()
        items = list(talk.items)
        if not items:
            self.say("Nothing is due for them now: d decides, a adds an action.")
            return
        item = items[0]
        if len(items) > 1:
            chosen = await self.choose("What is settled?", [each.why for each in items])
            if chosen is None:
                return
            item = items[chosen]
        kinds = form_types(item)
        chosen = 0 if len(kinds) == 1 else await self.choose(f"{item.title}: record what?", [w for _, w in kinds])
        if chosen is not None and kinds:
            await self._decide(kinds[chosen][0], talk, item)

    async def _decide(self, kind: str, talk: Talk, item: Item | None) -> None:
        """Ask who decided, open the form, and say what came of it."""
        from carelist_tui.tui.screens.forms.which_form import form_screen

        await self.desk.wake()
        by = await self._who_decided(talk)
        if by is None:
            return
        card = self.desk.card(talk.person)
        about = item or about_of(kind, talk)
        desk = SpokenDesk(self.desk, by, self.note_decided)
        around = {"on_behalf_of": by} if by != self.desk.worker else {}
        known = {"clinical_oversight": card.oversight} if card and card.oversight and kind == ALLOCATE else {}
        form = form_screen(desk, kind, about, card, known, around=around)
        words = await self.app.push_screen_wait(form)
        if words:
            self.said = f"{talk.name}: {words} Decided by {self.look.name(by)}."
            await self.read_again()

    async def _who_decided(self, talk: Talk) -> str | None:
        """Whoever of those here decided: the chair where nobody else is; None when it was not said."""
        here = sorted(self.sitting.present, key=lambda id: self.look.name(id).casefold())
        if len(here) < 2:
            return here[0] if here else self.desk.worker
        first = next((id for id in (self.sitting.last_by, self.desk.worker) if id in here), here[0])
        chosen = await self.choose(f"{talk.name}: who decided?", [self.look.name(id) for id in here], here.index(first))
        if chosen is None:
            return None
        self.sitting.last_by = here[chosen]
        return here[chosen]

    async def choose(self, title: str, words: list[str], at: int = 0) -> int | None:
        """The number of the line chosen from a short list, or None."""
        from carelist_tui.tui.screens.choice import ChooseScreen

        screen = ChooseScreen(self.desk, title, words)
        screen.cursor = at
        chosen: int | None = await self.app.push_screen_wait(screen)
        return chosen

    def note_decided(self, decided: Decided) -> None:
        """Something was recorded here: it belongs to this huddle."""
        if all(each.id != decided.id for each in self.sitting.decided):
            self.sitting.decided.append(decided)

    def action_page_of(self) -> None:
        from carelist_tui.tui.screens.person.person import PersonScreen

        if self.talk is not None and self.talk.person is not None:
            self.app.push_screen(PersonScreen(self.desk, self.talk.person))

    # -- closing ------------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        self.beside(self._close(), records=True)

    def unseen_words(self) -> str:
        """Where to look once more before it closes; said once."""
        steps = self.sitting.huddle.steps if self.sitting.huddle else ()
        where = ", ".join(step.title for step in steps if step.key in self.sitting.unseen)
        self.sitting.unseen.clear()
        return f"More came in while we talked{f': {where}' if where else ''}. Look once more, then ctrl+s closes."

    async def _close(self) -> None:
        """Record that it was held. What came in meanwhile is looked at first: the next huddle would not show it."""
        try:
            door = await self.desk.door()
            if came := door.huddle.came_since(self.sitting.mark):
                await self.read_again()
            if came or self.sitting.unseen:
                self.say(self.unseen_words())
                return
            draft: dict[str, Any] = self.sitting.draft(self.desk.now(), self.desk.zone)
            await self.desk.record([draft])
        except Refused as refused:
            self.say(f"NOT RECORDED: {'; '.join(fault.sentence for fault in refused.faults)}")
            return
        from carelist_tui.tui.screens.huddle.huddle_sheet import SheetScreen

        desk: Desk = self.desk
        shown = self.sitting.shown()
        end_sitting(desk)
        if shown is not None:
            await self.app.push_screen_wait(SheetScreen(desk, door, shown))
        self.dismiss("Huddle, recorded.")


def about_of(kind: str, talk: Talk) -> Item | None:
    """What is due that such an entry would settle, if anything is."""
    return next((item for item in talk.items if kind in item.resolved_by), None)

"""The huddle: one screen that holds where it stands, how that is drawn, and what is recorded in it."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.huddle.huddle_so_far import CLOSE, HERE, is_sitting, sitting_at
from carelist_tui.desk.sections.filters import edited
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.bindings import act, bindings_of
from carelist_tui.tui.screens.huddle.drawn_steps import DrawnSteps
from carelist_tui.tui.screens.huddle.huddle_acts import HuddleActs
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines

POLL_SECONDS = 2.0
ON_PEOPLE = frozenset({"decide", "settle", "note", "page_of", "choose", "choose_all", "cover", "hear", "give", "defer"})

NOBODY_HERE = tr("Nobody is at hand on this step: space goes on.")
ASLEEP = {
    "close": tr("The huddle is closed on its last step, which says who has not been talked about: space goes on."),
    "mark_all": tr("Who is here is marked on the first step: left goes back to it."),
}
"""Why a key means nothing on a step, by its action; else nobody is at hand there."""


class HuddleScreen(Page):
    """The chair's screen, a step at a time. What is said lives in the sitting, so that leaving loses nothing."""

    WHERE = tr("Huddle")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("huddle.next-step", "space,right,tab", "step(1)", tr("Next step"), tr("Go to the next step."),
            shown_as="space",
            once=True),
        act("huddle.mark-person", "x", "mark", tr("Mark"), tr("Mark a worker as here, or a person as talked about.")),
        act("huddle.mark-everybody", "w", "mark_all", tr("All here"), tr("Mark everybody at work "
                                                                         "as here."), shown_as="w"),
        act("huddle.decide-person", "d", "decide('decision.recorded')", tr("Decide"),
            tr("Write a decision note about this person, and who decided."), records=True),
        act("huddle.allocate-person", "l", "decide('coordinator.named')", tr("Allocate"),
            tr("Name the worker who coordinates from now on; of marked people, those who have nobody."), records=True),
        act("huddle.add-action", "a", "decide('action.opened')", tr("Action"),
            tr("Add an action: what, who does it, by when."), records=True),
        act("huddle.list-person", "t", "decide('mdt.listed')", tr("MDT"),
            tr("List this person for the MDT, or all who are marked."), records=True),
        act("huddle.settle-due", "enter,ctrl+j", "settle", tr("Settle"),
            tr("Open the form that settles what is due: raise an escalation, arrange cover, book a contact."),
            records=True),
        act("huddle.choose-person", "m", "choose", tr("Mark for all"),
            tr("Mark this person, or take that mark away: C N T L, and t and l, are then done to all who are marked."),
            footer=False),
        act("huddle.choose-everybody", "M", "choose_all", tr("Mark the step"), tr("Mark everybody in this step so, "
                                                                                  "or nobody."),
            footer=False),
        act("huddle.cover-closure", "C", "cover", tr("Cover"),
            tr("Before the service closes: say who holds the marked people until it "
               "is back."), footer=False, records=True),
        act("huddle.hear-closure", "N", "hear", tr("Nothing heard"),
            tr("After a closure: say who was asked about the marked people, and what was heard."), footer=False,
            records=True),
        act("huddle.give-due", "T", "give", tr("To another"),
            tr("Give what is due for the marked people, as this step says it, to another worker."), footer=False,
            records=True),
        act("huddle.defer-due", "L", "defer", tr("Later"), tr("Put off what is due for the marked people, with "
                                                              "a reason."),
            footer=False, records=True),
        act("huddle.set-zone", "z", "decide('zone.set')", tr("Zone"), tr("Set red, amber or green."), footer=False,
            records=True),
        act("huddle.note-person", "e", "note", tr("Note"), tr("Type a note of what was said; enter "
                                                              "keeps it."), records=True),
        act("huddle.open-person", "full_stop", "page_of", tr("Person"), tr("Open the person's page."), footer=False),
        act("huddle.write-mdt", "P", "write_mdt", tr("MDT paper"),
            tr("Write the paper of an MDT to print; it asks its day, why, and into which file."), footer=False),
        act("huddle.close-huddle", "ctrl+s", "close", tr("Close"), tr("Close the huddle, and record that it was held."),
            records=True),
        act("huddle.step-before", "left,shift+tab", "step(-1)", tr("Step before"), tr("Go to the step before."),
            footer=False),
        act("huddle.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next person."), footer=False),
        act("huddle.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the person before."), footer=False),
        act("huddle.page-down", "pagedown", "move(5)", tr("Page down"), tr("Go five people down."), footer=False),
        act("huddle.page-up", "pageup", "move(-5)", tr("Page up"), tr("Go five people up."), footer=False),
        act("huddle.go-top", "g,home", "move(-1000000)", tr("Top"), tr("Go to the first person."), footer=False),
        act("huddle.go-bottom", "G,end", "move(1000000)", tr("End"), tr("Go to the last person."), footer=False),
        act("huddle.leave-huddle", "escape,q", "leave", tr("Leave"), tr("Leave the huddle; H goes on where you "
                                                                        "left it.")),
        act("huddle.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        goes_on = is_sitting(desk)
        super().__init__(desk)
        self.sitting = sitting_at(desk)
        self.said = tr("The huddle goes on where you left it.") if goes_on else ""
        self.writing: str | None = None
        """The note that is being typed, or None."""
        self.version = desk.glance.data_version()
        self.steps = DrawnSteps(self, self.sitting)
        self.acts = HuddleActs(self, self.sitting, self.read_again)
        desk.no_lock = True

    def compose_body(self) -> ComposeResult:
        yield Lines(id="tabs")
        yield Lines(id="list")
        yield Lines(id="panel")

    # -- reading ------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.beside(self.read_first())  # until it is read no key means anything here: each is held
        self.set_interval(1.0, self.tick)
        self.set_interval(POLL_SECONDS, lambda: self.run_worker(self.look_for_news(), exclusive=True, group="news"))

    def on_unmount(self) -> None:
        self.desk.no_lock = False

    @property
    def team(self) -> str | None:
        """Whose huddle it is; None: everybody's."""
        return (self.desk.me.team if self.desk.me else None) or None

    async def read_first(self) -> None:
        """Read once the first frame stands: beside it reading would hold it up (benchmarks/screens.py). Who left at
        once waits for none."""
        is_drawn = asyncio.Event()
        self.call_after_refresh(is_drawn.set)
        await is_drawn.wait()
        if self.stands:
            await self.read_again()

    async def read_again(self) -> None:
        """Read the huddle as it is now, beside the screen; then show it."""
        try:
            door = await self.desk.door()
            huddle, mark = await asyncio.to_thread(door.huddle.now, self.desk.now(), self.team)
        except Refused as refused:
            self.say(str(refused))
            return
        self.version, self.read_at = self.desk.glance.data_version(), self.desk.now()
        self.sitting.take(huddle, mark)
        self.draw_again()

    async def look_for_news(self) -> None:
        """Read again when anybody has written."""
        if self.is_current and self.desk.glance.data_version() != self.version:
            await self.read_again()

    def tick(self) -> None:
        """The clocks go on: the day's in the top line, and the huddle's own."""
        if self.is_current and not self.too_small:
            super().tick()
            self.steps.draw_bar()

    # -- drawing ------------------------------------------------------------------------------------------------

    def draw_again(self) -> None:
        """Draw, where the screen can be seen."""
        if self.is_current and self.is_mounted and not self.too_small:
            self.draw()

    def say(self, words: str) -> None:
        """Say what was done, in the line above the person."""
        self.said = words
        self.draw_again()

    def draw(self) -> None:
        self.sitting.unseen.discard(self.sitting.key)
        panel = self.steps.place(self.said, self.writing)
        super().draw()
        self.steps.draw(panel)

    # -- moving -------------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        self.sitting.go(by)
        self.steps.top, self.said = 0, ""
        self.draw()

    def action_move(self, by: int) -> None:
        self.sitting.move(by)
        self.draw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_move(-1)

    # -- who is here, who was talked about, what was said -------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.writing is not None:
            return False
        if action in ON_PEOPLE:
            return self.sitting.person is not None
        if action == "mark":
            return self.sitting.many > 0
        return {"mark_all": self.sitting.key == HERE, "close": self.sitting.key == CLOSE}.get(action, True)

    def _why_asleep(self, key: str) -> str:
        """Why a key of the huddle means nothing on this step; empty where it means something, or never did."""
        actions = (each.action.partition("(")[0] for each in bindings_of(self) if key in each.key.split(","))
        asleep = next((each for each in actions if not self.check_action(each, ())), None)
        return ASLEEP.get(asleep, NOBODY_HERE) if asleep is not None else ""

    def action_mark(self) -> None:
        self.sitting.toggle_mark(self.desk.worker)
        self.action_move(1)

    def action_mark_all(self) -> None:
        self.sitting.mark_all()
        self.draw()

    def action_choose(self) -> None:
        self.sitting.toggle_chosen()
        self.action_move(1)

    def action_choose_all(self) -> None:
        self.sitting.choose_everybody()
        self.draw()

    def action_note(self) -> None:
        if self.sitting.person is not None:
            self.writing = self.sitting.notes.get(self.sitting.person, "")
            self.draw()

    def on_key(self, event: events.Key) -> None:
        """What is typed into a note; else why a key does nothing on this step."""
        person = self.sitting.person
        if self.writing is None or person is None:
            if why := self._why_asleep(event.key):
                self.say(why)
            return
        event.stop()
        event.prevent_default()
        if event.key in ("enter", "ctrl+j"):
            self.sitting.keep_note(person, self.writing.strip())
        over = event.key in ("enter", "ctrl+j", "escape")
        self.writing = None if over else edited(self.writing, event.key, event.character)
        self.draw()

    def on_paste(self, event: events.Paste) -> None:
        if self.writing is not None:
            self.writing += " ".join(event.text.split())
            self.draw()

    # -- what is recorded, and ways on --------------------------------------------------------------------------

    def action_decide(self, kind: str) -> None:
        many = self.acts.of_many.get(kind) if self.sitting.marked else None
        if many is not None:
            many()
        elif self.sitting.talk is not None:
            self.beside(self.acts.decide(kind, self.sitting.talk, None))

    def action_cover(self) -> None:
        self.acts.many.closure.cover()

    def action_hear(self) -> None:
        self.acts.many.closure.hear()

    def action_give(self) -> None:
        self.acts.many.dues.give()

    def action_defer(self) -> None:
        self.acts.many.dues.defer()

    def action_settle(self) -> None:
        if self.sitting.talk is not None:
            self.beside(self.acts.settle(self.sitting.talk))

    def action_close(self) -> None:
        self.beside(self.acts.close(), records=True)

    def action_page_of(self) -> None:
        from carelist_tui.tui.screens.person.person import PersonScreen

        if self.sitting.person is not None:
            self.app.push_screen(PersonScreen(self.desk, self.sitting.person))

    def action_write_mdt(self) -> None:
        from carelist_tui.tui.screens.report_choice import write_mdt

        self.beside(write_mdt(self))

    def action_leave(self) -> None:
        self.dismiss(tr("The huddle is kept as it is: H goes on with it."))

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

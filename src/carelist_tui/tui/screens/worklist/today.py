"""Today and the missed-contact queue: one screen that holds the list, the call, and what can be done from them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.call_at_hand import CallAtHand
from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.desk import Desk, Earlier
from carelist_tui.desk.sections.snapshot import MISSED, SECTIONS
from carelist_tui.domain.card import Card
from carelist_tui.domain.worklist import Item
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.screens.worklist.call_mode import CallMode
from carelist_tui.tui.screens.worklist.day_so_far import DaySoFar
from carelist_tui.tui.screens.worklist.drawn_list import DrawnList
from carelist_tui.tui.screens.worklist.first_steps import FirstSteps
from carelist_tui.tui.screens.worklist.lines_above import LinesAbove
from carelist_tui.tui.screens.worklist.list_acts import ListActs
from carelist_tui.tui.screens.worklist.marked_rows import MarkedRows
from carelist_tui.tui.screens.worklist.news import News
from carelist_tui.tui.screens.worklist.unfinished import Unfinished
from carelist_tui.tui.screens.worklist.ways_on import MomentChosen, WaysOn
from carelist_tui.vault.garbage import settle_memory

OUTCOME_KEYS = "1,2,3,4,5,6,7,8,9,0"
POLL_SECONDS = 2.0
SETTLE_SECONDS = 0.4
"""After the first frame, before anything but keys is looked after."""
WHEEL_ROWS = 3
NO_STEP = tr("No step of a missed contact is due here, nor a visit: enter opens what is due, c writes down a contact.")
STILL_CALLING = tr(
    "A call or visit is begun: its number records what came of it, esc leaves it unrecorded; then this key works again."
)
WHILE_CALLING = frozenset({"outcome", "leave", "note", "decide", "resolve", "whole", "help"})


class TodayScreen(ActsPage):
    """The first screen. Its parts do the work: `shown` and `call` are where somebody is, the others what keys do."""

    WHERE = tr("Today")
    _came = False
    """Whether it stood before. Of the class, as the lock empties a screen."""
    BINDINGS: ClassVar[list[BindingType]] = [
        act("today.call-person", "space", "call", tr("Call or visit"),
            tr("On a missed-contact step: I am calling now. Wakes the outcome keys. On a visit: going, or at "
               "the door."),
            records=True),
        act("today.record-outcome", OUTCOME_KEYS, "outcome", tr("Outcome"),
            tr("After space: record what came of the call or visit, by its number; 0 goes to another way to try."),
            shown_as="0-9", records=True),
        act("today.note-attempt", "e", "note", tr("Note"),
            tr("Begin a call with a note: type it, press enter, then the outcome key."), records=True),
        act("today.leave-call", "escape", "leave", tr("Leave"),
            tr("Leave the call without recording anything; else put away what was said or turned last, or the marks.")),
        act("today.decide-person", "d", "decide", tr("Decide"), tr("Write a decision note about the person at hand."),
            records=True),
        act("today.resolve-due", "enter,ctrl+j", "resolve", tr("What is due"), tr("Open the form that settles "
                                                                                  "what is due."),
            records=True),
        act("today.open-dues", "o", "dues", tr("All dues"), tr("Show everything that is due for "
                                                               "this person."), footer=False),
        act("today.show-whole", "v", "whole", tr("View all"), tr("Show all that is known of "
                                                                 "this person."), footer=False),
        act("today.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
        act("today.open-unfinished", "i", "unfinished", tr("Unfinished"), tr("Open what was begun and not saved."),
            footer=False, present=True),
        act("today.open-sync", "S", "sync", tr("Sync"),
            tr("Meet the other laptops in the shared folder: send, take in, see who was last "
               "heard from."), footer=False,
            present=True),
        act("today.look-earlier", "B", "look_earlier", tr("Look back"),
            tr("Look at an earlier moment: everything as it stood then, to read only."), footer=False, present=True),
        act("today.open-person", "full_stop", "open_person", tr("Person"), tr("Open the page of the person at hand.")),
        act("today.find-anyone", "f", "find", tr("Find"), tr("Find anyone who was ever on the caseload, and open "
                                                             "their page.")),
        act("today.open-lists", "L", "lists", tr("Lists"),
            tr("Everybody with who holds them and what is next; high, decisions, escalations and more, as lists."),
            footer=False),
        act("today.bring-caseload", "I", "caseload", tr("Caseload"),
            tr("Bring in a caseload from a spreadsheet: what each column is taken for, then what becomes of each row."),
            footer=False, records=True),
        act("today.open-measures", "M", "measures", tr("Measures"),
            tr("What happened in the last 13 months, whether it changed, and who stands behind each figure."),
            footer=False),
        act("today.open-supervision", "V", "supervision", tr("Supervision"),
            tr("The pack for a supervision: whom a worker holds, what drifts, every no and what "
               "followed."), footer=False),
        act("today.open-audit", "K", "audit", tr("Audit"),
            tr("Audit samples: draw one, score its cases, see what came of it by criterion."), footer=False),
        act("today.open-huddle", "H", "huddle", tr("Huddle"), tr("Step through the daily huddle; or go on with it."),
            footer=False),
        act("today.end-day", "E", "end_day", tr("End of day"),
            tr("See what you recorded today, what is left, what was sent and whom the night holds; copy your notes."),
            footer=False),
        act("today.mark-row", "x", "mark", tr("Mark"), tr("Mark this row or take its mark away; what follows is "
                                                          "done to all."),
            footer=False),
        act("today.mark-everything", "X", "mark_all", tr("Mark all"), tr("Mark every row in sight, "
                                                                         "or none."), footer=False),
        act("today.give-due", "t", "give", tr("To another"), tr("Give what is due in the marked rows to "
                                                                "another worker."),
            footer=False, records=True),
        act("today.defer-due", "l", "defer", tr("Later"), tr("Put off what is due in the marked rows, with a reason."),
            footer=False, records=True),
        act("today.list-mdt", "b", "list_mdt", tr("MDT"), tr("List the people of the marked rows for "
                                                             "the MDT."), footer=False,
            records=True),
        act("today.allocate-people", "A", "allocate", tr("Allocate"),
            tr("Name who coordinates those of the marked rows who have nobody."), footer=False, records=True),
        act("today.cover-closure", "C", "cover", tr("Cover"),
            tr("Before the service closes: say who holds the people of the marked rows until it "
               "is back."), footer=False,
            records=True),
        act("today.hear-closure", "N", "hear", tr("Nothing heard"),
            tr("After a closure: say who was asked about the people of the marked rows, and what was heard."),
            footer=False, records=True),
        act("today.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next person."), footer=False,
            at_once=True),
        act("today.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the person before."), footer=False, at_once=True),
        act("today.page-down", "pagedown", "page(1)", tr("Page down"), tr("Go down a page."), footer=False,
            at_once=True),
        act("today.page-up", "pageup", "page(-1)", tr("Page up"), tr("Go up a page."), footer=False, at_once=True),
        act("today.go-top", "g,home", "move(-1000000)", tr("Top"), tr("Go to the first person."), footer=False,
            at_once=True),
        act("today.go-bottom", "G,end", "move(1000000)", tr("End"), tr("Go to the last person."), footer=False,
            at_once=True),
        act("today.show-section", "tab", "section(1)", tr("Section"), tr("Go to the next section."), footer=False),
        act("today.show-section-before", "shift+tab", "section(-1)", tr("Back"), tr("Go to the section before."),
            footer=False),
        act("today.show-today", "f1", "show(0)", tr("Today"), tr("Show what is owed today."), footer=False),
        act("today.show-missed", "f2", "show(1)", tr("Missed"), tr("Show the queue of missed contacts."), footer=False),
        act("today.show-board", "f3", "show(2)", tr("Board"), tr("Show everyone who is red, amber "
                                                                 "or high."), footer=False),
        act("today.show-handovers", "f4", "show(3)", tr("Handovers"),
            tr("Show open handovers, and what stands between each and its closing."), footer=False),
        act("today.show-actions", "f5", "show(4)", tr("Actions"), tr("Show open actions, whose they are and by when."),
            footer=False),
        act("today.show-plans", "f6", "show(5)", tr("Plans & reviews"),
            tr("Show plans and reviews that are due, or come within a week."), footer=False),
        act("today.filter-list", "slash", "filter", tr("Filter"), tr("Type to see only rows with these words.")),
        act("today.sort-rows", "s", "sort", tr("Sort"),
            tr("Sort handovers, actions, plans and reviews by name or by whose they are; elsewhere say the order."),
            footer=False),
        act("today.open-filters", "F", "filters", tr("Filters"),
            tr("Show what a saved filter shows, or save what is shown now under a name."), footer=False),
        act("today.show-mine", "w", "mine", tr("Only mine"), tr("Show only what is yours, or everything again.")),
        act("today.show-next", "n", "move(1)", tr("Next"), tr("Go to the next person."), footer=False),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.said = ""
        self.begins_at: Earlier | None = None
        """The earlier moment to be opened at once."""
        self.begins_new = False
        """Whether what comes next in a new store is offered at once."""
        self.shown = ShownList(desk, self.read_at)
        self.read_at = self.shown.at
        self.call = CallAtHand(desk)
        self.acts = ListActs(self, self.shown)
        self.news = News(self, self.shown)
        self.unfinished = Unfinished(self, self.acts, self.call)
        self.day = DaySoFar(self, self.shown)
        above = LinesAbove(self, self.news, self.unfinished, self.day)
        self.drawn = DrawnList(self, self.shown, self.call, self.news, above)
        self.calling = CallMode(self, self.shown, self.call, self.drawn, self.acts)
        self.marks = MarkedRows(self, self.shown, self.acts)
        self.ways = WaysOn(self, self.shown)
        self.first_steps = FirstSteps(self, self.acts, self.ways, self.news)

    def compose_body(self) -> ComposeResult:
        yield from self.drawn.compose()

    def on_mount(self) -> None:
        self.call_after_refresh(self.set_timer, SETTLE_SECONDS, self.begin_settling)
        if self.begins_at is not None:
            self.post_message(MomentChosen(self.begins_at))
        if self.begins_new:
            self.first_steps.offer()

    def begin_settling(self) -> None:
        """Settle beside the screen, which goes on taking keys. A timer calls the screen, never a part of it: the lock
        empties a screen, and a part that a timer held would live on with all it knows."""
        self.run_worker(self._settle())

    async def _settle(self) -> None:
        """After the first frame: what comes next is read, and others' news looked for from now on.
        What writing needs is imported, so that the first thing written waits for nothing."""
        await self.read_again()
        settle_memory()
        self.run_worker(self.news.look_for_missing())
        self.run_worker(self.news.catch_up())
        self.set_interval(POLL_SECONDS, self._begin_looking)

    def _begin_looking(self) -> None:
        self.run_worker(self.news.look_for_news(), exclusive=True, group="news")

    def on_screen_resume(self) -> None:
        """Back from a form: what was begun there is said, once the list stands again. As it comes it has just been
        drawn."""
        if self._came:
            self.call_after_refresh(self._draw_again)
        self._came = True

    def _draw_again(self) -> None:
        """The lock may have taken it down meanwhile."""
        if self.stands:
            self._redraw()

    # -- who is at hand, and what is said of them -----------------------------------------------------------------

    def at_hand(self) -> Card | None:
        return self.shown.card

    def owed_to(self, person: str) -> list[Item]:
        return self.acts.owed_to(person)

    def open_form(self, kind: str, item: Item | None, card: Card | None, known: dict[str, Any]) -> None:
        self.acts.open_form(kind, item, card, known)

    def say(self, words: str) -> None:
        """Say what was done; it stays until the next act, or until it is put away."""
        self.said = words
        self._redraw()

    def notes(self) -> list[str]:
        return [*self.news.notes(), *super().notes()]

    # -- reading and drawing --------------------------------------------------------------------------------------

    async def read_again(self, *, stand_on: str | None = None) -> None:
        """Read the store as it is now, beside the screen; then show it."""
        before, reading = self.shown.reading, await asyncio.to_thread(self.desk.ahead, self.desk.now())
        if not reading.items:
            self.shown.nothing_yet = await asyncio.to_thread(self.news.nothing_yet)
        self.shown.take(reading, stand_on=stand_on)
        self.day.compare(before, reading)
        self.read_at = self.shown.at
        if self.is_current and not self.too_small:
            self.draw()
        self.news.begin_hearing()
        self.day.begin_counting()

    def turn(self, now: datetime) -> None:
        before = self.shown.at
        self.shown.turn(now)
        self.day.move_on(before, now)
        super().turn(now)

    def draw(self) -> None:
        self.drawn.place()
        super().draw()
        self.drawn.draw()

    def _redraw(self) -> None:
        if self.is_mounted and not self.too_small:
            self.draw()

    def remembered(self) -> dict[str, str | bool]:
        """Where somebody is, for the next start."""
        return self.shown.remembered()

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Go there again."""
        self.shown.restore(kept)
        self.read_at = self.shown.at
        self._redraw()

    # -- keys and the mouse ---------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if self.call.attempt is not None:
            return not self.call.writing and not self.call.recording and action in WHILE_CALLING
        if action == "outcome":
            return False
        if action == "leave":
            return not self.shown.typing and bool(self.said or self.day.turned or self.shown.marks_words())
        if action == "call" and self.shown.visit is not None:
            return not self.shown.typing
        if action in ("call", "note"):
            return not self.shown.typing and self.shown.step is not None
        return not self.shown.typing

    def on_key(self, event: events.Key) -> None:
        """What is typed into the note of a call or the filter; else why a key does nothing here."""
        self.call.notice(event.key, event.time)
        sleeps = self.call.attempt is not None and not self.call.recording and self._sleeps(event.key)
        if self.call.writing or self.shown.typing or sleeps:
            event.stop()
            event.prevent_default()
        if self.call.writing:
            self.calling.write(event.key, event.character)
        elif self.shown.typing:
            self.shown.type(event.key, event.character)
            self._redraw()
        elif sleeps:
            self.say(STILL_CALLING)
        elif event.key == "space" and self.call.attempt is None and self.shown.step is self.shown.visit is None:
            self.say(NO_STEP)

    def _sleeps(self, key: str) -> bool:
        """Whether a key does nothing during a call; the one that quits would lose it."""
        found = self.active_bindings.get(key)
        return key == "q" or found is None or not found.enabled

    def on_click(self, event: events.Click) -> None:
        """A click on a row stands on it, one on a section shows it."""
        where = event.widget.id if event.widget is not None else None
        if where == "list":
            if (row := self.shown.row_at(event.y)) is not None:
                self.drawn.go_to(row)
        elif where == "tabs" and event.y == 0 and not self.shown.typing:
            section = self.drawn.section_at(event.x)
            if section is not None and self.check_action("show", (section,)):
                self.action_show(section)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_move(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_move(-WHEEL_ROWS)

    # -- what the keys do: moving, and leaving rows out -----------------------------------------------------------

    def action_move(self, by: int) -> None:
        self.drawn.go_to(self.shown.cursor + by)

    def action_page(self, by: int) -> None:
        self.drawn.go_to(self.shown.cursor + by * self.shown.page_rows)

    def action_show(self, section: int) -> None:
        if section == MISSED:
            self.desk.wake()
        self.shown.show(section)
        self._redraw()

    def action_section(self, by: int) -> None:
        self.action_show((self.shown.section + by) % len(SECTIONS))

    def action_mine(self) -> None:
        self.shown.show_mine()
        self._redraw()

    def action_filter(self) -> None:
        self.shown.begin_typing()
        self.draw()

    def action_sort(self) -> None:
        self.ways.sort()
        self._redraw()

    def action_filters(self) -> None:
        self.beside(self.ways.filters())

    # -- the call ---------------------------------------------------------------------------------------------------

    def action_call(self) -> None:
        self.calling.begin()

    def action_note(self) -> None:
        self.calling.begin_note()

    async def action_outcome(self) -> None:
        await self.calling.choose()

    def action_leave(self) -> None:
        """Leave the call; else put away what was said last, and when nothing was, the marks."""
        if self.call.attempt is not None:
            self.calling.leave()
            return
        if self.said:
            self.said = ""
        elif not self.day.put_away():
            self.shown.clear_marks()
        self.draw()

    def action_decide(self) -> None:
        self.calling.decide()

    def action_resolve(self) -> None:
        self.calling.resolve()

    # -- marked rows ------------------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        self.marks.mark()

    def action_mark_all(self) -> None:
        self.marks.mark_all()

    def action_give(self) -> None:
        self.marks.many.dues.give()

    def action_defer(self) -> None:
        self.marks.many.dues.defer()

    def action_list_mdt(self) -> None:
        self.marks.many.people.list_mdt()

    def action_allocate(self) -> None:
        self.marks.many.people.allocate()

    def action_cover(self) -> None:
        self.marks.many.closure.cover()

    def action_hear(self) -> None:
        self.marks.many.closure.hear()

    # -- ways on ----------------------------------------------------------------------------------------------------

    def action_dues(self) -> None:
        self.acts.show_dues()

    def action_whole(self) -> None:
        self.ways.show_whole()

    def action_help(self) -> None:
        self.ways.show_help()

    def action_unfinished(self) -> None:
        self.unfinished.open()

    def action_open_person(self) -> None:
        self.ways.open_person()

    def action_find(self) -> None:
        self.ways.find()

    def action_caseload(self) -> None:
        self.ways.bring_caseload()

    def action_measures(self) -> None:
        self.ways.open_measures()

    def action_supervision(self) -> None:
        self.ways.open_supervision()

    def action_audit(self) -> None:
        self.ways.open_audit()

    def action_lists(self) -> None:
        self.ways.open_lists()

    def action_huddle(self) -> None:
        self.ways.open_huddle()

    def action_end_day(self) -> None:
        self.news.open_day_end(self.action_sync)

    def action_look_earlier(self) -> None:
        self.ways.look_earlier()

    def action_sync(self) -> None:
        self.news.open_sync(self.acts)

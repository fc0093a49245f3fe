"""The ways that lead on from the list: a page of a person, finding anyone, the huddle, lists, pages that are read."""

from __future__ import annotations

from datetime import datetime

from textual.message import Message
from textual.strip import Strip

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.desk.at_hand.shown_list import ShownList
from carelist_tui.desk.desk import Earlier
from carelist_tui.desk.sections.snapshot import PLACES
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.widgets.panel import panel_strips

TO_READ = tr("Everything is shown as it stood then. Nothing can be recorded there; q goes back to now.")
KNOWN = (tr("as it was known then"), tr("as it is known now"))


class MomentChosen(Message):
    """The app is to stand at this earlier moment."""

    def __init__(self, earlier: Earlier) -> None:
        super().__init__()
        self.earlier = earlier


class WaysOn:
    """The ways that lead on from the list: a person's page, finding anyone, the huddle, and pages that are read."""

    def __init__(self, page: ActsPage, shown: ShownList) -> None:
        self.page, self.shown, self.desk = page, shown, page.desk

    def open_person(self) -> None:
        """Open the page of the person at hand; of a worker who is not back, of whom they went to."""
        visited = self.shown.visited
        if person := self.shown.person or (visited.person if visited is not None else None):
            self._show_person(person)
        elif self.shown.row is not None:
            self.page.say(tr("This is the team's own: it is about nobody, so there is no page."))

    def _show_person(self, person: str) -> None:
        """Open a person's page, by id; those no longer on the caseload have one too."""
        from carelist_tui.tui.screens.person.person import PersonScreen

        self.page.app.push_screen(PersonScreen(self.desk, person))

    def find(self) -> None:
        """Find anyone who was ever on the caseload, and open their page."""
        self.page.beside(self._find())

    async def _find(self) -> None:
        from carelist_tui.tui.screens.search import FindScreen

        person = await self.page.app.push_screen_wait(FindScreen(self.desk))
        if person is not None:
            self._show_person(person)

    def open_lists(self) -> None:
        """Choose one of the ordinary questions, and read its list."""
        self.page.beside(self._lists())

    async def _lists(self) -> None:
        from carelist_tui.domain.views.lists.questions import QUESTIONS
        from carelist_tui.tui.screens.choice import ChooseScreen
        from carelist_tui.tui.screens.lists import ListScreen

        words = [f"{in_plain_words(name)}: {answers}" for name, answers in QUESTIONS.items()]
        chosen = await self.page.app.push_screen_wait(ChooseScreen(self.desk, tr("Which list?"), words, led_by="L"))
        if chosen is not None:
            self.page.app.push_screen(ListScreen(self.desk, tuple(QUESTIONS)[chosen]))

    def bring_caseload(self) -> None:
        """Bring in a caseload from a spreadsheet."""
        self.page.beside(self.caseload())

    async def caseload(self) -> None:
        """Show the screen that brings one in until it is left."""
        await self.desk.wake()
        from carelist_tui.tui.screens.caseload import CaseloadScreen

        words = await self.page.app.push_screen_wait(CaseloadScreen(self.desk))
        if words:
            await self.page.read_again()
            self.page.say(words)

    def open_measures(self) -> None:
        """What happened in 13 months, whether it changed, and who stands behind each figure."""
        from carelist_tui.tui.screens.measures.measures_screen import MeasuresScreen

        self.page.app.push_screen(MeasuresScreen(self.desk))

    def open_supervision(self) -> None:
        """The pack of the worker whose supervision is at hand, of one who is chosen, or one's own."""
        self.page.beside(self._supervision())

    async def _supervision(self) -> None:
        from carelist_tui.tui.screens.supervision import SupervisionScreen, whose_pack

        item = self.shown.row.item if self.shown.row is not None else None
        worker = await whose_pack(self.page, item)
        if worker is None:
            return
        is_due = item is not None and item.kind == "supervision" and item.detail.get("worker") == worker
        words = await self.page.app.push_screen_wait(SupervisionScreen(self.desk, worker, item if is_due else None))
        if words:
            await self.page.read_again()
            self.page.say(words)

    def open_audit(self) -> None:
        """The audit samples."""
        from carelist_tui.tui.screens.audit.samples_screen import SamplesScreen

        self.page.app.push_screen(SamplesScreen(self.desk))

    def open_huddle(self) -> None:
        """Step through the daily huddle; or go on with it."""
        self.page.beside(self._huddle())

    async def _huddle(self) -> None:
        await self.desk.wake()
        from carelist_tui.tui.screens.huddle.huddle import HuddleScreen

        words = await self.page.app.push_screen_wait(HuddleScreen(self.desk))
        await self.page.read_again()
        self.page.say(words or "")

    def look_earlier(self) -> None:
        """Ask which moment, and by what was known; then stand there."""
        self.page.beside(self._look_earlier())

    async def _look_earlier(self) -> None:
        await self.desk.wake()
        from carelist_tui.desk.questions.human_dates import moment_said, understood_moment
        from carelist_tui.domain.entries.entry import Looks
        from carelist_tui.tui.screens.choice import ChooseScreen
        from carelist_tui.tui.screens.question import AskScreen

        def meant(typed: str) -> datetime:
            return understood_moment(typed, self.desk.now(), self.desk.zone, Looks("back"))

        def said(typed: str) -> str:
            return moment_said(meant(typed), self.desk.now(), self.desk.zone)

        app, title = self.page.app, tr("Look at an earlier moment")
        typed = await app.push_screen_wait(AskScreen(self.desk, title, [TO_READ], tr("Which moment?"), said))
        if typed is None:
            return
        at = meant(typed)
        chosen = await app.push_screen_wait(ChooseScreen(self.desk, title, list(KNOWN), led_by="B"))
        if chosen is not None:
            self.page.post_message(MomentChosen(Earlier(at, at if chosen == 0 else None)))

    def sort(self) -> None:
        """Sort the section by what comes next, and say by what; where the order is one of safety, say only that."""
        from carelist_tui.desk.sections.orders import MAY_BE_SORTED, OWN_ORDER, SORTED, order_after

        section = self.shown.section
        if section in MAY_BE_SORTED:
            self.shown.sort(order := order_after(self.shown.orders.get(section, "")))
            words = SORTED.get(order, OWN_ORDER[section])
            self.page.say(tr("{words}{words2}. s sorts otherwise.", words=words[:1].upper(), words2=words[1:]))
        else:
            self.page.say(OWN_ORDER[section])

    async def filters(self) -> None:
        """Show what a saved filter shows, or save what is shown now under a name."""
        from carelist_tui.desk.sections.saved_filters import OF_A_LIST, SavedFilter
        from carelist_tui.domain.views.lists.questions import QUESTIONS
        from carelist_tui.tui.screens.filter_choice import choose_filter
        from carelist_tui.tui.screens.lists import ListScreen

        shown = self.shown
        now = SavedFilter("", PLACES[shown.section], shown.filter.text, shown.filter.only is not None,
                          shown.orders.get(shown.section, ""))  # fmt: skip
        places = {*PLACES, *(f"{OF_A_LIST}{name}" for name in QUESTIONS)}
        chosen = await choose_filter(self.page, now, lambda each: each.place in places)
        if chosen is None:
            return
        if chosen.place.startswith(OF_A_LIST):
            self.page.app.push_screen(ListScreen(self.desk, chosen.place.removeprefix(OF_A_LIST), chosen))
            return
        shown.clear_marks()
        shown.restore({"section": chosen.place, "filter": chosen.text, "only_mine": chosen.only_mine,
                       "order": chosen.order})  # fmt: skip
        self.page.say(tr("Shown: {words}.", words=chosen.words()))

    def show_whole(self) -> None:
        """All that is known of the person at hand, on a page that scrolls."""
        from carelist_tui.tui.screens.text_page import ReadingScreen

        if self.shown.person is not None:
            self.desk.looks.note("opened", self.shown.person)
        self.page.app.push_screen(ReadingScreen(self.desk, tr("All that is known"), self._whole_strips))

    def _whole_strips(self, width: int) -> list[Strip]:
        row = self.shown.row
        return panel_strips(self.shown.card, row, width, self.page.look, self.shown.visited) if row else []

    def show_help(self) -> None:
        """The keys for where somebody is."""
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.page.app.push_screen(HelpScreen(self.desk, self.page))

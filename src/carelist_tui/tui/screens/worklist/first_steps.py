"""What comes next in a store that was just made: who works here, the caseload from a spreadsheet, other laptops."""

from __future__ import annotations

from carelist_tui.catalogue import tr
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.screens.worklist.list_acts import ListActs
from carelist_tui.tui.screens.worklist.news import News
from carelist_tui.tui.screens.worklist.ways_on import WaysOn

TITLE = tr("Your team's store is made. What comes next?")
WORKER, CASELOAD, LAPTOP = range(3)
STEPS = (
    tr("Add who works here, one after the other: a spreadsheet is matched with their names (later: +)"),
    tr("Bring in the caseload from a spreadsheet (later: I)"),
    tr("Let another laptop in: choose the shared folder, then its laptop asks there (later: S)"),
    tr("Go to the list: nobody is on it yet"),
)


class FirstSteps:
    """Offers each of the first steps, again and again, until the list is chosen."""

    def __init__(self, page: ActsPage, acts: ListActs, ways: WaysOn, news: News) -> None:
        self.page, self.acts, self.ways, self.news = page, acts, ways, news

    def offer(self) -> None:
        """Offer them above the list."""
        self.page.beside(self._offer())

    async def _offer(self) -> None:
        await self.page.desk.wake()
        from carelist_tui.tui.screens.choice import ChooseScreen

        title = TITLE
        while True:
            chosen = await self.page.app.push_screen_wait(ChooseScreen(self.page.desk, title, STEPS))
            if chosen == WORKER:
                me, before = self.page.desk.me, self.page.desk.names
                await self.acts.fill_in("worker.added", None, None, {"team": me.team} if me is not None else {})
                new = [name for id, name in self.page.desk.names.items() if id not in before]
                title = tr("{new} works here now. What comes next?", new=new[0]) if new else TITLE
            elif chosen == CASELOAD:
                await self.ways.caseload()
            else:
                if chosen == LAPTOP:
                    self.news.open_sync(self.acts)
                return

"""The head of the person page: who they are, what is due, and what was said last; as much as leaves room for a tab."""

from __future__ import annotations

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.several import is_refusal
from carelist_tui.tui.screens.person.person_reader import PersonReader
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.person.person_head import top_strips
from carelist_tui.tui.widgets.person.story_lines import when_words
from carelist_tui.tui.widgets.plain import Line

TITLES = 3
"""Of what is due so many are named on top."""
NOBODY = tr("Nobody here has this id. Press escape to go back.")


class PageHead:
    """`height` is how many lines it took; `cut` what had no room there, and stands in the tab Plan."""

    def __init__(self, page: ActsPage, reader: PersonReader) -> None:
        self.page, self.reader = page, reader
        self.height = 0
        self.cut: list[Strip] = []

    def draw(self) -> None:
        """Draw it, and give it the lines that it takes."""
        strips = [*self._top_strips(), *self._said_strips()]
        self.height = len(strips)
        self.page.lines("panel").styles.height = len(strips)
        self.page.lines("panel").show(strips)

    def _top_strips(self) -> list[Strip]:
        """The head of the page: never more than two lines in five; where the others are is said."""
        width, most = self.page.app.size.width, (self.page.app.size.height - 4) * 2 // 5
        if self.reader.card is None:
            return [Line(width, self.page.look.ink.red).add(f" {NOBODY}").strip()]
        strips = top_strips(self.reader.card, self._closed_words(), self._due_words(), width, self.page.look)
        self.cut = strips[most - 1 :] if len(strips) > most else []
        if self.cut:
            more = Line(width, self.page.look.ink.quiet).add(tr(" ... {n} more lines: 2 shows them", n=len(self.cut)))
            strips = [*strips[: most - 1], more.strip()]
        return strips

    def _said_strips(self) -> list[Strip]:
        """What was done, or why nothing was recorded; never cut."""
        words, ink = self.page.said, self.page.look.ink
        said = Said(self.page.app.size.width, self.page.look)
        if words:
            said.put(words, ink.amber if is_refusal(words) else ink.strong)
        return said.strips

    def _closed_words(self) -> str:
        """That they are no longer on the caseload, since when and why; empty while they are."""
        told = self.reader.told
        if told is None or told.answer.get("on_caseload", True):
            return ""
        left = told.past.left if told.past else None
        line = told.by_id.get(left.id) if left else None
        since = (
            tr(
                " since {when_words}: {in_words}",
                when_words=when_words(line["occurred_at"], self.page.look),
                in_words=line["in_words"],
            )
            if line
            else ""
        )
        return tr("NOT ON THE CASELOAD{since}", since=since)

    def _due_words(self) -> str:
        """What is due or overdue by its title, the worst first; `!` before what is overdue. Tab Plan says why."""
        items = self.reader.told.answer.get("items", ()) if self.reader.told is not None else ()
        now = {"overdue": "! ", "due": ""}
        titles = list(dict.fromkeys(now[i["status"]] + i["title"] for i in items if i["status"] in now))
        more = f"  +{len(titles) - TITLES}" if len(titles) > TITLES else ""
        return ", ".join(titles[:TITLES]) + more

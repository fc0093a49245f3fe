"""The pages of the guide in the app: which one, and the page to be read."""

from __future__ import annotations

from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.guide.guide_pages import NAMES, PAGE_OF_ROLE, page_lines, page_text, title_of
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.text_page import ReadingScreen
from carelist_tui.tui.widgets.plain import Line

TITLE = tr("The guide: which page?")


def guide_page(desk: Desk, name: str) -> ReadingScreen:
    """A page of the guide, made for the width of the window."""
    text = page_text(name)

    def strips(width: int) -> list[Strip]:
        ink, lines = screen.look.ink, page_lines(text, width - 2)[1:]
        return [
            Line(width, ink.strong if each.is_strong else ink.words).add(f" {each.words}").strip() for each in lines
        ]

    screen = ReadingScreen(desk, title_of(name), strips)
    return screen


def pages_for(desk: Desk) -> list[str]:
    """The names of the pages, that of whoever is signed in first."""
    own = PAGE_OF_ROLE.get(desk.me.role if desk.me is not None else "")
    return sorted(NAMES, key=lambda name: name != own)


async def choose_page(page: Page) -> None:
    """Ask which page, and show it."""
    names = pages_for(page.desk)
    chosen = await page.app.push_screen_wait(ChooseScreen(page.desk, TITLE, [title_of(each) for each in names]))
    if chosen is not None:
        page.app.push_screen(guide_page(page.desk, names[chosen]))

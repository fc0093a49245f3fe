"""The command palette: what the bindings of the screen below offer, what may be recorded there, and the guide."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from carelist_tui.tui.bindings import bindings_of, keys_of
from carelist_tui.tui.palette_match import PaletteMatch

if TYPE_CHECKING:
    from carelist_tui.desk.questions.menu import Kind
    from carelist_tui.tui.screens.person_acts import ActsPage

RECORD_OTHER = "person.record-other"
"""The binding whose menu it is."""


class BindingsProvider(Provider):
    """Every described binding that can be done now."""

    def _offers(self) -> list[Binding]:
        screen = self.screen
        name_of = {b.binding.id: b.enabled for b in screen.active_bindings.values()}
        return [b for b in bindings_of(screen) if name_of.get(b.id) and b.id != "app.open-palette"]

    async def discover(self) -> Hits:
        for binding in self._offers():
            run = partial(self.app.run_action, binding.action, self._node(binding))
            yield DiscoveryHit(self._words(binding), run, help=binding.tooltip)

    async def search(self, query: str) -> Hits:
        matcher = PaletteMatch(query)
        for binding in self._offers():
            if (score := matcher.score(f"{binding.description} {binding.tooltip}")) > 0:
                run = partial(self.app.run_action, binding.action, self._node(binding))
                yield Hit(score, matcher.display(self._words(binding)), run, help=binding.tooltip)

    def _words(self, binding: Binding) -> str:
        """What it does, and its keys as they are now."""
        return f"{binding.description}  ({' '.join(keys_of(binding))})"

    def _node(self, binding: Binding) -> DOMNode:
        return self.app if (binding.id or "").startswith("app.") else self.screen


class GuideProvider(Provider):
    """The pages of the guide, by what they are called. They come once something is looked for."""

    async def search(self, query: str) -> Hits:
        from carelist_tui.desk.desk import Desk
        from carelist_tui.desk.guide.guide_pages import NAMES, title_of
        from carelist_tui.tui.screens.guide_page import guide_page

        matcher, desk = PaletteMatch(query), getattr(self.screen, "desk", None)
        if not isinstance(desk, Desk):
            return
        for name in NAMES:
            words = f"Guide: {title_of(name)}"
            if (score := matcher.score(words)) > 0:
                shown = partial(self.app.push_screen, guide_page(desk, name))
                yield Hit(score, matcher.display(words), shown, help="How that job is done with Carelist.")


class RecordProvider(Provider):
    """What may be recorded about the person at hand, and of others and the team: the lines of the `+` menu, where that
    key acts. They come once something is looked for."""

    async def search(self, query: str) -> Hits:
        from carelist_tui.tui.screens.person_acts import ActsPage

        page = self.screen
        if not isinstance(page, ActsPage) or page.desk.read_only or page.desk.earlier is not None:
            return
        if not any(each.enabled and each.binding.id == RECORD_OTHER for each in page.active_bindings.values()):
            return
        await page.desk.wake()
        from carelist_tui.desk.questions.menu import kinds_to_add

        matcher, card = PaletteMatch(query), page.at_hand()
        for kind in kinds_to_add(person=card is not None):
            about = f", {card.listed}" if card is not None and kind.is_about_them else ""
            words = f"Record: {kind.words}{about}"
            if (score := max(matcher.score(words), matcher.score(kind.also))) > 0:
                yield Hit(score, matcher.display(words), partial(_add, page, kind), help=kind.also)


def _add(page: ActsPage, kind: Kind) -> None:
    page.beside(page.add_kind(kind))

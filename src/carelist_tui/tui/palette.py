"""The command palette: what can be done here, what may be recorded about whom, everybody, every section and list,
every single setting, and the guide.

What stands here is shown by Textual itself: words are given it as plain text, never as markup, and what other people
wrote in them as `shown_text` shows it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.command import DiscoveryHit, Hits, Provider
from textual.dom import DOMNode

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.words import TEAM
from carelist_tui.tui.bindings import bindings_of, keys_of
from carelist_tui.tui.palette_match import PaletteMatch
from carelist_tui.tui.palette_people import OurProvider, PeopleProvider, RecordProvider
from carelist_tui.tui.widgets.plain import plain

if TYPE_CHECKING:
    from carelist_tui.domain.card import Card
    from carelist_tui.tui.guard import GuardedApp

KEY_OF = 0.25
"""How near the keys of something are, beside the thing itself: they stand below it."""
MOST_LEFT = 12
"""How often the key that leaves is pressed on the way to a section, at most: some screens first put something away."""
STEPS, STEP_SECONDS = 20, 0.01
"""How long each is waited for."""


class BindingsProvider(OurProvider):
    """Every described binding that can be done now."""

    OFFERS = tr("what can be done here")

    def _offers(self) -> list[Binding]:
        screen = self.screen
        name_of = {b.binding.id: b.enabled for b in screen.active_bindings.values()}
        return [b for b in bindings_of(screen) if name_of.get(b.id) and b.id != "app.open-palette"]

    async def discover(self) -> Hits:
        for binding in self._offers():
            yield DiscoveryHit(plain(self._words(binding)), self._acts(binding), help=binding.tooltip)

    async def search(self, query: str) -> Hits:
        match = PaletteMatch(query)
        for binding in self._offers():
            if (score := match.score(binding.description, binding.tooltip)) > 0:
                yield self.hit(score, self._words(binding), query, self._acts(binding), binding.tooltip)

    def _words(self, binding: Binding) -> str:
        """What it does, and its keys as they are now."""
        return f"{binding.description}  ({' '.join(keys_of(binding))})"

    def _acts(self, binding: Binding) -> Callable[[], Any]:
        """What its key does; where somebody else has come to be at hand since it was offered, that is said instead."""
        if (binding.id or "").startswith("app."):
            return partial(self.app.run_action, binding.action, self.app)
        at_hand = _at_hand(self.screen)
        person = at_hand.person if at_hand is not None else None
        return partial(_act_on, self.ours, self.screen, binding.action, person)


def _at_hand(page: DOMNode) -> Card | None:
    """Whom what records on this screen is about."""
    from carelist_tui.tui.screens.person_acts import ActsPage

    return page.at_hand() if isinstance(page, ActsPage) else None


async def _act_on(app: GuardedApp, page: DOMNode, action: str, person: str | None) -> None:
    """Do it on this page where it is still about this person."""
    from carelist_tui.tui.screens.person_acts import ActsPage

    now = _at_hand(page)
    if (now and now.person) == person:
        await app.run_action(action, page)
    elif isinstance(page, ActsPage):
        whom = now.listed if now is not None else TEAM
        page.say(tr("The list has changed meanwhile: {whom} is at hand now. Nothing was done.", whom=whom))


class GuideProvider(OurProvider):
    """The pages of the guide, by what they are called. They come once something is looked for."""

    OFFERS = tr("the guide")

    async def search(self, query: str) -> Hits:
        from carelist_tui.desk.guide.guide_pages import NAMES, title_of
        from carelist_tui.tui.screens.guide_page import guide_page

        match, desk = PaletteMatch(query), self.desk
        if desk is None:
            return
        for name in NAMES:
            words = tr("Guide: {title_of}", title_of=title_of(name))
            if (score := match.score(words)) > 0:
                shown = partial(self.app.push_screen, guide_page(desk, name))
                yield self.hit(score, words, query, shown, tr("How that job is done with Carelist."))


class PlacesProvider(OurProvider):
    """Every section of the list, from wherever somebody is, and each of the lists. They come once something is looked
    for."""

    OFFERS = tr("sections and lists")

    async def search(self, query: str) -> Hits:
        from carelist_tui.desk.sections.snapshot import SECTIONS
        from carelist_tui.domain.views.lists.questions import QUESTIONS
        from carelist_tui.tui.screens.worklist.today import TodayScreen

        match, desk = PaletteMatch(query), self.desk
        if desk is None:
            return
        if not isinstance(self.screen, TodayScreen):  # there they are keys
            for n, name in enumerate(SECTIONS):
                words = tr("Section: {name}", name=name)
                if (score := match.score(words)) > 0:
                    run = partial(_go_to, self.ours, n)
                    yield self.hit(score, words, query, run, tr("Leaves what is open here, and shows it."))
        for name, answers in QUESTIONS.items():
            words = tr("List: {name}: {answers}", name=name, answers=answers)
            if (score := match.score(tr("List: {name}", name=name), answers)) > 0:
                yield self.hit(score, words, query, partial(_open_list, self.ours, desk, name), tr("Opens this list."))


def _open_list(app: GuardedApp, desk: Desk, name: str) -> None:
    from carelist_tui.tui.screens.lists import ListScreen

    app.push_screen(ListScreen(desk, name))


def _go_to(app: GuardedApp, section: int) -> None:
    app.run_worker(_leave_for(app, section))


async def _leave_for(app: GuardedApp, section: int) -> None:
    """Leave what is open, each screen as its own key leaves it, and show a section; where one is not left, stay."""
    from carelist_tui.tui.screens.worklist.today import TodayScreen

    for _ in range(MOST_LEFT):
        page = app.screen
        if isinstance(page, TodayScreen):
            page.action_show(section)
            return
        leave = next((each for each in bindings_of(page) if _leaves(each)), None)
        if leave is None or not await app.run_action(leave.action, page):
            return
        for _ in range(STEPS):
            if app.screen is not page:
                break
            await asyncio.sleep(STEP_SECONDS)


def _leaves(binding: Binding) -> bool:
    return (binding.id or "").partition(".")[2].startswith("leave-") and not (binding.id or "").startswith("app.")


class SettingsProvider(OurProvider):
    """Every single setting, and the keys of each thing: the settings, at that row. They come once something is looked
    for."""

    OFFERS = tr("settings")

    async def search(self, query: str) -> Hits:
        from carelist_tui.desk.settings import SETTINGS
        from carelist_tui.tui.bindings import rekeyed
        from carelist_tui.tui.screens.settings.bound_keys import known_bindings

        match, app = PaletteMatch(query), self.ours
        if self.desk is None:
            return
        for row in SETTINGS:
            value = row.words_of(getattr(app.settings, row.name))
            if (score := match.score(tr("Setting: {title}", title=row.title), row.sentence)) > 0:
                opened = partial(app.run_action, f"open_settings({row.name!r})", app)
                yield self.hit(
                    score, tr("Setting: {title}: {value}", title=row.title, value=value), query, opened, row.sentence
                )
        keymap: Mapping[str, str] = getattr(app, "keymap", {})
        known = await asyncio.to_thread(known_bindings, type(app))
        for id, binding in known.items():
            where = id.partition(".")[0]
            if (score := match.score(tr("Key of {description}", description=binding.description))) > 0:
                words = tr(
                    "Key of {description} ({where}): {keys_of}",
                    description=binding.description,
                    where=where,
                    keys_of=" ".join(keys_of(rekeyed(binding, keymap))),
                )
                opened = partial(app.run_action, f"open_settings({id!r})", app)
                yield self.hit(score * KEY_OF, words, query, opened, tr("Opens the settings at this key."))


OFFERED: dict[str, type[Provider]] = {
    "keys": BindingsProvider, "people": PeopleProvider, "records": RecordProvider, "places": PlacesProvider,
    "settings": SettingsProvider, "guide": GuideProvider,
}  # fmt: skip
"""What the palette offers, by what the app calls it."""

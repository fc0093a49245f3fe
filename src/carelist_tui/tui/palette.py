"""The command palette: what can be done here, what may be recorded about whom, everybody, every section and list,
every single setting, and the guide.

What stands here is shown by Textual itself: words are given it as plain text, never as markup, and what other people
wrote in them as `shown_text` shows it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode
from textual.markup import escape
from textual.timer import Timer

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.queries.search import Findable, Found, nearest_among
from carelist_tui.tui.bindings import bindings_of, keys_of
from carelist_tui.tui.palette_match import PaletteMatch
from carelist_tui.tui.widgets.plain import plain

if TYPE_CHECKING:
    from carelist_tui.desk.questions.menu import Kind
    from carelist_tui.domain.card import Card
    from carelist_tui.tui.guard import GuardedApp
    from carelist_tui.tui.screens.person_acts import ActsPage

RECORD_OTHER = "person.record-other"
"""The binding whose menu it is."""
MOST_PEOPLE = 12
"""People who are offered: whoever is not among them is found by one more letter."""
MOST_OF_BOTH = 6
"""People to whom each kind of record is offered that was typed before, or after, their name."""
MOST_KINDS = 4
NAMED, MEANT, KEY_OF = 1000.0, 2000.0, 0.25
"""How near what was found is, beside what Textual counts of letters: somebody called so; a record about somebody called
so; the keys of something, which stand below it."""
PAUSE_SECONDS = 1.0
"""After the last letter: who was found by then was looked at."""
MOST_LEFT = 12
"""How often the key that leaves is pressed on the way to a section, at most: some screens first put something away."""
STEPS, STEP_SECONDS = 20, 0.01
"""How long each is waited for."""


class OurProvider(Provider):
    """One of ours: words as plain text, whoever wrote them."""

    @property
    def desk(self) -> Desk | None:
        """The desk of the screen below; none while nobody is signed in."""
        desk = getattr(self.screen, "desk", None)
        return desk if isinstance(desk, Desk) else None

    @property
    def ours(self) -> GuardedApp:
        """The app, which is ours."""
        return cast("GuardedApp", self.app)

    def hit(self, score: float, words: str, query: str, run: Callable[[], Any], more: str = "") -> Hit:
        """What is offered, each word that was typed marked in it; nothing in it acts."""
        return Hit(score, PaletteMatch(query).display(words), run, help=escape(shown_text(more)) or None)


class BindingsProvider(OurProvider):
    """Every described binding that can be done now."""

    def _offers(self) -> list[Binding]:
        screen = self.screen
        name_of = {b.binding.id: b.enabled for b in screen.active_bindings.values()}
        return [b for b in bindings_of(screen) if name_of.get(b.id) and b.id != "app.open-palette"]

    async def discover(self) -> Hits:
        for binding in self._offers():
            run = partial(self.app.run_action, binding.action, self._node(binding))
            yield DiscoveryHit(plain(self._words(binding)), run, help=binding.tooltip)

    async def search(self, query: str) -> Hits:
        match = PaletteMatch(query)
        for binding in self._offers():
            if (score := match.score(f"{binding.description} {binding.tooltip}")) > 0:
                run = partial(self.app.run_action, binding.action, self._node(binding))
                yield self.hit(score, self._words(binding), query, run, binding.tooltip)

    def _words(self, binding: Binding) -> str:
        """What it does, and its keys as they are now."""
        return f"{binding.description}  ({' '.join(keys_of(binding))})"

    def _node(self, binding: Binding) -> DOMNode:
        return self.app if (binding.id or "").startswith("app.") else self.screen


class GuideProvider(OurProvider):
    """The pages of the guide, by what they are called. They come once something is looked for."""

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


class PeopleProvider(OurProvider):
    """Everybody who was ever on the caseload, by name, what they are called, identifier, birth date or phone: their
    page. They come once something is looked for. That somebody searched is kept, as it is on the screen that finds."""

    def __init__(self, screen: Any, match_style: Any = None) -> None:
        super().__init__(screen, match_style)
        self._everyone: list[Findable] | None = None
        self._cards: dict[str, Card | None] = {}
        self._seen: tuple[str, int] = ("", 0)
        self._noted = ""
        self._pausing: Timer | None = None

    async def everyone(self, desk: Desk) -> list[Findable]:
        """Everybody, read beside the screen once."""
        if self._everyone is None:
            try:
                self._everyone = await asyncio.to_thread(desk.everyone)
            except Refused:  # the store was closed meanwhile, or can't be read: the list says why
                self._everyone = []
        return self._everyone

    def card(self, desk: Desk, person: str) -> Card | None:
        """How somebody stands, read once."""
        if person not in self._cards:
            self._cards[person] = desk.card(person)
        return self._cards[person]

    async def search(self, query: str) -> Hits:
        desk = self.desk
        if desk is None or not query.strip():
            return
        found = nearest_among(await self.everyone(desk), query)
        self.note(query, len(found))
        for place, each in enumerate(found[:MOST_PEOPLE]):
            opened = partial(_open_person, self.ours, desk, each.person)
            yield self.hit(NAMED - place, self.whom(desk, each), query, opened, self._standing(desk, each))

    def whom(self, desk: Desk, found: Found) -> str:
        """`YUSUF Amina "Mina", P-0042, b. 4 May 1991 (34)`: enough to tell namesakes apart."""
        from carelist_tui.tui.widgets.panel import born_words

        card = self.card(desk, found.person)
        known = f' "{found.known_as}"' if found.known_as else ""
        name = f"{(card.listed if card is not None else found.name) or found.ref}{known}"
        return ", ".join([name, found.ref, *([born_words(card.born, desk.now())] if card is not None else [])])

    def _standing(self, desk: Desk, found: Found) -> str:
        if not found.on_caseload:
            return tr("Left the caseload. Opens their page.")
        zone = tr("zone not set") if found.zone == "unknown" else found.zone
        held = desk.names.get(found.coordinator or "", tr("nobody yet"))
        return tr(
            "Opens their page. {zone}{zone2}, coordinator {held}.", zone=zone[:1].upper(), zone2=zone[1:], held=held
        )

    def note(self, query: str, count: int) -> None:
        """That somebody searched: once for what was typed, when they stop typing it, where anybody was shown."""
        self._seen = query, count
        if self._pausing is not None:
            self._pausing.stop()
        self._pausing = self.app.set_timer(PAUSE_SECONDS, self._note)

    def _note(self) -> None:
        (query, count), desk = self._seen, self.desk
        if desk is not None and count and query != self._noted:
            self._noted = query
            desk.looks.note("searched", count=count)

    async def shutdown(self) -> None:
        if self._pausing is not None:
            self._pausing.stop()
            self._note()


def _open_person(app: GuardedApp, desk: Desk, person: str) -> None:
    from carelist_tui.tui.screens.person.person import PersonScreen

    app.push_screen(PersonScreen(desk, person))


class RecordProvider(PeopleProvider):
    """What may be recorded: about the person at hand, the lines of the `+` menu where that key acts; with a name typed
    beside it, about whoever is called so (`crisis parry`). They come once something is looked for."""

    async def search(self, query: str) -> Hits:
        page = self._page()
        if page is None:
            return
        await page.desk.wake()
        from carelist_tui.desk.questions.menu import kinds_to_add

        match, card, kinds = PaletteMatch(query), page.at_hand(), kinds_to_add(person=True)
        for kind in (each for each in kinds if card is not None or not each.is_about_them):
            about = f", {card.listed}" if card is not None and kind.is_about_them else ""
            if (
                score := max(
                    match.score(tr("Record: {words}", words=kind.words)) * 2,
                    match.score(tr("Record: {also}", also=kind.also)),
                )
            ) > 0:
                yield self.hit(
                    score,
                    tr("Record: {words}{about}", words=kind.words, about=about),
                    query,
                    partial(_add, page, kind),
                    kind.also,
                )
        for place, (kind, found) in enumerate(await self._of_both(page, query, kinds)):
            words = tr("Record: {words}, {whom}", words=kind.words, whom=self.whom(page.desk, found))
            run = partial(_add_about, self.ours, page, kind.type, found.person)
            yield self.hit(MEANT - place, words, query, run, kind.also)

    def _page(self) -> ActsPage | None:
        """The screen below, where something may be recorded from it now."""
        from carelist_tui.tui.screens.person_acts import ActsPage

        page = self.screen
        if not isinstance(page, ActsPage) or page.desk.read_only or page.desk.earlier is not None:
            return None
        acts = any(each.enabled and each.binding.id == RECORD_OTHER for each in page.active_bindings.values())
        return page if acts else None

    async def _of_both(self, page: ActsPage, query: str, kinds: Sequence[Kind]) -> list[tuple[Kind, Found]]:
        """Each kind and each person on the caseload that the words typed name together, either first."""
        from carelist_tui.tui.screens.choice import Choice, nearest

        words = [word for word in query.split() if word.casefold() not in ("record", "record:")]
        found: list[tuple[Kind, Found]] = []
        if len(words) < 2:
            return []
        people = await self.everyone(page.desk)
        choices = [Choice(kind.words, kind.also) for kind in kinds]
        for what, whom in _in_two(words):
            meant = [kinds[n] for n in nearest(choices, what) if kinds[n].is_about_them][:MOST_KINDS]
            called = [each for each in nearest_among(people, whom) if each.on_caseload] if meant else []
            found += [(kind, each) for each in called[:MOST_OF_BOTH] for kind in meant]
        if found:
            self.note(query, len({each.person for _, each in found}))
        return found


def _in_two(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(what, whom): what was typed taken in two wherever it can be, what is recorded first, then last."""
    parts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    yield from reversed(parts)
    yield from ((what, whom) for whom, what in parts)


def _add(page: ActsPage, kind: Kind) -> None:
    page.beside(page.add_kind(kind))


def _add_about(app: GuardedApp, page: ActsPage, kind: str, person: str) -> None:
    """The form of this kind about somebody not at hand: as from the list, which knows what they are owed."""
    page.beside(app.first.acts.add_about(page, kind, person))


class PlacesProvider(OurProvider):
    """Every section of the list, from wherever somebody is, and each of the lists. They come once something is looked
    for."""

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
            if (score := match.score(words)) > 0:
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

    async def search(self, query: str) -> Hits:
        from carelist_tui.desk.settings import SETTINGS
        from carelist_tui.tui.bindings import rekeyed
        from carelist_tui.tui.screens.settings.bound_keys import known_bindings

        match, app = PaletteMatch(query), self.ours
        if self.desk is None:
            return
        for row in SETTINGS:
            value = row.words_of(getattr(app.settings, row.name))
            if (score := match.score(tr("Setting: {title} {sentence}", title=row.title, sentence=row.sentence))) > 0:
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

"""What the palette offers about people: everybody who was ever on the caseload, and what may be recorded about whom."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.command import Hit, Hits, Provider
from textual.markup import escape
from textual.timer import Timer

from carelist_tui.catalogue import ntr, tr
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.queries.search import Findable, Found, nearest_among
from carelist_tui.tui.crash import BESIDE, plain_crash, write_report
from carelist_tui.tui.palette_match import PaletteMatch
from carelist_tui.tui.palette_screen import PersonHit

if TYPE_CHECKING:
    from carelist_tui.desk.questions.menu import Kind
    from carelist_tui.domain.card import Card
    from carelist_tui.tui.guard import GuardedApp
    from carelist_tui.tui.screens.person_acts import ActsPage

RECORD_OTHER = "person.record-other"
"""The binding whose menu it is."""
MOST_PEOPLE = 12
"""People who are offered; of more it is said how many, on a line that shows them all."""
MOST_OF_BOTH = 6
"""People to whom each kind of record is offered that was typed before, or after, their name; of more likewise."""
MOST_KINDS = 4
NAMED, MEANT = 1000.0, 2000.0
"""How near what was found is, beside what is counted of letters: somebody called so; a record about somebody called
so."""
PAUSE_SECONDS = 1.0
"""After the last letter: who was found by then was looked at."""


class OurProvider(Provider):
    """One of ours: words as plain text, whoever wrote them. `failed`: what it offers could not be looked for."""

    OFFERS: ClassVar[str] = ""
    """What of it is missing then."""
    failed = False

    async def _search(self, query: str) -> Hits:
        """Textual's own, which passes a fault over in silence, and hands its words on. Here the palette says that lines
        are missing, and only the kind of the fault and its places are kept."""
        self.failed = False
        try:
            async for hit in super()._search(query):
                yield hit
        except Exception:  # noqa: BLE001 - whatever it is: what the others find is offered all the same
            self.failed = True
            if (desk := self.desk) is not None:
                write_report(desk.store, plain_crash(sys.exc_info(), BESIDE), datetime.now(UTC))

    @property
    def desk(self) -> Desk | None:
        """The desk of the screen below; none while nobody is signed in."""
        desk = getattr(self.screen, "desk", None)
        return desk if isinstance(desk, Desk) else None

    @property
    def ours(self) -> GuardedApp:
        """The app, which is ours."""
        return cast("GuardedApp", self.app)

    def hit(
        self, score: float, words: str, query: str, run: Callable[[], Any], more: str = "", about: str | None = None
    ) -> Hit:
        """What is offered, each word that was typed marked in it; nothing in it acts. `about`: whom it is about, where
        they were looked for."""
        shown, said = PaletteMatch(query).display(words), escape(shown_text(more)) or None
        return Hit(score, shown, run, help=said) if about is None else PersonHit(score, shown, run, None, said, about)


class PeopleProvider(OurProvider):
    """Everybody who was ever on the caseload, by name, what they are called, identifier, birth date or phone: their
    page. They come once something is looked for. That somebody searched is kept, as it is on the screen that finds."""

    OFFERS = tr("people")

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
            yield self.hit(NAMED - place, self.whom(desk, each), query, opened, self._standing(desk, each), each.person)
        if (more := len(found) - MOST_PEOPLE) > 0:
            yield self.beyond(NAMED - MOST_PEOPLE, more, partial(_find, self.ours, desk, query))

    def beyond(self, score: float, more: int, find: Callable[[], Any]) -> Hit:
        """That more people are called so than are offered: nobody is left out without a word."""
        words = ntr("{n} more person is found by these words", "{n} more people are found by these words", more, n=more)
        return self.hit(score, words, "", find, tr("Opens the list of all of them, to choose from."), "")

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


def _find(app: GuardedApp, desk: Desk, typed: str, then: Callable[[str], None] | None = None) -> None:
    """Show everybody whom what was typed finds; whoever is chosen is opened, or what is to be done `then`."""
    from carelist_tui.tui.screens.search import FindScreen

    def chosen(person: str | None) -> None:
        if person is not None:
            (then or partial(_open_person, app, desk))(person)

    app.push_screen(FindScreen(desk, typed=typed), chosen)


def _open_person(app: GuardedApp, desk: Desk, person: str) -> None:
    from carelist_tui.tui.screens.person.person import PersonScreen

    app.push_screen(PersonScreen(desk, person))


class RecordProvider(PeopleProvider):
    """What may be recorded: about the person at hand, the lines of the `+` menu where that key acts; with a name typed
    beside it, about whoever is called so (`crisis parry`). They come once something is looked for."""

    OFFERS = tr("what may be recorded")

    async def search(self, query: str) -> Hits:
        page = self._page()
        if page is None:
            return
        await page.desk.wake()
        from carelist_tui.desk.questions.menu import kinds_to_add

        match, card, kinds = PaletteMatch(query), page.at_hand(), kinds_to_add(person=True)
        for kind in (each for each in kinds if card is not None or not each.is_about_them):
            about = f", {card.listed}" if card is not None and kind.is_about_them else ""
            if (score := match.score(tr("Record: {words}", words=kind.words), kind.also)) > 0:
                run = partial(_add, self.ours, page, kind, card.person if card is not None else None)
                yield self.hit(
                    score, tr("Record: {words}{about}", words=kind.words, about=about), query, run, kind.also
                )
        place = MEANT
        for kind, whom, found in await self._of_both(page, query, kinds):
            for each in found[:MOST_OF_BOTH]:
                words = tr("Record: {words}, {whom}", words=kind.words, whom=self.whom(page.desk, each))
                run = partial(_add_about, self.ours, page, kind.type, each.person)
                yield self.hit(place := place - 1, words, query, run, kind.also, each.person)
            if (more := len(found) - MOST_OF_BOTH) > 0:
                then = partial(_add_about, self.ours, page, kind.type)
                yield self.beyond(place := place - 1, more, partial(_find, self.ours, page.desk, whom, then))

    def _page(self) -> ActsPage | None:
        """The screen below, where something may be recorded from it now."""
        from carelist_tui.tui.screens.person_acts import ActsPage

        page = self.screen
        if not isinstance(page, ActsPage) or page.desk.read_only or page.desk.earlier is not None:
            return None
        acts = any(each.enabled and each.binding.id == RECORD_OTHER for each in page.active_bindings.values())
        return page if acts else None

    async def _of_both(
        self, page: ActsPage, query: str, kinds: Sequence[Kind]
    ) -> list[tuple[Kind, str, Sequence[Found]]]:
        """Each kind that the words typed name, the words beside it, and those on the caseload who are called so."""
        from carelist_tui.tui.screens.choice import Choice, nearest

        words = [word for word in query.split() if word.casefold() not in ("record", "record:")]
        both: list[tuple[Kind, str, Sequence[Found]]] = []
        if len(words) < 2:
            return []
        people = await self.everyone(page.desk)
        choices = [Choice(kind.words, kind.also) for kind in kinds]
        for what, whom in _in_two(words):
            meant = [kinds[n] for n in nearest(choices, what) if kinds[n].is_about_them][:MOST_KINDS]
            called = [each for each in nearest_among(people, whom) if each.on_caseload] if meant else []
            both += [(kind, whom, called) for kind in meant if called]
        if both:
            self.note(query, len({each.person for _, _, found in both for each in found}))
        return both


def _in_two(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(what, whom): what was typed taken in two wherever it can be, what is recorded first, then last."""
    parts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    yield from reversed(parts)
    yield from ((what, whom) for whom, what in parts)


def _add(app: GuardedApp, page: ActsPage, kind: Kind, person: str | None) -> None:
    """The form of this kind about whom it was offered for, whoever is at hand by now."""
    card = page.at_hand()
    if kind.is_about_them and person is not None and (card is None or card.person != person):
        _add_about(app, page, kind.type, person)
    else:
        page.beside(page.add_kind(kind))


def _add_about(app: GuardedApp, page: ActsPage, kind: str, person: str) -> None:
    """The form of this kind about somebody not at hand: as from the list, which knows what they are owed."""
    page.beside(app.first.acts.add_about(page, kind, person))

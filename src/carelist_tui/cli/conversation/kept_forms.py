"""What was typed in lines and not recorded: kept by the keeper of the app's forms, so that what is begun here is gone
on with there, and the other way round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.drafts import Drafting, Key, Unfinished, begun_words
from carelist_tui.domain.card import Card
from carelist_tui.domain.ids import is_uuid
from carelist_tui.vault.drafts import Begun

NAMED = 2
"""How many are named with the list; the others are counted."""
OPENS = tr("i at the list opens it.")


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is being filled in: what it is kept as, and whether that was kept before."""

    begun: Begun
    goes_on: bool = False


class KeptForms:
    """One worker's unfinished forms. `kept` keeps them; without it nothing can be. `card` gives who somebody is."""

    def __init__(
        self, voice: Voice, kept: Drafting | None, card: Callable[[str], Card | None], now: Callable[[], datetime],
        zone: ZoneInfo,
    ) -> None:  # fmt: skip
        self.voice, self.kept, self._card, self.now, self.zone = voice, kept, card, now, zone
        self._at_hand: list[Key] = []

    @contextmanager
    def filling_in(self, form: Form) -> Iterator[None]:
        """While this form is asked for."""
        self._at_hand.append(form.begun.key)
        yield
        self._at_hand.pop()

    def holds_at_hand(self) -> bool:
        """Whether what was typed in the form at hand is kept."""
        return self.kept is not None and bool(self._at_hand) and self.kept.find(self._at_hand[-1]) is not None

    def keep(self, form: Form, values: Mapping[str, str]) -> None:
        """Keep what stands in a form now."""
        if self.kept is not None:
            self.kept.keep(replace(form.begun, values={**form.begun.values, **values}))

    def drop(self, form: Form) -> None:
        """It is recorded."""
        if self.kept is not None:
            self.kept.drop(form.begun.key)

    def opened(self, new: Begun) -> Form | None:
        """The form to fill in: that which was begun before, where somebody goes on with it; else a new one. None where
        neither is chosen."""
        before = self.kept.find(new.key) if self.kept is not None else None
        if before is None:
            return Form(new)
        said = self.voice.choose(
            tr("Begun and not recorded: {words}", words=self.words_of(before)),
            [("g", tr("go on with it")), ("n", tr("begin anew, and throw away what was typed"))],
        )
        if said == "n":
            self.drop(Form(before))
            return Form(new)
        return Form(before, goes_on=True) if said else None

    # -- the list of them -----------------------------------------------------------------------------------------

    def begun(self) -> list[Begun]:
        """All that was begun, the newest first."""
        return self.kept.begun() if self.kept is not None else []

    def words(self) -> str:
        """`Unfinished: decision, KHAN Bilal, 10:30. i at the list opens it.`; empty when nothing is."""
        begun = self.begun()
        named = "; ".join(self.words_of(each) for each in begun[:NAMED])
        more = tr("; {n} more", n=len(begun) - NAMED) if len(begun) > NAMED else ""
        return tr("Unfinished: {named}{more}. {opens}", named=named, more=more, opens=OPENS) if begun else ""

    def words_of(self, begun: Begun) -> str:
        """Which form, about whom, begun when."""
        return Unfinished(begun, begun_words(begun, self.card_of(begun), self.now(), self.zone)).words

    def card_of(self, begun: Begun) -> Card | None:
        """Whom it is about; None of what is about nobody, and of somebody who is not here."""
        return self._card(begun.subject) if is_uuid(begun.subject) else None

    def choose(self) -> Form | None:
        """One of them to go on with; None where none is chosen, or one was thrown away."""
        begun = self.begun()
        if not begun:
            self.voice.say(tr("Nothing is unfinished."))
            return None
        n = self.voice.pick(tr("Unfinished: which"), [self.words_of(each) for each in begun])
        if n is None:
            return None
        form = Form(begun[n], goes_on=True)
        said = self.voice.choose(
            self.words_of(begun[n]), [("g", tr("go on with it")), ("x", tr("throw away what was typed"))]
        )
        if said == "x":
            self.drop(form)
            self.voice.say(tr("Thrown away: {words}.", words=self.words_of(begun[n])))
        return form if said == "g" else None


def begins_now(id: str, kind: str, words: str, whose: tuple[Card | None, str], about: str, at: str) -> Begun:
    """What a form is kept as that begins now, `at` RFC 3339; `whose`: the person, and the key of what is due."""
    card, due = whose
    return Begun(id, kind, card.person if card is not None else due, about, words, due, at)


def left_words(holds: bool) -> str:
    """What became of what was typed in a form that was left."""
    return tr("Nothing recorded. What was typed is kept: {opens}", opens=OPENS) if holds else tr("Nothing recorded.")

"""What stands in the fields of a form, and when each was typed; kept as a draft until it is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.drafts import Key
from carelist_tui.desk.questions.answers import HAPPENED, as_moments
from carelist_tui.desk.questions.asks import Ask
from carelist_tui.domain.entries import TYPES, read_body
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.words import moment_in_words
from carelist_tui.vault.drafts import Begun

ASKS_WHEN = timedelta(minutes=15)
"""A draft begun longer ago than this is not taken to be of now without asking."""
SETTLES = "settles"
"""The key of the two versions that a form settles: it tells its draft from that of an ordinary one."""
STOOD = "stood"
"""What stood when the form opened, of what its entry replaces. No question; it is kept with the draft, so that one gone
on with is held against what it began from."""


def as_seen(draft: dict[str, Any], saw: str) -> dict[str, Any]:
    """A draft with the entries that it replaces: those that set the same thing when its form opened, as `SAW` keeps
    them. Where that is not known, or nothing is set, it says nothing of it."""
    body = read_body(draft["type"], 1, draft.get("body"))
    thing = body.thing() if body is not None else None
    known: Mapping[str, list[str]] = json.loads(saw) if saw and thing else {}
    return {**draft, "replaces": known.get(thing, [])} if saw and thing else draft


class TypedAnswers:
    """The answers of one form, by path. `began_with` is what it knew when it opened; `due` the key of what is due, if
    it was begun from that. Where a draft is kept under `kept_as`, its answers stand here again, under its id."""

    def __init__(self, desk: Desk, began_with: Mapping[str, str], kept_as: Key, due: str, asks: Iterable[Ask]) -> None:
        self.desk, self.kept_as, self.due = desk, kept_as, due
        self.began_with = dict(began_with)
        kept = desk.kept.find(kept_as)
        self.entry_id = kept.id if kept is not None else desk.entry_id()
        self.ids: dict[str, str] = dict(kept.ids) if kept is not None else {}
        self.tried, self.resumed = False, kept is not None
        self.said_by_key = False
        """Whether a key said something of it before it opened: then it is kept though nothing was typed."""
        self.opened_at = desk.now()
        self.began_at = kept.at if kept is not None and kept.at else desk.moment()
        """When it was begun, RFC 3339: for a draft gone on with, not when it was opened again."""
        self.asks_when = kept is not None and self.opened_at - parse_moment(self.began_at) > ASKS_WHEN
        """Whether it is to be asked once more when this happened: it was begun too long ago to be taken as now."""
        self.typed = {**self.began_with, **(kept.values if kept is not None else {})}
        """What stands in every field, whether it has been drawn yet or not, and what was known and is not asked."""
        self._stood_typed = dict(self.typed)
        self.typed_at: dict[str, datetime] = {}
        """When each field was typed: `now` and `tomorrow` mean what they meant then."""
        self.take(asks)

    def take(self, asks: Iterable[Ask]) -> None:
        """These are asked from now on; what stands in a field stays."""
        for ask in asks:
            self.typed_at.setdefault(ask.path, self.opened_at)
            self.typed.setdefault(ask.path, "")

    def id_of(self, name: str) -> str:
        """The id of a further entry of this save: fixed from its first use, and kept with the draft."""
        return self.ids.setdefault(name, self.desk.entry_id())

    def back_words(self) -> str:
        """That what was typed is back; where it was begun long ago, when that was, and what is asked."""
        if not self.resumed:
            return ""
        if not self.asks_when:
            return tr("What you typed before is back.")
        began = moment_in_words(parse_moment(self.began_at), self.opened_at, self.desk.zone)
        return tr(
            "What you typed is back, begun {began}. Did it happen then? When says so; type another time if not.",
            began=began,
        )

    @property
    def stood(self) -> dict[str, Any]:
        """What stood when the form opened, of what its entry replaces."""
        return dict(json.loads(self.typed.get(STOOD) or "{}"))

    # -- what the record knows ------------------------------------------------------------------------------------

    def fill_in(self, known: Mapping[str, str]) -> dict[str, str]:
        """Let what the record knows stand in fields that are empty, and give that; it does not count as typed."""
        fresh = {path: words for path, words in known.items() if words and not self.typed.get(path)}
        return {} if self.resumed else self.begin_with(fresh)

    def begin_with(self, known: Mapping[str, str]) -> dict[str, str]:
        """Let this stand as what the form began with, and give it."""
        self.began_with |= known
        self.typed |= known
        return dict(known)

    # -- typing, and the draft ------------------------------------------------------------------------------------

    def note_typed(self, path: str) -> None:
        """Something may have been typed there: a field says so too when it is first drawn."""
        if self.typed.get(path, "") != self._stood_typed.get(path, ""):
            self._stood_typed[path] = self.typed.get(path, "")
            self.typed_at[path] = self.desk.now()
            self.asks_when = self.asks_when and path != HAPPENED

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was typed, and no key said anything before the form opened."""
        began = {**dict.fromkeys(self.typed, ""), **self.began_with}
        return self.typed == began and not (self.tried or self.said_by_key or self.resumed)

    def keep(self, asks: Sequence[Ask]) -> None:
        """Keep what was typed, with the entry's id, so that saving it twice is harmless; nothing, where nothing was.
        What was said in words like `now` and `tomorrow` is kept as the moment that it meant."""
        if self.is_untouched:
            self.drop()
            return
        subject, kind, about = self.kept_as
        values = as_moments(asks, self.typed, self.desk.now(), self.desk.zone, self.typed_at)
        words = TYPES[kind].LABEL.lower()
        self.desk.kept.keep(
            Begun(self.entry_id, kind, subject, about, words, self.due, self.began_at, values, dict(self.ids))
        )

    def drop(self) -> None:
        """It is recorded, thrown away, or nothing was typed."""
        self.desk.kept.drop(self.kept_as)

"""A field for a worker holds a worker: what was typed and is nobody's is refused before it is recorded; and the id of
one who is not here yet. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain, count
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.questions.asks import Ask
from carelist_tui.desk.questions.offers import MOST, Offer, fits
from carelist_tui.domain.refusal import Fault

DUTY = "duty"
"""Stands for whoever is on duty where somebody is to cover."""


class Names:
    """Who may be named in the fields of one form. `offers` gives the workers who are here; `others` are partners whom
    the record knows. Any other name of somebody who acts for us from outside has to be said twice."""

    def __init__(self, offers: Callable[[], Sequence[Offer]], others: Iterable[str] = ()) -> None:
        self._offers = offers
        self._others = {name.casefold() for name in others}
        self._said: set[tuple[str, str]] = set()

    def faults(self, kind: str, asks: Iterable[Ask], typed: Mapping[str, str], given: Mapping[str, Any]) -> list[Fault]:
        """A fault for each field in which somebody was typed who is nobody; what was filled in by us, `given`, is not
        asked about. The second time the same name is taken where a partner may stand."""
        asked = (ask for ask in asks if ask.kind in ("worker", "workers"))
        new = [ask for ask in asked if typed.get(ask.path, "") != given.get(ask.path, "")]
        return [fault for ask in new for fault in self._of(ask, typed.get(ask.path, ""))]

    def _of(self, ask: Ask, text: str) -> Iterator[Fault]:
        offers = self._offers()
        here = {DUTY, *(offer.code for offer in offers)}
        for name in (line.strip() for line in text.splitlines()):
            known = not name or name in here or (ask.or_other and name.casefold() in self._others)
            if known or (ask.or_other and (ask.path, name) in self._said):
                continue
            like = _fitting(name, offers) or _like(name, offers)
            if ask.or_other:
                self._said.add((ask.path, name))
                like = (
                    tr("{like}; save again if it is a partner", like=like)
                    if like
                    else tr(": save again if it is a partner")
                )
            yield Fault(ask.path, tr("nobody here is called {name}{like}", name=name, like=like))


def _fitting(name: str, offers: Sequence[Offer]) -> str:
    """`: is it 1 Ewa Nowak or 2 Ewa Price? Type the name, then the key`, where what was typed fits several: the picker
    offers them by these keys."""
    found = [f"{n} {offer.words}" for n, offer in enumerate((o for o in offers if fits(o.words, name)), 1)][:MOST]
    return tr(": is it {found}? Type the name, then the key", found=tr(" or ").join(found)) if found else ""


def _like(name: str, offers: Sequence[Offer]) -> str:
    """`: Ewa Nowak?`, where somebody here is called nearly that; else nothing."""
    parts = {part.casefold(): offer.words for offer in offers for part in (*offer.words.split(), offer.words)}
    found = dict.fromkeys(parts[each] for each in get_close_matches(name.casefold(), parts, n=2, cutoff=0.6))
    return f": {tr(' or ').join(found)}?" if found else ""


def proposed_id(name: str, taken: Container[str] = ()) -> str:
    """`w-maya` for Maya Okafor: a worker's id from their first name, where it has plain letters; where that is `taken`,
    `w-maya-okafor`, then with a number."""
    parts = [each for each in map(_plain, name.split()) if each]
    first, whole = (parts or ["me"])[0], "-".join(parts or ["me"])
    ids = chain((f"w-{first}", f"w-{whole}"), (f"w-{first}{n}" for n in count(2)))
    return next(id for id in ids if id not in taken)


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return "".join(filter(str.isalnum, letters))

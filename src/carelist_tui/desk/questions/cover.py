"""Cover as people say it: `everybody to Leah`, `Ann Khan and Bo Reed to Leah`; nobody types an id. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.questions.offers import Offer, fits
from carelist_tui.domain.roster.roster import ALL, DUTY

EVERYBODY = "everybody"
PATTERN = tr("everybody to Leah, or Ann Khan and Bo Reed to Leah")
_BETWEEN = re.compile(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Called:
    """Who is meant by a name, and how somebody is called. `workers` gives those who work here, `people` the people on
    the caseload who are found by a text, `name` how the screens say somebody with an id."""

    workers: Callable[[], Sequence[Offer]]
    people: Callable[[str], Sequence[Offer]]
    name: Callable[[str], str]

    def cover_of(self, line: str) -> dict[str, Any]:
        """`everybody to Leah` as whose cover it is and by whom. Refuses (ValueError, a sentence) a name that is
        nobody's, or several people's."""
        whose, *by = _TO.split(line.strip(), maxsplit=1)
        if not by:
            raise ValueError(tr("each line says who is covered by whom: {pattern}", pattern=PATTERN))
        return {"persons": self._persons(whose), "by": self._worker(by[0])}

    def cover_words(self, row: Mapping[str, Any]) -> str:
        """The inverse of `cover_of`."""
        persons = row["persons"]
        whose = EVERYBODY if persons == ALL or ALL in persons else tr(" and ").join(map(self.name, persons))
        by = next((offer.words for offer in self.workers() if offer.code == row["by"]), str(row["by"]))
        return tr("{whose} to {by}", whose=whose, by=by)

    def _persons(self, text: str) -> str | list[str]:
        if text.casefold() in (EVERYBODY, ALL):
            return ALL
        return [self._one(self.people(name), name, tr("on the caseload")) for name in _BETWEEN.split(text) if name]

    def _worker(self, text: str) -> str:
        duty = Offer(DUTY, DUTY)
        found = [each for each in (duty, *self.workers()) if text == each.code or fits(each.words, text)]
        return self._one([each for each in found if text in (each.code, each.words)] or found, text, "here")

    @staticmethod
    def _one(found: Sequence[Offer], name: str, where: str) -> str:
        if len(found) == 1:
            return found[0].code
        if not found:
            raise ValueError(tr("nobody {where} is called {name}", where=where, name=name))
        raise ValueError(
            tr(
                "several {where} are called {name}: {words}",
                where=where,
                name=name,
                words=", ".join(each.words for each in found),
            )
        )

"""Who worked on a case is not known by what is read of it: each worker is a letter (measures.md, Audit).

What was typed as words names workers too, in any case and in part: "jo rang, w-tom agreed". A name is compared as
everywhere, without case, accents and punctuation, as whole words. Rather a word too many than a reader who knows whose
work it is; what would make the record say something else (`No reply`, `in May 2026`, the person's own name) stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import ascii_uppercase

from carelist_tui.catalogue import tr
from carelist_tui.domain.names import fold_name, words_of_name
from carelist_tui.domain.views.report.names_left_out import ORDINARY, POSSESSIVE, TITLES, tokens

SHORT = 2
"""So many letters of a name are a word of many sentences as well; a single one names nobody."""
_DATES = frozenset(
    words_of_name(
        """
        january february march april may june july august september october november december
        jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
        """
    )
)
_ALSO_ORDINARY = _DATES | frozenset(
    words_of_name(
        """
        amber bell bird bright bridge case chance church cook cross daisy dawn do early east faith field fish fox go
        hall hand hands he heart holiday holly hunt i iris ivy king lane light lily love me north ok park pearl re read
        red ruby self sharp short small so south spring standard stone street strong summer sunday swift to today told
        true ward west wells winter
        """
    )
)
"""Written small they are the word, as `ORDINARY` are: somebody back on the ward is not with a worker called Ward."""
_ZONES = ("amber", "green", "red")
_ENDS = frozenset(".!?:;\n\"'“‘(-–—/")
"""What a sentence begins behind."""
_JOINS = frozenset(" .-_\t\u00a0\u2010\u2011")
"""What may stand within a name, however it was written down; and whatever stands in it there."""
Token = tuple[int, int]


class Blind:
    """Puts a letter in place of each worker of one case, the first one named `worker A`. `theirs`: names of the person
    and of those around them, which stay: a part of a worker's name that is one of these tells nobody."""

    def __init__(self, workers: Mapping[str, str], theirs: Iterable[str] = ()) -> None:
        self._own = {word for name in theirs for word in words_of_name(name)}
        self._letters: dict[str, str] = {}
        self._runs: dict[str, str] = {}
        self._words: dict[str, str] = {}
        for id, name in workers.items():
            for whole in (id, name, *name.split()):
                if len(words_of_name(whole)) > 1:
                    self._runs.setdefault(fold_name(whole), id)
            for word in (*words_of_name(name), fold_name(id)):
                if len(word) >= SHORT and not word.isdecimal() and word not in TITLES:
                    self._words.setdefault(word, id)
        written = "".join(("".join(workers), *workers.values()))
        self._joins = _JOINS | {each for each in written if not each.isalnum()}
        self._longest = max(map(len, self._runs), default=0)

    def hide(self, text: str) -> str:
        """The text without any worker's id, name, or part of a name."""
        pieces, begun, n, found = list[str](), 0, 0, list(tokens(text))
        while n < len(found):
            named = self._run_from(text, found, n) or self._word_at(text, found, n)
            if named is None:
                n += 1
                continue
            worker, last = named
            begins, ends = found[n][0], found[last][1]
            tail = POSSESSIVE.search(text[begins:ends])
            pieces += [text[begun:begins], self._called(worker), tail[0] if tail else ""]
            begun, n = ends, last + 1
        return "".join([*pieces, text[begun:]])

    def _run_from(self, text: str, found: list[Token], first: int) -> tuple[str, int] | None:
        """(worker, the last token) of the longest id or name of several words that begins here, written in whatever
        way: `tom reid`, `Reid-Hall`, `w-tom`."""
        run, named = "", None
        for n in range(first, len(found)):
            begins, ends = found[n]
            if n > first and not self._joins.issuperset(text[found[n - 1][1] : begins]):
                break
            token = text[begins:ends]
            before, run = run, run + fold_name(token)
            worker = self._runs.get(run) or self._runs.get(before + fold_name(POSSESSIVE.sub("", token)))
            if worker is not None and not (n == first and run in self._own):
                named = worker, n
            if len(run) > self._longest + 1:
                break
        return named

    def _word_at(self, text: str, found: list[Token], n: int) -> tuple[str, int] | None:
        begins, ends = found[n]
        token = POSSESSIVE.sub("", text[begins:ends])
        folded = fold_name(token)
        worker = self._words.get(folded)
        if worker is None or folded in self._own or not self._is_a_name(text, (begins, ends), token, folded):
            return None
        return worker, n

    @staticmethod
    def _is_a_name(text: str, where: Token, token: str, folded: str) -> bool:
        """Whether a word that stands in a worker's name is meant as one here."""
        before, after = text[: where[0]].rstrip(" "), text[where[1] :].lstrip(" ")
        if folded in _DATES and (before[-1:].isdecimal() or after[:1].isdecimal()):
            return False
        is_ordinary = folded in ORDINARY or folded in _ALSO_ORDINARY
        if token[:1].islower():
            return not is_ordinary
        if not is_ordinary or (len(folded) > SHORT and folded not in _ZONES):
            return True
        return not token.isupper() and before[-1:] not in _ENDS and bool(before)

    def _called(self, worker: str) -> str:
        return self._letters.setdefault(worker, tr("worker {letter}", letter=_letter(len(self._letters))))


def _letter(number: int) -> str:
    """A to Z, then AA, AB."""
    above, place = divmod(number, len(ascii_uppercase))
    return (_letter(above - 1) if above else "") + ascii_uppercase[place]

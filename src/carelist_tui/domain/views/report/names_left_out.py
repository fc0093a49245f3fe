"""Names that stand on no page given away: whoever the person refused, or who must not be told (product.md, 8).

What was typed as words may name them too ("ring my sister Noor"), so each passage goes through here: a name is taken
out as whole words, whatever its case, accents and blanks, and so is a number by which they are rung, or that is known
to be unsafe. Of a name of several words each that is written as a name goes too: with a capital, in a script that has
none, or, where all of it was typed small, every one. Rather a word too many than the one that harms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import combining

from carelist_tui.catalogue import tr
from carelist_tui.domain.dues.ground import Ground
from carelist_tui.domain.dues.sharing import sharing_of
from carelist_tui.domain.names import fold_name, without_accents, words_of_name

NAME, NUMBER = tr("(a name left out)"), tr("(a number left out)")
SHORTEST_WORD, LONGEST_NAME, FEWEST_DIGITS = 2, 3, 5
SAME_END = 9
"""So many last digits make two numbers one, with and without the code of the country."""
_SAYS_NOTHING = ("a", "an", "her", "his", "my", "our", "the", "their")
TITLES = frozenset({"dr", "miss", "mr", "mrs", "ms", "mx", "prof", "sir"})
"""What is said before a name, and names nobody."""
ORDINARY = frozenset(
    words_of_name(
        """
        am an and as ask at be black brother brown but by carer cousin daughter day do doctor door ex father
        flat for friend from go good grace green had has have he her hill him his home hope house housing
        husband if in is it joy landlord last long man mark may me mother must my neighbour never new next
        no nobody not nurse of old on or our out partner police price rose she sister so social son support
        team the their they to up us was we were white who wife will with woman wood work worker young
        """
    )
)
"""Words of a sentence that may stand in a name too: written small they are the word, with a capital the name."""
_NUMBER = re.compile(r"\+?\d(?:[\s().-]{0,3}\d){4,}")
POSSESSIVE = re.compile("['’‘ʼ′＇][sS]\\Z")
_APOSTROPHES = "'’‘ʼʹ`´′＇"


class NamesLeftOut:
    """Takes these names, and these numbers, out of words. `own`: the person's own name, whose words stay by
    themselves."""

    def __init__(self, names: Iterable[str], numbers: Iterable[str], own: str) -> None:
        said = list(names)
        kept = set(words_of_name(own))
        self._whole = {fold_name(each) for name in said for each in (name, _without_articles(name))} - {""}
        self._words = {word for name in said for word in _written_as_names(name)} - kept
        self._never_small = {
            word for name in said if _is_a_description(name) for word in words_of_name(name)
        } | ORDINARY
        digits = [number for text in (*numbers, *said) for number in (text, *_NUMBER.findall(text))]
        self._numbers = {each[-SAME_END:] for text in digits if len(each := _digits(text)) >= FEWEST_DIGITS}
        self._longest = max(map(len, self._whole), default=0)

    def __call__(self, words: str) -> str:
        """The words without them."""
        return self._without_names(_NUMBER.sub(self._number, words))

    def names_somebody(self, words: str) -> bool:
        """Whether any of them stands in the words."""
        return self(words) != words

    def _number(self, found: re.Match[str]) -> str:
        end = _digits(found[0])[-SAME_END:]
        return NUMBER if any(each.endswith(end) or end.endswith(each) for each in self._numbers) else found[0]

    def _without_names(self, words: str) -> str:
        pieces, places, n = [], list(tokens(words)), 0
        begun = 0
        while n < len(places):
            ends = self._name_from(words, places, n)
            if ends is None:
                n += 1
                continue
            pieces += [words[begun : places[n][0]], NAME]
            begun, n = places[ends][1], ends + 1
        return "".join([*pieces, words[begun:]])

    def _name_from(self, words: str, places: list[tuple[int, int]], first: int) -> int | None:
        """The last token of the longest name that begins at this one; None where none does."""
        run, found = "", None
        for n in range(first, len(places)):
            token = words[slice(*places[n])]
            run += fold_name(token)
            if run in self._whole or (POSSESSIVE.search(token) and run[:-1] in self._whole):
                found = n
            if len(run) > self._longest + 1:
                break
        if found is None and self._is_word_of_a_name(words[slice(*places[first])]):
            return first
        return found

    def _is_word_of_a_name(self, word: str) -> bool:
        folded = fold_name(word)
        names = {folded, folded.removesuffix("s")} & self._words
        return bool(names - self._never_small if word[:1].islower() else names)


def names_refused(*grounds: Ground) -> NamesLeftOut:
    """Everybody whom this person refused on one of these grounds, or who must not be told or contacted, by each of
    their names."""
    names: list[str] = []
    numbers: list[str] = []
    for ground in grounds:
        _note_refused(ground, names, numbers)
    identity = grounds[0].state.identity
    own = " ".join(filter(None, (identity.given, identity.family, identity.known_as)))
    return NamesLeftOut(names, numbers, own)


def names_of_others(ground: Ground, also: Iterable[str] = (), rung_by: Iterable[str] = ()) -> NamesLeftOut:
    """Everybody else whom this person's record names, agreed to or refused: nobody of them needs to be named where it
    is about how the person's case is held. `also`, and `rung_by`: names and numbers that their story says besides."""
    names, numbers = list(also), list(rung_by)
    _note_refused(ground, names, numbers)
    identity = ground.state.identity
    known = [(each.name, each.phone) for each in (ground.state.plan.may_contact if ground.state.plan else ())]
    known += [(each.name, each.phone) for each in identity.partners or ()]
    names += [name for name, _ in known]
    numbers += [*(phone for _, phone in known if phone), *(each.number for each in identity.phones or ())]
    return NamesLeftOut(names, numbers, " ".join(filter(None, (identity.given, identity.family, identity.known_as))))


def _note_refused(ground: Ground, names: list[str], numbers: list[str]) -> None:
    state, sharing = ground.state, sharing_of(ground)
    names += [*(no.name for no in sharing.refusals), *(each.name for each in sharing.must_not_be_told)]
    names += [*(state.identity.must_not_contact or ()), *(each.who.name for each in sharing.refused)]
    rung: list[tuple[str, str | None]] = [
        (each.name, each.phone) for each in (state.plan.may_contact if state.plan else ())
    ]
    rung += [(each.name, each.phone) for each in state.identity.partners or ()]
    refused = {fold_name(each) for each in names}
    numbers += [number for name, number in rung if number and fold_name(name) in refused]
    clean = NamesLeftOut(names, (), "")
    numbers += [
        each.number
        for each in state.identity.phones or ()
        if each.unsafe or (each.label and clean.names_somebody(each.label))
    ]


def tokens(words: str) -> Iterator[tuple[int, int]]:
    """(from, to) of each run of letters and digits as names are compared; an apostrophe parts nothing."""
    begun = None
    for n, character in enumerate(words):
        belongs = any(map(str.isalnum, without_accents(character)))
        joins = begun is not None and (character in _APOSTROPHES or combining(character))
        if belongs and begun is None:
            begun = n
        elif begun is not None and not belongs and not joins:
            yield begun, n
            begun = None
    if begun is not None:
        yield begun, len(words)


def _without_articles(name: str) -> str:
    words = name.split()
    while words and words[0].casefold() in _SAYS_NOTHING:
        words.pop(0)
    return " ".join(words)


def _written_as_names(name: str) -> Iterator[str]:
    """The words of a name that are written as names; of one that was typed small throughout, every one; of a whole
    sentence, those of them that are no ordinary words."""
    words = _words_in(name)
    says_nothing = ORDINARY if _is_a_description(name) else _SAYS_NOTHING
    for word in [each for each in words if _is_capital(each)] or words:
        folded = fold_name(word)
        if len(folded) >= SHORTEST_WORD and not folded.isdecimal() and folded not in {*TITLES, *says_nothing}:
            yield folded


def _is_a_description(name: str) -> bool:
    """Whether it was typed small throughout, and is longer than a name: `her ex, has hit her twice`."""
    words = _words_in(name)
    return len(words) > LONGEST_NAME and not any(map(_is_capital, words))


def _is_capital(word: str) -> bool:
    """Whether a word begins as names do; in a script without capitals each does."""
    return word[0].isalpha() and not word[0].islower()


def _words_in(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text)]


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())

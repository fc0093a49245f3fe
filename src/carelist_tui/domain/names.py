"""Names as they are compared: one case, without accents, punctuation and blanks; and when two name the same.

Standard library only: finding people is on the way to the first frame.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NOT_TAKEN_APART = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_APOSTROPHES = "'’‘ʼʹ`´′＇"
_SAYS_NOTHING = frozenset({"a", "an", "her", "his", "my", "our", "the", "their"})


def without_accents(text: str) -> str:
    """Text in one case and without accents; its punctuation and blanks stay."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_NOT_TAKEN_APART))
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()


@lru_cache(maxsize=4096)
def words_of_name(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared: `Housing (Jo)` has housing and jo, `O’Brien` obrien alone."""
    joined = "".join(each for each in name if each not in _APOSTROPHES)
    return tuple("".join(each if each.isalnum() else " " for each in without_accents(joined)).split())


def fold_name(name: str) -> str:
    """A name as it is compared, without blanks too: two that fold alike are one. Empty where nothing is named."""
    return "".join(words_of_name(name))


def sayings_of(*names: str) -> str:
    """What a search looks through for these names, in one line: their words, and each written without a break, so that
    `O'Brien`, `o brien` and `obrien`, `Smith-Jones` and `smithjones` find the same."""
    said = [word for name in names for word in (*words_of_name(name), fold_name(name))]
    return " ".join(dict.fromkeys(filter(None, said)))


def is_said_in(typed: str, sayings: str) -> bool:
    """Whether each word typed stands in these sayings, however it is written: commas and apostrophes say nothing."""
    words = [folded for word in typed.split() if (folded := fold_name(word))]
    return bool(words) and all(word in sayings for word in words)


def is_one_name(one: str, other: str) -> bool:
    """Whether both name the same: `O’Brien` and `o brien`. What names nobody is no name."""
    return bool(fold_name(one)) and fold_name(one) == fold_name(other)


def is_named_in(part: str, whole: str) -> bool:
    """Whether `part` is `whole`, or stands in it as whole words: `Jo` in `Jo Hill`, never in `John`."""
    meant, words = fold_name(part), words_of_name(whole)
    if not meant:
        return False
    for first in range(len(words)):
        run = ""
        for word in words[first:]:
            run += word
            if run == meant:
                return True
            if not meant.startswith(run):
                break
    return False


def names_match(one: str, other: str) -> bool:
    """Whether two names are equal, or one stands in the other as whole words (records.md, Sharing)."""
    return is_named_in(one, other) or is_named_in(other, one)


def says_nothing_else(name: str, *described: str) -> bool:
    """Whether each word of a name is among the words that describe somebody: `Housing (Jo)` of Jo Hill of Housing.
    Articles and whose they are say nothing."""
    said = set(words_of_name(name)) - _SAYS_NOTHING
    return bool(said) and said <= {word for each in described for word in words_of_name(each)}

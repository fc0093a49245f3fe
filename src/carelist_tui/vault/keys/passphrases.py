"""What may be a passphrase: long enough, and none of those that are tried first. Nothing else is asked of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from string import digits

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

SHORTEST, LONGEST = 12, 1024
"""Characters."""
FEWEST = 5
"""Different characters."""
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    digits * 2,
    "qwertyuiopasdfghjklzxcvbnm",
    "poiuytrewqlkjhgfdsamnbvcxz",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "azertyuiopqsdfghjklmwxcvbn",
    "123456789" + "0qwertyuiopasdfghjklzxcvbnm",
)
_LETTERS_MEANT = str.maketrans("013457@$!", "oieastasi")


def normal(passphrase: str) -> str:
    """A passphrase as it is used: in composed letters (NFC), however the keyboard wrote them.

    Refuses one that has half a character in it, or an endless one.
    """
    composed = unicodedata.normalize("NFC", passphrase)
    if any("\ud800" <= each <= "\udfff" for each in composed):
        raise Refused(tr("the passphrase has a character in it that can't be read"), status=3)
    if len(composed) > LONGEST:
        raise Refused(tr("a passphrase has at most {longest} characters", longest=LONGEST), status=3)
    return composed


def check_passphrase(passphrase: str, worker: str = "") -> str:
    """A passphrase for a slot, as it is used. Refuses one that is too short, or among the first that are tried."""
    chosen = normal(passphrase)
    if len(chosen) < SHORTEST:
        raise Refused(
            tr("a passphrase has at least {shortest} characters: four words of your own will do", shortest=SHORTEST)
        )
    if is_common(chosen) or (worker and _bare(chosen) == _bare(worker)):
        raise Refused(tr("this passphrase is among the first that are tried: choose four words of your own"))
    return chosen


def is_common(passphrase: str) -> bool:
    """Whether a passphrase is a well-known one, one thing over and over, or a run of keys; with some digits after it
    or not, and whatever digit stands for a letter."""
    folded = passphrase.casefold()
    return len(set(folded)) < FEWEST or any(
        _is_made_of(each) or _is_repeated(each) or _is_run(each) for each in _readings(folded)
    )


@cache
def commonest() -> frozenset[str]:
    """The passphrases that are tried first, in letters and digits only."""
    text = files(__package__).joinpath("commonest.csv").read_text(encoding="utf-8")
    return frozenset(_bare(line) for line in text.splitlines()[1:] if line)


def _readings(folded: str) -> Iterator[str]:
    """What a passphrase may be meant as."""
    for each in (folded, folded.translate(_LETTERS_MEANT)):
        bare = _bare(each)
        yield bare
        yield bare.rstrip(digits)
    yield _bare(folded.rstrip(digits + "!?.,;:#*+-_ ").translate(_LETTERS_MEANT))


def _bare(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def _is_made_of(text: str) -> bool:
    """Whether it is one of the commonest, or two of them."""
    known = commonest()
    return text in known or any(text[:at] in known and text[at:] in known for at in range(1, len(text)))


def _is_repeated(text: str) -> bool:
    """Whether it is one thing twice or more, the last time perhaps cut off."""
    return len(text) > 3 and any((text[:size] * len(text)).startswith(text) for size in range(1, len(text) // 2 + 1))


def _is_run(text: str) -> bool:
    return len(text) > 3 and any(text in run * 2 or text in run[::-1] * 2 for run in _RUNS)

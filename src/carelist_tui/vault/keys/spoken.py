"""Keys that a person reads, writes down and types: random letters in groups of four, the last two of them a check.

Letters and digits that are easily taken for one another stand for the same (O is 0, I and L are 1).
"""

from __future__ import annotations

import hashlib
import secrets

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP, _CHECK = 4, 2
RECOVERY_GROUPS, FIRST_GROUPS = 8, 5
"""150 and 90 random bits."""
_MEANT = str.maketrans("OIL", "011")


def make_spoken(groups: int) -> str:
    """A random key of so many groups: `7K2M-Q9TD-...`."""
    drawn = "".join(secrets.choice(_LETTERS) for _ in range(groups * _GROUP - _CHECK))
    return in_groups(drawn + _check(drawn))


def in_groups(letters: str) -> str:
    """The letters in groups of four."""
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def meant(text: str) -> str:
    """The letters and digits that somebody typed, as they are in a key: any case, any gaps."""
    return "".join(each for each in text.upper() if each.isalnum()).translate(_MEANT)


def heard(text: str, groups: int) -> str | None:
    """A key as it was made, from what somebody typed: any case, any gaps. None when it is not one, or mistyped."""
    said = meant(text)
    if len(said) != groups * _GROUP or set(said) - set(_LETTERS) or _check(said[:-_CHECK]) != said[-_CHECK:]:
        return None
    return in_groups(said)


def recovery_key(text: str) -> str:
    """A recovery key as it was made. Refuses (status 3) what can't be one: no try is counted for a mistyped letter."""
    key = heard(text, RECOVERY_GROUPS)
    if key is None:
        raise Refused(
            tr(
                "this is no recovery key: it has {recovery_groups} groups of {group} letters and digits, and one of "
                "them is mistyped",
                recovery_groups=RECOVERY_GROUPS,
                group=_GROUP,
            ),
            status=3,
        )
    return key


def _check(drawn: str) -> str:
    number = int.from_bytes(hashlib.sha256(b"carelist spoken\0" + drawn.encode("ascii")).digest()[:2])
    return _LETTERS[number >> 5 & 31] + _LETTERS[number & 31]

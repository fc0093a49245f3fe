"""What stands beside a figure, and what a row of its breakdown is called, in the language of who reads. Both are keys
of an answer, which are the same in every language, and some are put together: of those each part is said for itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from carelist_tui.catalogue import in_plain_words, tr

_TOGETHER: Mapping[str, Callable[[str], str]] = {
    "cancelled by the (.+)": lambda who: tr("cancelled by the {who}", who=who),
    "by the (.+)": lambda who: tr("by the {who}", who=who),
    "(.+): kept or missed": lambda what: tr("{what}: kept or missed", what=what),
    "(.+): missed": lambda what: tr("{what}: missed", what=what),
    "reason: (.+)": lambda why: tr("reason: {why}", why=why),
    "root cause: (.+)": lambda why: tr("root cause: {why}", why=why),
    "ended: (.+)": lambda how: tr("ended: {how}", how=how),
    "by area: (.+), towards": lambda area: tr("by area: {area}, towards", area=area),
    "by area: (.+), others": lambda area: tr("by area: {area}, others", area=area),
    "by area: (.+), changes noted": lambda area: tr("by area: {area}, changes noted", area=area),
    "criteria (.+)": lambda answer: tr("criteria {answer}", answer=answer),
    "day ([0-9]+)": lambda day: tr("day {day}", day=day),
    "national reading: (.+)": lambda what: tr("national reading: {what}", what=what),
    "first contact (in time|late or never): in cadence": lambda when: tr("first contact {when}: in cadence", when=when),
    "first contact (in time|late or never): people": lambda when: tr("first contact {when}: people", when=when),
    "first contact (in time|late or never)": lambda when: tr("first contact {when}", when=when),
}
"""By how a key looks, what is said of it; the part that is apart is put into the language first."""
PARTS_OF_KEYS = {
    "in time": tr("in time"),
    "late or never": tr("late or never"),
    "returns whose third day is over": tr("returns whose third day is over"),
    "seen from the day after to the third": tr("seen from the day after to the third"),
    "not said": tr("not said"),
    "not asked": tr("not asked"),
}
"""Parts of keys that are no choice of an entry."""


def beside_in_words(key: str) -> str:
    """What a key beside a figure says, or a row of a breakdown is called by; what is none of ours stays as it is."""
    for looks, say in _TOGETHER.items():
        if found := re.fullmatch(looks, key):
            return say(_part(found[1]))
    return _part(key)


def _part(key: str) -> str:
    return PARTS_OF_KEYS.get(key) or in_plain_words(key)

"""What a key does is said once, in a binding; footer, help, palette and `docs/keys.md` are read from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from textual.binding import Binding, BindingType
from textual.screen import Screen

KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "semicolon": ";",
    "colon": ":",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "quotation_mark": '"',
    "number_sign": "#",
    "asterisk": "*",
    "apostrophe": "'",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "esc",
    "shift+tab": "shift+tab",
    "upper_g": "G",
}
LEAVING = ("leave-", "dismiss-", "quit-")
"""How the ids of what leads away begin."""
FIXED = frozenset({"today.record-outcome"})
"""Ids whose keys stand for what is recorded: they can't be changed."""


@dataclass(frozen=True)
class KeyBinding(Binding):
    """A binding that says itself whether it records."""

    records: bool = False
    """Whether something is recorded by it, or by the form it opens: it is absent where nothing may be recorded."""
    scores: bool = False
    """Whether an auditor does it too, who records nothing else: it is of the audits, or lets laptops meet."""
    present: bool = False
    """Whether it means the present alone: it says so where an earlier moment is read."""
    once: bool = False
    """Whether it leads on from what has to be read first: pressed again at once it was pressed once."""


def act(
    id: str,
    key: str,
    action: str,
    label: str,
    sentence: str,
    *,
    footer: bool = True,
    records: bool = False,
    scores: bool = False,
    present: bool = False,
    at_once: bool = False,
    once: bool = False,
    shown_as: str | None = None,
) -> KeyBinding:
    """A binding: its id `screen.verb-object`, its keys, a label for the footer, and a sentence for help and palette.

    `records`: whether something is recorded by it, or by the form that it opens; `scores`: an auditor does it too.
    `present`: whether it means the
    present alone. `at_once` bindings are tried before
    what has the focus. `once`: pressed again at once it was pressed once. `shown_as` names the keys where they are
    many.
    """
    return KeyBinding(
        key,
        action,
        label,
        show=footer,
        tooltip=sentence,
        id=id,
        priority=at_once,
        key_display=shown_as,
        records=records,
        scores=scores,
        present=present,
        once=once,
    )


def key_name(key: str) -> str:
    """A key as it is written on screen."""
    return KEY_NAMES.get(key, key)


def keys_of(binding: Binding) -> list[str]:
    """The keys of a binding as written on screen; a control code that stands for enter is not named."""
    if binding.key_display:
        return [binding.key_display]
    return [key_name(key.strip()) for key in binding.key.split(",") if key.strip() != "ctrl+j"]


def bindings_of(screen: Screen[Any]) -> list[Binding]:
    """Every described binding of a screen, its own first, then the app's; each once, with the keys it has now."""
    keymap: Mapping[str, str] = getattr(screen.app, "keymap", {})
    return [rekeyed(binding, keymap) for binding in bindings_in(type(screen), type(screen.app))]


def bindings_in(*kinds: type) -> list[Binding]:
    """Every described binding of these classes and what they inherit, each once, with the keys it ships with."""
    found: dict[str, Binding] = {}
    for kind in (each for one in kinds for each in one.__mro__):
        for binding in described(vars(kind).get("BINDINGS", ())):
            found.setdefault(binding.id or binding.action, binding)
    return list(found.values())


def rekeyed(binding: Binding, keymap: Mapping[str, str]) -> Binding:
    """A binding with the keys that a worker has set for it."""
    keys = keymap.get(binding.id or "")
    return replace(binding, key=keys, key_display=None) if keys else binding


def writes(binding: Binding) -> bool:
    """Whether something is recorded by it, or by the form it opens, as it says itself."""
    return isinstance(binding, KeyBinding) and binding.records


def is_not_an_auditors(binding: Binding) -> bool:
    """Whether it records what an auditor may not, who draws samples, scores them and records nothing else."""
    return isinstance(binding, KeyBinding) and binding.records and not binding.scores


def is_of_now(binding: Binding) -> bool:
    """Whether it leads nowhere at an earlier moment: it records, or means the present alone."""
    return isinstance(binding, KeyBinding) and (binding.records or binding.present)


def clashes(bindings: Iterable[Binding]) -> list[tuple[str, Binding, Binding]]:
    """(key, one, other) wherever a key leads to two things. To leave what is nearest may share its key with leaving
    what is behind it: a page with Carelist, a call with the words above it."""
    taken: dict[str, Binding] = {}
    found = []
    for binding in bindings:
        for key in (key.strip() for key in binding.key.split(",")):
            other = taken.setdefault(key, binding)
            leave = all((each.id or "").partition(".")[2].startswith(LEAVING) for each in (other, binding))
            if other.id != binding.id and not leave:
                found.append((key, other, binding))
    return found


def described(bindings: Iterable[BindingType]) -> Iterator[Binding]:
    """Those of ours, which say what they do, each once."""
    yield from (b for b in bindings if isinstance(b, Binding) and b.tooltip and b.id)


def key_table(screens: Iterable[type]) -> str:
    """The table of `docs/keys.md`; what holds in one place stands together."""
    places: dict[str, list[str]] = {}
    for screen in screens:
        for binding in described(vars(screen).get("BINDINGS", ())):
            where = (binding.id or "").partition(".")[0]
            keys = " ".join(f"`{key}`" for key in keys_of(binding))
            places.setdefault(where, []).append(f"| {where} | {keys} | {binding.tooltip} |")
    return "\n".join(["| where | key | does |", "|---|---|---|", *(row for rows in places.values() for row in rows)])

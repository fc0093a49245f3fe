"""What a key does is said once, in a binding; footer, help, palette and the README's table are read from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from textual.binding import Binding, BindingType
from textual.screen import Screen

KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "plus": "+",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "esc",
    "shift+tab": "shift+tab",
    "upper_g": "G",
}


def act(
    id: str,
    key: str,
    action: str,
    label: str,
    sentence: str,
    *,
    footer: bool = True,
    at_once: bool = False,
    shown_as: str | None = None,
) -> Binding:
    """A binding: its id `screen.verb-object`, its keys, a label for the footer, and a sentence for help and palette.

    `at_once` bindings are tried before what has the focus. `shown_as` names the keys where they are many.
    """
    return Binding(key, action, label, show=footer, tooltip=sentence, id=id, priority=at_once, key_display=shown_as)


def key_name(key: str) -> str:
    """A key as it is written on screen."""
    return KEY_NAMES.get(key, key)


def keys_of(binding: Binding) -> list[str]:
    """The keys of a binding as written on screen; a control code that stands for enter is not named."""
    if binding.key_display:
        return [binding.key_display]
    return [key_name(key.strip()) for key in binding.key.split(",") if key.strip() != "ctrl+j"]


def bindings_of(screen: Screen[Any]) -> list[Binding]:
    """Every described binding of a screen, its own first, then the app's; each once."""
    found: dict[str, Binding] = {}
    for kind in [*type(screen).__mro__, *type(screen.app).__mro__]:
        for binding in described(vars(kind).get("BINDINGS", ())):
            found.setdefault(binding.id or binding.action, binding)
    return list(found.values())


def described(bindings: Iterable[BindingType]) -> Iterator[Binding]:
    """Those that say what they do, each once."""
    yield from (b for b in bindings if isinstance(b, Binding) and b.tooltip)


def key_table(screens: Iterable[type]) -> str:
    """The README's table of keys, in Markdown."""
    rows = ["| where | key | does |", "|---|---|---|"]
    for screen in screens:
        for binding in described(vars(screen).get("BINDINGS", ())):
            where = (binding.id or "").partition(".")[0]
            rows.append(f"| {where} | {' '.join(f'`{key}`' for key in keys_of(binding))} | {binding.tooltip} |")
    return "\n".join(rows)

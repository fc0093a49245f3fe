"""A recovery key, shown once, to be written on paper: one group of it is typed before it goes for good."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import Input

from carelist_tui.catalogue import tr
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.sign_in.secrets import Said, SecretScreen
from carelist_tui.vault.keys.spoken import meant

WHAT_IT_IS = tr(
    "This is your recovery key. It lets you choose a passphrase again when yours is lost, and lets in nobody else; "
    "without it, and without a passphrase, nobody can open the store, ever. It is shown this once, and kept nowhere."
)
WRITE_IT = tr("Write it on paper now, and keep that locked away from this laptop. Then type one group of it.")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
IN_A_LINE = 4


class RecoveryScreen(SecretScreen[bool]):
    """Shows a recovery key until a group of it, which one it draws itself, was typed while it was hidden."""

    TITLE_WORDS = tr("The recovery key")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("recovery.go-on", "enter,ctrl+j,ctrl+s", "go_on", tr("Go on"), tr("Hide the key, and type one "
                                                                              "group of it."),
            at_once=True),
        act("recovery.show-key", "escape", "show", tr("Show it again"), tr("Show the key again."), at_once=True),
    ]  # fmt: skip

    def __init__(self, key: str, title: str = "") -> None:
        super().__init__()
        self.groups = key.split("-")
        self.asked = secrets.randbelow(len(self.groups))
        self.shown = True
        self.TITLE_WORDS = title or self.TITLE_WORDS

    def labels(self) -> Sequence[str]:
        return ("" if self.shown else tr("The {ordinals} group of the eight", ordinals=ORDINALS[self.asked]),)

    def field(self, number: int) -> Input:
        field = Input(compact=True, id=f"secret{number}", classes="secret", disabled=True)
        field.cursor_blink = False
        return field

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not self.shown if action == "show" else True

    def above(self) -> Iterable[Said]:
        yield Said(WHAT_IT_IS)
        yield Said("")
        for at in range(0, len(self.groups), IN_A_LINE):
            groups = self.groups[at : at + IN_A_LINE] if self.shown else ["...."] * IN_A_LINE
            yield Said("-".join(groups), strong=True, lead="      ")
        yield Said("")
        yield Said(WRITE_IT)

    def action_go_on(self) -> None:
        # Behind the letters that are still on their way to the field.
        (self.focused or self).call_later(self.call_later, self.go_on)

    def go_on(self) -> None:
        """Hide it; once it is hidden, take the group that was typed."""
        field = self.fields[0]
        if self.shown:
            self._turn(shown=False)
            field.focus()
        elif meant(field.value) == self.groups[self.asked]:
            field.clear()
            self.groups = ["", *[""] * 7]
            self.dismiss(True)
        else:
            self.say(
                tr("That is not this group. Press esc to see the key again.") if field.value else tr("Type it first.")
            )
            field.clear()

    def action_show(self) -> None:
        self._turn(shown=True)

    def _turn(self, *, shown: bool) -> None:
        self.shown, self.said = shown, ""
        self.fields[0].clear()
        self.fields[0].disabled = shown
        self.refresh_bindings()
        self.draw()

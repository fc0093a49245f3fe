"""Choosing a passphrase: what it has to be is said, and it is typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import BindingType

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.sign_in.secrets import Said, SecretScreen
from carelist_tui.vault.keys.passphrases import SHORTEST, check_passphrase

FIRST_MADE = tr("The passphrase that you typed was made for you by somebody else. Choose your own now.")
RULES = tr(
    "At least {shortest} characters; four words of your own will do, and the gaps between them count. You can paste "
    "it. Not one that is tried first by everybody. Nobody can look it up for you.",
    shortest=SHORTEST,
)


class PassphraseScreen(SecretScreen[str | None]):
    """Gives the passphrase that a worker chose, or None. `why` is said above."""

    TITLE_WORDS = tr("A passphrase of your own")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("passphrase.take-it", "enter,ctrl+j,ctrl+s", "take", tr("Go on"), tr("Take it, once both are the same."),
            at_once=True, records=True),
        act("passphrase.next-field", "tab,down", "app.focus_next", tr("Next field"), tr("Go to the other field."),
            footer=False),
        act("passphrase.field-before", "shift+tab,up", "app.focus_previous", tr("Field before"),
            tr("Go to the other field."),
            footer=False),
        act("passphrase.leave-it", "escape", "leave", tr("Back"), tr("Go back without choosing one."), at_once=True),
    ]  # fmt: skip

    def __init__(self, worker: str, why: str, title: str = "") -> None:
        super().__init__()
        self.worker, self.why = worker, why
        self.TITLE_WORDS = title or self.TITLE_WORDS

    def labels(self) -> Sequence[str]:
        return (tr("Your passphrase"), tr("The same again"))

    def above(self) -> Iterable[Said]:
        yield Said(self.why, strong=True)
        yield Said("")
        yield Said(RULES)

    def action_take(self) -> None:
        # Behind the letters that are still on their way to the field.
        (self.focused or self).call_later(self.call_later, self.take)

    def take(self) -> None:
        """Take what stands in both fields; say what is in the way where it can't be one."""
        first, second = self.fields
        try:
            chosen = check_passphrase(first.value, self.worker)
        except Refused as refused:
            words = str(refused)
            self.say(f"{words[:1].upper()}{words[1:]}.")
            first.focus()
            return
        if not second.value:
            self.say(tr("Type it once more below."))
            second.focus()
        elif first.value != second.value:
            self.say(tr("The two are not the same: type the second one again."))
            second.clear()
            second.focus()
        else:
            first.clear()
            second.clear()
            self.dismiss(chosen)

    def action_leave(self) -> None:
        for field in self.fields:
            field.clear()
        self.dismiss(None)

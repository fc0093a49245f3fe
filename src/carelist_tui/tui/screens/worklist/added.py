"""What can be recorded about the person at hand besides what is due, a key each; and taking back."""

from __future__ import annotations

from carelist_tui.domain.card import Card
from carelist_tui.tui.screens.person_acts import ActsPage
from carelist_tui.tui.screens.worklist.marked_rows import MarkingScreen


class AddingScreen(MarkingScreen, ActsPage):
    """The list with the keys of every screen that has a person at hand: here, whoever the cursor stands on."""

    def at_hand(self) -> Card | None:
        return self.card

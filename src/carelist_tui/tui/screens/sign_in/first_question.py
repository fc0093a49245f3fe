"""The first question where there is no store: a new team, or a team that uses Carelist already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType

from carelist_tui.catalogue import tr
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.sign_in.secrets import Said, SecretScreen

NO_STORE = tr("Carelist has no store on this laptop yet. Which is it?")
NEW_TEAM = tr(
    "Nobody of your team uses Carelist yet. Five short pages make its store on this laptop; nothing leaves it. Other "
    "laptops can join later."
)
JOIN_TEAM = tr(
    "Your team uses Carelist on another laptop. Have at hand: your worker id, the folder that the laptops share, and a "
    "manager of your team, on the telephone or beside you."
)
TOUR = tr(
    "Ten minutes on people who do not exist, with one thing to do at a time. Nothing of it is kept; then this question "
    "is asked again."
)
WAYS = ((tr("1  A new team"), NEW_TEAM), (tr("2  Join a team"), JOIN_TEAM), (tr("3  Look round first"), TOUR))


class FirstQuestion(SecretScreen[int | None]):
    """Gives 0 for a new team, 1 to join one, 2 for the tour, None when it is left."""

    TITLE_WORDS = tr("First start")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("first.new-team", "1", "choose(0)", tr("A new team"), tr("Make the store of a new team on this laptop.")),
        act("first.join-team", "2", "choose(1)", tr("Join a team"), tr("Ask a manager's laptop to let this one in.")),
        act(
            "first.take-tour",
            "3",
            "choose(2)",
            tr("Look round"),
            tr("Take the tour: ten minutes on people who do not exist."),
        ),
        act("first.leave-question", "escape", "leave", tr("Leave"), tr("Leave Carelist; nothing is made.")),
    ]

    def above(self) -> Iterable[Said]:
        yield Said(NO_STORE, strong=True)
        for title, words in WAYS:
            yield Said("")
            yield Said(title, strong=True)
            yield Said(words, lead="   ")

    def action_choose(self, which: int) -> None:
        self.dismiss(which)

    def action_leave(self) -> None:
        self.dismiss(None)

"""The conversation on a tour: before each question it says what to do next, as soon as that has changed."""

from __future__ import annotations

from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.conversation import Conversation
from carelist_tui.desk.guide.tour_journal import TourJournal
from carelist_tui.desk.guide.tour_steps import PLAIN_STEPS, Sight, TourSoFar

WELCOME = tr(
    "The tour: ten minutes on people who do not exist. One thing to do at a time. Try what you like: nothing is kept, "
    "and your own store is not touched. t tells the step again, n leaves it out, q leaves."
)
DONE = tr("Done.")


class GuidedConversation(Conversation):
    """Carelist in lines, with a tour that is told what was come to and recorded."""

    def __init__(self, *said: Any, **more: Any) -> None:
        super().__init__(*said, **more)
        self.tour = TourSoFar(PLAIN_STEPS)
        self.journal = TourJournal(self.now())
        self._told = -1
        """Which step was told last."""

    def run(self) -> None:
        self.journal.begin(self.door)
        self.voice.say(WELCOME)
        super().run()

    def _letter(self, prompt: str) -> str:
        """What was typed, after what to do next was said; `t` and `n` on the list are the tour's own."""
        on_list = prompt == self.LIST_PROMPT
        while True:
            self.tour.heard(self.journal.news(self.door))
            self._lead()
            said = super()._letter(prompt)
            if on_list and said == "n":
                self.tour.pass_over()
            elif on_list and said == "t":
                self._told = -1
            else:
                return said

    def _lead(self) -> None:
        """Say the step at hand, once."""
        step = self.tour.step
        if step is None or self._told == self.tour.at:
            return
        if self._told >= 0:
            self.voice.say(DONE)
        self._told = self.tour.at
        self.voice.say(tr("Tour, {place}, {title}. {why}", place=self.tour.place, title=step.title, why=step.why))
        self.voice.say(tr("Do it now: {plain}.", plain=step.plain))

    def _saw(self, sight: Sight) -> None:
        self.tour.saw(sight)

    def show_list(self) -> None:
        super().show_list()
        if self.only_missed:
            self._saw("missed")

    def open_person(self, person: str) -> None:
        self._saw("person")
        super().open_person(person)

    def find(self) -> None:
        self._saw("found")
        super().find()

    def end_day(self) -> None:
        super().end_day()
        self._saw("day_end")

"""A supervision: the decisions that were said no to are offered to be ticked as read, and whoever is at the keys
supervises where they may."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.questions.asks import Ask
from carelist_tui.desk.questions.offers import Offer, fits
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.roster.roster import SUPERVISES

WORKER, READ = "body.worker", "body.decisions"


class SupervisionQuestions(Questionnaire):
    """A supervision of a worker. Without the right to see their pack nothing is offered, and the form asks the rest."""

    _noes: tuple[Offer, ...] = ()

    async def learn(self) -> bool:
        """Read the pack of the worker whom it is about, too."""
        is_whole = await super().learn()
        worker, desk = self.typed.get(WORKER, ""), self.desk
        if worker:
            try:
                pack = await asyncio.to_thread((await desk.door()).reports.supervision_pack, worker, desk.now())
            except Refused:
                return is_whole
            self._noes = tuple(Offer(no.entry, f"{no.point.listed}: {no.point.words}") for no in pack.noes)
        return is_whole

    def is_asked(self, ask: Ask, typed: dict[str, str]) -> bool:
        """What was drawn to be read stands there to be seen, and may be taken away."""
        return bool(self._noes) if ask.path == READ else super().is_asked(ask, typed)

    def offered(self, ask: Ask, text: str) -> Sequence[Offer]:
        """The decisions that were said no to since last time."""
        if ask.path != READ:
            return super().offered(ask, text)
        return [offer for offer in self._noes if not text or fits(offer.words, text)]


def supervisor_at_hand(roster: Roster, worker: str | None, of: str) -> str | None:
    """Whoever is at the keys, where they may supervise that worker."""
    may = worker is not None and worker != of and roster.role(worker) in SUPERVISES
    return worker if may else None

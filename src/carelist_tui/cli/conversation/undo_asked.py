"""What was recorded is taken back in plain lines, or put back: said, asked, then a correction."""

from __future__ import annotations

from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.acts import Acts
from carelist_tui.desk.undo import PUT_BACK, TAKEN_BACK, Deed, newest_today, strikes, words_of
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.words import moment_in_words


class UndoAsked:
    """Of what is recorded by these acts, and of what this worker recorded today."""

    def __init__(self, acts: Acts) -> None:
        self.acts, self.door, self.voice, self.now = acts, acts.door, acts.voice, acts.now

    def take_back(self, card: Card | None = None) -> None:
        """What this worker recorded last, here or today about this person: said, asked, then entered in error."""
        deed = self.acts.undo.newest()
        if deed is None and card is not None:
            story = self.door.people.person(card.person, self.now())["story"]
            deed = newest_today(story, self.door.worker, self.now(), self.acts.zone)
        if deed is None:
            self.voice.say(tr("Nothing that you recorded today is left to take back here."))
            return
        words = self._words_of(deed)
        drafts = strikes(deed.ids, TAKEN_BACK, self.acts.moment(), self.acts.entry_id)
        if not self.voice.agrees(tr("Take back: {words}?", words=words)) or not self._correct(drafts):
            self.voice.say(tr("Nothing is taken back."))
            return
        self.acts.undo.took_back(deed, [draft["id"] for draft in drafts])
        self.voice.say(tr("Taken back: {words}. U puts it back.", words=words))

    def put_back(self) -> None:
        """What was taken back last stands again."""
        deed = self.acts.undo.newest_taken()
        if deed is None:
            self.voice.say(tr("Nothing was taken back that could be put back."))
        elif self._correct(strikes(deed.struck_by, PUT_BACK, self.acts.moment(), self.acts.entry_id)):
            self.acts.undo.put_back(deed)
            self.voice.say(tr("Put back: {words_of}.", words_of=self._words_of(deed)))

    def _correct(self, drafts: list[dict[str, Any]]) -> bool:
        try:
            self.door.record(drafts, self.now())
        except Refused as refused:
            self.voice.say(
                tr("NOT RECORDED: {sentences}.", sentences="; ".join(fault.sentence for fault in refused.faults))
            )
            return False
        return True

    def _words_of(self, deed: Deed) -> str:
        told = self.door.people.entries(deed.ids)
        whose = next((str(entry["person"]) for entry in told if entry.get("person")), None)
        card = self.door.people.card(whose, self.now()) if whose else None
        return words_of(told, card, lambda moment: moment_in_words(moment, self.now(), self.acts.zone))

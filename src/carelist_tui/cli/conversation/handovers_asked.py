"""A handover sealed for another team's folder, its receipt, and a file that came, in plain lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.exports import Brought
from carelist_tui.carelist.handovers import Across
from carelist_tui.carelist.imports.caseload_file import file_meant
from carelist_tui.carelist.paper_place import sealed_place
from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.cli.door import keep_look
from carelist_tui.desk.questions.sealed_files import (
    ABOUT_FILE,
    ABOUT_KEY,
    BY_FILE,
    OTHER_KEY,
    WHERE,
    WHICH_FILE,
    WHICH_KEY,
    WHO_SEALED,
    Keys,
    about_sent,
    about_signer,
    key_typed,
    lines_of_arrived,
    lines_of_sent,
    owed_across,
    signer_typed,
    words_of_across,
    words_of_recipient,
)
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.words import moment_in_words
from carelist_tui.domain.worklist import Item
from carelist_tui.exchange.sealed import LARGEST_FILE
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.given import read_given
from carelist_tui.vault.team.fingerprint import fingerprint_words
from carelist_tui.vault.whole_file import write_whole

NOT_SEALED = tr(
    "Nothing of them goes sealed to another team, and nothing came so: record a handover out of the service first (r)."
)
KEYS = Keys("o", tr("o at the list"))
BY_LETTER = tr("o sends the file or the receipt; o at the list takes theirs in.")
LEAVES = tr("or enter to leave")
T = TypeVar("T")


class HandoversAsked:
    """Files between teams, for one conversation."""

    def __init__(self, door: Carelist, voice: Voice, now: Callable[[], datetime]) -> None:
        self.door, self.voice, self.now = door, voice, now

    @property
    def _encrypted(self) -> bool:
        return self.door.opened.key is not None

    def send(self, card: Card) -> None:
        """What can be sealed of somebody for another team: which, for whom, into which file."""
        known = self.door.handovers.across(card.person, self.now())
        if not known:
            self.voice.say(NOT_SEALED)
            return
        chosen = self.voice.pick(tr("Send what"), [words_of_across(each, card.listed) for each in known])
        if chosen is not None:
            self._send(card, known[chosen])

    def _send(self, card: Card, across: Across) -> None:
        to = self._key_of(across) if self._encrypted else ()
        if to is None:
            self.voice.say(tr("Nothing is sent."))
            return
        self._say(about_sent(across, card.listed, encrypted=self._encrypted))
        path = self._asked(f"{WHICH_FILE[:-1]}, {LEAVES}", lambda typed: sealed_place(typed, self.door.store))
        if path is None:
            self.voice.say(tr("Nothing is sent."))
            return
        seal = self.door.exports.seal_receipt if across.came else self.door.exports.seal_handover
        try:
            raw, count, person = seal(across.handover, to, self.now())
            write_whole(path, raw)
        except Refused as refused:
            self.voice.say(
                tr("NOT SENT: {sentences}.", sentences="; ".join(fault.sentence for fault in refused.faults))
            )
            return
        except OSError as trouble:
            self.voice.say(
                tr(
                    "NOT SENT: {path} can't be written: {words_of}. Send it again, into another file.",
                    path=path,
                    words_of=words_of(trouble),
                )
            )
            return
        keep_look(self.door, "exported", person, count=count)
        self._tell(lines_of_sent(across, path, self.door.exports.sealer(), KEYS, encrypted=self._encrypted))

    def _key_of(self, across: Across) -> tuple[str, ...] | None:
        known = self.door.handovers.recipients(across.handover)
        if known:
            words = [*(words_of_recipient(each, self._when) for each in known), OTHER_KEY]
            chosen = self.voice.pick(tr("For whom"), words)
            if chosen is None or chosen < len(known):
                return None if chosen is None else known[chosen].keys
        self._say(ABOUT_KEY)
        own = self.door.laptops.team_key(self.now())
        key = self._asked(f"{WHICH_KEY}, {LEAVES}", lambda typed: key_typed(typed, own))
        return None if key is None else (key,)

    def without_files(self, owed: Sequence[Item]) -> list[Item]:
        """What of this a form settles; of what a file does alone it is said how."""
        people = {item.person.id for item in owed if item.person is not None and item.kind in BY_FILE}
        across = [each for person in people for each in self.door.handovers.across(person, self.now())]
        for item in owed:
            if owed_across(item, across):
                self.voice.say(f"{item.why}. {BY_LETTER}")
        return [item for item in owed if not owed_across(item, across)]

    def take(self) -> None:
        """A file that came: which, who sealed it, and what came of it."""
        self._say(ABOUT_FILE)
        path = self._asked(f"{WHERE}, {LEAVES}", file_meant)
        if path is None:
            return
        try:
            self._take(path)
        except Refused as refused:
            self.voice.say(
                tr("NOT TAKEN IN: {sentences}.", sentences="; ".join(fault.sentence for fault in refused.faults))
            )

    def _take(self, path: Path) -> None:
        raw = read_given(path, LARGEST_FILE, "export")
        brought = self.door.exports.look_into(raw, self.now())
        device = None if brought.is_ours else self._signer(brought)
        if device is None and not brought.is_ours:
            self.voice.say(tr("Nothing is taken in."))
            return
        arrived = self.door.exports.take_sealed(raw, self.now(), signed_by=device)
        named = self.door.handovers.whom(brought.handover or brought.receipt)
        card = self.door.people.card(named, self.now()) if named is not None else None
        shown = self.door.people.person(named, self.now()) if named is not None else None
        self._tell(lines_of_arrived(arrived, card.listed if card is not None else "them", shown, KEYS))

    def _signer(self, brought: Brought) -> str | None:
        self._say(about_signer(brought))
        words = fingerprint_words(brought.signing_key)
        return self._asked(f"{WHO_SEALED}, {LEAVES}", lambda typed: signer_typed(typed, brought, words))

    def _asked(self, prompt: str, understood: Callable[[str], T]) -> T | None:
        """What was meant, asked again until it is understood; None where only enter was pressed."""
        while typed := self.voice.ask(prompt):
            try:
                return understood(typed)
            except ValueError as trouble:
                self.voice.say(f"{trouble}.")
        return None

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.voice.say(line)

    def _tell(self, lines: Iterable[tuple[str, str]]) -> None:
        for label, words in lines:
            self.voice.say(f"{label}: {words}" if label.strip() else words)

    def _when(self, at: datetime) -> str:
        return moment_in_words(at, self.now(), self.door.glance.calendar.zone)

"""One person in plain lines: how they stand, and what can be done for them, a letter each, until they are left."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.acts import Acts
from carelist_tui.cli.conversation.attempt_asked import AttemptAsked
from carelist_tui.cli.conversation.copies import Copies
from carelist_tui.cli.conversation.handovers_asked import HandoversAsked
from carelist_tui.cli.conversation.list_words import person_lines
from carelist_tui.cli.conversation.owed_asked import OwedAsked
from carelist_tui.cli.conversation.undo_asked import UndoAsked
from carelist_tui.desk.sections.rows import is_step
from carelist_tui.desk.several import ONLY_SCORES, REFUSED
from carelist_tui.domain.card import Card
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.worklist import Item, due_first
from carelist_tui.exchange.story_text import story_line

AHEAD_DAYS = 8
"""How far ahead the next step of a missed contact is looked for."""
DECIDES = ("a", "d", "s", "g", "l", "r")
"""Letters at a person that record something which somebody decided: in a huddle it is asked who."""
READS = ("t", "y")
"""What is there where nothing may be recorded."""
PERSON_HELP = (
    ("a", tr("record an attempt: a call, a text or a visit")), ("d", tr("write a decision note")),
    ("s", tr("settle what is due")), ("g", tr("give what is due to another worker")),
    ("l", tr("put off what is due, with a reason")), ("r", tr("record something else")),
    ("o", tr("hand over: send it sealed to another team, or the receipt of theirs")),
    ("u", tr("take back what you "
             "recorded last")), ("U", tr("put back what u took back")), ("t", tr("tell the whole story")),
    ("y", tr("copy them as text for the main record; it asks why")),
)  # fmt: skip


class PersonAsked:
    """Whoever is asked for. `letter` asks for one; `may_record` says whether anything may be recorded by this clock."""

    records = True
    """Whether the store is open to write."""
    only_scores = False
    """Whether whoever is signed in is an auditor."""

    def __init__(
        self, acts: Acts, owed: OwedAsked, handovers: HandoversAsked, copies: Copies, letter: Callable[[str], str],
        may_record: Callable[[], bool],
    ) -> None:  # fmt: skip
        self.acts, self.owed, self.handovers, self.copies = acts, owed, handovers, copies
        self.letter, self.may_record = letter, may_record
        self.undo = UndoAsked(acts)
        self.door, self.voice, self.now = acts.door, acts.voice, acts.now

    @property
    def names(self) -> dict[str, str]:
        return {each.id: each.name for each in self.door.people.workers()}

    def open(self, person: str, deciding: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        """One person until they are left. `deciding` is entered around each act that records something new."""
        self.tell(person)
        while said := self.letter(tr("{offered}, or enter to go back", offered=self._offered(person))):
            if said == "t":
                for entry in self.door.people.person(person, self.now())["story"]:
                    self.voice.say(story_line(entry, self.names, self.acts.zone))
            elif said == "y":
                self._copy(person)
            elif said in dict(PERSON_HELP) and self.only_scores:
                self.voice.say(f"{REFUSED}: {ONLY_SCORES}")
            elif said in dict(PERSON_HELP) and self.records:
                if self.may_record():
                    with deciding() if said in DECIDES else nullcontext():
                        self._act(said, person)
            else:
                for key, words in PERSON_HELP:
                    if (self.records and not self.only_scores) or key in READS:
                        self.voice.say(f"{key}: {words}")

    def _copy(self, person: str) -> None:
        card = self.door.people.card(person, self.now())
        if card is not None:
            self.copies.person(card)

    def _offered(self, person: str) -> str:
        acts = self.records and not self.only_scores
        keys = [key for key, _ in PERSON_HELP if key != "a" or self._steps(person)] if acts else READS
        return tr("{keys}, h for help", keys=", ".join(keys))

    def tell(self, person: str) -> None:
        """How they stand."""
        at = self.now()
        card = self.door.people.card(person, at)
        try:
            answer = self.door.people.person(person, at)
        except Refused as refused:
            self.voice.say(str(refused))
            return
        if card is not None:
            for line in person_lines(card, answer, self.names, at, self.acts.zone):
                self.voice.say(line)

    def _owed(self, person: str) -> list[Item]:
        items = self.door.people.today(self.now(), days=AHEAD_DAYS)
        return due_first(item for item in items if item.person is not None and item.person.id == person)

    def _steps(self, person: str) -> list[Item]:
        """The missed-contact steps that are due; where none is, the one that comes next."""
        steps = [item for item in self._owed(person) if is_step(item)]
        return [step for step in steps if step.status != "upcoming"] or steps[:1]

    def _act(self, key: str, person: str) -> None:
        card, owed, steps = self.door.people.card(person, self.now()), self._owed(person), self._steps(person)
        if card is None:
            self.voice.say(tr("They are no longer on the caseload."))
        elif key == "a" and not steps:
            self.voice.say(tr("No missed-contact step is waiting for them."))
        elif key == "a":
            AttemptAsked(self.acts).attempt(steps, card)
        elif key in ("u", "U"):
            self.take_or_put_back(key, card)
        elif key == "d":
            self.acts.form("decision.recorded", owed[0] if owed else None, card, {})
        elif key == "s":
            self.acts.settle(self.handovers.without_files([i for i in owed if i.status != "upcoming"] or owed), card)
        elif key == "r":
            self.acts.add(owed, card)
        elif key in ("g", "l"):
            due = [item for item in owed if item.status != "upcoming"]
            (self.owed.give if key == "g" else self.owed.defer)(due, card)
        elif key == "o":
            self.handovers.send(card)
        for item in self._owed(person)[:1]:
            self.voice.say(tr("Next: {why}.", why=item.why))

    def take_or_put_back(self, key: str, card: Card | None) -> None:
        """What was recorded last, or taken back last: entered in error, or standing again."""
        if key == "u":
            self.undo.take_back(card)
        else:
            self.undo.put_back()

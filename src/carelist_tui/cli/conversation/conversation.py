"""The conversation: today's list by number, a person, what can be recorded about them, finding anybody, leaving."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.backups import BROUGHT_BACK
from carelist_tui.catalogue import tr
from carelist_tui.cli.conversation.acts import Acts
from carelist_tui.cli.conversation.audits.audits_told import AuditsTold
from carelist_tui.cli.conversation.caseload_asked import CaseloadAsked
from carelist_tui.cli.conversation.copies import Copies
from carelist_tui.cli.conversation.handovers_asked import HandoversAsked
from carelist_tui.cli.conversation.huddle_led import HuddleLed
from carelist_tui.cli.conversation.list_words import row_words
from carelist_tui.cli.conversation.measures_told import MeasuresTold, tell_lists, tell_pack
from carelist_tui.cli.conversation.owed_asked import OwedAsked, filter_asked
from carelist_tui.cli.conversation.person_asked import PersonAsked
from carelist_tui.cli.conversation.voice import Left, Voice
from carelist_tui.cli.exit_status import DONE
from carelist_tui.cli.plain_words import out_words
from carelist_tui.desk.day_end import day_end
from carelist_tui.desk.drafts import Drafting
from carelist_tui.desk.sections.filters import Filter, done_words, filtered
from carelist_tui.desk.sections.rows import Row, missed_rows, rows_of
from carelist_tui.desk.sections.saved_filters import LONGEST_WORDS, PURPOSE, SavedFilter, SavedFilters
from carelist_tui.desk.sections.snapshot import MISSED, PLACES, TODAY
from carelist_tui.desk.settings import read_settings, settings_file
from carelist_tui.desk.several import ONLY_SCORES, REFUSED
from carelist_tui.domain.worklist import BANDS
from carelist_tui.exchange.story_text import stamp
from carelist_tui.vault.drafts import Drafts
from carelist_tui.vault.seal import Sealer, draft_sealer

AHEAD_DAYS, AUDIT = 8, "audit"
"""How far ahead the next step of a missed contact is looked for."""
AT_ONCE = 20
"""Lines of the list said before it is asked whether to go on."""
HELP = (
    ("", tr("A number: the person on that line, or what is due for the team.")),
    ("lmw", tr("l: the list again.   m: missed contacts only.   w: only mine, or everybody again.")),
    ("/F", tr("/: only lines with some words.   F: what is shown saved under a name, or shown again by it.")),
    ("feM", tr("f: find anybody by name, identifier or phone.   e: end of the day.   "
                 "M: measures, and who stands behind each.")),
    ("L", tr("L: the ordinary questions as lists: everybody, high, handovers, decisions and more.")),
    ("K", tr("K: audits: samples and what came of them; who may draws and scores them.")),
    ("v", tr("v: the pack for a supervision: your own, or of whom you supervise.")),
    ("H", tr("H: the huddle: who is here, each step, what was said; then it is recorded as held.")),
    ("r", tr("r: record what is about the team, or about somebody who is not on the list.")),
    ("i", tr("i: what was begun and not recorded: go on with it, or throw it away.")),
    ("I", tr("I: bring in a caseload from a spreadsheet.")),
    ("o", tr("o: take in a sealed file from another team: a handover to us, or their receipt.")),
    ("y", tr("y: copy your notes of today for the main record; it asks why.")),
    ("uU", tr("u: take back what you recorded last.   U: put it back.")),
    ("hq", tr("h: this help.   q: leave.")),
)  # fmt: skip
"""The letters at the list, line by line, and what is said of them."""
NOTES = tr("y copies your notes for the main record, over people, as one; it asks why.")
NOTES_BY_COMMAND = tr("Your notes for the main record in one copy: carelist export - --format text --mine --reason WHY")
"""Where nothing can be copied."""
CAPITALS = ("U", "M", "I", "K", "H", "F", "L")
"""Letters that are not the same as their small ones."""
RECORDS = ("u", "U", "I", "o", "H", "r")
"""Letters at the list that record something."""


def talk(
    store: Path,
    worker: str | None,
    *,
    at: datetime | None = None,
    read_only: bool = False,
    key: bytes | None = None,
    talks: type[Conversation] | None = None,
) -> int:
    """Talks until it is left, or what is typed ends. `at`, aware, sets the clock for a demonstration; `key` opens an
    encrypted store; `talks`: another kind of conversation, which leads through a demonstration.

    Refuses (status 3) a store that can't be opened.
    """
    from carelist_tui.desk.open import can_be_written

    kind = Carelist
    if read_only or not can_be_written(store):
        from carelist_tui.desk.read_only import ReadingDoor

        kind = ReadingDoor
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    with kind.open(store, worker, key=key) as door:
        active = [each.id for each in door.people.workers() if each.active]
        door.worker = door.worker or (active[0] if len(active) == 1 else None)
        voice, clipboard = Voice(sys.stdin, sys.stdout), read_settings(settings_file())[0].clipboard
        told = (talks or Conversation)(door, voice, _clock(door, at), records=kind is Carelist, clipboard=clipboard)
        told.is_machines = at is None
        told.filters = SavedFilters(store, door.worker, Sealer(key, PURPOSE)) if door.worker else None
        told.acts.kept.kept = kept = (
            Drafting(Drafts(store, door.worker, draft_sealer(key)), door.glance.holds) if kind is Carelist else None
        )
        try:
            told.run()
        finally:
            if kept is not None:
                kept.close()
    return DONE


def _clock(door: Carelist, at: datetime | None) -> Callable[[], datetime]:
    """The present moment: from `at` on; else the machine's own, or where that can't be right the moment read at."""
    since = monotonic()
    if at is None:
        return lambda: door.clock(datetime.now(UTC)).at
    return lambda: datetime.fromtimestamp(at.timestamp() + monotonic() - since, UTC)


class Conversation:
    """One worker at one store, in lines. `records`: whether anything may be recorded; `clipboard`: how they set that
    copies are made."""

    LIST_PROMPT = tr("A number for a person, or h for help")
    is_machines = False
    """Whether moments are the machine's own, whose clock may be wrong."""

    def __init__(
        self, door: Carelist, voice: Voice, now: Callable[[], datetime], *, records: bool, clipboard: str = ""
    ) -> None:
        self.door, self.voice, self.now, self.records = door, voice, now, records
        self.acts = Acts(door, voice, now)
        self.copies = Copies(door, voice, now, clipboard)
        self.handovers = HandoversAsked(door, voice, now)
        self.rows: list[Row] = []
        self.owed = OwedAsked(self.acts)
        self.person = PersonAsked(self.acts, self.owed, self.handovers, self.copies, self._letter, self._may_record)
        self.person.records, self.person.only_scores = records, self._only_scores
        self.only_missed = self.only_mine = False
        self.words = ""
        """Only lines with these are said."""
        self._ahead = ""
        """What was typed before the whole list was said, and is to be answered."""
        self.filters: SavedFilters | None = None
        """Those that this worker has given a name; none where nobody is signed in."""

    @property
    def names(self) -> dict[str, str]:
        return {each.id: each.name for each in self.door.people.workers()}

    def run(self) -> None:
        """Until q, or the end of what is typed."""
        try:
            self._greet()
            self.show_list()
            while (said := self._next()) != "q":
                self._answer(said)
        except Left:
            self.voice.say(tr("Nothing more was typed."))
            self.voice.say_what_is_lost()
        except KeyboardInterrupt:
            self.voice.say()
            self.voice.say_what_is_lost()
            self.voice.say(tr("Left Carelist."))
            raise
        self.voice.say(tr("Left Carelist."))

    def _greet(self) -> None:
        who = self.names.get(self.door.worker or "", self.door.worker or tr("nobody signed in"))
        self.voice.say(tr("Carelist, {stamp}. You are {who}.", stamp=stamp(self.now(), self.acts.zone), who=who))
        if not self.records:
            self.voice.say(tr("Open to read only: nothing can be recorded."))
        elif self._only_scores:
            self.voice.say(ONLY_SCORES[:1].upper() + ONLY_SCORES[1:])
        if words := self.door.disk_words:
            self.voice.say(tr("Warning: {words}.", words=words))
        for words in self.door.backups.missing():
            self.voice.say(tr("Warning: {words}; {brought_back}.", words=words, brought_back=BROUGHT_BACK))

    @property
    def _only_scores(self) -> bool:
        """Whether whoever is signed in is an auditor, who records nothing but samples and scores."""
        return self.records and self.door.glance.read_roster().only_scores(self.door.worker)

    @property
    def _clock_words(self) -> str:
        """What is to be said first of the machine's clock; empty where it can be right."""
        return self.door.clock(datetime.now(UTC)).words(self.acts.zone) if self.is_machines else ""

    def _may_record(self) -> bool:
        """Whether anything may be recorded by this clock: where it can't be right that is asked, until it was said."""
        words = self._clock_words
        if not words:
            return True
        self.voice.say(tr("Warning: {words}", words=words))
        if not self.voice.agrees(tr("Is the clock of this laptop right? What you record is dated by it.")):
            self.voice.say(tr("Nothing recorded."))
            return False
        self.door.clock_is_right(datetime.now(UTC))
        return True

    def _letter(self, prompt: str) -> str:
        """What was typed, in small letters but for the capitals that mean something of their own."""
        return self._read(self.voice.ask(prompt))

    @staticmethod
    def _read(said: str) -> str:
        return said if said in CAPITALS else said.casefold()

    def _next(self) -> str:
        """What is to be answered: what was typed while the list was still being said, else what is asked for now."""
        said, self._ahead = self._ahead, ""
        return said or self._letter(self.LIST_PROMPT)

    def _answer(self, said: str) -> None:
        reads: dict[str, Callable[[], None]] = {
            "f": self.find, "e": self.end_day, "M": self._measures, "K": self._audits, "y": self.copies.own_day,
            "v": lambda: tell_pack(self.door, self.voice, self.now), "/": self._filter, "F": self._filters,
            "i": self._go_on, "L": self._lists,
        }  # fmt: skip
        if said.isdecimal() and 0 < int(said[:9]) <= len(self.rows):
            self.open_row(self.rows[int(said[:9]) - 1])
        elif said in reads:
            reads[said]()
        elif said in RECORDS and self._only_scores:
            self.voice.say(f"{REFUSED}: {ONLY_SCORES}")
        elif said in RECORDS and self.records:
            if self._may_record():
                self._record_by(said)
        elif said in ("", "l", "m", "w"):
            self.only_missed = said == "m" or (self.only_missed and said == "w")
            self.only_mine = self.only_mine != (said == "w")
            self.show_list()
        else:
            if said not in ("h", "?", "help"):
                self.voice.say(tr("{said} is no number on the list and no letter known.", said=said))
            self._help()

    def _help(self) -> None:
        """The letters that do something for whoever is signed in; where others record, why they do not."""
        records = self.records and not self._only_scores
        for letters, words in HELP:
            if records or not set(letters) & set(RECORDS):
                self.voice.say(words)
        if self._only_scores:
            self.voice.say(ONLY_SCORES[:1].upper() + ONLY_SCORES[1:])

    def _measures(self) -> None:
        MeasuresTold(self.door, self.voice, self.now, self.person.tell).run()
        self.show_list()

    def _audits(self) -> None:
        self.tell_audits()
        self.show_list()

    def _record_by(self, said: str) -> None:
        if said == "I":
            CaseloadAsked(self.door, self.voice, self.now).run()
            self.show_list()
        elif said == "o":
            self.handovers.take()
            self.show_list()
        elif said == "H":
            HuddleLed(self.door, self.voice, self.now, self.acts, self.person.open).run()
            self.show_list()
        elif said == "r":
            self.owed.add_other()
        else:
            self.person.take_or_put_back(said, None)

    def _lists(self) -> None:
        tell_lists(self.door, self.voice, self.now, self.person.open)
        self.show_list()

    def _go_on(self) -> None:
        if not self.acts.kept.begun() or self._may_record():
            self.acts.go_on()
            self.show_list()

    def _filter(self) -> None:
        self.words = self.voice.ask(tr("Only lines with which words, or enter for all"))[:LONGEST_WORDS]
        self.show_list()

    def _filters(self) -> None:
        """What is shown is saved under a name, or what was saved is shown again."""
        place = PLACES[MISSED if self.only_missed else TODAY]
        chosen = filter_asked(self.voice, self.filters, SavedFilter("", place, self.words, self.only_mine))
        if chosen is not None:
            self.only_missed, self.only_mine, self.words = chosen.place == PLACES[MISSED], chosen.only_mine, chosen.text
            self.show_list()

    def show_list(self) -> None:
        """What is due, numbered; what is left out is said. First, that the machine's clock can't be right."""
        if words := self._clock_words:
            self.voice.say(tr("Warning: {words}", words=words))
        at = self.now()
        due = self.door.people.today(at, days=AHEAD_DAYS if self.only_missed else None)
        every = missed_rows(due) if self.only_missed else rows_of(due)
        mine = self.door.worker if self.only_mine else None
        by = Filter(self.words, mine, self.names)
        self.rows = filtered(every, by)
        self.voice.say(tr("Missed contacts:") if self.only_missed else tr("Today:"))
        if words := self.acts.kept.words():
            self.voice.say(words)
        for out in self.door.glance.out(at):
            self.voice.say(out_words(out, self.names, at, self.acts.zone))
        self._say_rows(at)
        nothing = tr("Nothing here:") if every else tr("Nothing is owed now.")
        shown = tr("{n} to look at.", n=len(self.rows)) if self.rows else nothing
        hidden = by.says_hidden(len(every) - len(self.rows))
        self.voice.say(f"{shown} {hidden}." if hidden else shown)
        if not self.only_missed:
            settled = rows_of(self.door.glance.settled_today(at))
            self.voice.say(f"{done_words(every, settled, Filter(only=mine))}.")

    def _say_rows(self, at: datetime) -> None:
        """The rows by number, today's under a heading a band."""
        inside, before = Counter(row.item.band for row in self.rows), 0
        for number, row in enumerate(self.rows, start=1):
            if number > AT_ONCE and number % AT_ONCE == 1 and not self._goes_on(number):
                break
            if not self.only_missed and row.item.band != before:
                before = row.item.band
                self.voice.say(f"{BANDS[before].upper()}: {inside[before]}")
            self.voice.say(row_words(number, row, self.names, at, self.acts.zone))

    def _goes_on(self, number: int) -> bool:
        """Whether more lines are to be said; what else is typed is taken as the answer that the list asks for."""
        n = len(self.rows) - number + 1
        said = self._read(self.voice.ask(tr("{n} more: enter goes on, s stops, a number opens that line", n=n)))
        self._ahead = said if said not in ("", "s") else ""
        return not said

    def end_day(self) -> None:
        """What was recorded today, what is left, what was sent, whom the night holds."""
        worker = self.door.worker
        if worker is None:
            self.voice.say(tr("Nobody is signed in: whose day it is is not known."))
            return
        for heading, lines in day_end(self.door, worker, self.now()):
            self.voice.say(f"{heading}:")
            for line in lines:
                self.voice.say(f"- {line}")
        self.voice.say(NOTES_BY_COMMAND if self.copies.hand.impossible else NOTES)

    def find(self) -> None:
        """Anybody by name, identifier or phone."""
        text = self.voice.ask(tr("Name, identifier or phone"))
        found = self.door.people.find(text) if text else []
        n = self.voice.pick(tr("Found"), [f"{each.name}, {each.ref}" for each in found]) if found else None
        if n is not None:
            self.open_person(found[n].person)
        elif not found:
            self.voice.say(tr("Nobody found."))

    def open_row(self, row: Row) -> None:
        """The person of a line; of one about nobody, what settles it."""
        if row.person is not None:
            self.open_person(row.person)
        elif row.item.kind == AUDIT:
            self.tell_audits(str(row.item.detail.get("audit", "")))
            self.show_list()
        elif self.records and not self._only_scores:
            if self._may_record():
                self.acts.settle(row.items, None)
        else:
            self.voice.say(row.item.why)

    def tell_audits(self, owed: str = "") -> None:
        """The audits; `owed`: the kind that a Due asks for."""
        told = AuditsTold(self.door, self.voice, self.now, self.acts, self._may_record)
        told.run(records=self.records, owed=owed)

    def open_person(self, person: str) -> None:
        """A person, and what can be done for them until they are left; then the list."""
        self.person.open(person)
        self.show_list()

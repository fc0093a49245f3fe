"""A caseload brought in by plain lines: which file, what each of its columns and words is taken for, tried, taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import get_args

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.imports.caseload_file import (
    CaseloadFile,
    file_meant,
    keep_draft,
    keep_map,
    kept_draft,
    kept_map,
)
from carelist_tui.carelist.imports.caseload_import import Outcome, said_of_many, sums_in_words
from carelist_tui.carelist.imports.caseload_words import Word, choices_of
from carelist_tui.catalogue import tr
from carelist_tui.cli.caseload_rows import line_on, words_of, words_on_missing
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.settings import settings_file
from carelist_tui.domain.entries.choices import Avoid, choice_in_words
from carelist_tui.domain.refusal import MOST_TOLD, Refused
from carelist_tui.exchange.caseload.columns import OF_ONE, column_words, named_columns, plain_heading

ASKED = tr("A number to change it, d to try it, l to hear them again, or enter to leave")
TRIED = tr("t takes it in, u brings changed details as well, a number changes a column, or enter to leave")
WHICH = tr("Which column of ours, by its name; ? lists them; do not call, do not text ...; enter leaves it out")
NOT_SAID = tr("every row needs it, and it is in no column")


class Silent:
    """Nobody is told how far it is: at the end it is said."""

    def step(self, number: int = 1) -> None:
        """So many rows more are done."""


class CaseloadAsked:
    """Brings one file in, for one conversation."""

    def __init__(self, door: Carelist, voice: Voice, now: Callable[[], datetime]) -> None:
        self.door, self.voice, self.now = door, voice, now
        place = settings_file()
        self.folder = place.parent if place is not None else None
        self.words: list[Word] = []
        self.update = False

    def run(self) -> None:
        """Until it is taken, or left: then it is kept as it was meant so far."""
        file = self._chosen()
        while file is not None:
            keep_draft(self.folder, file)
            self._say_columns(file)
            said = self.voice.ask(ASKED).casefold()
            if not said:
                return
            if said == "d":
                file = self._tried(file)
            elif said.isdecimal():
                file = self._changed(file, int(said[:9]) - 1)

    def _chosen(self) -> CaseloadFile | None:
        begun = kept_draft(self.folder)
        if begun is not None and self.voice.agrees(tr("Go on with {name}, as you left it?", name=begun.path.name)):
            return begun
        while typed := self.voice.ask(tr("Where is the file, .xlsx or .csv? Its path, or enter to leave")):
            try:
                return self._of_sheet(self._read(file_meant(typed)))
            except (ValueError, Refused) as trouble:
                self.voice.say(tr("Not read: {trouble}.", trouble=trouble))
        return None

    def _read(self, path: Path) -> CaseloadFile:
        mapped, trouble = kept_map(self.folder)
        if trouble:
            self.voice.say(trouble)
        return CaseloadFile.read(path, mapped)

    def _of_sheet(self, file: CaseloadFile) -> CaseloadFile:
        sheets = file.sheets
        chosen = self.voice.pick(tr("Which sheet"), sheets) if len(sheets) > 1 else None
        file = file.of_sheet(sheets[chosen or 0]) if len(sheets) > 1 else file
        file.headings()  # refuses what is no table
        return file

    def _say_columns(self, file: CaseloadFile) -> None:
        """Each of what is missing, their columns and the words that can't be read, by number."""
        self.words = file.words(self.door.journal.standards, self.door.people.workers())
        named = file.named()
        once = {
            name: f"{tr('where empty') if name in named else tr('always')} {words}"
            for name, words in file.mapped.defaults.items()
        }
        lines = [f"{column_words(name)}: {once.get(name, NOT_SAID)}" for name in file.missing()]
        for each in file.headings():
            taken = [tr("do not {way}", way=_way(code)) for code in each.flags] or [
                column_words(name) for name in each.names
            ]
            guessed = tr(", guessed") if each.guessed else ""
            sample = tr(", for example {sample}", sample=each.sample) if each.sample else ""
            lines.append(f"{each.words}: {tr(' and ').join(taken) or tr('left out')}{guessed}{sample}")
        for word in self.words:
            means = (
                tr("can't be read")
                if word.means is None
                else tr("means {means}", means=word.means or tr("that nothing is known"))
            )
            lines.append(
                tr(
                    "{words}, in {column_words}, {rows} times: {means}",
                    words=word.words,
                    column_words=column_words(word.name),
                    rows=word.rows,
                    means=means,
                )
            )
        for number, line in enumerate(lines, start=1):
            self.voice.say(f"{number}  {line}.")

    def _changed(self, file: CaseloadFile, place: int) -> CaseloadFile:
        missing, headings = file.missing(), file.headings()
        if place < len(missing):
            return self._said_once(file, missing[place])
        place -= len(missing)
        if place < len(headings):
            return self._taken_for(file, headings[place].words)
        place -= len(headings)
        return self._word_said(file, self.words[place]) if place < len(self.words) else file

    def _said_once(self, file: CaseloadFile, name: str) -> CaseloadFile:
        """What no column says: which of theirs it is, where nobody can say it for all; else a choice, or words."""
        called = column_words(name)
        if name in OF_ONE:
            theirs = [each.words for each in file.headings()]
            chosen = self.voice.pick(tr("Which column is {called}", called=called), theirs)
            return file if chosen is None else file.taken_also_for(theirs[chosen], name)
        if known := choices_of(name, self.door.journal.standards, self.door.people.workers()):
            chosen = self.voice.pick(tr("{called}, for every row", called=called), [words for _, words in known])
            return file if chosen is None else file.said_once(name, known[chosen][0])
        return file.said_once(name, self.voice.ask(tr("{called}, for every row", called=called)))

    def _taken_for(self, file: CaseloadFile, heading: str) -> CaseloadFile:
        ours = {plain_heading(words): name for name in named_columns() for words in (column_words(name), name)}
        forbids = {
            plain_heading(tr("do not {words}", words=words)): code
            for code in get_args(Avoid)
            for words in (_way(code), code)
        }
        while said := self.voice.ask(tr("{heading} is what? {which}", heading=heading, which=WHICH)):
            plain = plain_heading(said)
            if plain in forbids:
                return file.forbids(heading, forbids[plain])
            if plain in ours:
                return file.taken_for(heading, (ours[plain],))
            for name in named_columns():
                self.voice.say(f"  {name.replace('_', ' ')}")
        return file.taken_for(heading, ())

    def _word_said(self, file: CaseloadFile, word: Word) -> CaseloadFile:
        known = choices_of(word.name, self.door.journal.standards, self.door.people.workers())
        asked = [*(words for _, words in known), tr("nothing is known")]
        chosen = self.voice.pick(
            tr("{words}, in {column_words}, is what", words=word.words, column_words=column_words(word.name)), asked
        )
        return file if chosen is None else file.word_means(word, [*(code for code, _ in known), ""][chosen])

    def _tried(self, file: CaseloadFile) -> CaseloadFile | None:
        """Says what would become of each row, and takes it as it was tried; None once it is taken."""
        shown = file.as_shown()
        if not self._take(shown, dry_run=True):
            return file
        while said := self.voice.ask(TRIED).casefold():
            if said == "t":
                return None if self._take(shown, dry_run=False) else file
            if said == "u":
                self.update = not self.update
                self.voice.say(
                    tr("Changed details are brought too.") if self.update else tr("Only new people are brought.")
                )
                self._take(shown, dry_run=True)
            elif said.isdecimal():
                return self._changed(shown, int(said[:9]) - 1)
        return file

    def _take(self, file: CaseloadFile, *, dry_run: bool) -> bool:
        try:
            remarks, outcomes, gone = file.take(
                self.door, self.now(), lambda _: Silent(), dry_run=dry_run, update=self.update
            )
        except Refused as refused:
            for fault in refused.faults:
                self.voice.say(tr("Not {which}: {fault}.", which=tr("tried") if dry_run else tr("taken"), fault=fault))
            return False
        for words in remarks:
            self.voice.say(f"{words}.")
        self._say_rows(outcomes, dry_run=dry_run)
        if gone:
            self.voice.say(words_on_missing(gone))
        if not dry_run and any(each.what != "refused" for each in outcomes):
            keep_draft(self.folder, None)
            self.voice.say(keep_map(self.folder, file.mapped) or tr("How the columns are meant is kept for next time."))
        return True

    def _say_rows(self, outcomes: Sequence[Outcome], *, dry_run: bool) -> None:
        """The rows of which there is something to say, the refused first; then the sums."""
        many, rows = said_of_many(outcomes)
        for words in many:
            self.voice.say(f"{words}.")
        told = [each for each in rows if each.remarks or each.what == "refused"]
        told.sort(key=lambda each: (each.what != "refused", each.line))
        for each in told[:MOST_TOLD]:
            self.voice.say(line_on(each, words_of(dry_run=dry_run)))
        if len(told) > MOST_TOLD:
            self.voice.say(tr("and {n:,} more rows of which something is to be said.", n=len(told) - MOST_TOLD))
        sums = sums_in_words(rows)
        self.voice.say(
            f"{tr('Nothing is recorded. It would be') if dry_run else tr('Taken in')}: {sums or tr('no row')}."
        )


def _way(code: str) -> str:
    return choice_in_words(code).casefold()

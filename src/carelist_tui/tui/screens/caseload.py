"""A caseload from a spreadsheet: choose the file, see what each heading is taken for, change it, try it, take it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, get_args

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.carelist.imports.caseload_file import (
    CaseloadFile,
    Heading,
    file_meant,
    keep_draft,
    keep_map,
    kept_draft,
    kept_map,
)
from carelist_tui.carelist.imports.caseload_import import OUTCOMES, Outcome, said_of_many, sums_in_words
from carelist_tui.carelist.imports.caseload_words import Word, choices_of
from carelist_tui.catalogue import tr
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.settings import settings_file
from carelist_tui.desk.several import is_refusal
from carelist_tui.domain.entries.choices import Avoid, choice_in_words
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.caseload.columns import OF_ONE, column_words, named_columns, remark_in_words
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.choice import Choice, ChooseScreen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.panel import Said
from carelist_tui.tui.widgets.plain import Line
from carelist_tui.tui.widgets.row import rule_strip

LOOK_SECONDS = 0.2
ABOUT_FILE = [
    tr("A spreadsheet with a row a person: .xlsx, or .csv from Excel or another program. Nothing is taken yet."),
    tr("First you see what each of its columns is taken for, then what would become of each row."),
]
GOES_ON = tr("Half brought in before: enter goes on with it, its columns as you meant them. Or type another.")
NOT_READ, SAYS_NOTHING = tr("CAN'T BE READ"), tr("nothing is known")
LEFT_OUT = tr("left out")
GUESSED, NOT_SAID = "guessed", tr("NEEDED, in no column")
AS_IT_IS = tr("Look at what each column is taken for: enter changes it. d tries it; nothing is recorded by that.")


class Counted:
    """How many rows are done, of how many."""

    def __init__(self) -> None:
        self.done = self.whole = 0

    def begin(self, whole: int) -> Counted:
        """So many there are."""
        self.done, self.whole = 0, whole
        return self

    def step(self, number: int = 1) -> None:
        """So many rows more are done."""
        self.done += number


class CaseloadScreen(Page):
    """Gives what was taken in words, or None."""

    WHERE = tr("Caseload")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("bringing.change-column", "enter,ctrl+j", "change", tr("Change"),
            tr("Change what the column at the cursor is taken for, or say once what every row needs.")),
        act("bringing.try-file", "d", "take(True)", tr("Try"), tr("Say what would become of every row; nothing is "
                                                                  "recorded.")),
        act("bringing.take-file", "ctrl+s", "take(False)", tr("Take in"), tr("Take in every row that nothing speaks "
                                                                             "against."),
            records=True),
        act("bringing.update-people", "u", "update", tr("Update"), tr("Also bring changed details of people who "
                                                                      "are here.")),
        act("bringing.choose-file", "o", "choose", tr("Another file"), tr("Choose another file."), footer=False),
        act("bringing.show-columns", "v", "columns", tr("Columns"), tr("Go back to the columns.")),
        act("bringing.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next line."), footer=False),
        act("bringing.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the line before."), footer=False),
        act("bringing.page-down", "pagedown,space", "move(12)", tr("Page down"), tr("Go down a page."), footer=False),
        act("bringing.page-up", "pageup", "move(-12)", tr("Page up"), tr("Go up a page."), footer=False),
        act("bringing.leave-page", "escape,q", "leave", tr("Back"), tr("Go back; what was taken stays.")),
        act("bringing.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.file: CaseloadFile | None = None
        self.headings: list[Heading] = []
        self.missing: list[str] = []
        self.words: list[Word] = []
        self.tried: CaseloadFile | None = None
        """The file as it was meant when it was tried last: only so it is taken."""
        self.update = self.tried_update = False
        self.rows: list[str] | None = None
        """What became of each row, where that is shown instead of the columns."""
        self.counted, self.runs = Counted(), False
        self.cursor = self.top = 0
        self.said, self.taken = AS_IT_IS, ""

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.set_interval(LOOK_SECONDS, self.look_how_far)
        self.beside(self._choose())

    def look_how_far(self) -> None:
        """While rows are read or taken, say how far it is."""
        if self.runs:
            self.say(tr("{done:,} of {whole:,} rows...", done=self.counted.done, whole=self.counted.whole))

    # -- the file -----------------------------------------------------------------------------------------------

    async def _choose(self) -> None:
        draft = await asyncio.to_thread(kept_draft, self._folder) if self.file is None else None
        about, begun = ([*ABOUT_FILE, GOES_ON], str(draft.path)) if draft is not None else (ABOUT_FILE, "")
        ask = AskScreen(self.desk, tr("Bring in a caseload"), about, tr("Where is the file? Type or paste its path"),
                        lambda text: tr("Read {file_meant}.", file_meant=file_meant(text)), typed=begun)  # fmt: skip
        typed = await self.app.push_screen_wait(ask)
        if typed is None:
            if self.file is None:
                self.dismiss(None)
            return
        await self.desk.wake()
        mapped, trouble = kept_map(self._folder)
        if draft is not None and draft.path == file_meant(typed):
            await self._mean(draft)
            self.say(AS_IT_IS)
            return
        try:
            file = await asyncio.to_thread(CaseloadFile.read, file_meant(typed), mapped)
            if len(sheets := await asyncio.to_thread(lambda: file.sheets)) > 1:
                chosen = await self.app.push_screen_wait(ChooseScreen(self.desk, tr("Which sheet?"), sheets))
                file = file.of_sheet(sheets[chosen or 0])
            await self._mean(file)
        except Refused as refused:
            self.say(tr("NOT READ: {refused}", refused=refused))
            return
        self.say(trouble or AS_IT_IS)

    @property
    def _folder(self) -> Path | None:
        place = settings_file()
        return place.parent if place is not None else None

    async def _mean(self, file: CaseloadFile) -> None:
        """It is meant so from now on, and kept so should it be left; what was tried before was meant otherwise."""
        door = await self.desk.door()
        asked = door.journal.standards, door.people.workers()
        self.words = await asyncio.to_thread(file.words, *asked)
        self.headings, self.missing = file.headings(), file.missing()
        self.file, self.rows, self.tried = file, None, None
        await asyncio.to_thread(keep_draft, self._folder, file)
        self.cursor = max(0, min(self.cursor, len(self._lines()) - 1))

    # -- drawing ------------------------------------------------------------------------------------------------

    def _lines(self) -> list[tuple[str, str, str]]:
        """(their heading, what it is taken for, a cell below it) of each; what every row needs first, last the words
        below them that can't be read."""
        once = self.file.mapped.defaults if self.file is not None else {}
        named = {name for each in self.headings for name in each.names}
        said = {
            name: f'{tr("where empty") if name in named else tr("always")} "{words}"' for name, words in once.items()
        }
        needed = [(column_words(name), said.get(name, NOT_SAID), "") for name in self.missing]
        words = [
            (f'"{each.words}"', _word_meant(each), f"{column_words(each.name)}, {each.rows:,}x") for each in self.words
        ]
        return needed + [(each.words, _meant(each), each.sample) for each in self.headings] + words

    def draw(self) -> None:
        super().draw()
        width, height, look = self.app.size.width, self.app.size.height - 2, self.look
        said = Said(width, look)
        said.put(self.said, look.ink.amber if is_refusal(self.said) else look.ink.strong)
        room = max(1, height - len(said.strips) - 2)
        strips = self._row_strips(width) if self.rows is not None else self._column_strips(width)
        self.top = max(0, min(self.top, len(strips) - room))
        if self.rows is None:
            self.top = min(max(self.top, self.cursor - room + 1), self.cursor)
        shown = strips[self.top : self.top + room]
        blank = Line(width, look.ink.words).strip()
        name = self.file.path.name if self.file is not None else tr("no file yet")
        below = max(0, len(strips) - self.top - room)
        foot = rule_strip(tr("also changed details") if self.update else "", width, look,
                          aside=tr("{below} more lines below", below=below) if below else "")  # fmt: skip
        title = rule_strip(tr("Bring in a caseload: {name}", name=name), width, look)
        self.lines("list").show([title, *said.strips, *shown, *[blank] * (room - len(shown)), foot])

    def _column_strips(self, width: int) -> list[Strip]:
        strips, ink = list[Strip](), self.look.ink
        third = (width - 8) // 3
        for n, (words, meant, sample) in enumerate(self._lines()):
            at_hand = n == self.cursor
            line = Line(width, ink.cursor if at_hand else ink.words).add(" > " if at_hand else "   ")
            loud = meant in (NOT_SAID, LEFT_OUT, NOT_READ) or meant.endswith(GUESSED)
            line.add(words, width=third).add(" ").add(
                meant, None if at_hand or not loud else ink.amber, width=third + 2
            )
            strips.append(line.add(" ").add(sample, None if at_hand else ink.quiet).strip())
        return strips

    def _row_strips(self, width: int) -> list[Strip]:
        said = Said(width, self.look)
        for words in self.rows or ():
            said.put(words, self.look.ink.red if ": refused" in words or "be refused" in words else None)
        return said.strips

    def say(self, words: str) -> None:
        """Say it above the lines."""
        self.said = words
        if self.is_mounted and self.is_current and not self.too_small:
            self.draw()

    # -- keys ---------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("take", "update", "change", "columns"):
            is_shown = (action == "columns") == (self.rows is not None) or action in ("take", "update")
            return self.file is not None and not self.runs and is_shown
        return not (action == "choose" and self.runs)

    def action_move(self, by: int) -> None:
        if self.rows is not None:
            self.top = max(0, self.top + by)
        else:
            self.cursor = max(0, min(self.cursor + by, len(self._lines()) - 1))
        self.draw()

    def action_columns(self) -> None:
        self.rows, self.top = None, 0
        self.say(AS_IT_IS)

    def action_update(self) -> None:
        self.update = not self.update
        self.draw()

    def action_choose(self) -> None:
        self.beside(self._choose())

    def action_change(self) -> None:
        self.beside(self._change())

    async def _change(self) -> None:
        if self.file is None or not self._lines():
            return
        if self.cursor < len(self.missing):
            await self._say_once(self.file, self.missing[self.cursor])
            return
        place = self.cursor - len(self.missing)
        if place >= len(self.headings):
            await self._say_word(self.file, self.words[place - len(self.headings)])
            return
        heading = self.headings[place]
        names = list(named_columns())
        forbidden = get_args(Avoid)
        ours = (Choice(column_words(name), name.replace("_", " ")) for name in names)
        choices = [Choice(LEFT_OUT, tr("nothing of it is taken")), *ours,
                   *(Choice(_flag_words((code,)),
                       tr("where a cell of it says yes")) for code in forbidden)]  # fmt: skip
        ask_which = ChooseScreen(self.desk, tr('"{words}" is what?', words=heading.words[:40]), choices, typed=True)
        chosen = await self.app.push_screen_wait(ask_which)
        if chosen is not None and chosen > len(names):
            await self._mean(self.file.forbids(heading.words, forbidden[chosen - len(names) - 1]))
        elif chosen is not None:
            await self._mean(self.file.taken_for(heading.words, (names[chosen - 1],) if chosen else ()))
        self.say(AS_IT_IS if is_refusal(self.said) else self.said)

    async def _say_once(self, file: CaseloadFile, name: str) -> None:
        """What no column says, for every row that does not: a choice, or words; of a team their own is offered."""
        door, called = await self.desk.door(), column_words(name)
        if name in OF_ONE:
            theirs = [each.words for each in self.headings]
            chosen = await self.app.push_screen_wait(
                ChooseScreen(self.desk, tr("Which column is {called}?", called=called), theirs)
            )
            if chosen is not None:
                await self._mean(file.taken_also_for(theirs[chosen], name))
            return
        workers = door.people.workers()
        if known := choices_of(name, door.journal.standards, workers):
            title = tr("No column says it. {called}, of every row?", called=called)
            chosen = await self.app.push_screen_wait(ChooseScreen(self.desk, title, [words for _, words in known]))
            said = known[chosen][0] if chosen is not None else None
        else:
            about = [
                tr("No column says it: {called}. Say it once, and it holds for every row that does not.", called=called)
            ]
            own = next((each.team for each in workers if each.id == door.worker and name == "team"), "")
            ask = AskScreen(self.desk, tr("Bring in a caseload"), about, called, _always,
                            typed=file.mapped.defaults.get(name, own), needed=False)  # fmt: skip
            said = await self.app.push_screen_wait(ask)
        if said is not None:
            await self._mean(file.said_once(name, said))
        self.say(AS_IT_IS if is_refusal(self.said) else self.said)

    async def _say_word(self, file: CaseloadFile, word: Word) -> None:
        door = await self.desk.door()
        known = choices_of(word.name, door.journal.standards, door.people.workers())
        choices = [*(Choice(words) for _, words in known), Choice(SAYS_NOTHING, tr("as if the cell were empty")),
                   Choice(tr("as it is"), tr("what is said of it is taken back"))]  # fmt: skip
        title = tr('{column_words}: "{words}" is what?', column_words=column_words(word.name), words=word.words[:40])
        chosen = await self.app.push_screen_wait(ChooseScreen(self.desk, title, choices, typed=True))
        if chosen is not None:
            said = [*(code for code, _ in known), "", None][chosen]
            await self._mean(file.word_means(word, said))
        self.say(AS_IT_IS if is_refusal(self.said) else self.said)

    def action_take(self, dry_run: bool) -> None:
        self.beside(self._take(dry_run=dry_run), records=not dry_run)

    async def _take(self, *, dry_run: bool) -> None:
        """Try it, or take it as it was tried; and say what became of each row."""
        if self.file is None or self.runs:
            return
        if unsaid := [column_words(n) for n in self.missing if n not in self.file.mapped.defaults]:
            self.say(tr("NOT TRIED: {unsaid}: say it first, by enter on its line.", unsaid=", ".join(unsaid)))
            return
        if not dry_run and (self.tried is None or self.tried_update != self.update):
            self.say(tr("NOT YET: d tries it first, and says what would become of every row."))
            return
        file = self.file.as_shown() if dry_run else self.tried or self.file
        self.runs = True
        try:
            door = await self.desk.door()
            remarks, outcomes, gone = await asyncio.to_thread(
                file.take, door, self.desk.now(), self.counted.begin, dry_run=dry_run, update=self.update
            )
        except Refused as refused:
            self.say(
                tr(
                    "NOT {which}: {map}",
                    which=tr("TRIED") if dry_run else tr("TAKEN"),
                    map="; ".join(map(str, refused.faults)),
                )
            )
            return
        finally:
            self.runs = False
        many, rows = said_of_many(outcomes)
        rows.sort(key=lambda each: (each.what != "refused", not each.remarks, each.line))
        self.rows, self.top = [*remarks, *many, *(_row_words(each, dry_run=dry_run) for each in rows)], 0
        if gone:
            self.rows.append(
                tr("On the caseload and not in the file, and left as they are: {gone}", gone=", ".join(gone))
            )
        self._told(file, outcomes, dry_run=dry_run)

    def _told(self, file: CaseloadFile, outcomes: list[Outcome], *, dry_run: bool) -> None:
        unread = self.counted.whole - len(outcomes)
        sums = sums_in_words(outcomes)
        stopped = (
            tr(" After that nothing was looked at ({unread:,} rows): mend these first.", unread=unread)
            if unread
            else ""
        )
        if dry_run:
            self.tried, self.tried_update = file, self.update
            self.say(
                tr(
                    "Tried, nothing is recorded. It would be: {sums}.{stopped} ctrl+s takes it in.",
                    sums=sums or tr("no row"),
                    stopped=stopped,
                )
            )
            return
        self.tried = None
        self.taken = f"{sums or tr('no row')}."
        if any(each.what != "refused" for each in outcomes):
            keep_draft(self._folder, None)
        trouble = keep_map(self._folder, file.mapped)
        self.say(
            tr(
                "Taken in: {taken}{stopped} {trouble}",
                taken=self.taken,
                stopped=stopped,
                trouble=trouble or tr("How the columns are meant is kept for next time."),
            )
        )

    def action_leave(self) -> None:
        if self.runs:
            self.say(tr("It goes on: wait until every row is done."))
        else:
            self.dismiss(tr("Caseload: {taken}", taken=self.taken) if self.taken else None)

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))


def _always(text: str) -> str:
    return tr('Always "{text}".', text=text)


def _where(word: Word) -> str:
    return f"{column_words(word.name)}, {word.rows:,}x"


def _word_meant(word: Word) -> str:
    return NOT_READ if word.means is None else tr("means {means}", means=word.means or SAYS_NOTHING)


def _meant(heading: Heading) -> str:
    named = _flag_words(heading.flags) if heading.flags else tr(" and ").join(map(column_words, heading.names))
    return f"{named}, {GUESSED}" if heading.guessed else named or LEFT_OUT


def _flag_words(codes: tuple[str, ...]) -> str:
    return tr("Do not: {map}", map=", ".join(map(choice_in_words, codes)))


def _row_words(each: Outcome, *, dry_run: bool) -> str:
    why = replace(each, remarks=tuple(map(remark_in_words, each.remarks))).why
    return tr(
        "line {line}{which}: {what}{which2}",
        line=each.line,
        which=f", {each.ref[:40]}" if each.ref else "",
        what=OUTCOMES[each.what][dry_run],
        which2=f": {why}" if why else "",
    )

"""The sheet of a huddle that was held: to read, to print, to copy what it decided."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.paper_place import PAGE, TEXT, paper_place
from carelist_tui.catalogue import tr, values_in
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.person_text import KEPT_BY_ANOTHER, terminal_copies, write_copy
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.huddle import Huddle
from carelist_tui.exchange.clipboard import hand_over
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.text_page import ReadingScreen
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.whole_file import write_whole

ABOUT_FILE = (
    tr("The sheet names people and what was said about them."),
    tr("The file will NOT be encrypted: whoever has it can read it. Print it, and destroy it."),
)
WHERE = tr("Which file? Its name ends in {page} for a page to print, or {value}.", page=PAGE, value=TEXT)
NO_COPY = tr(
    "NOT COPIED: there is no clipboard here, and nothing is left in an encrypted store in clear: p writes a file."
)
TITLE = tr("Recorded. p writes the sheet, y copies the summary")


class SheetScreen(ReadingScreen):
    """The sheet as it will be printed. Nothing is written anywhere until a key asks for it."""

    WHERE = tr("Huddle sheet")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("sheet.print-sheet", "p", "print", tr("Write the sheet"),
            tr("Write the sheet into the store's own folder, as a page to print and as text; from an encrypted store, "
            "into a file that you name.")),
        act("sheet.copy-summary", "y", "copy", tr("Copy the summary"),
            tr("Copy the summary as plain text; into a file where the terminal has no clipboard.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, door: Carelist, huddle: Huddle) -> None:
        super().__init__(desk, TITLE, self.sheet_strips)
        self.door, self.huddle, self.said = door, huddle, ""

    def sheet_strips(self, width: int) -> list[Strip]:
        """The sheet's own lines, for the width of the window."""
        ink = self.look.ink
        strips = [
            Line(width, ink.words).add(" ").add(part, ink.amber).strip()
            for part in (wrap(self.said, max(10, width - 2)) if self.said else [])
        ]
        for line in self.door.huddle.sheet_lines(self.huddle):
            is_decided = values_in(line, "    decided: {value}") is not None
            style = ink.strong if line.isupper() else ink.green if is_decided else ink.words
            parts = wrap(line.lstrip(), max(10, width - 6))
            indent = "     " if line.startswith(" ") else " "
            for n, part in enumerate(parts):
                strips.append(Line(width, ink.words).add(indent if n == 0 else f"{indent}  ").add(part, style).strip())
        return strips

    def say(self, words: str) -> None:
        """Say what was done, whole, above the sheet."""
        self.said, self.top = words, 0
        self.draw()

    def action_print(self) -> None:
        if self.desk.encrypted:
            self.run_worker(self._print_elsewhere())
            return
        try:
            paths = self.door.huddle.keep_sheet(self.huddle, self.door.huddle.made(self.desk.now()))
        except Refused as refused:
            self.say(str(refused))
            return
        self.desk.looks.note("printed")
        self.say(
            tr(
                "Written: {names}, in {parent}. Destroy them after use.",
                names=tr(" and ").join(path.name for path in paths),
                parent=paths[0].parent,
            )
        )

    async def _print_elsewhere(self) -> None:
        """Into a file that the worker names: nothing of a record lies in an encrypted store in clear."""
        from carelist_tui.tui.screens.question import AskScreen

        def understood(typed: str) -> str:
            return tr("{paper_place}, not encrypted", paper_place=paper_place(typed, self.desk.store))

        typed = await self.app.push_screen_wait(
            AskScreen(self.desk, tr("Write the sheet"), ABOUT_FILE, WHERE, understood)
        )
        if typed is None:
            return
        path = paper_place(typed, self.desk.store)
        made = self.door.huddle.made(self.desk.now())
        lines = "\n".join(self.door.huddle.sheet_lines(self.huddle, made)) + "\n"
        text = lines if path.suffix == TEXT else self.door.huddle.sheet_html(self.huddle, made)
        try:
            write_whole(path, text.encode())
        except OSError as trouble:
            self.say(tr("The sheet can't be written: {words_of}", words_of=words_of(trouble)))
            return
        self.desk.looks.note("printed")
        self.say(tr("Written: {path}. It is NOT ENCRYPTED: destroy it after use.", path=path))

    def action_copy(self) -> None:
        text = "\n".join(self.door.huddle.summary_lines(self.huddle)) + "\n"
        settings = getattr(self.app, "settings", None)
        if terminal_copies(settings.clipboard if settings is not None else ""):
            try:
                hand_over(text, self.app.copy_to_clipboard)
            except OSError:
                self.say(KEPT_BY_ANOTHER)
                return
            self.desk.looks.note("copied")
            self.say(tr("Copied: paste it into the main record or the minutes."))
            return
        if self.desk.encrypted:
            self.say(NO_COPY)
            return
        try:
            path = write_copy(self.desk.store, text, self.desk.now(), self.huddle.held.id if self.huddle.held else "")
        except OSError as trouble:
            self.say(tr("Could not be copied: {words_of}", words_of=words_of(trouble)))
            return
        self.desk.looks.note("copied")
        self.say(tr("This terminal has no clipboard: written to {path}.", path=path))

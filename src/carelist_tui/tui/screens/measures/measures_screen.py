"""Measures (`M`): a row a measure under its heading; below, what the one at hand says, its chart, what guards it. `n`
writes a note on it; nothing else is recorded.

A figure never misses anybody: whoever was written since is counted before it is shown, and that is said while it lasts.
Nothing stands there meanwhile that answers another question than the heading names, and a key acts on nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.at_hand.figure_lines import range_sentence, whole_lines
from carelist_tui.desk.at_hand.figures import (
    groups_by_name,
    has_signal,
    marks_of,
    short_count,
    signal_in_short,
)
from carelist_tui.desk.at_hand.measure_subjects import by_subject, subject_of
from carelist_tui.desk.at_hand.measures_asked import WORKER, MeasuresAsked
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.roster import SUPERVISES
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.measures.figure_panel import Charts, FigurePanel, views_of
from carelist_tui.tui.screens.measures.figure_reader import Answer, FigureReader
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, fit, width_of, wrap
from carelist_tui.tui.widgets.row import rule_strip

if TYPE_CHECKING:
    from carelist_tui.domain.measures.inquiry import Inquiry

COUNTING = tr("Counting...")
ROOMY = 100
"""Columns from which a row says in words what its months say."""
PANEL_HEIGHT, ROOMY_PANEL = 13, 18
"""Lines of the panel, and where there are 34 or more."""
SIGNAL_NARROW, MONTHS_MOST = 8, 13
STANDS_SOON = tr("The figures stand here once everybody is counted.")
NOTHING_YET = tr(
    "Nothing has happened yet that is counted: figures come with the first contacts, missed contacts and crises."
)


class MeasuresScreen(Page):
    """The measures of 13 months, or of a period before."""

    WHERE, IS_LINES = tr("Measures"), True
    BINDINGS: ClassVar[list[BindingType]] = [
        act("measures.open-cases", "enter,ctrl+j", "cases", tr("People"),
            tr("The people behind this figure: who counted, who did not, and who is left out, with why; of a "
               "group, only "
            "that group from now on.")),
        act("measures.view-whole", "v", "whole", tr("All of it"),
            tr("All of this measure: what it counts, what guards it, each month, its groups and the notes on it.")),
        act("measures.group-by", "b", "group", tr("By"),
            tr("By team, tier, source, zone, locality or a group of the Standards; again for the next, at last "
               "together.")),
        act("measures.go-groups", "tab", "groups", tr("Groups"), tr("Go into the groups; enter there shows only "
                                                                    "that group."),
            shown_as="tab"),
        act("measures.show-earlier", "less_than_sign", "shift(-1)", tr("Earlier"), tr("The period a month before.")),
        act("measures.show-later", "greater_than_sign", "shift(1)", tr("Later"), tr("The period a month after, "
                                                                                    "up to now.")),
        act("measures.note-signal", "n", "note", tr("Note"),
            tr("Note what you found behind a signal, once the cases were opened."), records=True),
        act("measures.only-mine", "w", "mine", tr("Only mine"), tr("Only what was mine; again for everybody.")),
        act("measures.by-worker", "W", "by_worker", tr("By worker"),
            tr("By worker, by name, for a senior or a manager: never a ranking, and no target."), footer=False),
        act("measures.show-table", "t", "table", tr("Table"),
            tr("The next way to see it: why, by which step or kind, how long; last its months as a table.")),
        act("measures.write-page", "p", "page", tr("Page"), tr("Write these figures as a page to print; it asks why.")),
        act("measures.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next measure."), footer=False),
        act("measures.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the measure before."), footer=False),
        act("measures.page-down", "pagedown", "move(10)", tr("Page down"), tr("Go down ten rows."), footer=False),
        act("measures.page-up", "pageup", "move(-10)", tr("Page up"), tr("Go up ten rows."), footer=False),
        act("measures.go-top", "g,home", "move(-1000000)", tr("Top"), tr("Go to the first measure."), footer=False),
        act("measures.go-bottom", "G,end", "move(1000000)", tr("End"), tr("Go to the last measure."), footer=False),
        act("measures.leave-page", "escape,q", "leave", tr("Back"),
            tr("Go back: from the groups to the measures, from one group to everybody, then to where you were.")),
        act("measures.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.figures: Sequence[dict[str, Any]] = ()
        self.said, self.under_way, self.shown_as = "", COUNTING, ""
        """What is to be said; what is being read; of when and of whom the figures are that stand there, or will."""
        self.as_at = ""
        """Where they are not of now, of which moment."""
        self.answers: Inquiry | None = None
        """What the figures that stand there answer: a key acts on that, and on nothing that is still counted."""
        self.measure = ""
        """The measure at hand, by key: it stays so while none stand there."""
        self.cursor, self.top = 0, 0
        self.at_group: int | None = None
        """The group at the cursor, while it stands among them."""
        self.beside_them: dict[str, Any] = {}
        """Of one worker's figures those of their team, by measure."""
        self.asked = MeasuresAsked()
        self.reader, self.charts = FigureReader(desk), Charts()
        self.drawn: list[Strip] = []
        self.drawn_rule = 0
        """The lines that stand there, and which of them says how far the counting is."""
        self.view = 0
        """Which way the measure at hand is seen; -1 as a table, which stays so for the next one."""

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self._show_kept()
        self.begin_to_read()

    def _show_kept(self) -> None:
        """What was read of everybody before, as at then, until it is read anew."""
        kept = self.desk.case_counts.kept_of(self.inquiry())
        self.shown_as = self._asked_words()
        if kept is not None and self.desk.earlier is None:
            self._take(kept[0], kept[1], "")
            self.as_at = tr("as at {when}", when=self.look.when(kept[0].at))
            self._tell(COUNTING)

    def on_unmount(self) -> None:
        super().on_unmount()
        self.reader.leave()

    # -- reading --------------------------------------------------------------------------------------------------

    def inquiry(self) -> Inquiry:
        """What is asked now."""
        return self.asked.inquiry(self.read_at, self.desk.zone, self.desk.worker)

    def begin_to_read(self, said: str = "") -> None:
        """Read, beside a screen that takes keys; what was asked before is given up. `said` is said with the figures."""
        self.run_worker(self._read(said), exclusive=True, group="figures")

    async def _read(self, said: str) -> None:
        """Everybody counted, then the figures."""
        try:
            asked = self.inquiry()
            answer = await self.reader.read(asked, self._tell_how_far)
        except Refused as refused:
            self.under_way = ""
            self.say(str(refused))
        else:
            if answer is not None:
                self._take(asked, answer, said)
                await self.reader.keep()

    def _take(self, asked: Inquiry, answer: Answer, said: str) -> None:
        """Show what was answered to this; the measure at hand stays so."""
        before = self.at_hand["key"] if self.at_hand else self.measure
        self.figures, self.beside_them = by_subject(answer["measures"]), answer.get("beside", {})
        self.asked.own_groups = answer["groupings"]
        self.answers, self.shown_as, self.as_at = asked, self.asked.words(asked, self.desk.names), ""
        self.cursor = next((n for n, each in enumerate(self.figures) if each["key"] == before), 0)
        self.at_group, self.under_way, self.view = None, "", min(self.view, 0)
        is_empty = not any(each["n"] or each["d"] for each in self.figures)
        self.say(NOTHING_YET if is_empty else said)

    def ask_again(self) -> None:
        """Read what is asked now. Until it is counted no group stands there, and no row of another period or of others:
        whoever reads them would take them for what they asked."""
        asked, words, names = self.inquiry(), self._asked_words(), self.desk.names
        self.measure = self.at_hand["key"] if self.at_hand else self.measure
        if self.answers is not None and _rows_of(self.answers) == _rows_of(asked):
            self.figures = [{**figure, "groups": []} for figure in self.figures]
            self.answers = replace(self.answers, by=None)
            self.shown_as = f"{self.asked.period(asked)}, {self.asked.whose_alone(names)}"
            words = self.asked.whose(names)
        else:
            self.figures, self.beside_them, self.answers, self.shown_as, self.as_at = (), {}, None, words, ""
            self.top = 0
        self.at_group, self.said = None, ""
        self._tell(tr("Counting: {words}", words=words))
        self.begin_to_read()

    def _tell(self, words: str) -> None:
        """What is being read."""
        self.under_way = words
        if self.is_mounted and not self.too_small:
            self.draw()

    def _tell_how_far(self, words: str) -> None:
        """How far the counting is: of what stands there nothing else is another by it."""
        if self.figures and self.drawn and self.is_mounted and not self.too_small:
            self.under_way = words
            self.drawn[self.drawn_rule] = self._rule_between()
            self.lines("list").show(self.drawn)
        else:
            self._tell(words)

    @property
    def at_hand(self) -> dict[str, Any] | None:
        """The measure at the cursor."""
        return self.figures[self.cursor] if self.figures else None

    @property
    def groups(self) -> Sequence[dict[str, Any]]:
        """The groups of the measure at hand, by name."""
        return [dict(each) for each in groups_by_name(self.at_hand, self.desk.names)] if self.at_hand else []

    def guards_of(self, figure: dict[str, Any]) -> list[dict[str, Any]]:
        """The figures that stand beside this one."""
        return [each for each in self.figures if each["key"] in figure["guards"]]

    def beside_workers(self, figure: dict[str, Any]) -> list[str]:
        """By worker: one sentence about all of them, which names none; of one worker the team beside."""
        if figure["key"] in self.beside_them:
            return [*filter(None, [range_sentence(figure, self.beside_them[figure["key"]])])]
        if self.asked.by != WORKER or figure["unit"] != "share" or not figure["groups"]:
            return []
        from carelist_tui.domain.measures.charts.funnels import consistency_in_words

        of = "steps" if figure["key"] == "steps_on_time" else "cases"
        counts = [(each["n"], each["d"]) for each in figure["groups"] if each["key"] in self.desk.names]
        words = consistency_in_words(counts, of)
        return [f"{words[:1].upper()}{words[1:]}."]

    # -- drawing --------------------------------------------------------------------------------------------------

    @property
    def height(self) -> int:
        """Lines between head and foot, but for the two rules."""
        return max(1, self.app.size.height - 4)

    def draw(self) -> None:
        super().draw()
        width, height = self.app.size.width, self.height
        panel = min(height - 1, ROOMY_PANEL if self.app.size.height >= 34 else PANEL_HEIGHT)
        blank = Line(width, self.look.ink.words).strip()
        rows = [*self._rows(width, height - panel), *[blank] * height][: height - panel]
        place = tr("{cursor} of {n}", cursor=self.cursor + 1, n=len(self.figures)) if self.figures else ""
        heading = self.heading[: max(0, width - len(place) - 8)]
        beneath = self._panel(width, panel)
        above = [rule_strip(heading, width, self.look, aside=place), *rows]
        self.drawn, self.drawn_rule = [*above, self._rule_between(), *beneath], len(above)
        self.lines("list").show(self.drawn)

    def _rule_between(self) -> Strip:
        """What the measure at hand is about, and how far the counting is."""
        width, subject = self.app.size.width, subject_of(self.at_hand["key"]) if self.at_hand else ""
        return rule_strip(subject, width, self.look, aside=fit(self.under_way, width - len(subject) - 8).rstrip())

    @property
    def heading(self) -> str:
        """Of which period and whose the figures are that stand there."""
        return ", ".join(filter(None, (tr("Measures"), self.shown_as, self.as_at)))

    def _asked_words(self) -> str:
        return self.asked.words(self.inquiry(), self.desk.names)

    def _panel(self, width: int, height: int) -> list[Strip]:
        ink, figure = self.look.ink, self.at_hand
        blank = Line(width, ink.words).strip()
        said = [Line(width, ink.amber).add(f" {part}").strip() for part in wrap(self.said, width - 2) if part]
        if figure is None or self.said == NOTHING_YET:
            waits = wrap(STANDS_SOON, width - 2) if self.under_way and not said else []
            waiting = [Line(width, ink.words).add(f" {part}").strip() for part in waits]
            return [*said, *waiting, *[blank] * height][:height]
        panel = FigurePanel(figure, self.look)
        panel.guards, panel.more = self.guards_of(figure), self.beside_workers(figure)
        panel.groups, panel.at_group, panel.view, panel.charts = self.groups, self.at_group, self.view, self.charts
        return [*said, *panel.strips(width, max(0, height - len(said)))][:height]

    def _rows(self, width: int, height: int) -> list[Strip]:
        """Rows and their headings; the one at the cursor is in sight."""
        told: list[str | int] = []
        cursor_line, before = 0, ""
        for n, figure in enumerate(self.figures):
            if (subject := subject_of(figure["key"])) != before:
                before = subject
                told.append(subject)
            if n == self.cursor:
                cursor_line = len(told)
            told.append(n)
        lowest = cursor_line - 1 if cursor_line == 1 else cursor_line
        self.top = max(0, min(self.top, lowest, len(told) - height), cursor_line - height + 1)
        sizes = [(width_of(each["title"]), width_of(short_count(each))) for each in self.figures]
        longest, counts = map(max, zip(*sizes, strict=True)) if sizes else (0, 0)
        return [
            Line(width, self.look.ink.strong).add(f" {each.upper()}").strip() if isinstance(each, str)
            else self._row(each, width, longest, counts)
            for each in told[self.top : self.top + height]
        ]  # fmt: skip

    def _row(self, n: int, width: int, longest: int, counts: int) -> Strip:
        figure, at_hand, ink = self.figures[n], n == self.cursor, self.look.ink
        line = Line(width, ink.cursor if at_hand else ink.words)
        is_narrow = width < ROOMY
        title = min(longest, width - 3 - counts - MONTHS_MOST - 6 - (SIGNAL_NARROW if is_narrow else 0))
        line.add(" > " if at_hand and self.at_group is None else "   ").add(figure["title"], width=title)
        line.add(" ").add(short_count(figure), width=counts).add(" ")
        line.add(marks_of(figure), width=MONTHS_MOST).add(" ").add("! " if has_signal(figure) else "  ")
        return line.add(signal_in_short(figure, is_narrow=is_narrow)).strip()

    def say(self, words: str) -> None:
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw()

    # -- keys and the mouse ---------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "by_worker":
            me = self.desk.me
            return me is not None and me.role in SUPERVISES
        if action == "groups":
            return bool(self.groups)
        return super().check_action(action, parameters)

    def _say_counted(self) -> None:
        """That nothing stands there yet on which a key could act."""
        if self.under_way:
            self.say(tr("It is still counted: {shown_as}. Nothing stands here yet.", shown_as=self.shown_as))

    def action_move(self, by: int) -> None:
        if not self.figures:
            return self._say_counted()
        self.said = "" if self.said != NOTHING_YET else self.said
        if self.at_group is not None:
            self.at_group = max(0, min(self.at_group + by, len(self.groups) - 1))
        else:
            self.cursor, self.view = max(0, min(self.cursor + by, len(self.figures) - 1)), min(self.view, 0)
        return self.draw()

    def action_groups(self) -> None:
        """Into the groups, or out of them."""
        self.at_group = 0 if self.at_group is None else None
        self.draw()

    def action_group(self) -> None:
        self.asked.turn()
        self.ask_again()

    def action_by_worker(self) -> None:
        self.asked.by = None if self.asked.by == WORKER else WORKER
        self.ask_again()

    def action_shift(self, by: int) -> None:
        self.asked.months_back = max(0, self.asked.months_back - by)
        self.ask_again()

    def action_table(self) -> None:
        """The next way to see it; after the table the first again."""
        views = len(views_of(self.at_hand)) if self.at_hand else 1
        after = (self.view + 1) % views if self.view >= 0 else 0
        self.view = -1 if after == views - 1 else after
        self.draw()

    def action_mine(self) -> None:
        self.asked.is_mine = not self.asked.is_mine
        self.ask_again()

    def action_cases(self) -> None:
        """The people behind the figure; among the groups, only the one at the cursor from now on."""
        if self.at_group is not None:
            group = self.groups[self.at_group]
            self.asked.narrow(group["by"], group["key"])
            self.ask_again()
        elif self.at_hand and self.answers is not None:
            from carelist_tui.tui.screens.measures.measure_cases import MeasureCasesScreen

            whose = self.asked.whose_alone(self.desk.names)
            self.app.push_screen(MeasureCasesScreen(self.desk, self.at_hand["key"], self.answers, whose))
        else:
            self._say_counted()

    def action_whole(self) -> None:
        from carelist_tui.tui.screens.text_page import ReadingScreen

        if self.at_hand:
            self.app.push_screen(ReadingScreen(self.desk, self.at_hand["title"], self._whole_strips))
        else:
            self._say_counted()

    def _whole_strips(self, width: int) -> list[Strip]:
        figure, ink = self.at_hand, self.look.ink
        strips: list[Strip] = []
        if figure is None:
            return strips
        parts = whole_lines(figure, self.guards_of(figure), self.desk.names, self.beside_workers(figure))
        for heading, lines in parts:
            if heading:
                strips += [Line(width, ink.words).strip(), Line(width, ink.strong).add(f" {heading}").strip()]
            parts_of = (part for each in lines for part in wrap(each, width - 2))
            strips += [Line(width, ink.words).add(f" {part}").strip() for part in parts_of]
        return strips

    def action_note(self) -> None:
        if self.at_hand:
            self.beside(self._note(self.at_hand))
        else:
            self._say_counted()

    async def _note(self, figure: dict[str, Any]) -> None:
        """The form of a note, begun with what is at hand; then the figures again, whose lines it may have moved."""
        from carelist_tui.tui.screens.measures.signal_note import write_note

        words = await write_note(self, figure, self.asked.team)
        if words:
            self.read_at = self.desk.now()
            self.begin_to_read(words)

    def action_page(self) -> None:
        from carelist_tui.tui.screens.measures.team_page import write_figures

        self.beside(write_figures(self, self.asked, self.inquiry()))

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def action_leave(self) -> None:
        """Out of the groups, then back to everybody, then away."""
        if self.at_group is not None:
            self.action_groups()
        elif self.asked.narrowed is not None:
            self.asked.narrowed = None
            self.ask_again()
        else:
            self.dismiss(None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_move(-1)


def _rows_of(asked: Inquiry) -> tuple[object, ...]:
    """What the rows answer, whatever they are grouped by."""
    return asked.since, asked.until, asked.worker, asked.team, asked.within

"""A case of an audit: at the left what the record shows with the clocks worked out, at the right the criteria, one key
an answer. No worker is named."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.catalogue import ntr, tr
from carelist_tui.desk.audit.case_answers import ANSWER_KEYS, ASKS_WHY, CaseAnswers, draft_key
from carelist_tui.desk.audit.sample_lines import begun_words_of
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, fit, wrap
from carelist_tui.tui.widgets.row import rule_strip

if TYPE_CHECKING:
    from carelist_tui.carelist.audit import Waiting
    from carelist_tui.domain.roster import Sample
    from carelist_tui.domain.views.audit.case_told import CaseTold

SIGNS: Mapping[str, str] = {"met": "m", "partly": "p", "not_met": "N", "na": "-"}
"""How an answer stands beside its criterion: a letter, and no colour alone."""
LEAST_RIGHT, MOST_RIGHT = 36, 52
WITHOUT_NAMES = tr("What you saw, in a line. Name no worker and no person: it stands in the result.")


class CaseScreen(Page):
    """Gives whether to go on with the next case."""

    WHERE = tr("Audit, one case")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("auditing.answer-met", "m", "answer('met')", tr("Met"), tr("The criterion at hand is met.")),
        act("auditing.answer-partly", "p", "answer('partly')", tr("Partly"), tr("The criterion at hand is met "
                                                                                "in part.")),
        act("auditing.answer-not-met", "n", "answer('not_met')", tr("Not met"), tr("The criterion at hand is "
                                                                                   "not met.")),
        act("auditing.answer-na", "a", "answer('na')", "N/A", tr("The criterion at hand does not apply to this case.")),
        act("auditing.leave-open", "o", "leave_open", tr("Open"), tr("Leave the criterion at hand unanswered.")),
        act("auditing.write-line", "e", "write", tr("Line"), tr("Write what you saw, in a line beside the criterion "
                                                                "at hand.")),
        act("auditing.record-score", "ctrl+s", "record", tr("Record"),
            tr("Record the answers to this case, and go on with the next."), records=True, scores=True,
            once=True),
        act("auditing.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next criterion."), footer=False),
        act("auditing.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the criterion before."), footer=False),
        act("auditing.scroll-down", "pagedown,space", "scroll(10)", tr("Page down"), tr("Go down in what the "
                                                                                        "record shows."),
            footer=False),
        act("auditing.scroll-up", "pageup", "scroll(-10)", tr("Page up"), tr("Go up in what the "
                                                                             "record shows."), footer=False),
        act("auditing.pass-over", "N", "pass_over", tr("Next case"), tr("Go on with the next case; this one waits."),
            footer=False),
        act("auditing.leave-page", "escape,q", "leave", tr("Back"), tr("Stop here; the cases that are left wait.")),
        act("auditing.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(
        self, desk: Desk, sample: Sample, waiting: Waiting, told: CaseTold, criteria: Mapping[str, str]
    ) -> None:
        super().__init__(desk)
        self.sample, self.waiting, self.told = sample, waiting, told
        self.key = draft_key(sample.said.id, waiting.case)
        begun = desk.kept.find(self.key)
        self.answers = CaseAnswers.again(criteria, begun)
        self.entry_id = begun.id if begun is not None else desk.entry_id()
        self.began_at = begun.at if begun is not None else desk.now().isoformat(timespec="seconds")
        self.said, self.top = "", 0

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    # -- drawing --------------------------------------------------------------------------------------------------

    @property
    def height(self) -> int:
        """Lines between the rule and the footer."""
        return max(1, self.app.size.height - 3)

    def draw(self) -> None:
        super().draw()
        width = self.app.size.width
        right = max(LEAST_RIGHT, min(MOST_RIGHT, width * 2 // 5))
        left = self._record_strips(width - right - 1)
        self.top = max(0, min(self.top, len(left) - self.height))
        below = len(left) - self.top - self.height
        shown = left[self.top : self.top + self.height]
        criteria = self._criteria_strips(right)[: self.height]
        bar = Line(1, self.look.ink.rule).add("\u2502").strip()
        blank_left, blank = (Line(w, self.look.ink.words).strip() for w in (width - right - 1, right))
        rows = [
            Strip.join([
                shown[n] if n < len(shown) else blank_left, bar, criteria[n] if n < len(criteria) else blank
            ])
            for n in range(self.height)
        ]  # fmt: skip
        second = tr(", second reader") if self.waiting.second else ""
        heading = tr(
            "Case {number} of {n}, {ref}, {moment}{second}",
            number=self.waiting.number,
            n=len(self.sample.ids),
            ref=self.told.ref,
            moment=self.told.moment,
            second=second,
        )
        aside = ntr("{below} more line below", "{below} more lines below", below, below=below) if below > 0 else ""
        self.lines("list").show([rule_strip(heading, width, self.look, aside=aside), *rows])

    def _record_strips(self, width: int) -> list[Strip]:
        ink, strips = self.look.ink, list[Strip]()
        for heading, lines in self.told.sections:
            strips.append(Line(width, ink.strong).add(f" {heading}").strip())
            for line in lines:
                strips += [
                    Line(width, ink.words).add(f"  {'  ' if n else ''}{part}").strip()
                    for n, part in enumerate(wrap(line, width - 5))
                ]
        return strips

    def _criteria_strips(self, width: int) -> list[Strip]:
        """Each criterion in its sentence with its answer, the one at hand always whole and in sight; under them what
        was written beside it, and what to press."""
        answers, beneath = self.answers, self._beneath_strips(width)
        room = max(1, self.height - len(beneath))
        told = [self._criterion_strips(key, width, whole=True) for key in answers.keys]
        if sum(map(len, told)) > room:
            told = [self._criterion_strips(key, width, whole=key == answers.at) for key in answers.keys]
        place = answers.keys.index(answers.at)
        ends = sum(map(len, told[: place + 1]))
        first = max(0, ends - room)
        return [*[strip for each in told for strip in each][first : first + room], *beneath]

    def _criterion_strips(self, key: str, width: int, *, whole: bool) -> list[Strip]:
        """`m The first attempt to reach them was made...`; with a `+` where a line stands beside it."""
        answers, ink, at_hand = self.answers, self.look.ink, key == self.answers.at
        sign = f"{SIGNS.get(answers.given.get(key, ''), '?')}{'+' if key in answers.lines else ' '}"
        room = width - 7
        words = wrap(answers.criteria[key], room) if whole else [fit(answers.criteria[key], room)]
        style = ink.cursor if at_hand else ink.words
        return [
            Line(width, style).add(f" {'>' if at_hand else ' '} {sign} {part}" if not n else f"{' ' * 6}{part}").strip()
            for n, part in enumerate(words)
        ]

    def _beneath_strips(self, width: int) -> list[Strip]:
        ink, answers = self.look.ink, self.answers
        strips = [Line(width, ink.words).strip()]
        beneath = [(answers.lines.get(answers.at, ""), ink.words)]
        if answers.given.get(answers.at) in ASKS_WHY and answers.at not in answers.lines:
            beneath.append((tr("e writes what you saw, j goes on."), ink.quiet))
        keys = ", ".join(f"{key} {choice_in_words(answer)}" for key, answer in ANSWER_KEYS.items())
        beneath += [
            (tr("{keys}, o open.", keys=keys), ink.quiet),
            (tr("{in_words}. ctrl+s records it.", in_words=answers.in_words()), ink.quiet),
        ]
        beneath.append((self.said, ink.amber))
        for words, style in beneath:
            strips += [Line(width, style).add(f" {part}").strip() for part in wrap(words, width - 2) if part]
        return strips

    def say(self, words: str) -> None:
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw()

    # -- keys -----------------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        """What is answered is kept until it is recorded, as a form is: a lock, or a crash, loses nothing of it."""
        if not self.answers.given:
            self.desk.kept.drop(self.key)
            return
        words = begun_words_of(self.sample.kind, self.waiting.number, len(self.sample.ids))
        made = self.answers.as_begun(self.entry_id, self.sample.said.id, self.waiting.case, words, self.began_at)
        self.desk.kept.keep(made)

    def action_answer(self, answer: str) -> None:
        """The answer, and on to the next criterion; beside what is not met a line is written first."""
        self.answers.answer(self.answers.at, answer)
        if answer not in ASKS_WHY:
            self.answers.go(1)
        self._keep()
        self.say("")

    def action_leave_open(self) -> None:
        self.answers.leave_open(self.answers.at)
        self.answers.go(1)
        self._keep()
        self.say("")

    def action_move(self, by: int) -> None:
        self.answers.go(by)
        self.say("")

    def action_scroll(self, by: int) -> None:
        self.top = max(0, self.top + by)
        self.draw()

    def action_write(self) -> None:
        self.beside(self._write())

    async def _write(self) -> None:
        from carelist_tui.tui.screens.question import AskScreen

        key = self.answers.at
        asked = AskScreen(
            self.desk, tr("Beside a criterion"), [self.answers.criteria[key], WITHOUT_NAMES], tr("What did you see?"),
            lambda _: "", typed=self.answers.lines.get(key, ""), needed=False,
        )  # fmt: skip
        words = await self.app.push_screen_wait(asked)
        if words is not None:
            self.answers.write(key, words)
            self.answers.go(1)
            self._keep()
        self.say("")

    def action_record(self) -> None:
        self.beside(self._record(), records=True)

    async def _record(self) -> None:
        if not self.answers.given:
            self.say(tr("Nothing is answered yet: N goes on with the next case."))
            return
        door = await self.desk.door()
        draft = await asyncio.to_thread(
            door.audits.scored, self.sample, self.waiting, self.answers.given, self.answers.note, self.desk.now()
        )
        await self.desk.record([{"id": self.entry_id, **draft}])
        self.desk.kept.drop(self.key)
        self.dismiss(True)

    def action_pass_over(self) -> None:
        self.dismiss(True)

    def action_leave(self) -> None:
        """Back to the samples; what was answered and not recorded stands here again when one comes back."""
        self.dismiss(False)

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_scroll(-3)

"""Audit (`K`): a row a sample, below it what came of the one at hand. Samples are drawn from here, their cases scored,
and a change of the service is opened from what was not met."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.strip import Strip

from carelist_tui.catalogue import tr
from carelist_tui.desk.audit.case_answers import sample_begun
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.roster import AUDITOR, SUPERVISES
from carelist_tui.tui.bindings import act
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, fit, wrap
from carelist_tui.tui.widgets.row import rule_strip

if TYPE_CHECKING:
    from carelist_tui.carelist.audit import ToScore
    from carelist_tui.domain.roster import Sample
    from carelist_tui.domain.views.audit.results import Criterion

SCORES = (AUDITOR, *SUPERVISES)
NONE_YET = tr("No sample has been drawn yet. d draws one: anybody who holds the same entries draws the same.")
SCORED = tr("What was scored is recorded; what is left waits.")
HALF = tr("What was answered for this case is kept and not recorded: enter goes on with it.")
GOES_ON = tr("enter goes on scoring: what was answered stands there again.")
LET_GO = tr("What was begun waits no more: somebody else has scored it, or its sample was struck out.")
STATE_WIDTH = 23
"""Columns for how far a sample is scored."""


class SamplesScreen(Page):
    """The samples that were drawn, the newest first."""

    WHERE = tr("Audit")
    BINDINGS: ClassVar[list[BindingType]] = [
        act("audit.score-cases", "enter,ctrl+j", "score", tr("Score"),
            tr("Score the cases of this sample that wait for you, one after the other; no worker "
               "is named."), records=True, scores=True),
        act("audit.draw-sample", "d", "draw_sample", tr("Draw"), tr("Draw a sample: of what, how many, by which seed."),
            records=True, scores=True),
        act("audit.view-result", "v", "whole", tr("Result"),
            tr("The whole result: each criterion with its counts, the words of every `not met`, and the "
               "second reader.")),
        act("audit.open-improvement", "i", "improve", tr("Improvement"),
            tr("Open a change of how we work, from a case that did not meet a criterion."), records=True),
        act("audit.move-down", "j,down", "move(1)", tr("Down"), tr("Go to the next sample."), footer=False),
        act("audit.move-up", "k,up", "move(-1)", tr("Up"), tr("Go to the sample before."), footer=False),
        act("audit.page-down", "pagedown", "move(10)", tr("Page down"), tr("Go down ten rows."), footer=False),
        act("audit.page-up", "pageup", "move(-10)", tr("Page up"), tr("Go up ten rows."), footer=False),
        act("audit.go-top", "g,home", "move(-1000000)", tr("Top"), tr("Go to the newest sample."), footer=False),
        act("audit.go-bottom", "G,end", "move(1000000)", tr("End"), tr("Go to the oldest sample."), footer=False),
        act("audit.leave-page", "escape,q", "leave", tr("Back"), tr("Go back to where you were.")),
        act("audit.show-help", "question_mark", "help", tr("Help"), tr("Show the keys for where you are.")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, kind: str = "", *, begun: str = "") -> None:
        """`kind`: the audit that is owed, whose newest sample is at hand first; `begun`: the sample of which a case
        was begun and not recorded, which is at hand then."""
        super().__init__(desk)
        self.kind, self.begun, self.said = kind, begun, tr("Reading...")
        self.samples: Sequence[Sample] = ()
        self.results: list[Criterion] = []
        self.cursor, self.top = 0, 0

    def compose_body(self) -> ComposeResult:
        yield Lines(id="list")

    def on_mount(self) -> None:
        self.beside(self._go_on() if self.begun else self.read())

    # -- reading --------------------------------------------------------------------------------------------------

    async def read(self, said: str = "", *, stand_on: str = "") -> None:
        """The samples as they are now; `said` is said with them, and the one of that id is at hand."""
        try:
            await self.desk.present.wake()
            door = await self.desk.present.door()
            self.samples = [
                each for each in await asyncio.to_thread(door.audits.samples)
                if each.said.at <= self.read_at or self.desk.earlier is None
            ]  # fmt: skip
        except Refused as refused:
            said = str(refused)
        wanted = (n for n, each in enumerate(self.samples)
                  if each.said.id == stand_on or (self.kind and not stand_on and each.kind == self.kind))  # fmt: skip
        self.cursor = next(wanted, min(self.cursor, max(0, len(self.samples) - 1)))
        await self._tell_result()
        self.say(said or ("" if self.samples else NONE_YET))
        self.refresh_bindings()

    async def _go_on(self) -> None:
        """The samples, that of which a case was begun at hand; what waits no more of it is let go, and that is said."""
        await self.read(stand_on=self.begun)
        door = await self.desk.present.door()
        sample = next((each for each in self.samples if each.said.id == self.begun), None)
        to_score = await asyncio.to_thread(door.audits.to_score, sample) if sample is not None else None
        self._let_go(self.begun, to_score)
        goes_on = any(sample_begun(each) == self.begun for each in self.desk.kept.begun())
        self.say(GOES_ON if goes_on else LET_GO)

    async def _tell_result(self) -> None:
        sample = self.at_hand
        door = await self.desk.present.door()
        self.results = await asyncio.to_thread(door.audits.results, sample) if sample is not None else []

    @property
    def at_hand(self) -> Sample | None:
        """The sample at the cursor."""
        return self.samples[self.cursor] if self.samples else None

    # -- drawing --------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        super().draw()
        width, height = self.app.size.width, self.app.size.height - 4
        rows = max(1, min(len(self.samples), height // 3))
        place = tr("{cursor} of {n}", cursor=self.cursor + 1, n=len(self.samples)) if self.samples else ""
        self.top = max(0, min(self.top, self.cursor), self.cursor - rows + 1)
        shown = [self._row(n, width) for n in range(self.top, min(len(self.samples), self.top + rows))]
        beneath = self._result_strips(width)
        room = max(0, height - len(shown))
        if len(beneath) > room:
            more = Line(width, self.look.ink.quiet).add(
                tr(" {n} more lines: v shows all of it", n=len(beneath) - room + 1)
            )
            beneath = [*beneath[: room - 1], more.strip()]
        blank = Line(width, self.look.ink.words).strip()
        between = rule_strip(self._sample_words(), width, self.look)
        filled = [*shown, between, *beneath, *[blank] * height][: height + 1]
        self.lines("list").show([rule_strip(tr("Audit: the samples"), width, self.look, aside=place), *filled])

    def _row(self, n: int, width: int) -> Strip:
        from carelist_tui.desk.audit.sample_lines import sample_state, sample_title

        sample, at_hand, ink = self.samples[n], n == self.cursor, self.look.ink
        line = Line(width, ink.cursor if at_hand else ink.words).add(" > " if at_hand else "   ")
        line.add(sample_title(sample), width=max(10, width - 4 - STATE_WIDTH))
        return line.add(" ").add(sample_state(sample)).strip()

    def _sample_words(self) -> str:
        from carelist_tui.desk.audit.sample_lines import drawn_words

        words = drawn_words(self.at_hand, self.desk.names) if self.at_hand is not None else ""
        return fit(words, self.app.size.width - 6).rstrip() if words else ""

    def _result_strips(self, width: int) -> list[Strip]:
        ink = self.look.ink
        said = [Line(width, ink.amber).add(f" {part}").strip() for part in wrap(self.said, width - 2) if part]
        return [*said, *self.whole_strips(width)]

    def whole_strips(self, width: int) -> list[Strip]:
        """What came of the sample at hand, line by line."""
        from carelist_tui.desk.audit.sample_lines import result_lines

        sample, ink = self.at_hand, self.look.ink
        told = result_lines(sample, self.results) if sample is not None else ()
        return [
            Line(width, ink.words).add(f" {'  ' if n else ''}{part}").strip()
            for line in told
            for n, part in enumerate(wrap(line, width - 4))
        ]

    def say(self, words: str) -> None:
        self.said = words
        if self.is_mounted and not self.too_small:
            self.draw()

    # -- keys -----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who may not draw and score has no key for it, and an auditor none that records anything else."""
        role = self.desk.me.role if self.desk.me is not None else ""
        if action == "draw_sample":
            return role in SCORES
        if action == "score":
            sample = self.at_hand
            return role in SCORES and sample is not None and sample.waits_for(self.desk.worker or "")
        if action == "improve":
            return role != AUDITOR and any(each.unmet for each in self.results)
        return super().check_action(action, parameters)

    def action_move(self, by: int) -> None:
        self.cursor = max(0, min(self.cursor + by, len(self.samples) - 1))
        self.beside(self._moved())

    async def _moved(self) -> None:
        await self._tell_result()
        self.say("")
        self.refresh_bindings()

    def action_whole(self) -> None:
        from carelist_tui.tui.screens.text_page import ReadingScreen

        if self.at_hand is not None:
            self.app.push_screen(ReadingScreen(self.desk, tr("Result by criterion"), self.whole_strips))

    def action_draw_sample(self) -> None:
        self.beside(self._draw(), records=True)

    async def _draw(self) -> None:
        from carelist_tui.tui.screens.audit.sample_wanted import ask_sample

        wanted = await ask_sample(self, self.kind)
        if wanted is None:
            return
        door = await self.desk.door()
        draft = await asyncio.to_thread(door.audits.drawn, wanted, self.desk.now())
        (receipt,) = await self.desk.record([draft])
        self.read_at = self.desk.now()
        body = draft["body"]
        await self.read(
            tr("Drawn: {n} of {frame}. enter scores them.", n=len(body["ids"]), frame=body["frame"]),
            stand_on=receipt.id,
        )

    def action_score(self) -> None:
        self.beside(self._score(), records=True)

    async def _score(self) -> None:
        from carelist_tui.tui.screens.audit.case_screen import CaseScreen

        if (at_hand := self.at_hand) is None:
            return
        self.say(tr("Reading..."))
        door = await self.desk.door()
        sample = await asyncio.to_thread(door.audits.sample, at_hand.said.id)  # others may have scored it meanwhile
        to_score = await asyncio.to_thread(door.audits.to_score, sample)
        self._let_go(sample.said.id, to_score)
        own = tr(" {own} passed over: you took part in them.", own=to_score.own) if to_score.own else ""
        if not to_score.waiting:
            self.say(tr("Nothing of this sample waits for you.{own}", own=own))
            return
        criteria = await asyncio.to_thread(door.audits.criteria, sample.kind)
        for waiting in to_score.waiting:
            told = await asyncio.to_thread(door.audits.case, sample, waiting.case)
            self.desk.looks.note("opened", told.person or None)
            if not await self.app.push_screen_wait(CaseScreen(self.desk, sample, waiting, told, criteria)):
                break
        half = any(sample_begun(begun) == sample.said.id for begun in self.desk.kept.begun())
        await self.read(f"{HALF if half else SCORED}{own}", stand_on=sample.said.id)

    def _let_go(self, sample: str, to_score: ToScore | None) -> None:
        """What was begun of a case that waits no more is not kept: somebody else has scored it, or its sample is no
        more (None)."""
        waiting = {each.case for each in to_score.waiting} if to_score is not None else set()
        for begun in self.desk.kept.begun():
            if sample_begun(begun) == sample and begun.about not in waiting:
                self.desk.kept.drop(begun.key)

    def action_improve(self) -> None:
        self.beside(self._improve(), records=True)

    async def _improve(self) -> None:
        """The form of an improvement, begun from a case that did not meet a criterion."""
        from carelist_tui.tui.screens.choice import ChooseScreen
        from carelist_tui.tui.screens.forms.which_form import form_screen

        sample = self.at_hand
        unmet = [(each, one) for each in self.results for one in each.unmet]
        words = [f"{each.sentence} {one.words}" for each, one in unmet]
        title = tr("Which is to be put right?")
        chosen = await self.app.push_screen_wait(ChooseScreen(self.desk, title, words)) if unmet else None
        if chosen is None or sample is None:
            return
        known = {"from_entries": [unmet[chosen][1].score, sample.said.id]}
        said = await self.app.push_screen_wait(form_screen(self.desk, "improvement.opened", None, None, known))
        self.say(str(said or ""))

    def action_help(self) -> None:
        from carelist_tui.tui.screens.help_page import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self.action_move(-1)

"""The first run: a short set-up where there is no store yet, a step on each page; then the app opens on it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.filter import NoColor
from textual.screen import Screen

from carelist_tui.desk.first_run import (
    ENCRYPTED,
    MadeStore,
    Step,
    faults_on,
    make_store,
    proposed_id,
    secret_steps,
    steps_of,
)
from carelist_tui.desk.questions.answers import body_of
from carelist_tui.desk.settings import read_settings, settings_file
from carelist_tui.domain.calendar import ServiceHours
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.tui.bindings import act, described, keys_of
from carelist_tui.tui.crash import plain_crash
from carelist_tui.tui.screens.sign_in.passphrase import PassphraseScreen
from carelist_tui.tui.screens.sign_in.recovery_key import RecoveryScreen
from carelist_tui.tui.terminal import driver_class
from carelist_tui.tui.textual_internals import draw_only_through, end_after_fault, tell_at_the_end
from carelist_tui.tui.themes import NO_COLOUR, PREFIX, Ink, ink_of, themes
from carelist_tui.tui.widgets.form.form import Form, Leading
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap

if TYPE_CHECKING:
    from carelist_tui.vault.keys import WorkFactor

ZONE = ZoneInfo(ServiceHours().zone)
WORKER, NAME = "body.worker", "body.name"


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class StepScreen(Screen[MadeStore | None], inherit_bindings=False):
    """One step at a time. What was typed in the others is kept, going on and going back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("setup.save-step", "ctrl+s", "go_on", "Go on", "Take these answers and go on; the last makes the store.",
            at_once=True, records=True),
        act("setup.leave-step", "escape", "go_back", "Back", "Go back a step; from the first, leave: nothing is made.",
            at_once=True),
        act("setup.next-field", "tab", "app.focus_next", "Next field", "Go to the next field."),
        act("setup.field-before", "shift+tab", "app.focus_previous", "Field before", "Go to the field before.",
            footer=False),
    ]  # fmt: skip

    def __init__(self, store: Path, worker: str | None, encrypted: bool | WorkFactor) -> None:
        super().__init__()
        self.store, self.encrypted = store, encrypted
        self.steps = steps_of(store, encrypted=bool(encrypted))
        self.forms = len(self.steps) - (len(secret_steps()) if encrypted else 0)
        self.at = 0
        self.typed = {"body.role": "manager"} | ({WORKER: worker} if worker else {})
        self.said = ""
        self.making = False

    @property
    def step(self) -> Step:
        return self.steps[self.at]

    @property
    def ink(self) -> Ink:
        return ink_of(self.app.theme)

    def compose(self) -> ComposeResult:
        yield Lines(id="head")
        yield Lines(id="about")
        yield Lines(id="status")
        yield self._form()
        yield Lines(id="foot")

    def _form(self) -> Form:
        leading = Leading(
            now=now, typed_at={}, zone=ZONE, asked=lambda ask, typed: True, narrowed=lambda ask, typed: ask,
            offered=lambda ask, text: (), changed=lambda path: None,
        )  # fmt: skip
        return Form(self.step.asks, dict(self.typed), leading)

    def on_mount(self) -> None:
        self.draw()

    def on_resize(self) -> None:
        self.draw()

    def draw(self) -> None:
        """Draw the step afresh for the size of now."""
        width, ink = self.app.size.width, self.ink
        title = self.title_of(self.at)
        head = Line(width, ink.bar).add(" Carelist", ink.bar_strong).add(f"  {title}").strip()
        about = [Line(width, ink.words).add(f" {words}").strip() for words in wrap(self.step.words, max(width - 2, 10))]
        blank = Line(width, ink.words).strip()
        self.query_one("#about", Lines).styles.height = len(about) + 2
        self.query_one("#head", Lines).show([head])
        self.query_one("#about", Lines).show([blank, *about, blank])
        self.query_one("#status", Lines).show([Line(width, ink.amber).add(f" {self.said}").strip()])
        foot = Line(width, ink.words).add(" ")
        for binding in described(self.BINDINGS):
            if binding.show:
                foot.add(keys_of(binding)[0], ink.key).add(f" {binding.description}  ")
        self.query_one("#foot", Lines).show([foot.strip()])

    def title_of(self, at: int) -> str:
        """`Setting up, 2 of 5: You`"""
        return f"Setting up, {at + 1} of {len(self.steps)}: {self.steps[at].title}"

    async def show_step(self, at: int) -> None:
        """Go to a step; what was typed there stands in its fields."""
        self.at, self.said = at, ""
        if WORKER in self.step.paths and not self.typed.get(WORKER):
            self.typed[WORKER] = proposed_id(self.typed.get(NAME, ""))
        await self.query_one(Form).remove()
        await self.mount(self._form(), before=self.query_one("#foot"))
        self.draw()

    def action_go_on(self) -> None:
        # Behind the letters that are still on their way to the field, and not in the field's own time: it will be gone.
        (self.focused or self).call_later(self.call_later, self.go_on)

    async def go_on(self) -> None:
        """Take what stands in the fields, and go on where nothing is wrong with it."""
        self.keep_typed()
        body, faults = self._body()
        faults += [fault for fault in faults_on(self.step, body, now()) if fault.path not in {f.path for f in faults}]
        if faults:
            self.show_faults(faults)
        elif self.at + 1 < self.forms:
            await self.show_step(self.at + 1)
        elif not self.making:
            self.making = True
            self.run_worker(self._make(body))

    def _body(self) -> tuple[dict[str, str], list[Fault]]:
        asks = [ask for step in self.steps for ask in step.asks]
        said, faults = body_of(asks, self.typed, now(), ZONE)
        return said.get("body", {}), [fault for fault in faults if fault.path in self.step.paths]

    async def _make(self, body: dict[str, str]) -> None:
        """Ask for a passphrase, make the store, and show its recovery key."""
        try:
            made = await self._made(body)
        except Refused as refused:
            self.show_faults(refused.faults)
            return
        finally:
            self.making = False
        if made is not None:
            self.dismiss(made)

    async def _made(self, body: dict[str, str]) -> MadeStore | None:
        passphrase = None
        if self.encrypted:
            step = self.steps[self.forms]
            screen = PassphraseScreen(body.get("worker", ""), step.words, self.title_of(self.forms))
            passphrase = await self.app.push_screen_wait(screen)
            if passphrase is None:
                return None
        self.said = "Making the store..."
        self.draw()
        made = await asyncio.to_thread(make_store, self.store, body, now(), passphrase, self.encrypted)
        if made.recovery is not None:
            await self.app.push_screen_wait(RecoveryScreen(made.recovery, self.title_of(self.forms + 1)))
        return made

    def show_faults(self, faults: Iterable[Fault]) -> None:
        """Say what is wrong: under its field, or above the form where it has none here."""
        elsewhere = self.query_one(Form).show_faults(faults)
        self.said = " ".join(f"{fault.sentence}." for fault in elsewhere) or "Not yet: see below."
        self.draw()

    def keep_typed(self) -> None:
        """Keep what stands in the fields now."""
        form = self.query_one(Form)
        self.typed = {**form.typed, **{field.ask.path: field.typed for field in form.fields}}

    async def action_go_back(self) -> None:
        if self.making:
            return
        self.keep_typed()
        if self.at == 0:
            self.dismiss(None)
        else:
            await self.show_step(self.at - 1)


class SetUpApp(App[MadeStore], inherit_bindings=False):
    """The set-up in the terminal; gives the store that was made, or None when it was left."""

    CSS_PATH = Path(__file__).parents[2] / "carelist.tcss"
    TITLE = "Carelist"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        act("setup.quit-carelist", "ctrl+q", "quit", "Quit", "Leave; before the passphrase was taken nothing is made."),
    ]

    def __init__(self, store: Path, worker: str | None, encrypted: bool | WorkFactor = ENCRYPTED) -> None:
        super().__init__(driver_class=driver_class())
        self.store, self.worker, self.encrypted = store, worker, encrypted
        for made in themes():
            self.register_theme(made)
        draw_only_through(self, [NoColor()] if self.no_color else [])
        self.theme = NO_COLOUR if self.no_color else PREFIX + read_settings(settings_file())[0].theme
        self.animation_level = "none"

    def on_mount(self) -> None:
        self.push_screen(StepScreen(self.store, self.worker, self.encrypted), self.exit)

    def _fatal_error(self) -> None:
        """Say where it broke, never with what."""
        self.bell()
        tell_at_the_end(self, plain_crash(sys.exc_info()))
        end_after_fault(self)


def set_up(store: Path, worker: str | None) -> tuple[MadeStore | None, int]:
    """Ask for what a store needs, in the terminal, and make it; gives what was made, or None where it was left, and the
    exit status."""
    app = SetUpApp(store, worker)
    return app.run(), app.return_code or 0

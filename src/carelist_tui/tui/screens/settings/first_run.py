"""The first run: a short walk where there is no store yet, for a new team or to join one; then the app opens on it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.filter import NoColor
from textual.screen import Screen

from carelist_tui.catalogue import tr
from carelist_tui.desk.first_run import ENCRYPTED, MadeStore, Step, Walk, first_sync, joining_walk, team_walk
from carelist_tui.desk.questions.answers import body_of
from carelist_tui.desk.settings import read_settings, settings_file
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.domain.calendar import ServiceHours
from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.tui.bindings import act, described, keys_of
from carelist_tui.tui.crash import plain_crash
from carelist_tui.tui.screens.sign_in.first_question import FirstQuestion
from carelist_tui.tui.screens.sign_in.let_in import GAVE_UP, LetInScreen, WaitingLock
from carelist_tui.tui.screens.sign_in.passphrase import PassphraseScreen
from carelist_tui.tui.screens.sign_in.recovery_key import RecoveryScreen
from carelist_tui.tui.terminal import driver_class
from carelist_tui.tui.textual_internals import (
    close_what_never_begins,
    draw_only_through,
    end_after_fault,
    tell_at_the_end,
)
from carelist_tui.tui.themes import NO_COLOUR, PREFIX, Ink, ink_of, themes
from carelist_tui.tui.widgets.form.controls import SafeInput
from carelist_tui.tui.widgets.form.form import Form, Leading, LineEnded
from carelist_tui.tui.widgets.lines import Lines
from carelist_tui.tui.widgets.plain import Line, wrap
from carelist_tui.vault.folder import waits_to_join

if TYPE_CHECKING:
    from carelist_tui.vault.keys import WorkFactor

ZONE = ZoneInfo(ServiceHours().zone)
JOIN, TOUR = 1, 2
"""The second and the third answer to the first question."""


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class StepScreen(Screen[MadeStore | None], inherit_bindings=False):
    """One step at a time. What was typed in the others is kept, going on and going back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        act("setup.save-step", "ctrl+s", "go_on", tr("Go on"), tr("Take these answers and go on; the last makes "
                                                                  "the store."),
            at_once=True, records=True),
        act("setup.leave-step", "escape", "go_back", tr("Back"), tr("Go back a step; from the first, leave: nothing "
                                                                    "is made."),
            at_once=True),
        act("setup.next-field", "tab", "app.focus_next", tr("Next field"), tr("Go to the next field.")),
        act("setup.field-before", "shift+tab", "app.focus_previous", tr("Field before"), tr("Go to the field before."),
            footer=False),
    ]  # fmt: skip

    def __init__(self, walk: Walk, typed: dict[str, str]) -> None:
        super().__init__()
        self.walk, self.typed = walk, typed
        self.at = 0
        self.said = ""
        self.making = False

    @property
    def step(self) -> Step:
        return self.walk.steps[self.at]

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
        title = self.walk.title_of(self.at)
        head = Line(width, ink.bar).add(tr(" Carelist"), ink.bar_strong).add(f"  {title}").strip()
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

    async def show_step(self, at: int) -> None:
        """Go to a step; what was typed there stands in its fields."""
        self.at, self.said = at, ""
        proposed = self.walk.proposed(self.typed)
        for path, text in proposed.items():
            if path in self.step.paths and not self.typed.get(path):
                self.typed[path] = text
        await self.query_one(Form).remove()
        await self.mount(form := self._form(), before=self.query_one("#foot"))
        for field in form.fields:
            if isinstance(field.control, SafeInput):
                field.control.propose(proposed.get(field.ask.path, ""))
        self.draw()

    def on_line_ended(self, message: LineEnded) -> None:
        """Enter in the last line of a step goes on, as in every field before it."""
        message.stop()
        self.action_go_on()

    def action_go_on(self) -> None:
        # Behind the letters that are still on their way to the field, and not in the field's own time: it will be gone.
        (self.focused or self).call_later(self.call_later, self.go_on)

    async def go_on(self) -> None:
        """Take what stands in the fields, and go on where nothing is wrong with it."""
        self.keep_typed()
        body, faults = self._body()
        faults += [
            fault for fault in self.walk.faults(self.step, body, now()) if fault.path not in {f.path for f in faults}
        ]
        if faults:
            self.show_faults(faults)
        elif self.at + 1 < len(self.walk.asking):
            await self.show_step(self.at + 1)
        elif not self.making:
            self.making = True
            self.run_worker(self._make(body))

    def _body(self) -> tuple[dict[str, str], list[Fault]]:
        asks = [ask for step in self.walk.asking for ask in step.asks]
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
        passphrase, secret = None, len(self.walk.asking)
        if self.walk.after:
            words = self.walk.steps[secret].words
            screen = PassphraseScreen(body.get("worker", ""), words, self.walk.title_of(secret))
            passphrase = await self.app.push_screen_wait(screen)
            if passphrase is None:
                return None
        self.said = tr("Making the store...")
        self.draw()
        made = await asyncio.to_thread(self.walk.make, body, now(), passphrase)
        if made.recovery is not None:
            await self.app.push_screen_wait(RecoveryScreen(made.recovery, self.walk.title_of(secret + 1)))
        return made

    def show_faults(self, faults: Iterable[Fault]) -> None:
        """Say what is wrong: under its field, or above the form where it has none here."""
        elsewhere = self.query_one(Form).show_faults(faults)
        self.said = " ".join(f"{fault.sentence}." for fault in elsewhere) or tr("Not yet: see below.")
        self.draw()

    def keep_typed(self) -> None:
        """Keep what stands in the fields now."""
        form = self.query_one(Form)
        self.typed |= {**form.typed, **{field.ask.path: field.typed for field in form.fields}}

    async def action_go_back(self) -> None:
        if self.making:
            return
        self.keep_typed()
        if self.at == 0:
            self.dismiss(None)
        else:
            await self.show_step(self.at - 1)


class SetUpApp(App[MadeStore], inherit_bindings=False):
    """The walk in the terminal; gives the store that was made, or None when it was left. A store that waits to be let
    in goes on where it stopped: `key` opens it without asking."""

    CSS_PATH: ClassVar[Any] = [Path(__file__).parents[2] / name for name in ("carelist.tcss", "pages.tcss")]
    TITLE = tr("Carelist")
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        act(
            "setup.quit-carelist",
            "ctrl+q",
            "quit",
            tr("Quit"),
            tr("Leave; before the passphrase was taken nothing is made."),
        ),
    ]

    def __init__(
        self,
        store: Path,
        worker: str | None,
        encrypted: bool | WorkFactor = ENCRYPTED,
        *,
        key: bytes | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class())
        close_what_never_begins(self)
        self.store, self.worker, self.encrypted, self.key = store, worker, encrypted, key
        self.typed: dict[int, dict[str, str]] = {}
        for made in themes():
            self.register_theme(made)
        draw_only_through(self, [NoColor()] if self.no_color else [])
        self.theme = NO_COLOUR if self.no_color else PREFIX + read_settings(settings_file())[0].theme
        self.animation_level = "none"

    def on_mount(self) -> None:
        self.run_worker(self._walk())

    async def _walk(self) -> None:
        """Until there is a store that can be opened, or it is left."""
        while True:
            made = await (self._signed_in() if waits_to_join(self.store) else self._made())
            if made is not None and made.waits:
                said = await self._let_in(made)
                if said == GAVE_UP:
                    continue
                made = replace(made, said=said) if said is not None else None
            self.exit(made)
            return

    async def _made(self) -> MadeStore | None:
        """Ask which way, and go it; back from its first page it is asked again. None when it is left."""
        factor = self.encrypted if not isinstance(self.encrypted, bool) else None
        while (chosen := await self.push_screen_wait(FirstQuestion())) is not None:
            if chosen == TOUR:
                return MadeStore("", tour=True)
            walk = joining_walk(self.store, factor) if chosen == JOIN else team_walk(self.store, self.encrypted)
            begun = {"body.role": "manager"} | ({"body.worker": self.worker} if self.worker else {})
            made = await self.push_screen_wait(StepScreen(walk, self.typed.setdefault(chosen, begun)))
            if made is not None:
                return made
        return None

    async def _signed_in(self) -> MadeStore | None:
        """Who has made this store before, signed in again."""
        if self.key is not None and self.worker is not None:
            return MadeStore(self.worker, self.key, waits=True)
        worker, key = await self.push_screen_wait(WaitingLock(Shut(self.store, self.worker)))
        return MadeStore(worker, key, waits=True)

    async def _let_in(self, made: MadeStore) -> str | None:
        """Wait until this laptop is let in, and take in what the others left; what is to be said of it, `GAVE_UP`, or
        None where it is left and goes on at the next start."""
        from carelist_tui.carelist.joined_laptop import AskingLaptop

        assert made.key is not None  # noqa: S101 - such a store is encrypted
        laptop = await asyncio.to_thread(AskingLaptop.new, self.store, made.key, made.worker)
        if await asyncio.to_thread(laptop.has_come):
            return ""

        def sync(note: Callable[[str, int], None]) -> str:
            return first_sync(made, self.store, laptop.folder, now(), note) if laptop.folder is not None else ""

        title = joining_walk(self.store).title_of(len(joining_walk(self.store).steps) - 1)
        return await self.push_screen_wait(LetInScreen(laptop, title, now, sync, new=True))

    def _fatal_error(self) -> None:
        """Say where it broke, never with what."""
        self.bell()
        tell_at_the_end(self, plain_crash(sys.exc_info()))
        end_after_fault(self)


def set_up(store: Path, worker: str | None, key: bytes | None = None) -> tuple[MadeStore | None, int]:
    """Ask for what a store needs, in the terminal, and make it; gives what was made, or None where it was left, and the
    exit status."""
    app = SetUpApp(store, worker, key=key)
    return app.run(), app.return_code or 0

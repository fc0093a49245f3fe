"""How soon a form stands, beside a bare Textual screen of as many widgets: `python benchmarks/forms.py [--times 20]`.

Both are pushed in the same app in turn, and timed until everything they show is laid out and drawn; the bare screen
holds as many widgets of Textual's own kinds (a label and an input each). Also: how soon escape closes a form, with its
draft kept. Exit status 1 when a figure is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Input, Static

from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.screens.forms.form_screen import FormScreen

KINDS = ("contact.completed", "decision.recorded", "handover.opened", "risk_check.completed", "zone.set")
SIZE = (120, 40)
RATIO, ESCAPE_MS = 1.5, 60.0
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
"""On a laptop with nothing else to do both say the same; on a busy one only the processor's own time compares."""
clock = CLOCKS["wall"]


class Bare(Screen[None]):
    """As many widgets as the form has, in fields of a label and an input, in a scroll."""

    def __init__(self, widgets: int) -> None:
        super().__init__()
        self.count = widgets

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            for _ in range(max(1, (self.count - 1) // 3)):
                field = Vertical(Static("A label and what it is for"), Input(compact=True))
                field.styles.height = "auto"
                yield field


def high(found: list[float]) -> float:
    """The 95th centile."""
    return statistics.quantiles(found, n=20)[-1]


async def drawn(app: Any, screen: Screen[Any]) -> float:
    """Milliseconds from pushing a screen until it is laid out and drawn whole."""
    began = clock()
    await app.push_screen(screen)
    for _ in range(2):  # the second is what the first has still to follow: fields further down
        await refreshed(screen)
    return (clock() - began) * 1000


async def refreshed(screen: Screen[Any]) -> None:
    """Wait until the screen has drawn what it has to draw now."""
    done = asyncio.Event()
    screen.call_after_refresh(done.set)
    await done.wait()


async def closed(app: Any, form: FormScreen) -> float:
    """Milliseconds from what escape does until the list behind stands again, drawn; the draft is kept meanwhile."""
    began = clock()
    form.action_leave()
    for _ in range(1000):
        await asyncio.sleep(0)
        if app.screen is not form:
            break
    await refreshed(app.screen)
    return (clock() - began) * 1000


async def measure(store: Path, at: Any, times: int) -> int:
    """Every kind of form and its bare screen in turn; prints a line each and gives how many figures were missed."""
    missed = 0
    desk = Desk(store, WORKER, at, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=SIZE):
        await asyncio.sleep(1.5)
        await desk.door()
        from carelist_tui.tui.screens.forms.which_form import form_screen

        item = next(i for i in desk.glance.today(desk.now(), days=400) if i.kind == "risk_check" and i.person)
        assert item.person is not None
        card = desk.card(item.person.id)
        print(f"{'':24}{'widgets':>8}{'form p95':>10}{'bare p95':>10}{'ratio':>7}{'escape p95':>12}")
        for kind in KINDS:
            forms: list[float] = []
            bares: list[float] = []
            escapes: list[float] = []
            widgets = 0
            for n in range(times + 2):
                form = form_screen(desk, kind, item, card, {})
                opened = await drawn(app, form)
                await asyncio.sleep(0.3)
                widgets = len(form.query("*"))
                app.simulate_key("x")
                await asyncio.sleep(0.1)
                left = await closed(app, form)
                for begun in desk.kept.begun():
                    desk.kept.drop(begun.key)
                await asyncio.sleep(0.1)
                bare = Bare(widgets)
                opened_bare = await drawn(app, bare)
                await asyncio.sleep(0.1)
                app.pop_screen()
                await asyncio.sleep(0.1)
                if n >= 2:
                    forms.append(opened)
                    bares.append(opened_bare)
                    escapes.append(left)
            ratio = high(forms) / high(bares)
            ok = ratio <= RATIO and high(escapes) <= ESCAPE_MS
            missed += not ok
            print(f"{kind:24}{widgets:8}{high(forms):8.1f}ms{high(bares):8.1f}ms{ratio:7.2f}{high(escapes):10.1f}ms"
                  f"{'' if ok else '  MISSED'}")  # fmt: skip
    desk.close()
    return missed


def main() -> int:
    """Make the store, measure, and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=20)
    arguments.add_argument("--clock", choices=CLOCKS, default="wall")
    asked = arguments.parse_args()
    globals()["clock"] = CLOCKS[asked.clock]
    with tempfile.TemporaryDirectory() as folder:
        teller = tell_caseload(date(2026, 3, 3), people=60, seed=1, calendar=Calendar(ServiceHours()))
        fill(Path(folder, "store"), teller, worker=WORKER)
        return 1 if asyncio.run(measure(Path(folder, "store"), teller.moment, asked.times)) else 0


if __name__ == "__main__":
    sys.exit(main())

"""A process of its own, as a language is chosen once: walks the demonstration that is told in another script through
every place, form, Due and figure, and prints what each shows as JSON."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime
from pathlib import Path
from typing import Any

import textual.app
import textual.pilot
from nacl.signing import SigningKey
from textual.pilot import Pilot

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.joined_laptop import AskingLaptop
from carelist_tui.desk.at_hand.measures_asked import GROUPED_BY
from carelist_tui.desk.desk import Desk
from carelist_tui.desk.first_run import OWN_WORDS
from carelist_tui.desk.forms.form_types import WITHOUT_FORM
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.measures.measure_table import MEASURES
from carelist_tui.domain.views.lists.questions import QUESTIONS
from carelist_tui.domain.worklist import Item
from carelist_tui.exchange.enrolment.folder_papers import put_request
from carelist_tui.exchange.schemas import example_entries
from carelist_tui.tui import keyboard
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.guided_app import GuidedApp
from carelist_tui.tui.screens import page
from carelist_tui.tui.screens.forms.which_form import form_screen
from carelist_tui.tui.screens.lists import ListScreen
from carelist_tui.tui.screens.person.person import PersonScreen
from carelist_tui.tui.screens.settings.first_run import SetUpApp
from carelist_tui.tui.screens.sign_in.let_in import LetInScreen
from carelist_tui.tui.screens.sign_in.passphrase import PassphraseScreen
from carelist_tui.tui.screens.sign_in.recovery_key import RecoveryScreen
from carelist_tui.vault.keys import FLOOR, unlock
from carelist_tui.vault.team.papers import write_request
from tests.caseload_in_another_script import draft_in_another_script
from tests.tui.at_rest import at_rest
from tests.tui.driving import text_of

SIZE = (80, 90)
"""As wide as a terminal, and high enough for the whole of a form."""
MANAGER, AUDITOR, COORDINATOR = "w-maya", "w-ruth", "w-leah"
Places = AsyncIterator[tuple[str, str]]
"""What each place is called, and what it shows."""
WALKS = (
    "f1", "f2", "f3", "f4", "f5", "f6", "question_mark", "comma", "S", "S f x", "I x", "E", "M", "M v", "M g", "M n",
    "M question_mark", "V", "V 1", "K", "K enter", "H", "plus", "L", "f P", "f z", "ctrl+p", "ctrl+p ṁ", "ctrl+p z q",
    "slash z q", "B", "B x enter", "F", "s", "w", "f2 space", "f2 space 0", "f2 e x", "f2 d", "f2 c", "f2 a", "f2 m",
    "f2 r", "f2 z", "f2 o", "f2 v", "f2 p", "f2 P", "f2 h", "f4 h", "f2 y", "f2 r x ctrl+s", "f2 z x ctrl+x",
    "f5 x t", "f5 x l", "f5 x b", "f5 x A", "f5 x C", "f5 x N", "f5 X b enter x enter",
)  # fmt: skip
"""Keys from the list."""


READS = {"figures", "fill", "reading", "counting"}
"""What is read beside a screen, and stands there once it is."""


async def rest(pilot: Pilot[Any]) -> str:
    """What stands when nothing moves any more, and all is read."""
    before = ""
    for _ in range(2000):
        await pilot.pause()
        is_read = all(each.is_finished for each in pilot.app.workers if each.group in READS)
        if (now := text_of(pilot.app)) == before and is_read:
            return now
        before = now
        await asyncio.sleep(0.01)
    raise AssertionError(f"it does not come to rest:\n{before}")


async def typed(pilot: Pilot[Any], *keys: str) -> str:
    """What stands after these keys."""
    for key in keys:
        await pilot.press(key)
        await rest(pilot)
    return await rest(pilot)


async def home(app: CarelistApp, pilot: Pilot[Any]) -> None:
    """The list again, nothing begun."""
    for _ in range(6):
        await pilot.press("escape")
        await rest(pilot)
        first = app.first
        if app.screen is first and not (first.shown.typing or first.shown.marked or first.call.attempt):
            break
    assert app.screen is app.first, type(app.screen)
    for begun in app.desk.kept.begun():
        app.desk.kept.drop(begun.key)


@asynccontextmanager
async def opened(
    store: Path, worker: str, now: datetime, kind: type[CarelistApp]
) -> AsyncIterator[tuple[Any, Pilot[Any]]]:
    """The app at that worker's desk, all read."""
    with closing(Desk(store, worker, now, runs=False)) as desk:
        app: Any = kind(desk)
        async with app.run_test(size=SIZE) as pilot:
            await rest(pilot)
            await desk.wake()
            await rest(pilot)
            yield app, pilot


async def on_the_way(app: Any, pilot: Pilot[Any], part: slice) -> Places:
    for keys in WALKS[part]:
        yield keys, await typed(pilot, *keys.split())
        await home(app, pilot)


async def of_dues(app: Any, pilot: Pilot[Any], part: slice) -> Places:
    kinds = {item.kind: item for item in app.desk.glance.today(app.desk.now(), days=400)}
    for kind, item in [*kinds.items()][part]:
        app.first.acts.open_item(item)
        yield f"the Due {kind}", await rest(pilot)
        await home(app, pilot)


async def of_forms(app: Any, pilot: Pilot[Any], part: slice) -> Places:
    item: Item = next(each for each in app.desk.glance.today(app.desk.now(), days=400) if each.person)
    assert item.person is not None
    lines = {each["id"]: each for each in example_entries()}
    for line in [each for each in lines.values() if each["type"] not in WITHOUT_FORM][part]:
        body = draft_in_another_script(line, lines)["body"]
        both: tuple[dict[str, Any], ...] = ({}, body)
        for known in both:
            kind = line["type"]
            shown = item if TYPES[kind].PERSON_NEEDED else None
            await app.push_screen(form_screen(app.desk, kind, shown, app.desk.card(item.person.id), known))
            text = await rest(pilot)
            yield f"the form {kind}, {'filled' if known else 'empty'}", text + await typed(pilot, "ctrl+s")
            await home(app, pilot)


async def of_people(app: Any, pilot: Pilot[Any], part: slice) -> Places:
    items = {item.kind: item.person for item in app.desk.glance.today(app.desk.now(), days=400) if item.person}
    for person in list(dict.fromkeys(each.id for each in items.values()))[part]:
        app.push_screen(PersonScreen(app.desk, person))
        for tab in range(1, 9):
            yield f"{person}, tab {tab}", await typed(pilot, str(tab))
        yield f"{person}, whole", await typed(pilot, "1", "v")
        await home(app, pilot)


async def of_the_huddle(app: Any, pilot: Pilot[Any], part: slice) -> Places:
    text = await typed(pilot, "H")
    for step in range(9):
        if step in range(9)[part]:
            yield f"the huddle, step {step + 1}", text
        text = await typed(pilot, "space")
    await home(app, pilot)


async def of_measures(app: Any, pilot: Pilot[Any], part: slice) -> Places:
    text = await typed(pilot, "M")
    for n in range(len(MEASURES)):
        screen = app.screen
        if n in range(len(MEASURES))[part]:
            yield f"measure {n}", text
            yield f"measure {n}, whole", await typed(pilot, "v")
            await typed(pilot, "escape")
            yield f"measure {n}, cases", await typed(pilot, "enter")
            if app.screen is not screen:
                await typed(pilot, "escape")
        text = await typed(pilot, "down")
    await typed(pilot, "g")
    for by in [each for each in GROUPED_BY if each is not None][part]:
        while app.screen.asked.by != by:
            text = await typed(pilot, "b")
        yield f"measures by {by}", text + await typed(pilot, "tab", "enter")
        await typed(pilot, "escape")
    await home(app, pilot)


async def of_lists(app: Any, pilot: Pilot[Any], part: slice) -> Places:
    for name in list(QUESTIONS)[part]:
        app.push_screen(ListScreen(app.desk, name))
        yield f"the list {name}", await rest(pilot)
        yield f"the list {name}, help", await typed(pilot, "question_mark")
        await home(app, pilot)


async def of_the_auditor(app: Any, pilot: Pilot[Any], part: slice) -> Places:
    yield "the audits", await typed(pilot, "K")
    yield "a sample, help", await typed(pilot, "question_mark")
    await typed(pilot, "escape")
    yield "a case", await typed(pilot, "enter")
    yield "a case, answered", await typed(pilot, "m", "n")
    await home(app, pilot)


async def of_the_tour(app: Any, pilot: Pilot[Any], part: slice) -> Places:
    from carelist_tui.desk.guide.tour_steps import STEPS

    for step in range(len(STEPS)):
        if step in range(len(STEPS))[part]:
            yield f"the tour, step {step + 1}", await rest(pilot)
        await typed(pilot, "n")


async def of_the_first_start(folder: Path, part: slice) -> Places:
    for way in "12"[part]:
        app = SetUpApp(folder / "ω", None, FLOOR)
        async with app.run_test(size=SIZE) as pilot:
            yield f"the first start, way {way}", await rest(pilot)
            yield f"the first start, way {way}, 1", await typed(pilot, way)
            for n, words in enumerate((("Ω",), ("Ω",), ("/no/where",), ("ω",) * 16, ("ω",) * 16)):
                yield f"the first start, way {way}, fault {n}", await typed(pilot, "ctrl+s")
                yield f"the first start, way {way}, {n + 2}", await typed(pilot, *words, "ctrl+s")


async def of_the_way_in(folder: Path, now: datetime) -> Places:
    """A store that is encrypted: who signs in, wrong and right; the lock; a laptop that asks to be let in there, and
    who lets it in."""
    store, shared = folder / "sealed", folder / "ωψ"
    at_work = {"worker": "ω-α", "name": "Ωα", "role": "manager", "team": "Ωβ"}
    with Carelist.init(store, **at_work, now=now, encrypted=FLOOR, passphrase=OWN) as door:
        other = {"worker": "ω-β", "name": "Ωγ", "role": "senior", "team": "Ωβ"}
        draft = {"type": "worker.added", "occurred_at": now.isoformat(), "body": other}
        door.record([draft], now)
        with door.keys.slot_given("ω-β") as first:
            assert first
    key = unlock(store, "ω-α", OWN, now)
    (shared / "carelist" / "Ωβ").mkdir(parents=True)
    app = CarelistApp(Shut(store, None, at=now, runs=False))
    async with app.run_test(size=SIZE) as pilot:
        yield "who signs in", await rest(pilot)
        for n in range(7):
            yield f"a wrong passphrase, {n + 1}", await typed(pilot, *"ωω", "enter")
        yield "somebody else", await typed(pilot, "down", "enter")
        app.push_screen(PassphraseScreen("ω-β", OWN_WORDS, "Ω"))
        for words in ("ω", "ω" * 16, OWN):
            yield f"a passphrase chosen, {len(words)}", await typed(pilot, *words, "enter", *words[:3], "enter")
        app.push_screen(RecoveryScreen("7K2M-Q9TD-1111-2222-3333-4444-5555-6666"))
        yield "a recovery key", await rest(pilot)
        laptop = AskingLaptop(store, key, "ω-β", "Ωδ", shared)
        for new in (True, False):
            app.push_screen(LetInScreen(laptop, "Ω", lambda: now, new=new))
            for press in ("enter", *"αβγ", "enter", "ctrl+f", "ω", "enter", "escape", "escape"):
                yield f"asking to be let in, {new}, {press}", await typed(pilot, press)
    put_request(shared, write_request(SigningKey(bytes(32)), "Ωδ", "ω-β"), now)
    with closing(Desk(store, "ω-α", now, runs=False, key=key)) as desk:
        app = CarelistApp(desk)
        async with app.run_test(size=SIZE) as pilot:
            yield "a new store", await rest(pilot)
            yield "its settings", await typed(pilot, "comma")
            yield "its sync", await typed(pilot, "escape", "S")
            for keys in (
                ("f",),
                (*str(shared), "enter"),
                ("s",),
                ("j",),
                ("enter",),
                (*"ωω", "enter"),
                ("escape",),
                ("R",),
            ):
                yield f"its sync, {keys[-1]}", await typed(pilot, *keys)
            yield "the lock", await typed(pilot, "escape", "escape", "escape", "ctrl+l")


async def of_bringing_in(folder: Path, now: datetime, told: Path) -> Places:
    """A caseload from a spreadsheet: what its columns are taken for, tried, and taken in."""
    store = Path(shutil.copytree(told, folder / "brought"))
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    async with opened(store, MANAGER, now, CarelistApp) as (app, pilot):
        for name in TABLES:
            yield f"{name}, chosen", await typed(pilot, "I", *str(folder / name), "enter")
            for n, key in enumerate(ON_A_FILE):
                yield f"{name}, {n} {key}", await typed(pilot, key)
            await home(app, pilot)


ON_A_FILE = ("question_mark", "escape", "enter", "escape", "j", "j", "enter", "escape", "d", "j", "v", "u", "d",
             "ctrl+s", "j", "escape")  # fmt: skip
OWN = "λ οικία μου ωραία εδώ"
TABLES = {
    "ω.csv": "Ωω,Ωωω\nω,ω\n",
    "ψ.csv": "ref,given,family,team,accepted_on,tier,source,coordinator,zone\nP-9,Ω,Ω,Ω,2026-02-02,standard,gp,ω,ω\n"
             "P-8,Ω,,Ω,2026-02-02,standard,gp,,\nP-7,Ω,Ω,Ω,ω,ω,gp,,\nP-6,Ω,Ω,Ω,2026-02-01,light,gp,,red\n",
}  # fmt: skip
"""None of whose columns is known; some of whose rows can't be taken."""
Walk = Callable[[Any, Pilot[Any], slice], Places]
WALKED: tuple[tuple[str, str, type[CarelistApp], Walk], ...] = (
    ("places", MANAGER, CarelistApp, on_the_way), ("dues", MANAGER, CarelistApp, of_dues),
    ("forms", COORDINATOR, CarelistApp, of_forms), ("people", COORDINATOR, CarelistApp, of_people),
    ("huddle", MANAGER, CarelistApp, of_the_huddle), ("measures", MANAGER, CarelistApp, of_measures),
    ("lists", MANAGER, CarelistApp, of_lists), ("auditor", AUDITOR, CarelistApp, of_the_auditor),
    ("tour", COORDINATOR, GuidedApp, of_the_tour),
)  # fmt: skip


async def shown(told: Path, folder: Path, now: datetime, part: slice) -> dict[str, str]:
    """What stands at every place."""
    texts: dict[str, str] = {}
    for name, worker, kind, walk in WALKED:
        store = Path(shutil.copytree(told, folder / name))
        async with opened(store, worker, now, kind) as (app, pilot):
            async for what, text in walk(app, pilot, part):
                texts[f"{name}: {what}"] = text
    alone = {
        "first start": of_the_first_start(folder, part),
        "way in": of_the_way_in(folder, now),
        "bringing in": of_bringing_in(folder, now, told),
    }
    for name, places in alone.items():
        texts |= {f"{name}: {what}": text async for what, text in places}
    return texts


if __name__ == "__main__":
    page.SEEN_SECONDS = keyboard.RECORDS_SECONDS = 0.0  # it types faster than anybody reads
    for module in (textual.app, textual.pilot):
        setattr(module, "wait_for_idle", at_rest)  # noqa: B010 - it is no name of theirs for others
    told, folder, now, first, step = sys.argv[1:]
    part = slice(int(first), None, int(step))
    sys.stdout.write(json.dumps(asyncio.run(shown(Path(told), Path(folder), datetime.fromisoformat(now), part))))

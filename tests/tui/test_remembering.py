"""Where a worker left off is there at the next start, with no word of anybody; a fault is told without one either."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.strip import Strip
from textual.worker import WorkerFailed

from carelist_tui.desk.desk import Desk
from carelist_tui.desk.left_off import FILE, LONGEST, recall, remember
from carelist_tui.desk.read_only import ReadingDesk
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.crash import MOST_REPORTS, REPORT, Hushed, write_report
from carelist_tui.tui.widgets.lines import Lines
from tests.tui.driving import settled, shows, text_of
from tests.tui.telling import ME, NOW

pytestmark = pytest.mark.slow

SECRET = "YUSUF Amina"


def test_each_worker_has_their_own_and_nothing_else_is_kept(tmp_path: Path) -> None:
    remember(tmp_path, "w-tom", {"section": "Missed", "only_mine": True, "filter": "yusuf", "note": SECRET})
    remember(tmp_path, "w-leah", {"section": "Board", "person": "x" * (LONGEST + 1)})
    assert recall(tmp_path, "w-tom") == {"section": "Missed", "only_mine": True}
    assert recall(tmp_path, "w-leah") == {"section": "Board"}
    assert recall(tmp_path, None) == {}
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"w-tom": 3}', '{"w-tom": {"section": 3, "only_mine": "x"}}', "[" * 9000]
)
def test_a_damaged_file_is_as_if_it_were_not_there(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert recall(tmp_path, "w-tom") == {}
    remember(tmp_path, "w-tom", {"section": "Missed"})
    assert recall(tmp_path, "w-tom") == {"section": "Missed"}


async def test_the_next_start_is_where_the_last_one_ended(desk: Desk) -> None:
    app = CarelistApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j", "f9", "slash", *"yus", "enter")
        await shows(pilot, "> 10:30  YUSUF Amina")
        await pilot.press("q")
    kept = (desk.store / FILE).read_text(encoding="utf-8")
    assert "yus" not in kept.casefold(), "a filter's text may be a name"
    assert set(json.loads(kept)[ME]) <= {"section", "only_mine", "person", "theme", "theme_set"}
    again = CarelistApp(desk)
    async with again.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "[Missed 3]")
        assert again.theme == "carelist-light"
        await shows(pilot, "> 10:30  YUSUF Amina")


async def test_where_nothing_may_be_recorded_the_keys_that_record_are_absent_and_the_head_says_so(store: Path) -> None:
    desk = ReadingDesk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("f2", "j")
        await shows(pilot, "READ ONLY")
        foot = text_of(app).splitlines()[-1]
        assert not [words for words in ("Call or visit", "Decide", "What is due", "Something else") if words in foot]
        await pilot.press("space", "1", "d", "enter", "e", "c")
        await pilot.pause(0.5)
        assert app.screen is app.first
        assert not await app.first.acts.record([{"type": "zone.set"}])
        await shows(pilot, "NOT RECORDED: Carelist is open to read only")
    desk.close()


# -- a fault of our own -----------------------------------------------------------------------------------------


class Broken(Lines):
    """A widget that can't be drawn."""

    def render_line(self, y: int) -> Strip:
        raise KeyError(SECRET)


def in_render(app: CarelistApp) -> None:
    app.screen.mount(Broken(id="broken"))


def in_asyncio_worker(app: CarelistApp) -> None:
    async def broken() -> None:
        raise KeyError(SECRET)

    app.run_worker(broken())


def in_thread_worker(app: CarelistApp) -> None:
    def broken() -> None:
        raise KeyError(SECRET)

    app.run_worker(broken, thread=True)


@pytest.mark.parametrize("crash", [in_render, in_asyncio_worker, in_thread_worker])
async def test_a_crash_says_no_word_of_a_record_and_leaves_a_report(
    desk: Desk, crash: Callable[[CarelistApp], None], capfd: pytest.CaptureFixture[str]
) -> None:
    app = CarelistApp(desk)
    with pytest.raises((KeyError, WorkerFailed)):  # noqa: PT012 - Textual gives a test what it gives no terminal
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            crash(app)
            await pilot.pause(1.0)
    out = "".join(capfd.readouterr())
    report = next(desk.store.glob(REPORT))
    words = report.read_text(encoding="utf-8")
    assert "KeyError at" in words
    assert report.stat().st_mode & 0o777 == 0o600
    for said in (out, words):
        assert SECRET not in said
        assert str(desk.store) not in said


async def test_what_breaks_beside_the_screen_is_told_without_its_words(capfd: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    hushed = Hushed(told.append)

    def broken() -> None:
        raise KeyError(SECRET)

    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    with hushed:
        hushed.watch(loop)
        thread = threading.Thread(target=broken)
        thread.start()
        thread.join()
        loop.run_in_executor(None, broken)
        for _ in range(50):
            await asyncio.sleep(0.02)
            if len(told) == 2:
                break
    loop.set_exception_handler(before)
    assert len(told) == 2
    assert all("KeyError at" in each and SECRET not in each for each in told)
    assert SECRET not in "".join(capfd.readouterr())


def test_only_so_many_reports_are_kept(tmp_path: Path) -> None:
    for n in range(MOST_REPORTS + 5):
        assert write_report(tmp_path, f"fault {n}", NOW.replace(microsecond=n)) is not None
    assert len(list(tmp_path.glob(REPORT))) == MOST_REPORTS
    assert write_report(tmp_path / "none", "fault", NOW) is None

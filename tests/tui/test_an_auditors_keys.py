"""Every key of every screen, pressed by an auditor: they read, draw samples and score them, and nothing else is
recorded (standards.md, Roles). What every command does for them stands in tests/roles/test_an_auditors_commands.py."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.audit import Wanted
from carelist_tui.desk.several import ONLY_SCORES
from carelist_tui.tui.bindings import is_not_an_auditors, writes
from carelist_tui.vault.connection import connect
from tests.tui.driving import text_of
from tests.tui.telling import ME, NOW, entry, plan, tell
from tests.tui.test_sections import action
from tests.tui.test_what_records import (
    LEADS,
    LEAVES_ALL,
    PLACES,
    bindings_at,
    go_back,
    key_of,
    opened,
    press,
    stand,
)

pytestmark = pytest.mark.slow

AUDITOR = "w-ruth"
THEIRS = {"audit": "sample.drawn", "auditing": "audit.scored"}
"""What an auditor records, by the place where they do."""
TOLD = ONLY_SCORES[:40]
BEHIND_WHAT_RECORDS = ("sheet", "looking", "huddle")
"""Reached by the closing of a huddle or an act on several; in a huddle others say what an auditor types."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tom's morning, an auditor, and a sample that waits."""
    store = tmp_path_factory.mktemp("auditor") / "store"
    tell(store)
    other = plan("P-0045", avoid=["text"], avoid_note="said at the door", methods=["call"]) | {"replaces": []}
    with Carelist.open(store, ME) as door:
        door.record([other, action("P-0044", "Blood test", "2026-03-03T12:00", ME)], NOW)
    with Carelist.open(store, "w-ada") as door:
        works = {"worker": AUDITOR, "name": "Ruth Lane", "role": "auditor", "team": "North"}
        door.record([entry("worker.added", "2026-02-01T09:00", works)], NOW)
        door.audits.draw(Wanted("record", 3, 7), NOW)
    return store


@pytest.fixture
def store(told: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(told, tmp_path / "store"))


def recorded(store: Path) -> Counter[str]:
    with closing(connect(store)) as connection:
        return Counter(str(kind) for (kind,) in connection.execute("SELECT type FROM entry"))


@pytest.mark.turns(3)
@pytest.mark.parametrize("place", [place for place in PLACES if place not in BEHIND_WHAT_RECORDS])
async def test_an_auditor_draws_and_scores_and_no_key_records_anything_else(store: Path, place: str) -> None:
    before = recorded(store)
    async with opened(store, AUDITOR) as (app, pilot):
        for id, binding in bindings_at(place).items():
            if id in LEAVES_ALL or not writes(binding):
                continue
            if (lead := LEADS.get(id)) is not None:
                await go_back(app, pilot)
                await press(pilot, *lead)
            else:
                stood = await stand(app, pilot, place, PLACES[place])
                could = app.screen.check_action(binding.action.partition("(")[0], ())
                await press(pilot, key_of(binding))
                if is_not_an_auditors(binding):
                    assert app.screen is stood, f"{id} asks something first"
                    assert not could or TOLD in " ".join(text_of(app).split()), f"{id} says nothing:\n{text_of(app)}"
            await press(pilot, "ctrl+s")
            await go_back(app, pilot)
    new = recorded(store) - before
    assert set(new) <= {THEIRS.get(place, "")} | ({"audit.scored"} if place == "audit" else set())
    assert place not in THEIRS or new[THEIRS[place]] > 0


@pytest.mark.parametrize("keys", [("plus", *"worker", "space", *"added"), ("plus", *"erasure")])
async def test_whoever_may_not_record_a_type_is_told_who_may_before_its_form_opens(
    store: Path, keys: tuple[str, ...]
) -> None:
    async with opened(store, ME) as (app, pilot):
        await press(pilot, "f2", "g", *keys, "enter")
        said = " ".join(text_of(app).split())
        assert app.screen is app.first, text_of(app)
        assert "NOT RECORDED: " in said
        assert "Ask " in said

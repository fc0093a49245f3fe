"""What people wrote never acts on the terminal, is never read as markup, and is always seen."""

from __future__ import annotations

import ast
import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.desk.desk import Desk
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.refusal import Refused
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.widgets.plain import fit, width_of, wrap
from tests.house.tree import PACKAGE
from tests.tui.driving import until
from tests.tui.telling import ME, NOW, entry, missed, phones, plan, spoke, tried, zone

pytestmark = pytest.mark.slow

HOSTILE = {
    "markup": "[/nope] [@click=app.quit]quit[/] [red",
    "bidi": "abc\u202edef\u2066ghi\u200f",
    "accents": "e" + "\u0301" * 500,
    "long": "never ending " * 300 + "stop",
    "wide": "\u6f22\u5b57" * 40 + "\U0001f469\u200d\U0001f680",
    "nel": "line\u2028para\u2029end\ufeff",
}
WORD = "Mallory"
EVERYWHERE = (
    ["f2"], *[["j"]] * 6, ["v"], ["escape"], ["question_mark"], ["escape"], ["o"], ["escape"], ["g", "space"],
    ["escape"], ["slash", *"mall", "enter"], ["d"], ["escape"], ["enter"], ["1"], ["escape"],
    ["f"], ["escape"], ["plus"], ["escape"], ["c"], ["escape"], ["h"], ["escape"], ["y", "1"], ["u"],
)  # fmt: skip
"""Keys that lead to every screen: the queue, each person, all of one, help, their Dues, a call, the note, a form."""


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A person for every kind of hostile text, with it in every field that takes words."""
    store = tmp_path_factory.mktemp("hostile") / "store"
    began = NOW.replace(month=2, day=1)
    door = Carelist.init(store, worker="w-tom", name="[b]Tom[/nope]", role="coordinator", team="[/x]", now=began,
                         encrypted=False)  # fmt: skip
    for n, text in enumerate(HOSTILE.values()):
        ref = f"P-{n}"
        body = {"ref": ref, "given": text[:3900], "family": WORD, "source": "gp", "team": "North", "tier": "enhanced",
                "coordinator": ME, "known_as": text[:90], "pronouns": text[:20], "address": text[:3000],
                "phones": phones(text[:30]), "must_not_contact": [text[:200]]}  # fmt: skip
        who = [{"name": text[:80], "relation": text[:20], "phone": text[:30], "consent": True, "when": text[:40]}]
        story = [entry("person.accepted", "2026-02-02T10:00", body),
                 plan(ref, may_contact=who, early_warning_signs=[text[:300]], if_missed=text[:2000],
                      avoid_note=text[:400]),
                 spoke(ref), zone(ref, "amber", text[:1000]), missed(ref), tried(ref, "2026-03-02T10:55")]  # fmt: skip
        try:
            door.record(story, NOW)
        except Refused as refused:
            raise AssertionError(f"{text[:20]!r} was refused: {refused}") from None
    door.close()
    return store


def written(app: CarelistApp) -> str:
    """Everything that the screen would send to the terminal as words."""
    return "".join(s.text for strip in app.screen._compositor.render_strips(app.size) for s in strip)


@pytest.mark.turns(2)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_screen_shows_hostile_text_as_plain_signs(
    hostile_store: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    store = tmp_path / "store"
    shutil.copytree(hostile_store, store)
    desk = Desk(store, ME, NOW, runs=False)
    app = CarelistApp(desk)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: f"Missed {len(HOSTILE)}" in written(app))
        for keys in EVERYWHERE:
            await pilot.press(*keys)
            await pilot.pause(0.15)
            acting = ("Cc", "Cf", "Cs", "Zl", "Zp")
            bad = {c for c in written(app) if unicodedata.category(c) in acting} - {"\u200d"}
            assert not bad, f"after {keys}: {bad!r}"
        await pilot.pause()
    assert app.return_code in (0, None), "nothing crashed"
    desk.close()


@given(st.text())
def test_shown_text_holds_nothing_that_acts(text: str) -> None:
    for character in shown_text(text):
        assert character.isprintable() or character in "\u200c\u200d"


@given(st.text(), st.integers(0, 200))
def test_fitted_text_has_exactly_its_width(text: str, width: int) -> None:
    assert width_of(fit(text, width)) == width


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300), st.integers(2, 80))
def test_wrapping_leaves_nothing_out(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(width_of(line) <= width for line in lines)
    kept = "".join(lines).replace(" ", "")
    assert kept == "".join(shown_text(part) for part in text.split("\n")).replace(" ", "")


def test_escapes_are_seen_and_do_not_act() -> None:
    assert shown_text("\x1b[2Jx\x07\x9b\x7f") == "\u241b[2Jx\u2407\u20399B\u203a\u2421"


SINKS = {"Static", "Label", "Content", "Segment", "update", "notify", "from_markup", "Text", "append_text", "print"}
ALLOWED = {("plain.py", "Content"), ("plain.py", "Segment")}


def test_no_words_reach_a_widget_but_through_the_plain_text_boundary() -> None:
    """In tui/ a sink of words is only given `plain(...)`, or is in the boundary itself."""
    breaches = []
    for path in (PACKAGE / "tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0] if node.args else None
            made_by = getattr(first.func, "id", "") if isinstance(first, ast.Call) else ""
            through = made_by in ("plain", "titled")
            if name in SINKS and not through and (path.name, name) not in ALLOWED:
                breaches.append(f"{path.name}:{node.lineno}: {name}")
    assert not breaches

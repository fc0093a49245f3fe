"""`standards show`, `check`, `diff` and `adopt`, as a service lead has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.surface import ACCEPTED, carelist, draft, make_store

pytestmark = pytest.mark.slow

OURS = '# Ours\n[dues]\nrisk_plan = "3 days"\nsupervision = "2 weeks"\n'
OFF = '[dues]\nfirst_contact = "5 service days"\nsupervision = "never"\n'
ENDS = """[ladders.standard]
title = "Standard"
[[ladders.standard.steps]]
key = "call_them"
title = "Call"
methods = ["call"]
to = "person"
due = "same day"
[[ladders.standard.steps]]
key = "discharge"
title = "Take them off"
methods = ["letter"]
to = "person"
due = "72 hours"
"""


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which nothing is recorded any more."""
    return _made(tmp_path_factory.mktemp("standards"))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return _made(tmp_path)


def _made(folder: Path) -> Path:
    made = make_store(folder / "store")
    assert carelist("record", "-", store=made, stdin=draft("person.accepted", ACCEPTED).encode()).status == 0
    return made


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "ours.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OFF, ["line 3", "dues.supervision", "can't be switched off"]),
        (ENDS, ["line 10", "never by itself a reason to discharge"]),
        ("[dues\n", ["line 1", "not a TOML file"]),
        (b"[dues]\n# caf\xe9\n", ["line 2", "not UTF-8"]),
        ('[dues]\nsuprvision = "2 weeks"\n', ["line 2", "suprvision"]),
        ("", ["says nothing"]),
    ],
)
def test_what_can_not_hold_is_refused_with_its_line_and_a_sentence(
    tmp_path: Path, untouched: Path, text: str | bytes, said: list[str]
) -> None:
    path = written(tmp_path, text)
    for command in ("check", "diff", "adopt"):
        answer = carelist("standards", command, path, store=untouched)
        assert (answer.status, answer.out) == (2, ""), command
        assert all(each in answer.err for each in said), answer.err
    assert carelist("verify", "--json", store=untouched).json["entries"] == 2


def test_a_file_is_checked_without_a_store(tmp_path: Path) -> None:
    answer = carelist("standards", "check", written(tmp_path, OURS), store=tmp_path / "nothing")
    assert (answer.status, "can be adopted" in answer.err) == (0, True)
    assert carelist("standards", "check", tmp_path / "no.toml").status == 2


def test_the_difference_is_said_in_words_and_nothing_is_written(tmp_path: Path, untouched: Path) -> None:
    path, before = written(tmp_path, OURS), carelist("verify", "--json", store=untouched).json
    answer = carelist("standards", "diff", path, store=untouched)
    assert answer.status == 0
    assert (
        "Ann Lee, P-0001: Write the risk plan moves, sooner: from Tue 17 Mar 2026 17:00 to Fri 6 Mar 2026" in answer.out
    )
    assert "The team: Supervision moves, sooner" in answer.out
    assert "2 would move, 0 appear, 0 go." in answer.out
    told = carelist("standards", "diff", path, "--json", store=untouched).json["differences"]
    assert {(each["kind"], each["what"]) for each in told} == {("risk_plan", "moves"), ("supervision", "moves")}
    assert carelist("verify", "--json", store=untouched).json == before


def test_an_instrument_that_is_declared_otherwise_is_named(tmp_path: Path, untouched: Path) -> None:
    text = (
        '[instruments.dialog]\ntitle = "DIALOG"\n'
        '[instruments.dialog.items.housing]\ntitle = "Housing"\nrange = [1, 7]\n'
        "[instruments.own_view.items.satisfied]\nrange = [0, 5]\n"
    )
    path = written(tmp_path, text)
    answer = carelist("standards", "diff", path, store=untouched)
    assert "Instrument DIALOG: can be scored" in answer.out
    assert "Instrument How they see the help they get: is declared otherwise" in answer.out
    assert "Nothing differs" not in answer.out
    told = carelist("standards", "diff", path, "--json", store=untouched).json["instruments"]
    assert [(each["instrument"], each["what"]) for each in told] == [("own_view", "changes"), ("dialog", "appears")]


def test_what_moves_no_due_is_said_to_differ_all_the_same(tmp_path: Path, untouched: Path) -> None:
    """Who may pause, and whom to ring: nothing that is owed moves by it, and it is not nothing."""
    path = written(tmp_path, '[roles]\npause = "manager"\n')
    answer = carelist("standards", "diff", path, store=untouched)
    assert "Nothing differs" not in answer.out
    assert "Nothing that is owed would move." in answer.out
    assert "What differs from the Standards in force: [roles]." in answer.out
    assert carelist("standards", "diff", path, "--json", store=untouched).json["sections"] == ["roles"]


def test_adopted_standards_are_shown_and_make_every_due(tmp_path: Path, store: Path) -> None:
    path = written(tmp_path, OURS.replace("Ours", "Cafe\u0301"))
    assert carelist("standards", "adopt", path, store=store).status == 0
    shown = carelist("standards", "show", "--json", store=store).json
    assert shown["text"] == OURS.replace("Ours", "Caf\u00e9")
    assert [each["standards"] for each in shown["adopted"]] == [shown["standards"]]
    assert carelist("today", "--json", store=store).json["standards"] == shown["standards"]
    assert carelist("standards", "show", store=store).out == shown["text"]
    assert "Nothing differs." in carelist("standards", "diff", path, store=store).out
    again = carelist("standards", "adopt", path, store=store)
    assert (again.status, "in force already" in again.err) == (2, True)
    assert carelist("verify", store=store).status == 0
    assert carelist("rebuild", store=store).status == 0
    assert carelist("verify", store=store).status == 0


def test_the_standards_that_ship_are_shown_before_any_were_adopted(untouched: Path) -> None:
    answer = carelist("standards", "show", store=untouched)
    assert "[tiers.intensive]" in answer.out
    assert "as shipped" in answer.err


@pytest.mark.parametrize("example", ["scotland", "seven_day"])
def test_an_example_that_ships_can_be_adopted(store: Path, example: str) -> None:
    folder = Path(__file__).parents[2] / "src/carelist_tui/domain/standards/examples"
    assert carelist("standards", "check", folder / f"{example}.toml").status == 0
    assert carelist("standards", "adopt", folder / f"{example}.toml", store=store).status == 0
    assert carelist("verify", store=store).status == 0

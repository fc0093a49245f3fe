"""A file that leaves never takes another's place unasked; what was recorded is said by the status, answer or none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from carelist_tui.exchange.csv_rows import quoted
from tests.cli.surface import ACCEPTED, carelist, draft, make_store

pytestmark = pytest.mark.slow

KINDS = ("x.ndjson", "x.csv", "x.carelist")
FULL = Path("/dev/full")
WHY = ("--reason", "a test")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann Lee alone."""
    store = make_store(tmp_path_factory.mktemp("leaving") / "store")
    assert carelist("record", "-", store=store, stdin=draft("person.accepted", ACCEPTED).encode()).status == 0
    return store


@pytest.mark.posix
@pytest.mark.parametrize("name", KINDS)
def test_an_export_takes_no_files_place_unless_that_is_asked_for(name: str, store: Path, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("somebody's")
    answer = carelist("export", path, *WHY, store=store)
    assert (answer.status, answer.err) == (2, f"{path} is there already: --replace writes over it\n")
    assert path.read_text() == "somebody's"
    assert carelist("export", path, *WHY, "--replace", store=store).status == 0
    assert path.read_bytes() != b"somebody's"
    assert path.stat().st_mode & 0o077 == 0, "names are in it"
    assert [each.name for each in tmp_path.iterdir()] == [name], "nothing is left beside it"


@pytest.mark.posix
@pytest.mark.parametrize("replace", [(), ("--replace",)])
def test_a_link_a_device_and_the_store_itself_are_no_place_for_an_export(
    replace: tuple[str, ...], store: Path, tmp_path: Path
) -> None:
    real, link, dangling = tmp_path / "real.csv", tmp_path / "link.csv", tmp_path / "dangling.csv"
    real.write_text("kept")
    link.symlink_to(real)
    dangling.symlink_to(tmp_path / "nowhere.csv")
    inside = store / "out.csv"
    into, circle = tmp_path / "way" / ".." / "in.csv", tmp_path / "circle"
    circle.symlink_to(circle)
    for path, said in (
        (link, "is a link"), (dangling, "is a link"), (FULL, "is no file"), (tmp_path, "is no file"),
        (inside, "lies in the store"), (store / "deeper" / "out.csv", "lies in the store"),
        (circle / "out.csv", "leads back to itself"),
    ):  # fmt: skip
        answer = carelist("export", path, *WHY, *replace, store=store)
        assert (answer.status, said in answer.err) == (2, True), answer.err
    assert real.read_text() == "kept"
    assert not (tmp_path / "nowhere.csv").exists()
    assert not inside.exists()
    assert carelist("export", into, *WHY, *replace, store=store).status == 2, "a folder that is not there"


EVERY_WAY_OUT = (
    ("export", "{}", *WHY), ("export", "{}", "--format", "carelist"), ("huddle", "--print", "{}"),
    ("report", "team", "--html", "{}", *WHY), ("report", "huddle", "--html", "{}"),
    ("list", "people", "--csv", "{}", *WHY), ("measures", "--csv", "{}", *WHY), ("measures", "--html", "{}", *WHY),
)  # fmt: skip


@pytest.mark.posix
@pytest.mark.parametrize("way", EVERY_WAY_OUT, ids=lambda way: " ".join(way[:3]))
def test_no_file_that_leaves_takes_the_place_of_another_or_of_a_part_of_the_store(
    way: tuple[str, ...], store: Path, tmp_path: Path
) -> None:
    """The sheet of a huddle took any place at all: that of the store's database, of its keys, of a device."""
    theirs, link, pipe = tmp_path / "theirs", tmp_path / "link", tmp_path / "pipe"
    os.mkfifo(pipe)
    theirs.write_text("somebody's")
    link.symlink_to(theirs)
    parts = {path: path.read_bytes() for path in store.rglob("*") if path.is_file() and path.name != "access.log"}
    for path in (theirs, link, pipe, tmp_path, *parts, store / "new.html", ""):
        answer = carelist(*(part.format(path) for part in way), store=store)
        assert (answer.status, answer.out) == (2, ""), (path, answer.err)
    assert pipe.is_fifo()
    assert theirs.read_text() == "somebody's"
    assert not (store / "new.html").exists()
    for part in ("carelist.db", "keys/device.key", "heads"):
        assert (store / part).read_bytes().startswith(parts[store / part][:60]), part
    assert carelist("verify", store=store).status == 0


@pytest.mark.posix
def test_only_an_export_knows_a_hyphen_and_nothing_is_left_under_that_name(store: Path, tmp_path: Path) -> None:
    for way in EVERY_WAY_OUT:
        command = [sys.executable, "-m", "carelist_tui", *(part.format("-") for part in way)]
        done = subprocess.run(
            command, capture_output=True, env=os.environ | {"CARELIST_STORE": str(store)}, cwd=tmp_path, check=False
        )
        assert done.returncode == (0 if way[0] == "export" else 2), (way, done.stderr)
        assert bool(done.stdout) == (way[0] == "export")
        assert not [*tmp_path.iterdir()], way


@pytest.mark.posix
@pytest.mark.parametrize("name", ["sheet.html", "sheet.txt"])
def test_an_earlier_sheet_of_a_huddle_is_replaced_and_nothing_else_unasked(
    name: str, store: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    for _ in range(2):
        assert carelist("huddle", "--print", path, store=store).status == 0
    path.write_text("somebody's")
    assert carelist("huddle", "--print", path, store=store).status == 2
    assert path.read_text() == "somebody's"
    assert carelist("huddle", "--print", path, "--replace", store=store).status == 0
    assert path.read_text() != "somebody's"


@pytest.mark.posix
def test_a_list_takes_a_files_place_where_that_is_asked_for(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    for more, status in (((), 0), ((), 2), (("--replace",), 0)):
        assert carelist("list", "people", "--csv", path, *WHY, *more, store=store).status == status


@pytest.mark.posix
def test_figures_leave_as_table_and_page_or_not_at_all(store: Path, tmp_path: Path) -> None:
    """What was written and then refused stood in no access log."""
    table, page = tmp_path / "figures.csv", tmp_path / "figures.html"
    page.write_text("somebody's")
    for other in (table, page):
        answer = carelist("measures", "--csv", table, "--html", other, *WHY, store=store)
        assert answer.status == 2
        assert not table.exists()
    page.unlink()
    assert carelist("measures", "--csv", table, "--html", page, *WHY, store=store).status == 0
    assert {each.name for each in tmp_path.iterdir()} == {table.name, page.name}


def run_into_full(store: Path, *arguments: str) -> tuple[int, str]:
    with FULL.open("w") as nowhere:
        command = [sys.executable, "-m", "carelist_tui", *arguments]
        surroundings = os.environ | {"CARELIST_STORE": str(store)}
        done = subprocess.run(command, stdout=nowhere, stderr=subprocess.PIPE, env=surroundings, check=False)
    return done.returncode, done.stderr.decode()


@pytest.mark.posix
def test_what_was_recorded_ends_well_though_its_answer_finds_no_room(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    body = json.dumps(ACCEPTED)
    status, said = run_into_full(store, "record", "person.accepted", "--body", body)
    assert (status, said) == (0, "recorded, but its answer can't be written: the disk is full\n")
    assert carelist("find", "lee", "--json", store=store).json[0]["ref"] == "P-0001"


@pytest.mark.posix
def test_where_nothing_was_recorded_an_answer_without_room_is_no_success(store: Path) -> None:
    assert run_into_full(store, "today")[0] == 2
    assert run_into_full(store, "record", "zone.set", "--person", "P-99", "--body", "{}")[0] == 2


def test_standards_nested_without_end_are_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "deep.toml"
    path.write_text("a = " + "[" * 20_000)
    answer = carelist("standards", "check", path)
    assert answer.status == 2
    assert "nests" in answer.err


def test_before_anything_was_known_of_somebody_that_is_said(store: Path) -> None:
    answer = carelist("show", "P-0001", "--known-at", "1900-01-01T00:00", store=store)
    assert (answer.status, answer.out) == (0, "Nothing was known of them then.\n")


@pytest.mark.parametrize("cell", ["=1", "\n=1", " \n=1", "\N{FULLWIDTH EQUALS SIGN}1", "\u3000@x", "\t1", "-x", "+x"])
def test_no_cell_acts_whatever_stands_before_its_sign(cell: str) -> None:
    assert quoted(cell) == f"'{cell}"


@pytest.mark.posix
def test_a_secret_that_could_not_be_shown_says_so_and_what_to_do(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text("seven lamps beside the river")
    said = ("init", "--team", "North", "--worker", "w-maya", "--name", "Maya", "--role", "manager",
            "--passphrase-file", str(words))  # fmt: skip
    store = tmp_path / "store"
    made = run_into_full(store, *said)
    signed_in = ("--as", "w-maya", "--passphrase-file", str(words))
    renewed = run_into_full(store, "recover", "--renew", *signed_in)
    for status, err in (made, renewed):
        assert status == 1
        assert "a fresh recovery key was made and could not be shown" in err
        assert "`carelist recover --renew` makes another" in err
    tom = ("worker", "add", "--id", "w-tom", "--name", "Tom", "--role", "senior", "--team", "North")
    status, err = run_into_full(store, *tom, *signed_in)
    assert status == 1
    assert "their first passphrase could not be shown: `carelist recover --renew --id w-tom`" in err
    shown = carelist("recover", "--renew", "--id", "w-tom", *signed_in, store=store)
    assert shown.out.startswith("Recovery key: ")

"""A hundred odd uses of the command line: each keeps its exit status (surface.md), and says in a line or two why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.surface import ACCEPTED, draft
from tests.exchange.enrolment.team import Laptop, first_laptop

pytestmark = pytest.mark.slow

LONG = "x" * 100_000
BROKEN = b"\xff\xfe\x80".decode("utf-8", "surrogateescape")
ODD_REFS = (
    "",
    " ",
    "\n",
    "P-1\nP-2",
    "\x1b[2J",
    "\u202eP-1",
    "-",
    "--",
    "../../etc/passwd",
    "P-1 ",
    "%s%n",
    "*",
    LONG,
    BROKEN,
)
MOMENTS = ("", " ", "now", "yesterday", "2026-02-30T10:00", "2026-03-29T01:30", "9999-12-31T23:59:59Z",
           "0000-01-01T00:00", "1e9", "-1", "2026-03-03T25:00", "2026-03-03", "\uff12026-03-03T10:00",
           "\x1b[2J", BROKEN, LONG)  # fmt: skip
USES: list[tuple[list[str], int]] = [
    *((["show", "--", ref], 2) for ref in ODD_REFS),
    *((["today", "--at", moment], 2) for moment in MOMENTS),
    *((["show", "P-0001", "--known-at", moment], 2) for moment in MOMENTS[:8]),
    *((["today", "--band", band], 2) for band in ("0", "-1", "5", "99999999999999999999", "", "1.5", "one")),
    *((["today", "--days", days], 2) for days in ("-1", "", "x", "1e3", "99999999999999999999")),
    *((["today", option, value], 2) for option in ("--worker", "--zone")
      for value in ("nobody", "\x1b", LONG)),
    *((["today", option], 2) for option in ("--frobnicate", "-Z", "--jsonn", "--at", "--store", "--as")),
    *((["record", "zone.set", "--person", "P-0001", "--body", body], 2)
      for body in ("", "{", "[]", "null", "1e999", '{"zone":' * 3_000, "{}", '"' + LONG + '"', BROKEN)),
    *((["record", what], 2) for what in ("", " ", ".", "/", "/dev/null/x", "zone.nothing", "a\nb", LONG, BROKEN)),
    (["record", "zone.set", "--body", "{}", "--body", "{}"], 2),
    (["record", "zone.set", "--person", "", "--body", "{}"], 2),
    (["record", "-", "--person", "P-0001"], 2),
    (["record", "zone.set", "--occurred-at", "never", "--body", "{}"], 2),
    (["correct", "", "--reason", "x"], 2),
    (["correct", "no-entry", "--reason", ""], 2),
    (["correct", "0195a1b2-4000-7000-8000-123456789012"], 2),
    (["import", ""], 2),
    (["import", "."], 2),
    (["import", "none.csv"], 2),
    (["import", "none.ndjson", "--map", "x.toml"], 2),
    (["import", "none.carelist", "--dry-run"], 2),
    (["import", "none.csv", "--signed-by", "x"], 2),
    (["import", "people.xlsx"], 2),
    (["import", "a\n.csv"], 2),
    (["export", ""], 2),
    (["export", "x.nothing", "--reason", "a test"], 0),
    (["export", "y.nothing"], 2),
    (["export", "y.nothing", "--reason", " "], 2),
    (["export", "y.nothing", "--reason", "\x1b[2J"], 2),
    (["export", "x.ndjson", "--since", "never"], 2),
    (["export", "/none/x.ndjson", "--person", "P-9999"], 2),
    (["standards", "check", ""], 2),
    (["standards", "check", "."], 2),
    (["standards", "check", "none.toml"], 2),
    (["standards", "nothing"], 2),
    (["worker", "add", "--id", "", "--name", "", "--role", "senior", "--team", ""], 2),
    (["worker", "add", "--id", "w-x", "--name", "\x1b[2J", "--role", "wizard", "--team", "T"], 2),
    (["worker", "leave", "w-maya", "--to", "w-maya"], 2),
    (["worker", "nothing"], 2),
    (["device", "join", "none", "--code", ""], 2),
    (["device", "invite", "none", "--out", "out"], 2),
    (["device", "revoke", ""], 2),
    (["device", "revoke", "f" * 32], 2),
    (["sync", ""], 2),
    (["sync", "none-such-folder"], 2),
    (["sync", "/dev/null"], 2),
    (["restore", "none.backup"], 2),
    (["restore", "."], 2),
    (["restore", ""], 2),
    (["backup", "/none/such/folder/x"], 2),
    (["passphrase"], 2),
    (["recover"], 2),
    (["recover", "--id", "w-x"], 2),
    (["demo", "--people", "-1"], 2),
    (["demo", "--seed", "x"], 2),
    (["huddle", "extra"], 2),
    (["verify", "extra"], 2),
    (["bogus"], 2),
    (["-"], 2),
    (["--", "bogus"], 2),
    (["--as", "w-nobody", "record", "zone.set", "--person", "P-0001", "--body", "{}"], 2),
    (["--store", "", "today"], 2),
    (["--store", "postgresql://x", "today"], 2),
    (["--store", "none", "today"], 3),
    (["--store", "/dev/null", "today"], 3),
    (["--store", LONG, "today"], 2),
    (["--store", "a\nb", "today"], 3),
    (["today", "--json", "--json"], 0),
    (["today", "--at", "2026-03-03T10:00", "--at", "2026-03-04T10:00"], 0),
    (["queue", "--json"], 0),
    (["find", "nobody-of-this-name"], 0),
    (["verify", "--json"], 0),
]  # fmt: skip


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    made = first_laptop(tmp_path_factory.mktemp("odd"), encrypted=False)
    made.accept("P-0001")
    return made


@pytest.fixture(scope="module")
def untouched(laptop: Laptop) -> str:
    """What its store holds before any of them, and after each."""
    return laptop.digest()


def called(use: list[str]) -> str:
    return " ".join(use)[:60].encode("ascii", "backslashreplace").decode()


def test_there_are_a_hundred_odd_uses() -> None:
    assert len(USES) >= 100


@pytest.mark.parametrize(("use", "status"), [pytest.param(use, status, id=called(use)) for use, status in USES])
def test_an_odd_use_keeps_its_status(
    use: list[str], status: int, laptop: Laptop, untouched: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = laptop(*use)
    assert answer.status == status, answer
    assert "Traceback" not in answer.err
    assert len(answer.err.splitlines()) <= 6, answer.err
    assert "\x1b" not in answer.err + answer.out
    assert len(answer.err) < 1_000 + 2 * max(map(len, use))
    if status:
        assert answer.err.strip()
        assert "Amina" not in answer.err
        assert "Ann Lee" not in answer.err
    assert laptop.digest() == untouched


@pytest.mark.parametrize(
    ("use", "said"),
    [
        (["today", "--at", "yesterday"], "2026-03-03T10:30 (local) or 2026-03-03T10:30:00+00:00"),
        (["today", "--at", "2026-02-30T10:00"], "is not a date that exists"),
        (["today", "--at", "2026-02-30T10:00:00Z"], "is not a date that exists"),
        (["today", "--at", "1800-01-01T00:00"], "must lie between the years 1900 and 2199"),
        (["list"], "Missing argument 'KIND'. Choose from: people, high, "),
        (["report"], "Missing argument 'KIND'. Choose from: person, plan, "),
        (["audit", "draw"], "Missing option '--kind'. Choose from: ladder, handover, "),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_on_one_line(use: list[str], said: str, laptop: Laptop) -> None:
    """Of a date that does not exist it said "is not a date that exists, or local time, like ...", and it named choices
    with marks for tabs and lines."""
    first = laptop(*use).err.splitlines()[0]
    assert said in first
    assert first.endswith(said) or "Choose from" in said
    assert "\u2409" not in first


REAL: list[tuple[str, int]] = [
    ("today <&-", 0),
    ("today >&-", 0),
    ("record - <&-", 2),
    ("record - </dev/zero", 2),
    ("today > /dev/full", 2),
    ("CARELIST_STORE= today --store none", 3),
]


@pytest.mark.posix
@pytest.mark.parametrize(("words", "status"), REAL, ids=[words for words, _ in REAL])
def test_streams_that_are_closed_endless_or_full_keep_the_status(words: str, status: int, laptop: Laptop) -> None:
    surroundings, _, rest = words.rpartition("= ")
    environ = {"CARELIST_STORE": str(laptop.store), "CARELIST_WORKER": laptop.worker, "CARELIST_SETTINGS": "\x1b"}
    if surroundings:
        environ[surroundings] = ""
    done = subprocess.run(
        ["bash", "-c", f"exec {sys.executable} -m carelist_tui {rest}"],
        env={**os.environ, **environ}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == status, done
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 3


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [("STORE", "", 3), ("STORE", "a\nb", 3), ("STORE", LONG[:5_000], 2),
     ("WORKER", "\x1b[2J", 2),
     ("WORKER", LONG[:5_000], 2), ("WORKER", "w-nobody", 2)],
)  # fmt: skip
def test_odd_surroundings_keep_the_status(
    name: str, value: str, status: int, laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    store = Path(value) if name == "STORE" else laptop.store
    worker = value if name == "WORKER" else laptop.worker
    odd = Laptop(store, worker) if value or name == "WORKER" else Laptop(tmp_path / "none", worker)
    path = tmp_path / "x.ndjson"
    path.write_text(draft("zone.set", {"zone": "blue"}, ref=ACCEPTED["ref"]), encoding="utf-8")
    answer = odd("record", path)
    assert answer.status == status, answer
    assert len(answer.err) < 12_000
    assert "\x1b" not in answer.err

"""The long run by Wine comes to its end whatever a test does to the process, and goes on where it was broken off."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.windows.night import Night, main
from tests.windows.wine import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.posix]

ORDINARY = """
import os, pytest

def test_passes(): pass

@pytest.mark.posix
def test_asks_more(): pass

def test_fails():
    assert os.path.exists("mended")

def test_ends_the_process():
    if not os.path.exists("mended"):
        os._exit(1)

def test_comes_after(): pass
"""
LEAVES_OUT = """
def pytest_collection_modifyitems(config, items):
    left = [item for item in items if item.get_closest_marker("posix")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
"""
WAITS = "import time\ndef test_waits(): time.sleep(60)\n"
SAID = """
import sys
from pathlib import Path
from tests.windows.night import Night, main
root = Path(sys.argv[1])
night = Night(root / "kept", (sys.executable,), root, False)
sys.exit(main([], night))
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree with tests of its own, and what keeps their outcomes."""
    for name in ("cli", "exchange", "domain", "journal", "vault", "windows"):
        (tmp_path / "tests" / name).mkdir(parents=True)
    shutil.copy(ROOT / "tests/windows/kept.py", tmp_path / "tests/windows")
    (tmp_path / "tests/windows/test_clipboard.py").write_text("def test_passes(): pass\n")
    (tmp_path / "tests/cli/test_ordinary.py").write_text(ORDINARY)
    (tmp_path / "tests/cli/test_unread.py").write_text("import nothing_of_that_name\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    (tmp_path / "conftest.py").write_text(LEAVES_OUT)
    return tmp_path


def ends(root: Path, capsys: pytest.CaptureFixture[str], *said: str) -> tuple[int, list[str]]:
    """How it ends, and what it says."""
    status = main(said, Night(root / "kept", (sys.executable,), root, False))
    return status, capsys.readouterr().out.splitlines()


def asked(root: Path) -> set[str]:
    """The tests that the last processes came to."""
    last = max((root / "kept").glob("*.ndjson"))
    lines = map(json.loads, last.read_text().splitlines())
    return {line["test"].partition("::")[2] for line in lines if line["outcome"] == "began"}


def test_a_night_ends_with_its_counts_whatever_a_test_does_and_asks_again_only_what_did_not_pass(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = ends(root, capsys)
    assert (status, told[0].partition(";")[0]) == (
        1,
        "tests/cli: 2 passed, 2 failed, 1 ended the process, 1 left out (posix 1)",
    )
    assert sorted(line.split(": ")[1] for line in told[2:-1]) == [
        "tests/cli/test_ordinary.py::test_ends_the_process",
        "tests/cli/test_ordinary.py::test_fails",
        "tests/cli/test_unread.py",
    ]
    assert told[-1].startswith(
        "All: 3 passed, 2 failed, 1 ended the process, 1 left out (posix 1). Passed: 3 at unknown."
    )

    (root / "mended").touch()
    (root / "tests/cli/test_unread.py").write_text("def test_passes(): pass\n")
    status, told = ends(root, capsys, "tests/cli")
    assert (status, told[-1].partition(".")[0]) == (0, "All: 5 passed, 1 left out (posix 1)")
    assert asked(root) == {"test_fails", "test_ends_the_process", "test_passes"}


def test_what_is_named_is_begun_anew_and_nothing_else_is_forgotten(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ends(root, capsys, "tests/cli/test_ordinary.py", "tests/windows/test_clipboard.py")
    assert ends(root, capsys, "tests/windows/test_clipboard.py")[0] == 0
    assert asked(root) == set(), "what has passed is not asked again"
    assert ends(root, capsys, "anew", "tests/windows/test_clipboard.py")[0] == 0
    assert asked(root) == {"test_passes"}
    (root / "mended").touch()
    ends(root, capsys, "tests/cli/test_ordinary.py")
    assert asked(root) == {"test_fails", "test_ends_the_process"}


def test_where_not_all_can_be_asked_so_many_of_each_file_are_and_the_rest_is_told_as_not_reached(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EACH", "1")
    status, told = ends(root, capsys, "tests/cli/test_ordinary.py")
    assert (status, asked(root)) == (1, {"test_passes"})
    assert told[-1].startswith("All: 1 passed, 1 left out (posix 1), 3 not reached.")


def test_a_night_that_is_broken_off_says_what_it_reached_and_ends_its_processes(root: Path) -> None:
    (root / "tests/vault/test_last.py").write_text(WAITS)
    command = [sys.executable, "-c", SAID, str(root)]
    said = os.environ | {"PYTHONPATH": str(ROOT), "WORKERS": "3"}
    with subprocess.Popen(command, cwd=ROOT, env=said, stdout=subprocess.PIPE, text=True) as process:
        until = monotonic() + 60
        while not any("test_waits" in each.read_text() for each in (root / "kept").glob("*vault*.ndjson")):
            assert monotonic() < until
            sleep(0.1)
        process.send_signal(signal.SIGTERM)
        told, _ = process.communicate(timeout=30)
    assert (process.returncode, told.splitlines()[0]) == (1, "broken off")
    assert "tests/vault: 1 not reached" in told

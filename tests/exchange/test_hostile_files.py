"""Small files stay small: no file of a megabyte costs a reader more than 5 seconds or 150 MB, whatever is in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from carelist_tui.vault.keys.derivation import FLOOR, LONGEST
from tests.profiles import IS_FULL

pytestmark = [pytest.mark.slow, pytest.mark.posix]  # memory and files are bounded by `resource`

ROOT = Path(__file__).parents[2]
SECONDS, BYTES = 5, 150 * 1024 * 1024
DONE_BEFORE = (LONGEST + 0.5, FLOOR.mem)
"""So much of these is left for an unlock, which was worked at before (`tests/known_keys`), and for what a process works
out when it first records (`live_a_little` in `tests/harness/warm`)."""
MOST_LINES_SAID = 106
"""A hundred faults, how many more, where looking ended, and what became of the file as a whole."""
READERS = {
    "lines": {2}, "entries": {2}, "caseload": {0, 1, 2}, "columns": {0, 1, 2}, "pairs": {0, 1, 2},
    "standards": {0, 2}, "settings": {0}, "secret": {2, 3}, "export": {2}, "backup": {2, 3}, "invitation": {2},
    "request": {2}, "segment": {0, 1}, "key-paper": {0, 1}, "draft": {0},
}  # fmt: skip
"""The statuses with which a command on such a file may end."""
SAYS_NOTHING = {
    "empty", "empty lines", "returns alone", "mark of UTF-16 alone", "cut at 0/10", "signed: a type again and again",
}  # fmt: skip
"""What holds no entry of ours: it is done, and nothing happens."""


@pytest.fixture(scope="module")
def bounded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    """The process that reads all these files, or has them read."""
    folder = tmp_path_factory.mktemp("bounded")
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.harness.bounded", str(folder)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True, cwd=ROOT,
        )  # fmt: skip
        with process:
            yield process
    assert process.returncode == 0, (folder / "said").read_text()


@pytest.mark.parametrize("reader", READERS)
def test_a_hostile_file_is_refused_within_the_budget_and_changes_nothing(
    reader: str, bounded: subprocess.Popen[str]
) -> None:
    """Seconds of processor, not of a clock on the wall: the bound is the requirement itself."""
    assert bounded.stdin is not None
    assert bounded.stdout is not None
    bounded.stdin.write(f"{reader}\n")
    bounded.stdin.flush()
    ran = [json.loads(line) for line in takewhile(str.strip, iter(bounded.stdout.readline, ""))]
    assert len(ran) > (40 if IS_FULL else 4)
    for each in ran:
        allowed = READERS[reader] | ({0} if each["name"] in SAYS_NOTHING else set())
        assert each["status"] in allowed, each
        assert each["seconds"] < SECONDS - DONE_BEFORE[0], each
        assert each["grew"] < BYTES - DONE_BEFORE[1], each
        assert each["lines"] <= MOST_LINES_SAID, each
        assert not each["changed"], each
        assert "Traceback" not in each["said"], each
        assert "fault of its own" not in each["said"], each
        assert "\x1b" not in each["said"], each

"""Small files stay small: no file of a megabyte costs a reader more than 5 seconds or 150 MB, whatever is in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SECONDS, BYTES = 5, 150 * 1024 * 1024
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


@pytest.mark.parametrize("reader", READERS)
def test_a_hostile_file_is_refused_within_the_budget_and_changes_nothing(reader: str, tmp_path: Path) -> None:
    """Seconds of processor, not of a clock on the wall: the bound is the requirement itself."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.harness.bounded", reader, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src")))},
        capture_output=True, text=True, cwd=ROOT, timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    ran = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(ran) > 40
    for each in ran:
        allowed = READERS[reader] | ({0} if each["name"] in SAYS_NOTHING else set())
        assert each["status"] in allowed, each
        assert each["seconds"] < SECONDS, each
        assert each["grew"] < BYTES, each
        assert each["lines"] <= MOST_LINES_SAID, each
        assert not each["changed"], each
        assert "Traceback" not in each["said"], each
        assert "fault of its own" not in each["said"], each
        assert "\x1b" not in each["said"], each

"""Python's search for rings is put off while entries are taken in, and is as it was afterwards."""

from __future__ import annotations

import gc
import subprocess
import sys
from contextlib import suppress

import pytest

from carelist_tui.vault.garbage import put_off_meanwhile


@pytest.mark.parametrize("was_on", [True, False])
def test_whether_is_swept_afterwards_is_what_it_was_before_also_when_something_fails(was_on: bool) -> None:
    try:
        (gc.enable if was_on else gc.disable)()
        seen = []
        with suppress(ValueError), put_off_meanwhile():
            seen.append(gc.isenabled())
            raise ValueError("in between")
        assert seen == [False]
        assert gc.isenabled() == was_on
    finally:
        gc.enable()


def test_a_command_that_is_over_is_not_looked_through_once_more() -> None:
    run = "import gc, sys; from carelist_tui.__main__ import main; main(); sys.exit(gc.get_freeze_count() < 1000)"
    subprocess.run([sys.executable, "-c", run, "find", "--help"], capture_output=True, check=True)

"""A crash writes no memory of this program to a disk: keys and names are in it."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASKS = """
import contextlib, resource
with contextlib.suppress(OSError, ValueError):  # whoever runs this may have closed it already
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
from carelist_tui.vault.folder import close_umask
close_umask()
print(resource.getrlimit(resource.RLIMIT_CORE))
"""


@pytest.mark.posix
def test_no_core_is_written_once_a_store_is_opened() -> None:
    done = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "(0, 0)"

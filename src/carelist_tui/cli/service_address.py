"""The address of a service's database, as it is typed: what stands in it stands in the list of processes."""

from __future__ import annotations

import re

from carelist_tui.catalogue import tr
from carelist_tui.cli.exit_status import tell

_PASSWORD = re.compile(r"://[^/@]*:[^/@]+@|[?&]password=", re.IGNORECASE)
UNSAFE = tr(
    "A password in the address stands in the list of processes, and in the shell's history: change it, and give it by "
    "the file that PGPASSFILE names, or by the server's own rights."
)


def warn_of_password(address: str) -> None:
    """Says so on standard error where there is one. It is used: what was typed can't be untyped, and no answer, log or
    report says it again."""
    if _PASSWORD.search(address):
        tell(UNSAFE)

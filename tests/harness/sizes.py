"""How large a harness is: small for every run of the tests, whole with CARELIST_HARNESS=full.

    CARELIST_HARNESS=full python -m pytest tests/harness -s --timeout=1800

`-s` shows what each one counted.
"""

from __future__ import annotations

import sys

from tests.profiles import IS_FULL


def size(small: int, full: int) -> int:
    """So many, by what was asked."""
    return full if IS_FULL else small


def tell(words: str) -> None:
    """What a harness counted."""
    sys.stdout.write(f"\n  {words}\n")

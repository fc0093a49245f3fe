"""How much is asked, by HYPOTHESIS_PROFILE: `quick` while one works, `check` in every build, `nightly` in long runs.

Examples of the first two are the same in each run, so that a build fails for its change; nobody's machine times them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import HealthCheck, seed, settings

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "check")
STORIES = {"quick": 50, "check": 500, "nightly": 10_000}[PROFILE]
"""So many generated stories each property of stories is asked for."""
IS_FULL = os.environ.get("CARELIST_HARNESS") == "full" or PROFILE == "nightly"
"""Whether matrices are run whole, and harnesses and dear stories as long as by night."""
WHOLES = {"quick": 8, "check": 80 if IS_FULL else 56, "nightly": 10_000}[PROFILE]
"""So many stories of several laptops with their keys, folders and exports. Each opens stores, and takes as long as a
thousand of those above. Where keys are not renewed after a revocation, each of the four parts notices by its 13th:
a build asks one of them for 14."""
FOLDERS = int(
    os.environ.get("CARELIST_RUNS", {"quick": 25, "check": 50 if IS_FULL else 25, "nightly": 10_000}[PROFILE])
)
"""So many teams whose laptops meet in folders. Of what was broken on purpose, all that 150 of them notice is noticed by
the 21st."""
every_story = settings(
    max_examples=STORIES, deadline=None, derandomize=PROFILE != "nightly", database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def examples_of(part: int) -> Any:
    """Has each part of a property ask other examples than the other parts: the same in each run, but for `nightly`."""
    return seed(part) if PROFILE != "nightly" else lambda holds: holds


def dear(check: int) -> settings:
    """For stories of which each takes as long as a hundred others: so many of them in every build, by night all."""
    return settings(every_story, max_examples=STORIES if IS_FULL else min(check, STORIES))


Member = TypeVar("Member")


def members(whole: Sequence[Member], check: int) -> list[Member]:
    """Of a matrix the same few members in every build, spread over the whole; by night all of them."""
    if IS_FULL or check >= len(whole):
        return list(whole)
    return [whole[number * len(whole) // check] for number in range(check)]


def turn(whole: Sequence[Member], number: int, of: int) -> list[Member]:
    """Of what several tests walk alike, the part of this one: together they walk all of it; by night each does."""
    return list(whole if IS_FULL else whole[number::of])

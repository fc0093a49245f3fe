"""How much is asked, by HYPOTHESIS_PROFILE: `quick` while one works, `check` in every build, `nightly` in long runs.

Examples of the first two are the same in each run, so that a build fails for its change; nobody's machine times them.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, seed, settings

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "check")
STORIES = {"quick": 50, "check": 500, "nightly": 10_000}[PROFILE]
"""So many generated stories each property of stories is asked for."""
WHOLES = {"quick": 8, "check": 80, "nightly": 10_000}[PROFILE]
"""So many stories of several laptops with their keys, folders and exports. Each opens stores, and takes as long as a
thousand of those above. Where keys are not renewed after a revocation, each of the four parts notices by its 13th."""
FOLDERS = int(os.environ.get("CARELIST_RUNS", {"quick": "25", "check": "50", "nightly": "10000"}[PROFILE]))
"""So many teams whose laptops meet in folders. Of what was broken on purpose, all that 150 of them notice is noticed by
the 21st."""
IS_FULL = os.environ.get("CARELIST_HARNESS") == "full" or PROFILE == "nightly"
"""Whether harnesses run whole."""
every_story = settings(
    max_examples=STORIES, deadline=None, derandomize=PROFILE != "nightly", database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def examples_of(part: int) -> Any:
    """Has each part of a property ask other examples than the other parts: the same in each run, but for `nightly`."""
    return seed(part) if PROFILE != "nightly" else lambda holds: holds

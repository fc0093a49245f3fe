"""The app in a console of Windows, keys typed at it: as far as Wine's goes, which shows what is drawn as it stands and
wraps it. So not the picture is judged, but what comes of the keys, and that the console is left."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.exchange.enrolment.team import PASSPHRASE, first_laptop
from tests.windows.console import opened
from tests.windows.wine import PYTHON, as_windows

pytestmark = [pytest.mark.slow, pytest.mark.wine, pytest.mark.timeout(1200)]


def test_what_is_typed_at_the_console_is_recorded_and_its_key_leaves_the_app(tmp_path: Path) -> None:
    leah = first_laptop(tmp_path, "leah")
    leah.accept("P-1")
    command = (as_windows(PYTHON), "-m", "carelist_tui", "--store", as_windows(leah.store), "--as", leah.worker)
    with opened(*command, CARELIST_PASSPHRASE=PASSPHRASE) as console:
        assert console.shows("Missed"), console.drawn[-2000:]
        for keys in (["f"], [*"P-1"], ["\r"], ["+"], [*"zone"], ["\r"], ["3"], [*"Sleeps well"], ["\x13"], ["\x11"]):
            console.type(*keys)
        assert console.process.wait(60) == 0, console.drawn[-2000:]
    with leah.door() as door:
        story = door.people.person("P-1", datetime.now(UTC))["story"]
    said = [each["body"] for each in story if each["type"] == "zone.set"]
    assert said == [{"zone": "green", "reason": "Sleeps well"}]

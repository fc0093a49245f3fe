"""An encrypted store with the same people, made once and copied: Tom's own passphrase, Leah's first one."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.desk.shut_desk import Shut
from carelist_tui.vault.keys import FLOOR, change_passphrase, unlock
from tests.tui.telling import ME, NOW, tell

ADAS, TOMS = "copper kettle on the hob", "rain over the long mill"


@dataclass(frozen=True)
class Sealed:
    """An encrypted store, and what opens it."""

    store: Path
    leahs_first: str
    key: bytes

    @property
    def shut(self) -> Shut:
        """As the app finds it, with Tom asked for first; the clock stands still."""
        return Shut(self.store, ME, at=NOW, runs=False)


@pytest.fixture(scope="session")
def sealed_once(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    store = tmp_path_factory.mktemp("sealed") / "store"
    tell(store, encrypted=FLOOR, passphrase=ADAS)
    key = unlock(store, "w-ada", ADAS, NOW)
    with Carelist.open(store, "w-ada", key=key) as door:
        with door.keys.slot_given(ME) as toms:
            pass
        with door.keys.slot_given("w-leah") as leahs:
            pass
    change_passphrase(store, ME, toms or "", TOMS, NOW)
    return Sealed(store, leahs or "", key)


@pytest.fixture
def sealed(sealed_once: Sealed, tmp_path: Path) -> Sealed:
    return replace(sealed_once, store=Path(shutil.copytree(sealed_once.store, tmp_path / "store")))

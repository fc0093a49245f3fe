"""The power goes at any moment of a save, a correction, an import, an upgrade or a backup: nothing acknowledged is
lost, nothing is half done, and the store opens, is sound and goes on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.backup.container import unpack
from carelist_tui.vault.connection import _PRAGMAS
from tests.harness.power import Trace, cuts, lay_out, traced
from tests.harness.sizes import size, tell
from tests.harness.stores import KEY, NOW, id_of, make_store, opened, save
from tests.journal.reading_rows import lines
from tests.journal.telling import accepted, corrected, hours, store_at, zone
from tests.journal.test_upgrading import store_of

pytestmark = pytest.mark.slow

IMAGES = size(12, 600)
"""Of each of the five: 3,000 in all."""
Key = bytes | None


def opened_small(root: Path, key: Key) -> Carelist:
    """The store, whose WAL goes over into the database every few saves."""
    carelist = opened(root / "store", key)
    with carelist.journal.store.reading() as connection:
        connection.execute("PRAGMA wal_autocheckpoint=40")
    return carelist


def saving(root: Path, trace: Trace, key: Key) -> None:
    with opened_small(root, key) as carelist:
        for number in range(8):
            trace.acknowledge(carelist.record([save(number)], NOW)[0].id)
            carelist.people.looked("searched", None, NOW, count=number)


def correcting(root: Path, trace: Trace, key: Key) -> None:
    with opened_small(root, key) as carelist:
        trace.acknowledge(*(each.id for each in carelist.record([save(number) for number in range(4)], NOW)))
        for number in range(4):
            trace.acknowledge(carelist.record([corrected(id_of(number), hours(0.9), replacement=None)], NOW)[0].id)


def importing(root: Path, trace: Trace, key: Key) -> None:
    with opened_small(root, key) as carelist:
        for part in (slice(0, 4), slice(4, None)):
            raws = OTHERS[part]
            carelist.journal.take_in(raws)  # as a sync does; a plain file is refused by an encrypted store
            trace.acknowledge(*(each["id"] for each in raws))


def backing_up(root: Path, trace: Trace, key: Key) -> None:
    with opened_small(root, key) as carelist:
        for number in range(2):
            carelist.backups.backup(root / "store.backup", NOW)
            trace.acknowledge("a backup", carelist.record([save(number)], NOW)[0].id)


def upgrading(root: Path, trace: Trace, key: Key) -> None:
    opened(root / "store").close()
    with opened(root / "store") as carelist:
        trace.acknowledge(carelist.record([accepted("P-9")], hours(40))[0].id)


OTHERS: list[dict[str, Any]] = []


@pytest.fixture(autouse=True)
def entries_of_another_laptop(tmp_path: Path) -> None:
    with store_at(tmp_path / "other") as other:
        other.record([accepted("P-7"), *(zone("P-7", hours(0.1 + n / 100)) for n in range(6))], NOW)
        OTHERS[:] = lines(other.store)


def trace_of(act: Callable[[Path, Trace, Key], None], root: Path, key: Key) -> Trace:
    root.mkdir()
    if act is upgrading:
        store_of(1, root / "store")
    else:
        make_store(root / "store", key)
    with traced(root) as trace:
        act(root, trace, key)
    return trace


def wrong_after(trace: Trace, key: Key, images: int, place: Path) -> list[str]:
    """What is wrong in the images of a trace: a sentence for each that is."""
    wrong = []
    for number, (files, acknowledged) in enumerate(cuts(trace, images, seed=5)):
        root = lay_out(files, trace, place / str(number))
        if trouble := trouble_in(root, key, acknowledged):
            wrong.append(f"image {number}: {trouble}")
        shutil.rmtree(root)
    return wrong


def trouble_in(root: Path, key: Key, acknowledged: set[str]) -> str:
    try:
        with opened(root / "store", key) as carelist:
            here = ids_in(carelist)
            found = carelist.verify().as_json()["problems"]
            carelist.record([zone(ref_in(carelist), hours(0.8))], hours(50))
    except Refused as refused:
        return f"refused: {refused}"
    if lost := acknowledged - here - {"a backup"}:
        return f"{len(lost)} lost"
    if found:
        return f"verify: {found[0]['what']}"
    imported = here & {each["id"] for each in OTHERS}
    if len(imported) not in (0, 4, len(OTHERS)):
        return "half an import"
    return trouble_in_backup(root / "store.backup", root / "unpacked", needed="a backup" in acknowledged)


def ids_in(carelist: Carelist) -> set[str]:
    return {json.loads(line)["id"] for line in carelist.people.stored_lines()}


def ref_in(carelist: Carelist) -> str:
    return carelist.people.find("P-1")[0].ref


def trouble_in_backup(file: Path, place: Path, *, needed: bool) -> str:
    if not file.exists():
        return "the backup is lost" if needed else ""
    place.mkdir()
    try:
        unpack(file, place)
    except Refused as refused:
        return f"backup: {refused}"
    return ""


@pytest.mark.parametrize("act", [saving, correcting, importing, backing_up, upgrading])
def test_a_power_cut_loses_nothing_acknowledged(act: Callable[[Path, Trace, Key], None], tmp_path: Path) -> None:
    key = None if act is upgrading else KEY
    trace = trace_of(act, tmp_path / "traced", key)
    wrong = wrong_after(trace, key, IMAGES, tmp_path)
    tell(f"{act.__name__}: {len(trace.done)} things done to the disk, {IMAGES} images, {len(wrong)} wrong")
    assert wrong == []


def test_with_a_build_that_does_not_sync_the_harness_finds_losses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    normal = tuple(each.replace("synchronous=FULL", "synchronous=NORMAL") for each in _PRAGMAS)
    monkeypatch.setattr("carelist_tui.vault.connection._PRAGMAS", normal)
    trace = trace_of(saving, tmp_path / "traced", None)
    wrong = wrong_after(trace, None, IMAGES, tmp_path)
    tell(f"control, synchronous=NORMAL: {len(wrong)} of {IMAGES} images wrong")
    assert len(wrong) > IMAGES // 10

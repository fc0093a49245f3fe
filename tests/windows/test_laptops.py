"""A laptop with Windows does its day's work, and is one of a team of laptops: its own Python, run by Wine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.surface import ACCEPTED
from tests.exchange.enrolment.team import PASSPHRASE, Laptop, added, first_laptop, invited, joined
from tests.windows.wine import WindowsLaptop, as_windows, started

pytestmark = [pytest.mark.slow, pytest.mark.wine, pytest.mark.timeout(3600)]

CASELOAD = "ref,given,family,source,team,tier,accepted_on\r\nP-1,Zoë,Núñez,gp,North,standard,2026-03-02\r\n"
ZONE = json.dumps({"zone": "green", "reason": "sleeps well"})
"""What is recorded of somebody."""


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[WindowsLaptop]:
    """A laptop with Windows, and no store on it yet."""
    root = tmp_path / "Résté ł 李"
    root.mkdir()
    with started("tests.windows.commands") as process:
        yield WindowsLaptop(process, root / "store one", "w-leah", PASSPHRASE)


def test_what_is_made_on_windows_is_the_same_wherever_it_is_read(windows: WindowsLaptop) -> None:
    """A store is made, a caseload of an older Excel taken in, something recorded, and kept in a backup; the files,
    taken to a laptop with Linux, tell the same, and so does the backup, restored on either."""
    root = windows.store.parent
    windows.done("init", "--team", "North", "--name", "Leah Cole", "--role", "manager")
    (root / "people.csv").write_bytes(CASELOAD.encode("cp1252"))
    taken = windows.done("import", root / "people.csv")
    assert "Windows-1252" in taken.out + taken.err
    windows.done("record", "zone.set", "--person", "P-1", "--body", ZONE)
    windows.done("export", root / "ex port é.csv", "--worklist", "--reason", "the printer is down")
    assert (root / "ex port é.csv").read_bytes().startswith(b"\xef\xbb\xbfdue_at,")
    digest = windows.digest()

    read = Laptop(Path(shutil.copytree(windows.store, root / "read here")), "w-leah")
    assert read.digest() == digest
    with read.door() as door:
        assert [(each.ref, each.name) for each in door.people.find("Núñez")] == [("P-1", "Zoë Núñez")]

    windows.done("backup", root / "kept.backup")
    windows.done("restore", root / "kept.backup", store=root / "again there")
    here = Laptop(root / "again here", "w-leah")
    here.done("restore", root / "kept.backup")
    whole = windows.done("verify", "--json").json["entries"]
    restored = (windows.done("verify", "--json", store=root / "again there").json, here.done("verify", "--json").json)
    assert [(each["ok"], each["entries"]) for each in restored] == [(True, whole)] * 2, "each under a name of its own"


def test_the_app_opens_on_windows_records_and_is_left_by_its_key(windows: WindowsLaptop) -> None:
    windows.done("init", "--team", "North", "--name", "Leah Cole", "--role", "manager")
    windows.done("record", "person.accepted", "--body", json.dumps({**ACCEPTED, "ref": "P-1"}))
    at = datetime.now(UTC) - timedelta(minutes=5)
    missed = {"expected_at": at.isoformat(timespec="seconds"), "method": "call", "how": "no_reply"}
    when = ("--occurred-at", missed["expected_at"])
    windows.done("record", "contact.missed", "--person", "P-1", *when, "--body", json.dumps(missed))
    with started("tests.windows.session", as_windows(windows.store), "w-leah", CARELIST_PASSPHRASE=PASSPHRASE) as app:
        assert app.stdout is not None
        seen = app.stdout.read()
    assert (app.returncode, seen.startswith("WindowsDriver")) == (0, True), seen
    here = Laptop(windows.store, "w-leah")
    with here.door() as door:
        (zone,) = [each for each in door.people.person("P-1", datetime.now(UTC))["story"] if each["type"] == "zone.set"]
    assert (zone["body"]["zone"], zone["body"]["reason"]) == ("green", "Sleeps well")
    assert here.verify().ok


def test_three_laptops_one_of_them_with_windows_meet_in_one_folder_and_agree(
    windows: WindowsLaptop, tmp_path: Path
) -> None:
    maya, folder = first_laptop(tmp_path), tmp_path / "shared folder"
    folder.mkdir()
    tom, leah = joined(tmp_path, maya, "tom"), windows
    added(maya, "w-leah")
    leah.done("device", "request", tmp_path / "leah.request", "--name", "Leah's laptop")
    code = invited(maya, tmp_path / "leah.request", tmp_path / "leah.invitation")
    leah.done("device", "join", tmp_path / "leah.invitation", "--code", code)
    for laptop, ref in ((maya, "P-1"), (tom, "P-2")):
        laptop.accept(ref)
        assert laptop.sync(folder).is_sound
    assert leah.done("sync", folder, "--json").json["ok"]
    accepted = json.dumps({**ACCEPTED, "ref": "P-3", "family": "Of Łukasz"})
    leah.done("record", "person.accepted", "--body", accepted)
    leah.done("record", "zone.set", "--person", "P-1", "--body", ZONE)
    leah.done("sync", folder)
    for _ in range(2):
        for laptop in (maya, tom):
            assert laptop.sync(folder).is_sound
    leah.done("sync", folder)
    assert leah.digest() == maya.digest() == tom.digest()
    assert maya.refs() == tom.refs() == {"P-1", "P-2", "P-3"}

"""A laptop with Windows does its day's work, and is one of a team of laptops: its own Python, run by Wine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.surface import ACCEPTED
from tests.exchange.enrolment.team import Laptop, added, first_laptop, invited, joined
from tests.windows.wine import PASSPHRASE, WindowsLaptop, ran

pytestmark = [pytest.mark.slow, pytest.mark.wine, pytest.mark.timeout(3600)]

CASELOAD = "ref,given,family,source,team,tier,accepted_on\r\nP-1,Zoë,Núñez,gp,North,standard,2026-03-02\r\n"
ZONE = json.dumps({"zone": "green", "reason": "sleeps well"})
"""What is recorded of somebody."""


def test_what_is_made_on_windows_is_the_same_wherever_it_is_read(tmp_path: Path) -> None:
    """A store is made, a caseload of an older Excel taken in, something recorded, and kept in a backup; the files,
    taken to a laptop with Linux, tell the same, and so does the backup, restored on either."""
    root = tmp_path / "Résté ł"
    root.mkdir()
    windows = WindowsLaptop(root / "store one", "w-maya")
    windows.done("init", "--team", "North", "--name", "Maya Okafor", "--role", "manager")
    (root / "people.csv").write_bytes(CASELOAD.encode("cp1252"))
    assert "Windows-1252" in (taken := windows.done("import", root / "people.csv")).out + taken.err
    windows.done("record", "zone.set", "--person", "P-1", "--body", "-", stdin=b"\xef\xbb\xbf" + ZONE.encode())
    windows.done("export", root / "ex port é.csv", "--worklist", "--reason", "the printer is down")
    assert (root / "ex port é.csv").read_bytes().startswith(b"\xef\xbb\xbfdue_at,")
    digest = windows.digest()

    read = Laptop(Path(shutil.copytree(windows.store, root / "read here")), "w-maya")
    assert read.digest() == digest
    with read.door() as door:
        assert [(each.ref, each.name) for each in door.people.find("Núñez")] == [("P-1", "Zoë Núñez")]

    windows.done("backup", root / "kept.backup")
    windows.done("restore", root / "kept.backup", store=root / "again there")
    here = Laptop(root / "again here", "w-maya")
    here.done("restore", root / "kept.backup")
    assert windows.digest(root / "again there") == here.digest() == digest

    shown = ("-m", "tests.windows.first_frame", windows.store, "w-maya", "Núñez")
    answer = ran(*shown, CARELIST_PASSPHRASE=PASSPHRASE)
    assert answer.status == 0, answer
    assert answer.out.startswith("WindowsDriver\n"), answer


def test_three_laptops_one_of_them_with_windows_meet_in_one_folder_and_agree(tmp_path: Path) -> None:
    maya, folder = first_laptop(tmp_path), tmp_path / "shared folder"
    folder.mkdir()
    tom, leah = joined(tmp_path, maya, "tom"), WindowsLaptop(tmp_path / "leah", "w-leah")
    added(maya, "w-leah")
    leah.done("device", "request", tmp_path / "leah.request", "--name", "Leah's laptop")
    code = invited(maya, tmp_path / "leah.request", tmp_path / "leah.invitation")
    leah.done("device", "join", tmp_path / "leah.invitation", "--code", code)
    for laptop, ref in ((maya, "P-1"), (tom, "P-2")):
        laptop.accept(ref)
        assert laptop.sync(folder).is_sound
    assert leah.done("sync", folder, "--json").json["ok"]
    body = json.dumps({**ACCEPTED, "ref": "P-3", "family": "Of Łukasz"})
    leah.done("record", "person.accepted", "--body", "-", stdin=body.encode())
    leah.done("record", "zone.set", "--person", "P-1", "--body", "-", stdin=ZONE.encode())
    leah.done("sync", folder)
    for _ in range(2):
        for laptop in (maya, tom):
            assert laptop.sync(folder).is_sound
    leah.done("sync", folder)
    assert leah.digest() == maya.digest() == tom.digest()
    assert maya.refs() == tom.refs() == {"P-1", "P-2", "P-3"}

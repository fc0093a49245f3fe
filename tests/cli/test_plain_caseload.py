"""`--plain`: a caseload brought in by lines, its columns and words said by number; left half done it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelist_tui.carelist.imports.caseload_file import DRAFT, MAP
from carelist_tui.desk.settings import PLACE
from tests.cli.surface import carelist
from tests.cli.test_plain import spoken, store, told

__all__ = ["store", "told"]
pytestmark = pytest.mark.slow

THEIRS = """Client ID;Surname;Forename;Start Date;Referral Source;Level;Do Not Phone;Remarks
P-0501;Bird;Ana;02/02/2026;gp;CPA;yes;tea
P-0502;Cole;Ben;02/02/2026;gp;standard;;
P-0503;;Cy;02/02/2026;gp;CPA;;
"""


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(PLACE, str(tmp_path / "settings" / "settings.toml"))
    (path := tmp_path / "people.csv").write_bytes(THEIRS.encode("cp1252"))
    return path


def known(store: Path, ref: str) -> bool:
    return carelist("show", ref, "--json", store=store).status == 0


def test_it_is_heard_changed_tried_and_taken_by_number(store: Path, theirs: Path) -> None:
    out = spoken(store, "I", str(theirs), "1", "North", "8", "do not call", "10", "2", "d", "t", "q")
    assert "1  Team: every row needs it, and it is in no column." in out
    assert "1  Team: always North." in out
    assert "3  Surname: Family name, guessed, for example Bird." in out
    assert "8  Do Not Phone: do not call, for example yes." in out
    assert "10  CPA, in Tier, 2 times: can't be read." in out
    assert "10  CPA, in Tier, 2 times: means enhanced." in out
    assert "Nothing is recorded. It would be: 2 taken, 1 refused." in out
    assert "line 4, P-0503: would be refused" in out
    assert "Taken in: 2 taken, 1 refused." in out
    answer = carelist("show", "P-0501", "--json", store=store).json
    assert (answer["tier"], answer["identity"]["do_not"]) == ("enhanced", ["call"])
    assert (theirs.parent / "settings" / MAP).exists()
    assert not (theirs.parent / "settings" / DRAFT).exists()


def test_nothing_is_recorded_until_it_is_taken_and_what_was_left_goes_on(store: Path, theirs: Path) -> None:
    spoken(store, "I", str(theirs), "1", "North", "d", "", "", "q")
    assert not known(store, "P-0502")
    out = spoken(store, "I", "y", "d", "t", "q")
    assert "Go on with people.csv, as you left it?" in out
    assert "1  Team: always North." in out
    assert known(store, "P-0502")
    assert "Go on with" not in spoken(store, "I", "", "q")


def test_what_is_no_file_or_no_table_is_said_and_asked_again(store: Path, theirs: Path, tmp_path: Path) -> None:
    (broken := tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")
    out = spoken(store, "I", str(tmp_path / "none.csv"), str(broken), str(theirs), "", "q")
    assert "Not read: there is no such file." in out
    assert "Not read: the file is no workbook" in out
    assert "Client ID: " in out


def test_where_nothing_may_be_recorded_it_is_not_offered(store: Path, theirs: Path) -> None:
    assert "Where is the file" not in spoken(store, "I", "q", read_only=True)

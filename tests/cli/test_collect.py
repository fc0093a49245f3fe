"""`collect` and `measures --service` as commands: what they answer, refuse and hide, and by which exit status."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.surface import carelist, draft, make_store

pytestmark = pytest.mark.slow

REFS = [f"P-{number:04}" for number in range(1, 4)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two teams with a folder each, a store that may collect, and what it collected."""
    place = tmp_path_factory.mktemp("service")
    for team in ("north", "south"):
        store, folder = make_store(place / team), place / f"folder {team}"
        folder.mkdir()
        for ref in REFS:
            body = {
                "ref": ref,
                "given": "Amina",
                "family": "Yusuf",
                "source": "gp",
                "team": "North",
                "tier": "standard",
            }
            said = draft("person.accepted", body, occurred_at="2026-03-02T10:00:00+00:00")
            assert carelist("record", "-", "--as", "w-maya", store=store, stdin=said.encode()).status == 0
        assert carelist("sync", folder, "--as", "w-maya", store=store).status == 0
    make_store(place / "collector")
    return place


@pytest.fixture(scope="module")
def address(place: Path) -> str:
    return f"sqlite:///{place / 'service.db'}"


@pytest.fixture(scope="module")
def collected(place: Path, address: str) -> str:
    folders = [place / "folder north", place / "folder south"]
    first = carelist("collect", *folders, "--into", address, "--json", store=place / "collector")
    assert first.status == 0, first.err
    assert [each["written"] for each in first.json["folders"]] == [4, 4]
    again = carelist("collect", *folders, "--into", address, store=place / "collector")
    assert (again.status, again.out) == (0, "North: nothing new.\nNorth: nothing new.\n")
    return address


def test_a_services_figures_need_no_store_and_hide_small_numbers(collected: str, tmp_path: Path) -> None:
    answer = carelist("measures", "--service", collected, "--json", "--from", "2026-01-01", store=tmp_path / "none")
    assert answer.status == 0, answer.err
    (access,) = [each for each in answer.json["measures"] if each["key"] == "access"]
    assert (access["n"], access["d"], access["hidden"]) == (0, 6, False)
    assert [each["team"] for each in answer.json["teams"]] == ["North", "North"]
    assert "caseload_balance" not in [each["key"] for each in answer.json["measures"]]


def test_teams_of_one_name_are_told_apart_and_each_alone_is_hidden_where_it_is_small(collected: str) -> None:
    answer = carelist("measures", "access", "--service", collected, "--json", "--by", "team", "--from", "2026-01-01")
    groups = answer.json["measures"][0]["groups"]
    assert [(each["n"], each["d"], each["hidden"]) for each in groups] == [(None, None, True)] * 2
    assert len({each["key"] for each in groups}) == 2
    name = groups[0]["key"]
    alone = carelist("measures", "access", "--service", collected, "--json", "--team", name, "--from", "2026-01-01")
    assert alone.json["measures"][0]["hidden"]
    in_words = carelist("measures", "access", "--service", collected, "--team", name, "--from", "2026-01-01")
    assert "None" not in in_words.out


def test_cases_have_pseudonyms_which_open_the_person_in_their_team_alone(collected: str, place: Path) -> None:
    answer = carelist("measures", "access", "--service", collected, "--json", "--cases", "--from", "2026-01-01")
    cases = answer.json["measures"][0]["cases"]
    assert len({case["person"] for case in cases}) == 6
    assert {(case["ref"], tuple(case["entries"])) for case in cases} == {(None, ())}
    found = dict.fromkeys(("north", "south"), 0)
    for case in cases:
        for team in found:
            told = carelist("find", case["person"], "--pseudonym", "--json", "--as", "w-maya", store=place / team)
            assert told.status == 0, told.err
            found[team] += len(told.json)
    assert found == {"north": 3, "south": 3}


def test_what_only_a_team_can_answer_is_refused_of_a_service(collected: str) -> None:
    for asked in (("--worker", "w-maya"), ("--known-at", "2026-03-02T10:00"), ("--by", "worker"), ("--by", "zone"),
                  ("--at", "2026-03-02T09:00"), ("--team", "Nowhere")):  # fmt: skip
        assert carelist("measures", "--service", collected, *asked).status == 2, asked
    assert carelist("measures", "--team", "North").status == 2
    apart = carelist("measures", "caseload_balance", "--service", collected)
    assert (apart.status, "ask the team" in apart.err) == (2, True)


def test_a_list_of_a_service_names_nobody_and_leaves_out_teams_of_few(collected: str) -> None:
    answer = carelist("list", "people", "--service", collected, "--json")
    assert answer.status == 0, answer.err
    assert (answer.json["items"], len(answer.json["hidden"])) == ([], 2)
    in_words = carelist("list", "people", "--service", collected)
    assert "no people" in in_words.out
    assert "Fewer than 5 people each" in in_words.err
    dated = carelist("list", "people", "--service", collected, "--from", "2026-01-01")
    assert "say nothing here" in dated.err
    for kind in ("week", "crises", "incidents", "escalations", "handovers"):
        assert carelist("list", kind, "--service", collected, "--json").json["items"] == []
    for asked in (["high"], ["decisions"], ["exports"], ["people", "--known-at", "2026-03-02T10:00"],
                  ["people", "--at", "2026-03-02T09:00"]):  # fmt: skip
        assert carelist("list", *asked, "--service", collected).status == 2, asked


def test_a_report_over_a_service_needs_no_store_and_asks_for_a_reason(collected: str, tmp_path: Path) -> None:
    page = tmp_path / "quarter.html"
    asked = ("report", "commissioner", "--service", collected, "--html", page)
    assert carelist(*asked, store=tmp_path / "none").status == 2
    written = carelist(*asked, "--reason", "the quarter", store=tmp_path / "none")
    assert written.status == 0, written.err
    told = page.read_text()
    assert "2 teams of the service: North (" in told
    assert "Amina" not in told
    when = ("--known-at", "2026-03-02T10:00")
    for wrong in (("person", "P-0001"), ("mdt", "--on", "2026-03-02"), ("commissioner", *when)):
        said = carelist("report", *wrong, "--service", collected, "--html", tmp_path / "x.html", "--reason", "why")
        assert said.status == 2, wrong


def test_figures_of_a_service_leave_as_a_page_with_charts(collected: str, tmp_path: Path) -> None:
    page, table = tmp_path / "figures.html", tmp_path / "figures.csv"
    asked = ("measures", "access", "--service", collected, "--html", page, "--csv", table, "--reason", "for the board")
    answer = carelist(*asked, "--from", "2026-01-01", store=tmp_path / "none")
    assert answer.status == 0, answer.err
    assert "By what it was made" in page.read_text()
    assert table.is_file()


def test_figures_of_a_service_leave_as_a_table_for_a_reason(collected: str, place: Path, tmp_path: Path) -> None:
    table = tmp_path / "figures.csv"
    asked = ("measures", "--service", collected, "--csv", table)
    assert carelist(*asked, store=place / "collector").status == 2
    assert carelist(*asked, "--reason", "for the board", store=place / "collector").status == 0
    assert table.read_text(encoding="utf-8-sig").startswith("measure,title")


def test_cases_leave_as_parquet_by_team_and_month_for_a_reason(collected: str, place: Path, tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    folder = tmp_path / "cases"
    asked = ("measures", "--service", collected, "--parquet", folder)
    assert carelist(*asked).status == 2
    assert not folder.exists()
    written = carelist(*asked, "--reason", "for the trust's own reports")
    assert written.status == 0, written.err
    assert carelist(*asked, "--reason", "again").status == 2
    told = pq.read_table(folder).to_pylist()
    teams = {row["team"] for row in told}
    assert sorted(team.partition(" (")[0] for team in teams if team) == ["North", "North"]
    assert {row["month"] for row in told if row["measure"] == "access"} == {"2026-03"}
    answer = carelist("measures", "access", "--service", collected, "--json", "--cases", "--from", "2026-01-01")
    cases = {case["person"] for case in answer.json["measures"][0]["cases"]}
    assert {row["person"] for row in told if row["measure"] == "access"} == cases
    raw = b"".join(path.read_bytes() for path in folder.rglob("*.parquet"))
    assert not any(word in raw for word in (b"Amina", b"Yusuf", b"P-0001"))
    assert carelist("measures", "--parquet", tmp_path / "other", "--reason", "why", store=place / "north").status == 2


def test_a_database_that_is_none_ends_with_three_and_another_address_with_two(place: Path, tmp_path: Path) -> None:
    (tmp_path / "other.db").write_bytes(b"no database at all")
    folder, store = place / "folder north", place / "collector"
    assert carelist("collect", folder, "--into", f"sqlite:///{tmp_path / 'other.db'}", store=store).status == 3
    assert carelist("measures", "--service", f"sqlite:///{tmp_path / 'none.db'}").status == 3
    assert not (tmp_path / "none.db").exists()
    assert carelist("collect", folder, "--into", "mysql://u@h/d", store=store).status == 2
    assert (
        carelist("collect", tmp_path / "nowhere", "--into", f"sqlite:///{tmp_path / 'x.db'}", store=store).status == 1
    )

"""What leaves in clear: for a reason, of more than one person by a manager; whole, and marked where it was copied."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.surface import ACCEPTED, Answer, carelist, draft, make_store

pytestmark = pytest.mark.slow

WHY = ("--reason", "asked for by the auditor")
NOTE = ("-", "--format", "text", "--person", "P-0001")
TOM = ("worker", "add", "--id", "w-tom", "--name", "Tom Price", "--role", "coordinator", "--team", "North")
KEPT = {"method": "visit", "purpose": "routine", "how_are_they": "worse", "what_we_did": "Sat with her.\nMade tea.",
        "triggers": ["suicidal_plan"], "medication": "missed", "plan_72h": "Ring at nine.", "signs_seen": [
            {"sign": "sleeping by day", "seen": "yes", "note": "curtains shut"}]}  # fmt: skip
FIELDS = ("  What we did: Sat with her.", "    Made tea.", "  Triggers: suicidal plan", "  Medication: missed",
          "  Signs: sign sleeping by day; seen yes; note curtains shut", "  Plan for 72 hours: Ring at nine.",
          )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Ann Lee, with a visit by Maya, the manager, and one by Tom; and Bo Roe, whom Maya alone wrote about."""
    made = make_store(tmp_path / "store")
    story = [draft("person.accepted", ACCEPTED), draft("contact.completed", KEPT, ref="P-0001"),
             draft("person.accepted", {**ACCEPTED, "ref": "P-0002", "given": "Bo", "family": "Roe"})]  # fmt: skip
    assert carelist(*TOM, store=made).status == 0
    assert carelist("record", "-", "--as", "w-maya", store=made, stdin="\n".join(story).encode()).status == 0
    one = draft("contact.completed", {**KEPT, "what_we_did": "Walked."}, ref="P-0001")
    assert carelist("record", "-", "--as", "w-tom", store=made, stdin=one.encode()).status == 0
    return made


def export(store: Path, worker: str, *asked: object) -> Answer:
    return carelist("export", *asked, "--as", worker, store=store)


@pytest.mark.parametrize(
    "asked",
    [("-",), NOTE, ("-", "--format", "csv", "--worklist"), ("-", "--deidentified"), ("out.ndjson",)],
    ids=" ".join,
)
def test_nothing_leaves_in_clear_without_a_reason(store: Path, tmp_path: Path, asked: tuple[str, ...]) -> None:
    said = [str(tmp_path / each) if each.startswith("out") else each for each in asked]
    for more in ((), ("--reason", " ")):
        answer = export(store, "w-maya", *said, *more)
        assert (answer.status, answer.out) == (2, "")
        assert "--reason" in answer.err
        assert "the release before this did not ask" in answer.err
    assert not (tmp_path / "out.ndjson").exists()
    assert export(store, "w-maya", *said, *WHY).status == 0
    assert carelist("export", tmp_path / "sealed.carelist", "--as", "w-tom", store=store).status == 0


def test_why_it_left_stands_in_the_access_log_and_reading_the_log_does_too(store: Path) -> None:
    assert export(store, "w-tom", *NOTE, *WHY).status == 0
    read = ("show", "P-0001", "--access", "--json", "--as", "w-maya")
    (look,) = carelist(*read, store=store).json
    assert (look["kind"], look["worker"], look["reason"]) == ("exported", "w-tom", WHY[1])
    again, first = carelist(*read, store=store).json
    assert (again["kind"], again["worker"], again["count"], first) == ("log_read", "w-maya", 1, look)
    assert "reason" not in again
    told = carelist("show", "P-0001", "--access", "--as", "w-maya", store=store).out
    assert ": asked for by the auditor\n" in told
    assert "Maya Okafor: read this log Ann Lee, P-0001 (1)" in told
    assert carelist("verify", store=store).status == 0


def test_more_than_one_person_leaves_in_clear_by_a_manager_alone(store: Path, tmp_path: Path) -> None:
    everybody: tuple[tuple[str, ...], ...] = (
        ("-",),
        ("-", "--format", "csv"),
        ("-", "--format", "csv", "--worklist"),
        ("-", "--since", "2020-01-01T00:00"),
    )
    for asked in everybody:
        for worker in ("w-tom", "w-nobody"):
            for why in (WHY, ()):  # whoever may not is told that before they are asked why
                answer = export(store, worker, *asked, *why)
                assert (answer.status, answer.out) == (2, "")
                assert "needs a manager" in answer.err
                assert "the release before this did not ask" in answer.err
        assert carelist("export", *asked, *WHY, store=store).status == 2, "nobody said who they are"
        assert export(store, "w-maya", *asked, *WHY).status == 0
    for one in (NOTE, ("-", "--person", "P-0001"), ("-", "--deidentified"), ("-", "--format", "text", "--mine")):
        assert export(store, "w-tom", *one, *WHY).status == 0
    assert export(store, "w-tom", tmp_path / "all.carelist").status == 0


def test_while_the_service_has_no_manager_anybody_who_works_here_may(tmp_path: Path) -> None:
    said = ("--team", "North", "--worker", "w-sam", "--name", "Sam", "--role", "support_worker", "--no-encryption")
    store = tmp_path / "store"
    assert carelist("init", *said, store=store).status == 0
    assert carelist("export", "-", *WHY, store=store).status == 0
    assert export(store, "w-nobody", "-", *WHY).status == 2


def test_a_note_says_every_answered_field_and_marks_what_was_copied_before(store: Path) -> None:
    first = export(store, "w-maya", *NOTE, *WHY).out
    assert not [each for each in FIELDS if each not in first.splitlines()]
    assert "Contact by visit, worse: Sat with her. Made tea, by Maya Okafor" in first
    assert "[copied" not in first
    again = export(store, "w-maya", *NOTE, *WHY).out.splitlines()
    marked = [each for each in again if "[copied " in each]
    assert len(marked) == len([each for each in again if ", by " in each and not each.startswith(" ")]) == 3
    assert "[copied" not in export(store, "w-tom", *NOTE, *WHY).out, "what she copied is no mark for him"
    visit = carelist("show", "P-0001", "--json", store=store).json["story"][1]["id"]
    assert carelist("correct", visit, "--reason", "not her", "--as", "w-maya", store=store).status == 0
    corrected = export(store, "w-maya", *NOTE, *WHY).out
    assert ": Entered in error, does not count: " in corrected
    assert ": not her\n" in corrected
    assert "  What it corrects was copied " in corrected


def test_my_day_goes_over_people_and_holds_what_i_recorded_alone(store: Path) -> None:
    mine = ("-", "--format", "text", "--mine", *WHY)
    maya, tom = export(store, "w-maya", *mine).out, export(store, "w-tom", *mine).out
    assert "\n\nAnn Lee, P-0001\n" in maya
    assert "\n\nBo Roe, P-0002\n" in maya
    assert "Walked." not in maya
    assert "Walked." in tom
    assert "Bo Roe" not in tom
    assert "Made tea." not in tom
    assert "[copied" in export(store, "w-tom", *mine).out
    assert export(store, "w-tom", *mine, "--since", "2090-01-01T00:00").out.endswith("\nNothing.\n")
    assert carelist("show", "P-0002", "--access", "--json", store=store).json[0]["worker"] == "w-maya"
    for refused in (("--format", "csv", "--mine"), ("--format", "text", "--mine", "--person", "P-0001")):
        assert export(store, "w-tom", "-", *refused, *WHY).status == 2
    assert carelist("export", *mine, store=store).status == 2, "nobody said whose day"


def test_show_whole_says_every_answered_field(store: Path) -> None:
    lines = carelist("show", "P-0001", "--whole", "--as", "w-maya", store=store).out.splitlines()
    assert not [each for each in FIELDS if each not in lines]
    assert "  What we did: Sat with her." not in carelist("show", "P-0001", store=store).out.splitlines()

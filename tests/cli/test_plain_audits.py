"""Audits and the pack for a supervision in plain lines: what is drawn, scored and read by letters, by whom and no
further."""

from __future__ import annotations

import io
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.cli.conversation import conversation
from carelist_tui.cli.conversation.conversation import HELP, RECORDS, Conversation
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.audit.sample_asked import SEED_ABOUT
from carelist_tui.desk.audit.sample_lines import NOTHING_HAPPENED
from carelist_tui.domain.views.report.report_lines import report_lines
from tests.tui.auditing import AT, AUDITOR, MANAGER, audited, drawn, scored
from tests.tui.telling import ME, entry

pytestmark = pytest.mark.slow
LATER = AT + timedelta(minutes=10)
NO = {"about": "clinical_review", "decision": "do_not_escalate", "what_changed": "Her sister rang: she slept.",
      "rationale": "Seen by her sister this morning, who says that she is well.",
      "review_at": "2026-03-31T17:00:00+01:00"}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("audited") / "store"
    audited(store)
    return store


@pytest.fixture
def store(told: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(told, tmp_path / "store"))


def said(store: Path, worker: str | None, *typed: str, records: bool = True) -> str:
    """What is said when these lines are typed."""
    with Carelist.open(store, worker) as door:
        out = io.StringIO()
        voice = Voice(io.StringIO("".join(f"{line}\n" for line in typed)), out)
        Conversation(door, voice, lambda: LATER, records=records).run()
    return out.getvalue()


def samples(store: Path) -> list[tuple[int, int]]:
    """Of each sample how many cases it has, and how many are scored."""
    with Carelist.open(store) as door:
        return [(len(each.ids), len(each.first)) for each in door.audits.samples()]


def test_an_auditor_draws_scores_and_reads_by_letters(store: Path) -> None:
    assert "No sample has been drawn yet" in (
        out := said(store, AUDITOR, "K", "d", "1", "1", "0", "2", "x", "7", "", "q")
    )
    for words in ("a number from 1 to 1,000.", SEED_ABOUT, "a number from 0 to", "Drawn: 2 of 6.",
                  "1. Missed contacts, 2 of 6"):  # fmt: skip
        assert words in out, words
    assert samples(store) == [(2, 0)]
    answers = ["n", "Nobody rang until four.", *["m"] * 8, "r", *["a"] * 9, "s"]
    out = said(store, AUDITOR, "K", "1", "z", "s", *answers, "", "q")
    assert "z is no letter known here." in out
    assert "Case 1 of 2" in out
    assert "not met, case 1: Nobody rang until four." in out
    assert samples(store) == [(2, 1)]
    assert "Tom" not in out[out.index("Case 1 of 2") : out.index("Recorded.")]


def test_of_an_empty_sample_it_says_so_and_offers_nothing_to_score(store: Path) -> None:
    out = said(store, AUDITOR, "K", "d", "5", "1", "", "3", "1", "", "q")
    assert "Drawn: 0 of 0." in out
    assert NOTHING_HAPPENED in out
    assert "Nothing scored yet" not in out
    assert "score the cases" not in out


def test_who_has_scored_all_that_waits_for_them_is_offered_no_more(store: Path) -> None:
    scored(store, drawn(store, 2), AUDITOR, {"plan_kept": "met"}, {"plan_kept": "met"})
    assert "score the cases" not in said(store, AUDITOR, "K", "1", "", "q")


def test_left_half_way_nothing_is_drawn(store: Path) -> None:
    for typed in (["d", ""], ["d", "1", ""], ["d", "1", "1", "5", ""]):
        assert "Nothing is drawn." in said(store, AUDITOR, "K", *typed, "", "q")
    assert samples(store) == []


def test_who_may_not_draw_and_score_reads_and_read_only_nobody_does(store: Path) -> None:
    scored(store, drawn(store, 2), AUDITOR, {"plan_kept": "not_met"}, note="plan kept: Nobody looked.")
    for worker, records in ((ME, True), (AUDITOR, False), (None, True)):
        out = said(store, worker, "K", "d", "1", "s", "", "q", records=records)
        assert "d is no number of a sample." in out
        assert "not met, case 1: Nobody looked." in out
        assert "score the cases" not in out
    assert samples(store) == [(2, 1)]


def test_the_help_says_no_letter_that_does_nothing_for_whoever_is_signed_in_and_an_auditor_hears_why(
    store: Path,
) -> None:
    for worker, records, is_whole in ((ME, True, True), (AUDITOR, True, False), (ME, False, False)):
        told = said(store, worker, "h", "q", records=records).split(f"{Conversation.LIST_PROMPT}: ")[1]
        letters = {each for each, words in HELP if words in told}
        assert letters == {each for each, _ in HELP if is_whole or not set(each) & set(RECORDS)}
        assert ("as an auditor" in told) == (worker == AUDITOR)


@pytest.mark.parametrize(("typed", "answer"), [("1", "or enter to go back"), ("e", "What you recorded today")])
def test_what_is_typed_before_the_whole_list_was_said_is_answered_and_the_rest_is_not_said(
    typed: str, answer: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "AT_ONCE", 2)
    out = said(store, ME, typed, "", "s", "q")
    before, after = out.split("a number opens that line: ")[:2]
    assert "1. " in before
    assert "\n3. " not in after
    assert answer in after


def test_a_change_is_opened_from_what_was_not_met_and_an_auditor_opens_none(store: Path) -> None:
    scored(store, drawn(store, 2), AUDITOR, {"plan_kept": "not_met"}, note="plan kept: Nobody looked.")
    out = said(store, MANAGER, "K", "1", "i", "1", "Ring before ten", "Ada", "1", "1 April 2026", "", "y", "", "q")
    assert "Which is to be put right" in out
    assert "The team: improvement, recorded." in out
    assert "i: open a change" not in said(store, AUDITOR, "K", "1", "", "", "q")


def test_what_is_owed_opens_the_audits_with_that_kind_first(store: Path) -> None:
    out = said(store, MANAGER, "q")
    line = next(line for line in out.splitlines() if "audit" in line.casefold() and line[:1].isdigit())
    out = said(store, MANAGER, line.partition(".")[0], "d", "", "", "q")
    assert "No sample has been drawn yet" in out


@pytest.mark.parametrize(("worker", "asked"), [(ME, False), (MANAGER, True), ("w-leah", True)])
def test_the_pack_is_ones_own_or_of_whom_one_chooses_and_looking_into_a_decision_is_noted(
    store: Path, worker: str, asked: bool
) -> None:
    with Carelist.open(store, ME) as door:
        door.record([entry("decision.recorded", "2026-03-30T16:00", NO, ref="P-2")], AT)
        whole = [*report_lines(door.reports.whole_pack(door.reports.supervision_pack(ME, LATER)))]
    out = said(store, worker, "v", *(["0", "4"] if asked else []), "q")
    assert ("Whose supervision?" in out) is asked
    assert ("0 is no number of a worker." in out) is asked
    assert NO["rationale"] in out
    assert not [line.words for line in whole if line.words not in out]
    with Carelist.open(store, MANAGER) as door:
        looked = [(look["kind"], look["worker"]) for look in door.people.access()]
    assert ("opened", worker) in looked


def test_the_pack_is_nobodys_where_nobody_is_signed_in_or_none_is_chosen(store: Path) -> None:
    assert "Plans" not in said(store, MANAGER, "v", "", "q")
    assert "Left Carelist." in said(store, None, "v", "q")


def test_the_help_says_how_to_get_there(store: Path) -> None:
    out = said(store, AUDITOR, "h", "q")
    assert "K: audits" in out
    assert "v: the pack for a supervision" in out

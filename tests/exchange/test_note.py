"""The note for the main record: nothing that was recorded is missing from it, and nothing in it acts or forges."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.entries import TYPES, read_body, read_entry
from carelist_tui.domain.entries.entry import Body
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.views.entry_fields import OTHERS_WORDS, Telling, answered
from carelist_tui.domain.views.person import told
from carelist_tui.exchange.note import Noting, note, own_note
from tests.domain.filled import HOSTILE, NAMED, SOMEBODY, Filler, must_be_said
from tests.exchange.test_every_type import EXAMPLES, LATE, example
from tests.tui.telling import NOW

pytestmark = pytest.mark.slow

LONDON = ZoneInfo("Europe/London")
NAMES = {"w-maya": "Maya Okafor"}
TYPED = st.characters(exclude_categories=("Cc", "Cs"))
"""What may be typed on one line."""
NOTING = Noting(NAMES, LONDON, {SOMEBODY: "Ann Lee"})


def line(kind: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One entry of a story as `show --json` answers it."""
    return {"id": "e1", "type": kind, "v": 1, "person": SOMEBODY, "occurred_at": "2026-03-03T10:00:00+00:00",
            "recorded_at": "2026-03-03T10:01:00.000Z", "author": "w-maya", "late": False, "in_words": "Said so.",
            "body": body, **more}  # fmt: skip


ZONE = line("zone.set", {"zone": "green", "reason": "well"}, id=NAMED, occurred_at="2026-03-02T09:00:00+00:00")


def whole(entry: dict[str, Any], *others: dict[str, Any], noting: Noting = NOTING) -> list[str]:
    return list(noting.whole(entry, {each["id"]: each for each in (entry, ZONE, *others)}))


def check_said(kind: type[Body], body: dict[str, Any]) -> None:
    """Each answered value stands in the note, and none of it acts, hides, or can be taken for an entry."""
    assert read_body(kind.TYPE, 1, body) is not None, "what is made can be stored"
    head, *rest = whole(line(kind.TYPE, body))
    assert head == "Tue 3 Mar 2026 10:00: Said so, by Maya Okafor"
    assert all(said.startswith("  ") and shown_text(said) == said for said in rest)
    text = "\n".join(rest)
    for words in must_be_said(kind, body):
        assert shown_text(words) in text, words


@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)
def test_each_answered_value_of_every_type_stands_in_the_note(kind: type[Body]) -> None:
    for seed in range(10):
        check_said(kind, Filler(Random(seed)).body(kind))


@given(
    kind=st.sampled_from(list(TYPES.values())), seed=st.integers(0, 1000), words=st.lists(st.text(TYPED), min_size=1)
)
def test_whatever_the_words_they_stand_in_the_note(kind: type[Body], seed: int, words: list[str]) -> None:
    check_said(kind, Filler(Random(seed), words).body(kind))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_frozen_example_is_said_field_by_field(path: Path) -> None:
    raw = example(path)
    (entry,) = told([read_entry(raw)], LATE, LONDON)
    kind = TYPES[raw["type"]]
    titles = {row.title.split(",")[0] for row in answered(entry, Telling(lambda moment: moment.isoformat()))}
    for name, field in kind.model_fields.items():
        if raw["body"].get(field.alias or name) is not None and name != "replacement":
            assert field.title in titles


def test_what_this_release_does_not_know_is_said_as_it_is_written() -> None:
    newer = line("zone.set", {"zone": "red", "reason": "x", "shade": {"deep": ["dark", True]}})
    assert "  shade (from a newer version): deep: dark" in whole(newer)
    assert "  some thing: two" in whole(line("zone.hued", {"some_thing": "two"}))
    assert "  zone: red" in whole(line("zone.set", {"zone": "red"}, v=2)), "the codes of a newer version stay codes"
    assert "  Reason: ['x']" not in whole(line("zone.set", {"reason": ["x"]}))
    assert "  Review on: some day" in whole(line("zone.set", {"review_on": "some day"}))


def test_an_empty_answer_is_an_answer() -> None:
    body = {"must_not_contact": [], "address": "", "children_at_home": False}
    assert whole(line("person.details_updated", body))[1:] == [
        "  Address: left empty",
        f"  Must not contact {OTHERS_WORDS}: none",
        "  Children at home: no",
    ]
    assert "  Crisis plan: nothing said" in whole(line("risk_plan.updated", {"crisis_plan": {}}))


def test_whose_words_they_are_is_said_while_they_are_in_confidence() -> None:
    def marked(kind: str, body: dict[str, Any]) -> list[str]:
        return [each.split(":")[0].strip() for each in whole(line(kind, body)) if OTHERS_WORDS in each]

    said = {"method": "call", "to": "trusted_contact", "name": "Noor", "outcome": "says_worried", "note": "not eating"}
    assert marked("outreach.attempted", said) == [
        f"{each} {OTHERS_WORDS}" for each in ("Name", "What came of it", "Note")
    ]
    assert marked("outreach.attempted", said | {"in_confidence": False}) == []
    assert (
        marked("outreach.attempted", {"method": "call", "to": "person", "outcome": "no_answer", "note": "rang"}) == []
    )
    assert len(marked("partner.contacted", {"direction": "in", "who": "Noor", "summary": "worried"})) == 2
    assert len(marked("risk_check.completed", {"third_party_information": "a neighbour heard her"})) == 1


def test_a_correction_says_what_stands_instead_by_the_corrected_ones_own_fields() -> None:
    instead = {"zone": "red", "reason": "heard\nvoices", "review_on": "2026-03-05"}
    by = line("entry.corrected", {"entry": NAMED, "reason": "wrong person", "replacement": instead}, id="c1")
    lines = whole(by)
    assert "  Instead, zone: red" in lines
    assert lines[lines.index("  Instead, reason: heard") + 1] == "    voices"
    wrong = {**ZONE, "corrected_by": "c1", "struck": False}
    said = whole(wrong, by)
    assert said[0].endswith("; corrected later, by Maya Okafor")
    assert said[1] == ("  Corrected Tue 3 Mar 2026 10:01 by Maya Okafor: wrong person; it now says: Zone set to red: "
                       "heard voices")  # fmt: skip
    struck = line("entry.corrected", {"entry": NAMED, "reason": "wrong person", "replacement": None}, id="c1")
    assert "  Instead: nothing: the entry is struck out" in whole(struck)
    assert whole({**ZONE, "corrected_by": "c1", "struck": True}, struck)[:2] == [
        "Mon 2 Mar 2026 09:00: Entered in error, does not count: Said so, by Maya Okafor",
        "  Struck out Tue 3 Mar 2026 10:01 by Maya Okafor: wrong person",
    ]


def test_what_was_copied_is_marked_and_so_is_the_correction_of_it() -> None:
    noting = Noting(NAMES, LONDON, copied={NAMED: datetime.fromisoformat("2026-03-02T16:40:00+00:00")})
    assert whole(ZONE, noting=noting)[0].endswith(", by Maya Okafor [copied Mon 2 Mar 2026 16:40]")
    by = line("entry.corrected", {"entry": NAMED, "reason": "wrong person", "replacement": None}, id="c1")
    assert "  What it corrects was copied Mon 2 Mar 2026 16:40: put it right there too" in whole(by, noting=noting)
    assert not [each for each in whole(by) if "copied" in each]


def test_what_was_given_around_an_entry_is_said_too() -> None:
    entry = line("zone.set", {"zone": "green", "reason": "well"}, learned_at="2026-03-03T11:00:00+00:00",
                 arose_from=NAMED, stands_in_for="w-gone", on_behalf_of="w-maya", late=True,
                 late_reason="no_signal")  # fmt: skip
    head, *rest = whole(entry)
    assert head == ("Tue 3 Mar 2026 10:00: Said so, by Maya Okafor, typed by Maya Okafor (late entry, recorded "
                    "Tue 3 Mar 2026 10:01: no signal)")  # fmt: skip
    assert rest[2:] == [
        "  Learned at: Tue 3 Mar 2026 11:00",
        "  Arose from: Zone set, Mon 2 Mar 2026 09:00",
        "  In place of: w-gone",
    ]
    assert "  Why late: busy" in whole(line("zone.set", {}, late_reason="busy"))


def shown(**more: Any) -> dict[str, Any]:
    """A person as `show --json` answers, as much of it as a note needs."""
    return {"person": SOMEBODY, "name": "Ann Lee", "ref": "P-1", "on_caseload": True, "coordinator": None, "tier": None,
            "zone": None, "warnings": [], "identity": {}, "story": [ZONE], **more}  # fmt: skip


def test_a_note_is_of_one_person_and_of_what_was_recorded_since() -> None:
    since = datetime.fromisoformat(ZONE["recorded_at"])
    assert list(note(shown(), NOTING, since, NOW))[-3:] == whole(ZONE)
    assert list(note(shown(), NOTING, since + timedelta(seconds=1), NOW))[-1] == "Nothing."


def test_my_day_goes_over_people_each_with_who_they_are() -> None:
    other = shown(name="Bo Roe", ref="P-2", identity={"born": "1991-05-04"})
    text = list(own_note([(shown(), [ZONE]), (other, [ZONE])], "w-maya", NOTING, NOW, NOW))
    assert text == [
        "Recorded by Maya Okafor since Tue 3 Mar 2026 09:04",
        "From Carelist, as at Tue 3 Mar 2026 09:04",
        "", "Ann Lee, P-1", "Born: not known", *whole(ZONE),
        "", "Bo Roe, P-2", "Born 4 May 1991", *whole(ZONE),
    ]  # fmt: skip
    assert list(own_note([], "w-maya", NOTING, NOW, NOW))[-1] == "Nothing."


def test_hostile_words_stay_to_be_read() -> None:
    text = "\n".join(whole(line("zone.set", {"zone": "green", "reason": "\n".join(HOSTILE)})))
    assert "\u202e" not in text
    assert "abc\u2039202E\u203adef" in text
    assert "    Tue 3 Mar 2026 10:00: Zone set to green, by Maya Okafor" in text
    assert json.dumps(text)

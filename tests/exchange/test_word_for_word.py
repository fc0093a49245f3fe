"""What leaves, word for word: a line of a story in summer time, what is known of somebody, rows of a spreadsheet, a
chart, and the sentence of each line that is no entry."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carelist_tui.domain.entries import TYPES
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.report.report_parts import Imprint, Passage, Plot, Report, Section
from carelist_tui.exchange.csv_rows import deidentified_rows, quoted, story_rows, table_rows, worklist_rows
from carelist_tui.exchange.deidentified import Deidentifier
from carelist_tui.exchange.ndjson import LONGEST_LINE, MOST_BYTES, TOO_MUCH, read_lines
from carelist_tui.exchange.note import identity_line
from carelist_tui.exchange.report.chart_svg import chart_alone, chart_svg
from carelist_tui.exchange.report.report_pdf import report_pdf
from carelist_tui.exchange.story_text import known_lines, story_line
from tests.exchange.documents import Document

LONDON = ZoneInfo("Europe/London")
NAMES = {"w-maya": "Maya Okafor", "w-leah": "Leah Obi"}
SUMMER = {"type": "zone.set", "occurred_at": "2026-07-03T10:00:00Z", "recorded_at": "2026-07-04T06:30:00Z",
          "author": "w-maya", "in_words": "Zone green."}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Zone green, by Maya Okafor"),
        ({"in_words": None}, "zone.set, by Maya Okafor"),
        ({"author": "w-gone"}, "Zone green, by w-gone"),
        ({"on_behalf_of": "w-leah"}, "Zone green, by Leah Obi, typed by Maya Okafor"),
        ({"on_behalf_of": "w-gone"}, "Zone green, by w-gone, typed by Maya Okafor"),
        ({"struck": True, "corrected_by": "c"}, "Entered in error, does not count: Zone green, by Maya Okafor"),
        ({"corrected_by": "c"}, "Zone green; corrected later, by Maya Okafor"),
        ({"clock_ahead": True}, "Zone green, by Maya Okafor (recorded by a clock ahead)"),
        ({"late": True}, "Zone green, by Maya Okafor (late entry, recorded Sat 4 Jul 2026 07:30)"),
        ({"in_words": "Said.", "late": True, "late_reason": "no_signal", "clock_ahead": True},
         "Said, by Maya Okafor (recorded by a clock ahead) (late entry, recorded Sat 4 Jul 2026 07:30: no signal)"),
    ],
)  # fmt: skip
def test_an_entry_is_told_in_one_line_with_who_how_late_and_what_became_of_it(more: dict[str, Any], said: str) -> None:
    assert story_line(SUMMER | more, NAMES, LONDON) == f"Fri 3 Jul 2026 11:00: {said}"


def test_what_bears_on_a_decision_is_told_with_whose_word_it_is_and_then_what_means_the_same_day() -> None:
    bearings = [{"in_words": "high", "by": "w-leah"}, {"in_words": "two dogs", "by": None},
                {"in_words": "alone", "by": "w-gone"}]  # fmt: skip
    told = known_lines({"bearings": bearings, "red_flags": ["voices", "no food"]}, NAMES)
    assert list(told) == ["Known: high, by Leah Obi", "Known: two dogs", "Known: alone, by w-gone",
                          "Same day if: voices, no food"]  # fmt: skip
    assert list(known_lines({}, NAMES)) == []


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        ({}, "Born: not known"),
        ({"born": "1991-05-04", "nhs_number": "9990004226", "address": "14 Mill Lane"},
         "Born 4 May 1991, NHS number 9990004226, 14 Mill Lane"),
        ({"born": None, "nhs_number": None, "address": "14 Mill Lane"}, "Born: not known, 14 Mill Lane"),
    ],
)  # fmt: skip
def test_who_somebody_is_stands_in_one_line(identity: dict[str, Any], said: str) -> None:
    assert identity_line(identity) == said


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""), ("", ""), (True, "true"), (3, "3"), (0, "0"), ("plain", "plain"),
        (["a", "b"], "a; b"), ([], ""), (["a", 1], '["a",1]'), ({"b": "é", "a": [1]}, '{"b":"é","a":[1]}'),
        ("=1+1", "'=1+1"), (" +44", "' +44"), ("-", "'-"), ("@x", "'@x"), ("\t=1", "'\t=1"), ("\tx", "'\tx"),
        ("\rx", "'\rx"), ("a=1", "a=1"), (["=a", "b"], "'=a; b"), ("one\ntwo", "one\ntwo"),
        ("\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1"),
    ],
)  # fmt: skip
def test_a_value_is_a_cell_in_which_nothing_acts(value: Any, cell: str) -> None:
    assert quoted(value) == cell


ENTRY = {"id": "e1", "type": "zone.set", "person": "p1", "occurred_at": "2026-07-03T10:00:00Z",
         "recorded_at": "2026-07-03T10:01:00+00:00", "author": "w-maya", "in_words": "Zone green", "late": False,
         "device": "d", "seq": 7, "body": {"zone": "green", "reason": "well, so far"}}  # fmt: skip
OTHER = ENTRY | {"id": "e2", "person": None, "recorded_at": "2026-07-03T10:02:00+00:00", "body": {"note": "=x"}}


def test_a_story_as_rows_has_the_envelope_and_a_column_for_each_field_that_a_body_has() -> None:
    heads = ("occurred_at,person,ref,type,in_words,author,on_behalf_of,late,late_reason,struck,corrected_by,learned_at,"
             "recorded_at,id,arose_from,device,seq")  # fmt: skip
    when = "2026-07-03T10:00:00Z"
    first = f"{when},p1,P-1,zone.set,Zone green,w-maya,,false,,,,,2026-07-03T10:01:00+00:00,e1,,d,7"
    second = f"{when},,,zone.set,Zone green,w-maya,,false,,,,,2026-07-03T10:02:00+00:00,e2,,d,7"
    assert list(story_rows([[ENTRY], [OTHER]], {"p1": "P-1"}, None)) == [
        f"{heads},body.note,body.reason,body.zone\r\n",
        f'{first},,"well, so far",green\r\n',
        f"{second},'=x,,\r\n",
    ]
    since = datetime(2026, 7, 3, 10, 2, tzinfo=UTC)
    assert list(story_rows([[ENTRY, OTHER]], {}, since)) == [f"{heads},body.note\r\n", f"{second},'=x\r\n"]
    assert list(story_rows([], {}, None)) == [f"{heads}\r\n"]


def test_other_tables_as_rows() -> None:
    heads = "occurred_at,person,type,author,on_behalf_of,late_reason,learned_at,recorded_at,id,arose_from"
    told = "2026-07-03T10:00:00Z,p1,zone.set,w-maya,,,,2026-07-03T10:01:00+00:00,e1,"
    assert list(deidentified_rows([ENTRY | {"body": {"zone": "green"}}])) == [
        f"{heads},body.zone\r\n", f"{told},green\r\n",
    ]  # fmt: skip
    names = ("due_at", "status", "band", "ref", "name", "zone", "tier", "title", "why", "owner", "kind", "from_at",
             "warnings", "resolved_by", "detail", "person", "source", "key")  # fmt: skip
    item = {name: name.upper() for name in names} | {
        "warnings": ["One", "Two"],
        "detail": ["=x", 1],
        "from_at": None,
    }
    assert list(worklist_rows([item])) == [
        ",".join(names) + "\r\n",
        f'{",".join(map(str.upper, names[:11]))},,One; Two,RESOLVED_BY,"[""=x"",1]",PERSON,SOURCE,KEY\r\n',
    ]
    assert list(table_rows(["a", "b"], [[1, "x"], [None, ["y"]]])) == ["a,b\r\n", "1,x\r\n", ",y\r\n"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"\xff", "is not UTF-8 text, at byte 1"),
        (b'{"a" 1}', "is not JSON: expecting ':' delimiter, at column 6"),
        (b'{"a":1,"a":2}', "gives the same field twice"),
        (b"NaN", "is not JSON: NaN and Infinity are no numbers of JSON"),
        (b"[" * 100_000, "is not an entry: it is nested too deeply"),
        (b"9" * 5_000, "has too large a number in it"),
        (b"[" + b"0," * 20_001 + b"0]", "holds more than 20,000 parts: no entry does"),
        (b" " * LONGEST_LINE + b"1", "is longer than 1,000,000 bytes"),
    ],
    ids=["no text", "no JSON", "twice", "no number", "deep", "large", "wide", "long"],
)
def test_a_line_that_can_not_be_read_is_told_in_a_sentence_and_blank_ones_are_passed_over(
    line: bytes, said: str
) -> None:
    text = b'\xef\xbb\xbf{"type":"a"}\n \n\n' + line + b'\n{"type":"b"}'
    lines, (first, fault, last) = read_lines(io.BytesIO(text))
    assert (lines, first, last) == ([1, 4, 5], {"type": "a"}, {"type": "b"})
    assert (fault.path, fault.sentence) == ("", said)


class Endless(io.BytesIO):
    """A line that never ends."""

    def readline(self, size: int | None = -1, /) -> bytes:
        return b" " * (size or 0)


@pytest.mark.parametrize("stream", [Endless(), io.BytesIO((b" " * 999_999 + b"\n") * (MOST_BYTES // 1_000_000 + 1))])
def test_more_than_is_looked_at_in_one_file_is_refused_with_what_to_do(stream: io.BytesIO) -> None:
    with pytest.raises(Refused) as refused:
        read_lines(stream)
    assert [str(each) for each in refused.value.faults] == [TOO_MUCH]
    assert TOO_MUCH == (
        "this is more than can be read at once: give it in parts, each with the lines of a file of its own"
    )


def test_every_list_of_every_type_says_what_it_holds_so_that_nothing_leaves_by_its_absence() -> None:
    def lists(schema: Any) -> list[dict[str, Any]]:
        if isinstance(schema, list):
            return [found for each in schema for found in lists(each)]
        if not isinstance(schema, dict):
            return []
        own = [schema] if schema.get("type") == "array" else []
        return own + [found for each in schema.values() for found in lists(each)]

    found = [each for kind in TYPES.values() for each in lists(kind.model_json_schema())]
    assert found
    assert all("items" in each for each in found)


def test_what_leaves_for_analysis_keeps_what_was_lately_and_loses_what_was_long_ago() -> None:
    raw = {"type": "zone.set", "v": 1, "id": "e1", "person": "p1", "author": "w-maya", "device": "d", "seq": 7,
           "occurred_at": "2026-03-03T10:00:00Z", "recorded_at": "2026-03-03T10:01:00Z",
           "body": {"zone": "green", "reason": "words", "review_on": "2023-03-02"}}  # fmt: skip

    def body(review_on: str) -> dict[str, Any]:
        (kept,) = Deidentifier(b"s").entries([raw | {"body": {"zone": "green", "reason": "x", "review_on": review_on}}])
        found: dict[str, Any] = kept["body"]
        return found

    assert body("2023-02-28") == {"zone": "green"}, "1,098 days are three years of 366"
    assert body("2023-03-01").keys() == {"zone", "review_on"}


PLOT = Plot("Kept <b>", "So many.", (("2026-01", 0.5), ("2026-02", None), ("2026-03", 1.0)), 0.6, 0.4, 0.9,
            notes=(("2026-03", "x"),))  # fmt: skip
DRAWN = (
    '<path d="M46 12V64H540" class="axis"/>'
    '<text x="42" y="67.0" class="end">0 %</text>'
    '<text x="42" y="41.0" class="end">50 %</text>'
    '<text x="42" y="15.0" class="end">100 %</text>'
    '<text x="128.3" y="78" class="middle">Jan 26</text>'
    '<text x="293.0" y="78" class="middle">Feb 26</text>'
    '<text x="457.7" y="78" class="middle">Mar 26</text>'
    '<path d="M46 32.8H540" class="line" stroke-dasharray=""/>'
    '<path d="M46 43.2H540" class="line" stroke-dasharray="6 4"/>'
    '<path d="M46 17.2H540" class="line" stroke-dasharray="6 4"/>'
    '<path d="M128.3 38.0M457.7 12.0" class="figures"/>'
    '<circle cx="128.3" cy="38.0" r="3.5"/>'
    '<circle cx="457.7" cy="12.0" r="3.5"/>'
    '<text x="457.7" y="26.0" class="middle">note</text>'
    '<text x="546" y="35.8">mean 60 %</text>'
    '<text x="546" y="46.8">low 40 %</text>'
    '<text x="546" y="20.2">high 90 %</text>'
)


def test_a_chart_is_drawn_to_the_tenth_of_a_point() -> None:
    said = '<title id="plot-2-title">Kept &lt;b&gt;</title><desc id="plot-2-words">So many.</desc>'
    head = '<svg class="plot" role="img" viewBox="0 0 640 88" aria-labelledby="plot-2-title plot-2-words">'
    assert chart_svg(PLOT, 2) == f"{head}{said}{DRAWN}</svg>"
    alone = chart_alone(PLOT, "Some Serif")
    assert alone.startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 640 88"><style>.plot text'
    )
    assert "{ font: 10px 'Some Serif'; fill: #000; }" in alone
    assert alone.endswith(f"</style>{DRAWN}</svg>")


@pytest.mark.parametrize(
    ("most", "marks"), [(0.0, ["0.0", "0.5", "1.0"]), (5.0, ["0.0", "2.8", "5.5"]), (40.0, ["0.0", "22", "44"]),
                        (9.1, ["0.0", "5.0", "10"])],
)  # fmt: skip
def test_what_is_no_share_is_drawn_from_nothing_to_a_tenth_above_the_highest(most: float, marks: list[str]) -> None:
    drawn = chart_svg(Plot("Kept", "So many.", (("2026-01", most),), shares=False), 1)
    assert [part.partition("<")[0] for part in drawn.split('class="end">')[1:]] == marks


def test_only_what_can_not_be_drawn_stands_by_its_name_and_no_letter_beside_it() -> None:
    imprint = Imprint("Tom", "now", "now", "now", 1, "d")
    report = Report("A report", "Ann", "CONFIDENTIAL", (Section("", (Passage("X\u6f22X \u6f22\u0301 e\u0301"),)),))
    words = Document(report_pdf(report, imprint, datetime(2026, 3, 3, tzinfo=UTC))).words
    ideograph = "‹cjkunifiedideograph-6f22›"
    assert f"X{ideograph}X" in words
    assert "‹cjkunifiedideograph-6f22,combiningacuteaccent›" in words
    assert words.count("‹") == 3, "the two, and that this is so"

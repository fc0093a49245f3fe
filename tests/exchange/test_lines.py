"""Lines of JSON from a file or a pipe: each fault has its line; no line is longer in memory than an entry may be."""

from __future__ import annotations

import io

import pytest

from carelist_tui.domain.refusal import MOST_TOLD, Fault, Refused
from carelist_tui.exchange.ndjson import LONGEST_LINE, MOST_LINES, MOST_PARTS, NO_ENTRY, TOO_MUCH, read_lines

pytestmark = pytest.mark.slow


class Counted(io.BytesIO):
    """Remembers the longest that was read at once."""

    longest = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        found = super().readline(size)
        self.longest = max(self.longest, len(found))
        return found


def test_of_a_line_that_is_too_long_no_more_is_read_at_once_than_an_entry_may_have() -> None:
    stream = Counted(b"1\n" + b"2" * (3 * LONGEST_LINE) + b"\n3\n")
    lines, values = read_lines(stream)
    assert (lines, values[0], values[2]) == ([1, 2, 3], 1, 3)
    assert str(values[1]) == str(Fault("", "is longer than 1,000,000 bytes"))
    assert stream.longest == LONGEST_LINE + 1


def test_a_file_that_is_full_of_faults_is_refused_by_the_line_of_each() -> None:
    with pytest.raises(Refused) as refused:
        read_lines(io.BytesIO(b'{"type":"a"}\n' + b"{\n" * 100_000))
    assert [each.line for each in refused.value.faults] == list(range(2, MOST_TOLD + 2))
    assert str(refused.value).endswith("and 99,900 more")


def test_a_line_that_begins_with_more_blanks_than_an_entry_may_have_is_no_empty_line() -> None:
    lines, values = read_lines(io.BytesIO(b"1\n" + b" " * (LONGEST_LINE + 1) + b'{"type":"x"}\n \n3\n'))
    assert (lines, values[0], values[2]) == ([1, 2, 4], 1, 3)
    assert str(values[1]) == str(Fault("", "is longer than 1,000,000 bytes"))


@pytest.mark.parametrize("line", [b"1\n", b'{"a":1}\n', b"[]\n", b'{"type":3}\n'])
def test_of_what_is_no_entry_the_first_hundred_are_told_and_the_others_counted(line: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_lines(io.BytesIO(line * (30 * MOST_TOLD)))
    assert [each.line for each in refused.value.faults] == list(range(1, MOST_TOLD + 1))
    assert {each.sentence for each in refused.value.faults} == {NO_ENTRY}
    assert str(refused.value).endswith("and 2,900 more")


class Endless(io.BytesIO):
    """The same again and again, as a device has it."""

    def __init__(self, line: bytes) -> None:
        super().__init__()
        self.line = line

    def readline(self, size: int | None = -1, /) -> bytes:
        return self.line[: size or -1]


def test_what_never_ends_is_refused_with_what_to_do() -> None:
    for line in (bytes(LONGEST_LINE + 1), b"\n"):
        with pytest.raises(Refused, match=TOO_MUCH):
            read_lines(Endless(line))


def test_a_file_of_what_is_no_entry_is_not_read_to_its_end() -> None:
    with pytest.raises(Refused, match=f"after line {MOST_LINES:,} nothing was looked at: mend these first"):
        read_lines(Endless(b"a\n"))


def test_more_than_is_held_in_memory_is_refused_though_every_line_is_sound() -> None:
    line = b'{"type":"a","body":[' + b"0," * 9_000 + b"0]}\n"
    with pytest.raises(Refused, match=TOO_MUCH):
        read_lines(io.BytesIO(line * (MOST_PARTS // 9_000 + 1)))


def test_a_line_wider_than_any_entry_is_refused_unread() -> None:
    _, (fault,) = read_lines(io.BytesIO(b'{"type":"a","body":[' + b"0," * 30_000 + b"0]}\n"))
    assert str(fault) == "holds more than 20,000 parts: no entry does"

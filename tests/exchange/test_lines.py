"""Lines of JSON from a file or a pipe: each fault has its line; no line is longer in memory than an entry may be."""

from __future__ import annotations

import io

import pytest

from carelist_tui.domain.refusal import Fault, Refused
from carelist_tui.exchange.ndjson import LONGEST_LINE, MOST_FAULTS, NO_ENTRY, read_lines


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
        read_lines(io.BytesIO(b"1\n" + b"{\n" * (2 * MOST_FAULTS)))
    assert [each.line for each in refused.value.faults] == list(range(2, MOST_FAULTS + 2))


def test_a_line_that_begins_with_more_blanks_than_an_entry_may_have_is_no_empty_line() -> None:
    lines, values = read_lines(io.BytesIO(b"1\n" + b" " * (LONGEST_LINE + 1) + b'{"type":"x"}\n \n3\n'))
    assert (lines, values[0], values[2]) == ([1, 2, 4], 1, 3)
    assert str(values[1]) == str(Fault("", "is longer than 1,000,000 bytes"))


@pytest.mark.parametrize("line", [b"1\n", b'{"a":1}\n', b"[]\n", b'{"type":3}\n'])
def test_a_file_of_what_is_no_entry_is_not_read_to_its_end(line: bytes) -> None:
    stream = io.BytesIO(line * (3 * MOST_FAULTS))
    with pytest.raises(Refused) as refused:
        read_lines(stream)
    assert [each.line for each in refused.value.faults] == list(range(1, MOST_FAULTS + 1))
    assert {each.sentence for each in refused.value.faults} == {NO_ENTRY}
    assert stream.tell() < len(line) * (MOST_FAULTS + 2)

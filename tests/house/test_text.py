"""What no file of the tree may say: machine paths, package hosts, real people's numbers, work left for later."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.house.tree import holds, text_files

pytestmark = pytest.mark.slow

# Each pattern is written so that it does not match itself.
MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:home|root|Users|work|tmp)/[\w.]|[A-Z]:\\+Users\b|\.\./shar[e]d\b")
PACKAGE_HOST = re.compile(r"pypi[.](?:org|python)|pythonhosted[.]|(?:extra-)?index-ur[l]|trusted-hos[t]")
UNFINISHED = re.compile(r"\bT[O]DO\b|\bFIXM[E]\b|\bXX[X]\b|\bNotImplemente[d]Error\b")
LET_OFF = re.compile(
    r"#\s*type:\s*ignor[e]|#\s*mypy:\s*ignor|mark[.]ski[p]|pytest[.]ski[p]\(|mark[.]xfai[l]|pytest[.]xfai[l]\("
    r"|unittest[.]skip|unittest[.]moc[k]|from unittest import moc[k]|\bMagicMoc[k]\b"
)
TEN_DIGITS = re.compile(r"(?<![\w.+-])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\w-]|\.\d)")
PROSE = (".md", ".txt")


def is_an_nhs_number(digits: str) -> bool:
    """Whether ten digits pass modulus 11, as NHS numbers do; ten times the same digit is none."""
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(set(digits)) > 1 and check != 10 and check % 11 == int(digits[9])


def nhs_numbers(text: str) -> Iterator[str]:
    """Every valid NHS number in a text, digits only."""
    found = ("".join(match.group(1, 3, 4)) for match in TEN_DIGITS.finditer(text))
    return (digits for digits in found if is_an_nhs_number(digits))


def places(pattern: re.Pattern[str], *, beside: tuple[str, ...] = ()) -> Iterator[str]:
    """path:line: what, wherever a pattern is found."""
    for where, text in text_files():
        if not where.endswith(beside or "\0"):
            for number, line in enumerate(text.splitlines(), 1):
                yield from (f"{where}:{number}: {found[0]}" for found in pattern.finditer(line))


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    holds("Paths come from the platform or the user.", places(MACHINE_PATH))


def test_no_file_names_a_package_host() -> None:
    holds("Where packages come from is the machine's own affair.", places(PACKAGE_HOST))


def test_nothing_is_left_for_later() -> None:
    holds("What is not done is an issue, not a comment.", places(UNFINISHED, beside=PROSE))


def test_no_check_is_let_off() -> None:
    holds("No line is let off the type checker, no test is let off, none of our own code is mocked.", places(LET_OFF))


def test_every_nhs_number_lies_in_the_test_range() -> None:
    holds(
        "People here are synthetic: NHS numbers in 999 000 0000 to 999 999 9999.",
        (
            f"{where}: {digits[:3]}..."
            for where, text in text_files()
            for digits in nhs_numbers(text)
            if not digits.startswith("999")
        ),
    )


@pytest.mark.parametrize("written", ["{}", "{0:.3} {0:3.3}", "NHS number {}."])
def test_an_nhs_number_outside_the_test_range_is_noticed(written: str) -> None:
    digits = next(str(n) for n in range(4_000_000_019, 4_000_000_100) if is_an_nhs_number(str(n)))
    spaced = f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    assert list(nhs_numbers(written.replace("{0:.3} {0:3.3}", spaced).replace("{}", digits))) == [digits]


@pytest.mark.parametrize(
    "innocent", ["9990000000", "07700 900123", "1111111111", "0195a1b2-4000-7000-8000-123456789012"]
)
def test_other_runs_of_digits_are_no_nhs_number_of_somebody(innocent: str) -> None:
    assert [digits for digits in nhs_numbers(innocent) if not digits.startswith("999")] == []

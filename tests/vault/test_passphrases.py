"""What may be a passphrase, and keys that people write down."""

from __future__ import annotations

import pytest

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.keys.passphrases import check_passphrase, commonest, is_common, normal
from carelist_tui.vault.keys.spoken import FIRST_GROUPS, RECOVERY_GROUPS, heard, make_spoken, recovery_key


@pytest.mark.parametrize(
    "passphrase",
    [
        "four words of my own",
        "otter lamp gravel moon",
        "my aunt's café, Tuesday",
        "vbn83kdk2mxl",
        "ПриветМирКотДом",
        "高い山の上の小さな家で暮らす人",
        "  spaces count too  ",
        "🦦🌙🪨💡🧦🫖🎻🧭🪁🍐🚲🧵",
        "x" * 3 + "ylophone at noon",
        "a" * 5 + "bcdefg " * 100,
    ],
)
def test_any_kind_of_letters_may_be_a_passphrase(passphrase: str) -> None:
    assert check_passphrase(passphrase) == normal(passphrase)


@pytest.mark.parametrize("passphrase", ["", "short", "elevenchars", "e\u0301" * 11, "a" * 11])
def test_fewer_than_twelve_characters_are_refused(passphrase: str) -> None:
    with pytest.raises(Refused, match="at least 12 characters") as refused:
        check_passphrase(passphrase)
    assert refused.value.status == 2


@pytest.mark.parametrize(
    "passphrase",
    [
        "passwordpassword",
        "Password Password",
        "Password1234!",
        "P@ssw0rd2026",
        "123456789012",
        "111111111111",
        "abcabcabcabc",
        "abcdefabcdefab",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiopas",
        "poiuytrewqlkj",
        "qwerty123456",
        "1qaz2wsx3edc",
        "abcdefghijkl",
        "zyxwvutsrqpo",
        "letmein123456",
        "correct horse battery staple",
        "CorrectHorseBatteryStaple1",
        "iloveyou1234567",
        "administrator",
        "welcome welcome",
        "summer winter 2026",
        "Carelist2026!!!",
        "liverpoolfc2026",
        "trustno1trustno1",
        "            ",
        "1234 5678 9012",
    ],
)
def test_the_first_that_are_tried_are_refused(passphrase: str) -> None:
    assert is_common(passphrase)
    with pytest.raises(Refused, match="among the first that are tried"):
        check_passphrase(passphrase)


def test_ones_own_id_is_no_passphrase() -> None:
    with pytest.raises(Refused, match="first that are tried"):
        check_passphrase("W-maya.okafor", "w-maya.okafor")


def test_an_endless_or_broken_passphrase_is_refused() -> None:
    for passphrase in ("x" * 1025, "half a character \ud800"):
        with pytest.raises(Refused):
            normal(passphrase)


def test_some_hundreds_are_known_and_each_is_refused_when_it_is_long_enough() -> None:
    assert len(commonest()) > 400
    assert all(is_common(each) for each in commonest())


def test_a_key_made_is_heard_however_it_is_written_down() -> None:
    for groups in (RECOVERY_GROUPS, FIRST_GROUPS):
        made = {make_spoken(groups) for _ in range(50)}
        assert len(made) == 50
        for key in made:
            assert [len(group) for group in key.split("-")] == [4] * groups
            assert heard(key, groups) == key
            assert heard(f" {key.lower()} ".replace("-", " "), groups) == key
            assert heard(key.replace("0", "O").replace("1", "l"), groups) == key
            assert heard(key[1:], groups) is None


def test_nearly_every_mistyped_letter_of_a_key_is_noticed() -> None:
    key, noticed, letters = make_spoken(RECOVERY_GROUPS), 0, "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    others = [
        key[:at] + letter + key[at + 1 :]
        for at, each in enumerate(key)
        if each != "-"
        for letter in letters
        if letter != each
    ]
    noticed = sum(heard(other, RECOVERY_GROUPS) is None for other in others)
    assert noticed >= len(others) * 0.98


@pytest.mark.parametrize("text", ["", "-", "not a key", "U" * 32, "é" * 32, "0" * 31])
def test_what_is_no_recovery_key_is_said_to_be_none(text: str) -> None:
    with pytest.raises(Refused, match="8 groups of 4") as refused:
        recovery_key(text)
    assert refused.value.status == 3

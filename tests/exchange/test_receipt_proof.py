"""The secret of a sending is opened by whom it was sealed to, and nothing else is opened for whoever sent it."""

from __future__ import annotations

from base64 import b64encode

import pyrage
import pytest

from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.entries import HandoverSent
from carelist_tui.exchange.receipt_proof import LENGTH, is_shown, opened_secret, sealed_proof
from carelist_tui.exchange.segments.pack import seal

HANDOVER = "019c1d94-8a80-7e25-a34d-7b6e2bfb3ad9"


def keys() -> tuple[str, str]:
    """A public key, and its secret one."""
    made = pyrage.x25519.Identity.generate()
    return str(made.to_public()), str(made)


def sent(**said: object) -> HandoverSent:
    return HandoverSent.model_validate({"handover": HANDOVER, **said})


def test_each_of_those_it_was_sealed_to_opens_it_and_nobody_else() -> None:
    (north, of_north), (west, of_west), (_, of_east) = keys(), keys(), keys()
    sending = sent(**sealed_proof([north, west]))
    secret = opened_secret(sending, [of_north])
    assert secret is not None
    assert opened_secret(sending, [of_east, of_west]) == secret
    assert opened_secret(sending, [of_east]) is None
    assert opened_secret(sending, []) is None
    assert is_shown(sending, ["other", secret])
    assert not is_shown(sending, ["other", "", str(sending.proof)])


def test_each_sending_has_its_own() -> None:
    north, of_north = keys()
    first, second = (sent(**sealed_proof([north])) for _ in range(2))
    secret = opened_secret(first, [of_north])
    assert secret is not None
    assert not is_shown(second, [secret])


def test_what_is_sealed_to_nobody_or_was_sent_by_an_earlier_release_has_none() -> None:
    assert sealed_proof([]) == {}
    assert opened_secret(sent(), [keys()[1]]) is None
    assert not is_shown(sent(), ["", "None"])


@pytest.mark.parametrize("inside", [b"a letter to North that somebody found", b"7" * LENGTH, b"\xff" * LENGTH])
def test_what_somebody_else_sealed_to_us_is_not_read_out_to_whoever_carries_it(inside: bytes) -> None:
    north, of_north = keys()
    carried = b64encode(seal(inside, [north])).decode()
    assert opened_secret(sent(proof=sha256_hex(b"8" * LENGTH), proof_for=[carried]), [of_north]) is None
    assert opened_secret(sent(proof_for=[carried]), [of_north]) is None


@pytest.mark.parametrize("harm", ["no base64", "YWJj", "aé", "YWdlLWVuY3J5cHRpb24ub3JnL3YxCgotLS0g"])
def test_what_is_damaged_is_passed_over(harm: str) -> None:
    north, of_north = keys()
    whole = sealed_proof([north])
    sending = sent(proof=whole["proof"], proof_for=[harm, *whole["proof_for"]])
    assert opened_secret(sending, [of_north]) is not None

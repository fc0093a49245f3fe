"""By which way a contact was made or tried, as the published code systems of HL7 call it: none is left out, and none is
told as another."""

from __future__ import annotations

from typing import get_args

from carelist_tui.domain.entries.choices import LiveMethod, Method
from carelist_tui.exchange.fhir.contacts_made import CLASSES, MEDIA

PARTICIPATION_MODE = {
    "PHONE": "call", "SMSWRIT": "text", "EMAILWRIT": "email", "MAILWRIT": "letter", "VIDEOCONF": "video",
    "PHYSICAL": "visit clinic",
}  # fmt: skip
"""v3-ParticipationMode: the ways that each code stands for."""
ENCOUNTER_CLASS = {"HH": "visit", "AMB": "clinic", "VR": "call video"}
"""v3-ActEncounterCode."""


def ways(codes: dict[str, str]) -> dict[str, str]:
    return {way: code for code, among in codes.items() for way in among.split()}


def test_every_way_of_contact_has_its_published_code() -> None:
    assert {way: code for way, (code, _) in MEDIA.items()} == ways(PARTICIPATION_MODE)
    assert {way: code for way, (code, _) in CLASSES.items()} == ways(ENCOUNTER_CLASS)
    assert {*MEDIA, "other"} == {*get_args(Method)}
    assert {*CLASSES} == {*get_args(LiveMethod)}

"""Whether somebody may be on the caseload twice: the same NHS number, or the same name and birth date, under another
identifier. It is said, and they are taken all the same (records.md): nobody is left out for a likeness."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from carelist_tui.catalogue import tr
from carelist_tui.domain.entries import PersonAccepted, PersonDetailsUpdated, ReferralReceived
from carelist_tui.domain.names import fold_name
from carelist_tui.domain.namesake import NAME, NUMBER, OF_REF
from carelist_tui.domain.person.state import PersonState


def keys_of(nhs_number: str | None, given: str | None, family: str | None, born: date | str | None) -> dict[str, str]:
    """What tells that two may be one, each with what that is."""
    found = {}
    if nhs_number:
        found[f"nhs:{nhs_number}"] = NUMBER
    name = fold_name(f"{given or ''} {family or ''}")
    if name and born:
        found[f"name:{name}:{born}"] = NAME
    return found


def likeness_of(identity: PersonDetailsUpdated) -> list[tuple[str, str]]:
    """What tells that somebody else may be this person: each key, with their NHS number (empty where it is not known).
    Two whose numbers differ are two people, whatever they are called. Of their identifier, as it is compared, with how
    it is written."""
    keys = keys_of(identity.nhs_number, identity.given, identity.family, identity.born)
    own = [(f"{OF_REF}{folded_ref(identity.ref)}", identity.ref)] if identity.ref else []
    return [*own, *((key, identity.nhs_number or "") for key in keys)]


def folded_ref(ref: str) -> str:
    """An identifier as it is compared: in one case, without blanks around it."""
    return ref.strip().casefold()


def same_as(ref: str, what: str) -> str:
    """The sentence that names the other."""
    return tr("{ref} has the same {what}: is it one person?", ref=ref, what=what)


def keys_with(
    body: PersonAccepted | PersonDetailsUpdated | ReferralReceived, state: PersonState | None
) -> dict[str, str]:
    """The same of an entry, with what is known of the person; nothing where it says nothing of it."""
    known = state.identity if state is not None else PersonDetailsUpdated()
    names = ("nhs_number", "given", "family", "born")
    if not any(name in body.model_fields_set for name in names):
        return {}
    said = {name: getattr(body, name) if name in body.model_fields_set else getattr(known, name) for name in names}
    return keys_of(said["nhs_number"], said["given"], said["family"], said["born"])


def remarks_on_duplicates(keys: dict[str, str], others: dict[str, list[str]]) -> Iterator[str]:
    """A sentence for each other person who shares one of these keys; of one person only the gravest. `others`: their
    identifiers by key."""
    told: set[str] = set()
    for key, what in keys.items():
        for ref in others.get(key, ()):
            if ref not in told:
                told.add(ref)
                yield same_as(ref, what)

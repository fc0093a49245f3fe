"""What a row says of somebody who is on the caseload already, beside what stands: what of who they are is new, and what
else differs. What stands is never loosened by a file: a number stays, an unsafe one stays unsafe, what must not be done
stays so (interchange.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carelist_tui.domain.entries import PersonDetailsUpdated
from carelist_tui.domain.names import fold_name

Body = dict[str, Any]
_SET = ("do_not", "must_not_contact")
_NOT_BROUGHT = (("tier", "tier"), ("coordinator", "coordinator"))


def changes_to(standing: Mapping[str, Any], said: Mapping[str, Any]) -> Body:
    """The fields of an acceptance that say something new, as a person.details_updated has them; none where all is
    known. `standing` is who they are as they stand, `said` the body of the acceptance that the row would become."""
    found: Body = {}
    for name in PersonDetailsUpdated.model_fields:
        if name == "ref" or name not in said:
            continue
        stands, value = standing.get(name), said[name]
        if name == "phones":
            value = _phones(stands or (), value)
        elif name == "partners":
            value = _partners(stands or (), value)
        elif name in _SET:
            value = list(dict.fromkeys([*(stands or ()), *value]))
        elif name == "groups":
            value = {**(stands or {}), **value}
        if value != stands:
            found[name] = value
    return found


def differs_besides(shown: Mapping[str, Any], said: Mapping[str, Any]) -> list[str]:
    """What else a row says that does not stand, a column each: no file changes it."""
    return [name for name, of in _NOT_BROUGHT if said.get(of) and shown.get(name) and said[of] != shown[name]]


def _phones(stands: Sequence[Mapping[str, Any]], said: Sequence[Mapping[str, Any]]) -> list[Body]:
    """The numbers of the file first, then those that stand besides."""
    known = {_dialled(each["number"]): each for each in stands}
    merged = [_phone(known.pop(_dialled(each["number"]), None), each) for each in said]
    rest = [dict(each) for key, each in known.items()]
    # A file that says nothing new leaves the order, and how a number is written, as they stand.
    new = [each for each in merged if each not in [dict(other) for other in stands]]
    return [*merged, *rest] if new else [dict(each) for each in stands]


def _phone(stands: Mapping[str, Any] | None, said: Mapping[str, Any]) -> Body:
    if stands is None:
        return dict(said)
    merged = {**said, **stands}
    if said.get("text_ok") is False or stands.get("text_ok") is False:
        merged["text_ok"] = False
    if said.get("voicemail") == "no":
        merged["voicemail"] = "no"
    elif stands.get("voicemail") in (None, "unknown") and "voicemail" in said:
        merged["voicemail"] = said["voicemail"]
    if said.get("unsafe"):
        merged["unsafe"] = True
    if said.get("label") and not stands.get("label"):
        merged["label"] = said["label"]
    return merged


def _dialled(number: str) -> str:
    """A number as it is compared: digits alone, in their national form."""
    digits = "".join(each for each in number if each.isdigit())
    for prefix in ("0044", "44", "0"):
        if digits.startswith(prefix):
            return digits.removeprefix(prefix).removeprefix("0")
    return digits


def _partners(stands: Sequence[Mapping[str, Any]], said: Sequence[Mapping[str, Any]]) -> list[Body]:
    merged = [dict(each) for each in stands]
    for each in said:
        known = next((other for other in merged if fold_name(other["name"]) == fold_name(each["name"])), None)
        if known is None:
            merged.append(dict(each))
        else:
            known |= {name: value for name, value in each.items() if name != "name"}
    return merged

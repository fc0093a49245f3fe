"""Handovers at the door, between this team's folder and another's: what goes out, what is asked of us, what we answer.

The rules are in `domain/person/sent_handovers.py` and `domain/views/sealed_handover.py`; here they meet the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.carelist.record import Record
from carelist_tui.catalogue import tr
from carelist_tui.domain.clock import TOLERANCE
from carelist_tui.domain.ids import is_uuid
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass

if TYPE_CHECKING:
    from carelist_tui.domain.dues.ground import Ground
    from carelist_tui.domain.entries.entry import Entry
    from carelist_tui.domain.person.facts import Handover

OPENED, CLOSED, SENT, REFERRAL = "handover.opened", "handover.closed", "handover.sent", "referral.received"


@dataclass(frozen=True, slots=True)
class Referred:
    """What a handover that came became: the identifier of whom it hands over; `new`: a referral, or a more urgent one;
    `recalled`: they have withdrawn it meanwhile."""

    ref: str
    new: bool
    urgent: bool
    recalled: bool
    is_here: bool = False
    """They are on the caseload already: no referral waits for triage, the receipt is owed all the same."""


@dataclass(frozen=True, slots=True)
class Across:
    """A file that can be sealed of somebody for the other `team`: our handover, or where it `came` our receipt of
    theirs; whether it was `sent` before, and is open."""

    handover: str
    team: str
    came: bool
    sent: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    """A team, and the keys to which something is sealed for it; since when that is known, from which handover."""

    team: str
    keys: tuple[str, ...]
    at: datetime
    handover: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What another team was ever told of somebody they handed over, by entries' ids in story order; `proof`: the
    secrets of their sendings that we can show."""

    handover: str
    person: str
    told: list[str]
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Somebody, by an identifier or by the one handover that was named."""

    ground: Ground
    story: list[Entry]
    one: str | None

    @property
    def handovers(self) -> list[Handover]:
        """Those that are meant."""
        return [each for each in self.ground.state.handovers if self.one in (None, each.id)]


class Handovers:
    """Handovers from one team's folder to another's."""

    def __init__(self, store: OpenStore, people: People, record: Record) -> None:
        self._store, self._people, self._record = store, people, record

    def across(self, person: str, now: datetime) -> list[Across]:
        """What can be sealed of somebody for another team, the newest first: our handovers out of the service that are
        open, or were withdrawn after they were sent, and receipts of those that came."""
        return [
            Across(each.id, each.there or each.to_team, bool(each.there), each.sent is not None, each.is_open)
            for each in reversed(self._of(person, now).ground.state.handovers)
            if each.there or (each.direction == "out" and (each.is_open or _was_recalled(each)))
        ]

    def whom(self, handover: str) -> str | None:
        """The id of the person whom a handover is about, as they are called here now; None while it is not here."""
        from carelist_tui.journal.append.references import Known
        from carelist_tui.journal.projection.people import whose

        with self._store.journal.store.reading() as connection:
            entry = Known(connection).entry(handover) if is_uuid(handover) else None
            return whose(connection, entry.person) if entry is not None and entry.person else None

    def recipients(self, handover: str = "") -> list[Recipient]:
        """The teams whose keys are known, the newest first: to which a handover went from here, and which said to which
        keys the receipt of theirs is sealed. First whoever sent this `handover`."""
        from carelist_tui.journal.queries.sealed_to import sealings

        with self._store.journal.store.reading() as connection:
            known = [
                Recipient(team, keys, at, handover=of)
                for team, keys, at, of in sealings(connection)
                if keys
            ]  # fmt: skip
        known.sort(key=lambda each: (each.handover == handover, each.at), reverse=True)
        return list({(each.team, each.keys): each for each in reversed(known)}.values())[::-1]

    def send(self, named: str, to: Sequence[str], answer_to: Sequence[str], now: datetime) -> tuple[str, str]:
        """Records that a handover goes sealed to those keys, so that it is owed here until they answer, sealed to the
        keys `answer_to`; gives its id and the person's. `named`: the handover's id, or the person whose open one out of
        the service it is.

        Recorded before the file is written: a file that is not there is sent again, one that nobody knew of would leave
        the person to our own word. Each time with a secret, which their receipt has to show. Refuses what is no
        handover out of the service, and one that ended unsent.
        """
        from carelist_tui.exchange.receipt_proof import sealed_proof

        found = self._of(named, now)
        ground = found.ground
        asked = [each for each in found.handovers if not each.there and each.direction == "out"]
        asked = [each for each in asked if each.is_open or found.one is not None]
        if not asked:
            raise Refused(tr("no handover out of the service is open there: open one first, with direction out"))
        if len(asked) > 1:
            raise Refused(tr("several handovers are open there: say which, by its id: {ids}", ids=_ids(asked)))
        handover = asked[0]
        if handover.is_open:
            body = {"handover": handover.id, "to": list(to)} | ({"answer_to": list(answer_to)} if answer_to else {})
            body |= sealed_proof(to)
            self._record([_draft(SENT, ground.state.person, now, body)], now)
        elif handover.sent is None:
            raise Refused(tr("this handover ended before it was sent"))
        return handover.id, ground.state.person

    def answer(self, named: str, keys: Sequence[str], now: datetime) -> Answer:
        """Records what became here of somebody whom another team handed over, as far as they have not been told; gives
        all that they were ever told: each receipt is whole, so that one that was lost does no harm. `named`: the
        handover's id, or the person whose newest it is. `keys`: our secret ones, which open what was sealed to us.

        Refuses where nothing has become of it yet, and where it went to another team, by whose story we know of it.
        """
        from carelist_tui.domain.views.sealed_handover import receipt_of

        found = self._of(named, now)
        ground, story = found.ground, found.story
        asked = [each for each in found.handovers if each.there]
        if not asked:
            raise Refused(tr("no other team handed them over to this one, or what became of it was told long ago"))
        handover = max(asked, key=lambda each: each.order)
        proof = _shown(handover.id, story, keys)
        drafts = list(receipt_of(ground, story, handover, now))
        if drafts:
            self._record(drafts, now)
            story = self._of(named, now).story
        told = [each.id for each in story if _answers(each, handover.id)]
        if not told:
            raise Refused(tr("nothing has become of it yet: decide on the referral first"))
        return Answer(handover.id, ground.state.person, told, proof)

    def check_coming(self, values: Iterable[Any], handover: str) -> None:
        """Refuses a file that does not hold the handover it is said to carry, and one that was withdrawn before it was
        ever here: nothing of it comes in."""
        mapped = [each for each in values if isinstance(each, Mapping)]
        opened = next((each for each in mapped if each.get("id") == handover), None)
        if (
            opened is None
            or opened.get("type") != OPENED
            or opened.get("origin")
            or not is_uuid(str(opened.get("person")))
        ):
            raise Refused(tr("its header is damaged"))
        closed = (each for each in mapped if each.get("type") == CLOSED and isinstance(each.get("body"), Mapping))
        ended = any(each["body"].get("handover") == handover and not each.get("origin") for each in closed)
        if ended and not self._is_here(handover):
            raise Refused(tr("they have withdrawn this handover: they keep the person, and nothing was taken in"))

    def check_receipt(
        self, values: Iterable[Any], handover: str, shown: Sequence[str], now: datetime
    ) -> tuple[str, str | None]:
        """The record that a receipt is about: that of the handover; and the sending whose secret is among those that it
        has `shown`, None where an earlier release sent it, without one. Refuses one of a handover that is not here, or
        not ours, one that holds anything else than answers to it, and one of a team that it was not sent to: nothing
        of it comes in."""
        from carelist_tui.domain.person.sent_handovers import ANSWERS
        from carelist_tui.journal.append.references import Known

        answers = {kind.TYPE for kind in ANSWERS}
        for each in values:
            body = each.get("body") if isinstance(each, Mapping) else None
            if not isinstance(body, Mapping) or each.get("type") not in answers or body.get("handover") != handover:
                raise Refused(tr("it holds something else than the receipt that it says it is"))
        with self._store.journal.store.reading() as connection:
            opened = Known(connection).entry(handover) if is_uuid(handover) else None
        if opened is None or opened.type != OPENED or opened.origin is not None or opened.person is None:
            raise Refused(
                tr(
                    "it is the receipt of a handover that is not here: sync, and take it in again; where a laptop "
                    "was lost "
                    "with it, ring them, and open a new one"
                )
            )
        return opened.person, self._sending_shown(handover, shown, now)

    def _sending_shown(self, handover: str, shown: Sequence[str], now: datetime) -> str | None:
        from carelist_tui.domain.person.sent_handovers import asks_for_proof, sendings_of
        from carelist_tui.exchange.receipt_proof import is_shown

        sendings = sendings_of(handover, self._of(handover, now).story)
        fitting = next((id for id, sent in sendings.items() if is_shown(sent, shown)), None)
        if fitting is None and asks_for_proof(sendings):
            raise Refused(
                tr(
                    "it is not from whom you sent it to, and nothing of it was taken in: you hold them. Ring the team "
                    "that you asked; where theirs is an earlier release they upgrade, and seal the receipt again. "
                    "Where another laptop of yours sent it, sync, and take it in again"
                )
            )
        return fitting

    def not_by_receipt(self, values: Iterable[Any], now: datetime) -> set[str]:
        """The ids of what is said among these of a handover of ours, and is not here yet: it counts by the receipt of
        whom we asked, and by that alone."""
        from carelist_tui.domain.person.sent_handovers import ANSWERS

        answers, of = {kind.TYPE for kind in ANSWERS}, dict[str, list[str]]()
        for each in values:
            body = each.get("body") if isinstance(each, Mapping) and each.get("type") in answers else None
            if isinstance(body, Mapping):
                of.setdefault(str(body.get("handover")), []).append(str(each.get("id")))
        asked = (ids for each, ids in of.items() if self._asks_for_proof(each, now))
        return {id for ids in asked for id in ids if not self._is_here(id)}

    def _asks_for_proof(self, handover: str, now: datetime) -> bool:
        from carelist_tui.domain.person.sent_handovers import asks_for_proof, sendings_of

        found = self._of(handover, now) if self._is_ours(handover) else None
        return found is not None and asks_for_proof(sendings_of(handover, found.story))

    def _is_ours(self, handover: str) -> bool:
        """Whether a handover is here that we opened."""
        from carelist_tui.journal.append.references import Known

        with self._store.journal.store.reading() as connection:
            opened = Known(connection).entry(handover) if is_uuid(handover) else None
        return opened is not None and opened.type == OPENED and opened.origin is None

    def refer(self, handover: str, there: str, team: str, now: datetime) -> Referred:
        """Makes the referral that a handover becomes, once, and once more where it has become of higher risk since."""
        from carelist_tui.domain.entries import HandoverOpened
        from carelist_tui.domain.views.sealed_handover import referral_of

        found = self._of(handover, now)
        ground, story = found.ground, found.story
        opened = next(each for each in _standing(story) if each.id == handover)
        if not isinstance(opened.body, HandoverOpened):
            raise Refused(tr("the handover in it was recorded by a newer version: upgrade, and take it in again"))
        arose = [each for each in story if each.type == REFERRAL and each.arose_from == handover and not each.origin]
        new = not arose or (opened.body.higher_risk and not any(getattr(x.body, "urgent", False) for x in arose))
        if new:
            body = referral_of(ground.state.identity, opened.body, there, team)
            self._record([self._referral(ground, opened, body, now)], now)
            found = self._of(handover, now)
            ground = found.ground
        recalled = any(each.recalled is not None for each in found.handovers)
        is_here = ground.state.acceptance is not None and ground.state.on_caseload
        return Referred(ground.state.identity.ref or "", new, opened.body.higher_risk, recalled, is_here)

    def _referral(self, ground: Ground, opened: Entry, body: dict[str, Any], now: datetime) -> dict[str, Any]:
        """In the story it stands where they handed over, so that two laptops which take it in make one of it, and our
        clocks begin with when it came; of who has left since, it stands where it came."""
        draft = _draft(REFERRAL, ground.state.person, now, body) | {"arose_from": opened.id}
        if ground.state.left is None and opened.occurred_at <= now:
            draft |= {"occurred_at": opened.raw["occurred_at"], "learned_at": draft["occurred_at"]}
        return draft

    def _is_here(self, handover: str) -> bool:
        from carelist_tui.journal.append.references import Known

        with self._store.journal.store.reading() as connection:
            return is_uuid(handover) and Known(connection).entry(handover) is not None

    def _of(self, named: str, now: datetime) -> _Found:
        from carelist_tui.journal.append.references import Known

        with self._store.journal.store.reading() as connection:
            entry = Known(connection).entry(named) if is_uuid(named) else None
        is_one = entry is not None and entry.type == OPENED
        whom = entry.person if entry is not None and is_one and entry.person else named
        ground, _, story = self._people.grounded(whom, now + TOLERANCE)
        return _Found(ground, story, named if is_one else None)


def _shown(handover: str, story: Iterable[Entry], keys: Sequence[str]) -> tuple[str, ...]:
    """The secrets of their sendings of this handover that our keys open. Refuses where they sealed one each time, and
    none of them to us."""
    from carelist_tui.domain.entries import HandoverSent
    from carelist_tui.exchange.receipt_proof import opened_secret

    sent = [each.body for each in story if each.origin is not None and isinstance(each.body, HandoverSent)]
    sent = [each for each in sent if each.handover == handover]
    opened = [secret for each in sent if (secret := opened_secret(each, keys)) is not None]
    if sent and not opened and all(each.proof is not None for each in sent):
        raise Refused(
            tr(
                "it was sent to another team, or to a key that you no longer have: only whom it was sealed to can "
                "answer it; ask them to send it to you"
            )
        )
    return tuple(opened)


def _was_recalled(handover: Handover) -> bool:
    """Whether it is sent once more, so that they learn that it was withdrawn."""
    return handover.sent is not None and handover.outcome == "withdrawn"


def _standing(story: Iterable[Entry]) -> list[Entry]:
    from carelist_tui.domain.person.story import effective

    return effective(list(story))


def _answers(entry: Entry, handover: str) -> bool:
    from carelist_tui.domain.person.sent_handovers import ANSWERS

    return isinstance(entry.body, ANSWERS) and entry.body.handover == handover and entry.origin is None


def _ids(handovers: Iterable[Handover]) -> str:
    return ", ".join(each.id for each in handovers)


def _draft(type: str, person: str, now: datetime, body: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": type, "person": person, "occurred_at": now.isoformat(timespec="seconds"), "body": body}

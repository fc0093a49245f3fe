"""Exports at the door: a person passed on, sealed, and taken in elsewhere; entries for analysis, which name nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.handovers import Handovers, Referred
from carelist_tui.carelist.laptops import Laptops
from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.carelist.team_keys import TeamKeys
from carelist_tui.catalogue import tr
from carelist_tui.domain.canonical import nfc
from carelist_tui.domain.clock import TOLERANCE
from carelist_tui.domain.names import is_one_name
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.slotted import dataclass

if TYPE_CHECKING:
    from carelist_tui.domain.views.planned_contacts import DiaryContact
    from carelist_tui.exchange.sealed import Sealed, Sender


LONGEST_REASON = 400
FILLERS = "\u115f\u1160\u3164\uffa0"
"""Letters by their class that nobody sees."""
NO_REASON = tr(
    "what leaves in clear has a reason, which stands in the access log: say why, with --reason (the release before "
    "this did not ask)"
)


def why_it_leaves(typed: str | None) -> str:
    """The reason as it is kept. Refuses (ValueError, a sentence) none, one without a letter or digit, a very long one,
    and one with a control character."""
    reason = " ".join((typed or "").split())
    if not any(each.isalnum() and each not in FILLERS for each in reason):
        raise ValueError(NO_REASON)
    if len(reason) > LONGEST_REASON:
        raise ValueError(tr("a reason has at most {longest_reason} characters", longest_reason=LONGEST_REASON))
    if not all(letter.isprintable() for letter in reason):
        raise ValueError(tr("a reason has no control characters"))
    return str(nfc(reason))


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a sealed export brought: whose it was, how many entries were new, how many were here already, and how many
    stayed out, since they are about another team's workers and laptops. `is_ours`: a laptop of this service sealed
    it. `referred`: what a handover became; `receipt`: of which handover of ours it is the receipt. `unproved`: how
    many answers to one of ours stayed out, since they came by no receipt of whom it was sent to."""

    team: str
    new: int
    known: int
    left_out: int
    is_ours: bool
    referred: Referred | None = None
    receipt: str = ""
    unproved: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """What a sealed export says that it is, before anything of it is taken in: which team sealed it on which laptop,
    `is_ours` one of this service; how many entries it holds; the handover that it is, or whose `receipt`."""

    team: str
    device: str
    signing_key: str
    is_ours: bool
    entries: int
    handover: str = ""
    receipt: str = ""


class Exports:
    """What is passed on of an open store, and what other teams passed on to it."""

    def __init__(
        self, store: OpenStore, people: People, laptops: Laptops, team: TeamKeys, handovers: Handovers
    ) -> None:
        self._store, self._people, self._laptops, self._team = store, people, laptops, team
        self._handovers = handovers

    def seal(self, ref: str | None, since: datetime | None, to: Sequence[str], now: datetime) -> tuple[bytes, int]:
        """What is stored (of one person, recorded since then) as one file that this laptop signs, for those who hold
        one of these keys, else for this team; and how many entries are in it. To others go entries about people only.

        Refuses what is no key, an identifier that nobody has, and more than a file may hold.
        """
        lines = list(self._people.stored_lines(ref, since))
        if to:
            lines = [line for line in lines if json.loads(line).get("person")]
        return self._sealed(lines, to, now), len(lines)

    def seal_handover(self, named: str, to: Sequence[str], now: datetime) -> tuple[bytes, int, str]:
        """A handover out of the service, with the person's whole story, for the team whose keys these are; how many
        entries that is, and whom it is about. From here on they are owed here until that team's receipt has come.

        Refuses as `Handovers.send` does, and a file for nobody else: it would hand them over to ourselves.
        """
        self._check_to(to, now)
        team = self._team.clean(now)
        handover, person = self._handovers.send(named, to, team.public[:1] if team is not None else (), now)
        lines = list(self._people.stored_lines(person))
        return self._sealed(lines, to, now, handover=handover), len(lines), person

    def seal_receipt(self, named: str, to: Sequence[str], now: datetime) -> tuple[bytes, int, str]:
        """What became here of somebody whom another team handed over, and nothing else of them, for that team; how many
        entries that is, and whom it is about. Refuses as `Handovers.answer` does, and a file for nobody else."""
        self._check_to(to, now)
        team = self._team.kept(now)
        answer = self._handovers.answer(named, team.secret if team is not None else (), now)
        lines = [line for line in self._people.stored_lines(answer.person) if json.loads(line)["id"] in answer.told]
        carries = {"receipt": answer.handover} | ({"proof": " ".join(answer.proof)} if answer.proof else {})
        return self._sealed(lines, to, now, **carries), len(lines), answer.person

    def _check_to(self, to: Sequence[str], now: datetime) -> None:
        """Before anything is recorded of it: what nobody can be sent was not sent."""
        from carelist_tui.exchange.sealed import check_recipients

        team = self._team.kept(now)
        if team is not None and not set(to) - set(team.public):
            raise Refused(tr("say with --to the public key of the other team; their `carelist device list` shows it"))
        check_recipients(to)

    def _sealed(self, lines: Sequence[str], to: Sequence[str], now: datetime, **carries: str) -> bytes:
        from carelist_tui.exchange.sealed import write_sealed

        if not lines:
            raise Refused(tr("there is nothing to export"))
        team = self._team.clean(now)
        ours = team.public if team is not None else ()
        name = team.name if team is not None else self._team.name()
        authors = {json.loads(line)["author"] for line in lines}
        names = {worker.id: worker.name for worker in self._people.workers() if worker.id in authors}
        signed_by = self._store.signing_key()
        return write_sealed(lines, team=name, key=signed_by, to=tuple(to) or ours, names=names, carries=carries)

    def take_sealed(self, raw: bytes, now: datetime, *, signed_by: str | None = None) -> Arrived:
        """Takes in a sealed export, all or none; what is here already is passed over.

        From a laptop of ours every entry comes in as it is. From another team's, which `signed_by` has to name, those
        about people: they become this laptop's to pass on, with their ids, moments, words and where they come from
        (`origin`). Refuses one that is not for this team or is damaged, an unnamed stranger's, and whatever a laptop
        of ours sealed that was revoked.
        """
        from carelist_tui.domain.entries.origin import origin_of
        from carelist_tui.journal.transferred_case import take_over_here

        if self._store.worker is None:
            raise Refused(tr("nobody is signed in: say who you are with --as WORKER, or CARELIST_WORKER"))

        sealed = self._unsealed(raw, now, lambda sender: self._admit(sender, signed_by, now))
        sender = sealed.sender
        if self._is_ours(sender, now):
            taken = self._store.journal.take_in(sealed.entries, one_sent=True)
            return Arrived(sender.team, taken.new, taken.known, 0, is_ours=True)
        values = sealed.entries.held()
        about = [value for value in values if _is_about_somebody(value)]
        if sealed.handover:
            self._handovers.check_coming(about, sealed.handover)
        person, sending = self._receipt_of(sealed, values, now)
        unproved = set() if sealed.receipt else self._handovers.not_by_receipt(about, now)
        theirs = self._called_there(sender)
        taken = take_over_here(
            self._store.journal, [each for each in about if each.get("id") not in unproved],
            lambda each: origin_of(each, theirs, sealed.names, sending), now + TOLERANCE, person,
        )  # fmt: skip
        referred = None
        if sealed.handover:
            referred = self._handovers.refer(sealed.handover, theirs, self._team.name(), now)
        left_out = len(values) - len(about)
        return Arrived(theirs, taken.new, taken.known, left_out, False, referred, sealed.receipt, len(unproved))

    def _admit(self, sender: Sender, signed_by: str | None, now: datetime) -> None:
        known = self._laptops().get(sender.device)
        if known is not None and known.reads_only:
            raise Refused(tr("a collector sealed it, which may read and nothing else: nothing of it is taken in"))
        if known is not None and known.is_revoked:
            raise Refused(
                tr(
                    "{name} sealed it, a laptop of this service that was revoked: whoever has it may have written "
                    "it. Nothing of it is taken in; a manager looks at what that laptop left in the shared folder "
                    "(`carelist device admit`)",
                    name=known.name,
                )
            )
        if not self._is_ours(sender, now):
            _check_named(sender, signed_by)

    def _receipt_of(self, sealed: Sealed, values: Sequence[Any], now: datetime) -> tuple[str | None, str | None]:
        """Of a receipt, whose record it is about, and of which of our sendings it shows the secret."""
        if not sealed.receipt:
            return None, None
        return self._handovers.check_receipt(values, sealed.receipt, sealed.proof, now)

    def look_into(self, raw: bytes, now: datetime) -> Brought:
        """What a sealed export says that it is, and who sealed it: nothing of it is taken in, nor unfolded. Refuses one
        that is not for this team, and one that was not signed by the laptop it names."""
        sealed = self._unsealed(raw, now, lambda sender: None)
        sender = sealed.sender
        is_ours, theirs = self._is_ours(sender, now), self._called_there(sender)
        return Brought(
            sender.team if is_ours else theirs, sender.device, sender.signing_key, is_ours, sealed.entries.count,
            sealed.handover, sealed.receipt,
        )  # fmt: skip

    def sealer(self) -> tuple[str, tuple[str, ...]]:
        """This laptop, as another team is told by telephone who sealed a file: its id, and its six words."""
        from carelist_tui.domain.canonical import sha256_hex
        from carelist_tui.vault.team.fingerprint import fingerprint_words

        public = bytes(self._store.signing_key().verify_key)
        return sha256_hex(public)[:32], fingerprint_words(public.hex())

    def _unsealed(self, raw: bytes, now: datetime, admit: Callable[[Sender], None]) -> Sealed:
        from carelist_tui.exchange.sealed import read_sealed
        from carelist_tui.exchange.segments.pack import AGE

        team = self._team.kept(now)
        if team is not None and not raw.startswith(AGE):
            raise Refused(tr("this export is not encrypted, and this store is: they never mix"))
        return read_sealed(raw, team.secret if team is not None else (), admit)

    def _called_there(self, sender: Sender) -> str:
        """What another team is called here: as it says, with its laptop's number where one of ours says the same, or
        where letters may only look alike, so that their Ann is never taken for ours."""
        from carelist_tui.domain.entries.origin import one_line

        ours = {self._team.name(), *(worker.team for worker in self._people.workers())}
        named = one_line(sender.team)
        if not named.isascii() or any(is_one_name(named, each) for each in ours):
            named = tr("{named} elsewhere ({device})", named=named, device=sender.device[:8])
        return named

    def deidentified(self, ref: str | None, since: datetime | None, now: datetime) -> Iterator[dict[str, Any]]:
        """What is stored about people as entries that name nobody; see `exchange/deidentified.py`. The same on
        every laptop of an encrypted team, and in every export."""
        from carelist_tui.exchange.deidentified import Deidentifier

        team = self._team.kept(now)
        secret = team.keys[0].secret.encode() if team is not None else bytes(self._store.signing_key())
        made = sha256(b"carelist deidentified\0" + secret).digest()
        return Deidentifier(made).entries(json.loads(line) for line in self._people.stored_lines(ref, since))

    def check_everybody(self) -> None:
        """Refuses what leaves in clear of more than one person to whoever may not take it ([roles] export_all); while
        the service has no manager, to nobody who works here."""
        from carelist_tui.domain.checks.exports import EXPORT_ALL, may_export_all

        worker, standards = self._store.worker or "", self._store.journal.standards
        if may_export_all(standards, self._store.glance.read_roster(), worker):
            return
        who = standards.needed_for(EXPORT_ALL)
        signed_in = "" if worker else tr("; say who you are with --as WORKER")
        raise Refused(
            tr(
                "what leaves in clear of more than one person needs a {who}: name one with --person, seal it "
                "(.carelist), "
                "or ask a {who}{signed_in} (the release before this did not ask)",
                who=who,
                signed_in=signed_in,
            )
        )

    def recorded_by(
        self, worker: str, since: datetime, at: datetime, *, and_ahead: bool = False
    ) -> list[tuple[dict[str, Any], list[Any]]]:
        """Each person about whom this worker recorded or decided something since then, as `show --json` answers them at
        `at`, with those entries of their story; whoever came first that day first. `and_ahead`: also what a clock that
        was ahead of `at` recorded, each person then as at the last of it."""
        from carelist_tui.exchange.note import recorded_since

        persons: dict[str, datetime] = {}
        for line in self._people.stored_lines(None, since):
            entry = json.loads(line)
            if entry.get("person") and _is_of(worker, entry):
                said = [datetime.fromisoformat(entry[name]) for name in ("occurred_at", "recorded_at") if and_ahead]
                persons[entry["person"]] = max(persons.get(entry["person"], at), *said, at)
        shown = [self._people.person(person, until) for person, until in persons.items()]
        return [
            (person, [entry for entry in recorded_since(person, since) if _is_of(worker, entry)]) for person in shown
        ]

    def diary(self, worker: str, at: datetime) -> Iterator[DiaryContact]:
        """This worker's own planned contacts as they stand at `at`, and those that were theirs once, as cancelled.
        Refuses somebody who never worked here."""
        from carelist_tui.domain.views.planned_contacts import diary_of

        if not any(each.id == worker for each in self._people.workers()):
            raise Refused(
                tr("nobody here has the id {worker!r}; `carelist worker list` says who works here", worker=worker)
            )
        for ground, _, story in self._people.as_at(at):
            yield from diary_of(worker, ground, story)

    def copied(self) -> dict[str, datetime]:
        """When whoever is signed in last copied each entry as text on this laptop, by its id; nothing while nobody
        is."""
        worker = self._store.worker
        return self._store.copies.of(worker) if worker is not None else {}

    def keep_copied(self, entries: Iterable[str], now: datetime) -> str | None:
        """Keeps that whoever is signed in copied these entries as text. Nobody is kept from it: where that could not be
        kept, gives the sentence that says so."""
        worker = self._store.worker
        if worker is None:
            return None
        try:
            self._store.copies.keep(worker, entries, now)
        except Refused as refused:
            return tr(
                "which entries you copied could not be kept, and they will not be marked: {refused}", refused=refused
            )
        return None

    def _is_ours(self, sender: Sender, now: datetime) -> bool:
        """Whether a laptop of this service sealed it, that was not revoked."""
        from carelist_tui.journal.sync.heads import read_heads

        laptop, team = self._laptops().get(sender.device), self._team.kept(now)
        if laptop is not None and (laptop.is_revoked or laptop.reads_only):
            return False
        if team is not None:
            return laptop is not None or sender.device in (self._store.journal.device, *team.roots)
        with self._store.journal.store.reading() as connection:
            return laptop is not None or sender.device in (self._store.journal.device, *read_heads(connection))


def _is_of(worker: str, entry: Mapping[str, Any]) -> bool:
    return worker in (entry["author"], entry.get("on_behalf_of"))


def _is_about_somebody(value: Any) -> bool:
    """Whether it is about a person; an entry about workers, laptops or Standards is not, whatever person it names."""
    from carelist_tui.domain.entries import TYPES

    if not isinstance(value, Mapping) or not value.get("person"):
        return False
    kind = TYPES.get(str(value.get("type")))
    return kind is None or kind.ABOUT_PERSON


def _check_named(sender: Sender, signed_by: str | None) -> None:
    if signed_by == sender.device:
        return
    whose = tr("a laptop of the team {team!r}, device {device}", team=sender.team[:80], device=sender.device)
    if signed_by is not None:
        raise Refused(tr("it was sealed by another laptop than you named: by {whose}", whose=whose))
    raise Refused(
        tr(
            "it was sealed by {whose}, which does not belong to this service: ask them by telephone whether that "
            "is their "
            "laptop, then say so with --signed-by {device}",
            whose=whose,
            device=sender.device,
        )
    )

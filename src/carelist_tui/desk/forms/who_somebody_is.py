"""Who somebody is: what is typed reads as everywhere (domain/identity.py), and whoever may be there already under
another identifier is named beside the field before anything is saved. And who works here from now on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.desk.forms.questionnaire import Questionnaire
from carelist_tui.desk.questions.asks import Ask
from carelist_tui.desk.questions.human_dates import understood_day
from carelist_tui.desk.questions.worker_names import proposed_id
from carelist_tui.domain.entries.entry import Looks
from carelist_tui.domain.identity import read_nhs_number
from carelist_tui.domain.names import is_one_name
from carelist_tui.domain.namesake import NAME, NUMBER
from carelist_tui.domain.person.duplicates import same_as
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.queries.search import Findable

IDENTITY = ("person.accepted", "person.details_updated", "referral.received")
GROUPS, LOCALITY = "body.groups", "body.locality"
NEED_NOT = tr("Nobody has to answer, and nothing that is owed depends on it.")
_BACK = Looks("back", a_life=True)
ID_HELP = tr("By this they sign in and are named in files; it stays as it is.")
OWN_WAY_IN = tr(
    " They come in from a laptop of their own (S); to sign in on this one: carelist worker change --id {id} --active."
)
_WORKER, _WORKER_NAME, _TEAM = "body.worker", "body.name", "body.team"
_GIVEN, _FAMILY, _BORN, _NHS = "body.given", "body.family", "body.born", "body.nhs_number"


class IdentityQuestions(Questionnaire):
    """An acceptance, a referral, or what changed about somebody's details. Where they live, and what is asked for
    equity of access, is asked as the Standards list it (S0:39, S3:34): each group a question of its own, with the
    lawful reason to ask beside it. Where they list none, nothing of it is asked: nobody has said why it may be."""

    _everyone: Sequence[Findable] = ()

    def asks(self) -> list[Ask]:
        """As the model asks, with a choice for each group that the Standards list."""
        return [each for ask in super().asks() for each in self._as_listed(ask)]

    def _as_listed(self, ask: Ask) -> Iterator[Ask]:
        if ask.path == LOCALITY and self.standards.localities:
            listed = self.standards.localities
            yield replace(ask, kind="choice", codes=tuple(listed), labels=tuple(listed.values()))
        elif ask.path != GROUPS:
            yield ask
        else:
            for key, group in self.standards.groups.items():
                why = tr("Why we ask: {reason} {need_not}", reason=group.reason, need_not=NEED_NOT)
                path, values = f"{GROUPS}.{key}", group.values
                yield replace(ask, path=path, title=group.title, help=why, kind="choice", codes=values, labels=values)

    def drafts_of(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        """The groups replace a whole: what was said of one leaves what stood of the others."""
        body = said.setdefault("body", {})
        if "groups" in body:
            stood = self.answers.stood.get("groups") or {}
            answers = {**stood, **body["groups"]}
            body["groups"] = {key: answer for key, answer in answers.items() if answer}
        return super().drafts_of(said)

    async def learn(self) -> bool:
        """The same, and everybody who was ever on the caseload."""
        learned = await super().learn()
        try:
            self._everyone = await asyncio.to_thread(self.desk.everyone)
        except Refused:
            return False
        return learned

    def warnings(self) -> dict[str, str]:
        """The same, and who else has this NHS number, or this name and birth date."""
        said = super().warnings()
        own = self.card.person if self.card is not None else None
        others = [each for each in self._everyone if each.found.person != own]
        if number := self._number():
            said |= _named(_NHS, NUMBER, [each for each in others if number in each.numbers])
        if born := self._born():
            named = self._named()
            same = [each for each in others if each.born == born and is_one_name(each.found.name, named)]
            said |= _named(_BORN, NAME, same)
        return said

    def _number(self) -> str:
        try:
            return read_nhs_number(self.typed.get(_NHS, ""))
        except ValueError:
            return ""

    def _born(self) -> str:
        text = self.typed.get(_BORN, "").strip()
        try:
            return understood_day(text, self.desk.now(), self.desk.zone, _BACK).isoformat() if text else ""
        except ValueError:
            return ""

    def _named(self) -> str:
        """Their name as it will be: what is typed, else what stands."""
        known = {_GIVEN: self.card.given, _FAMILY: self.card.family} if self.card is not None else {}
        return " ".join(self.typed.get(path, "").strip() or known.get(path, "") for path in (_GIVEN, _FAMILY))


def _named(path: str, what: str, found: Sequence[Findable]) -> dict[str, str]:
    return {path: "; ".join(same_as(each.found.ref, what) for each in found)} if found else {}


class WorkerAddedQuestions(Questionnaire):
    """Somebody who works here from now on: who they are first, then an id made of their name, that nobody has."""

    _proposed = ""

    def asks(self) -> list[Ask]:
        """As the model asks, with the id after what it is made of: it is mostly left as it is proposed."""
        asks = {ask.path: ask for ask in super().asks()}
        its_id = replace(asks.pop(_WORKER), help=ID_HELP)
        return [each for ask in asks.values() for each in ((ask, its_id) if ask.path == _TEAM else (ask,))]

    def follows(self, path: str) -> dict[str, str]:
        """A name proposes an id, until one is typed."""
        if path != _WORKER_NAME or self.typed.get(_WORKER, "") != self._proposed:
            return super().follows(path)
        name = self.typed[_WORKER_NAME]
        self._proposed = proposed_id(name, self.desk.roster.workers) if name.strip() else ""
        return {_WORKER: self._proposed}

    async def recorded_words(self) -> str:
        name, id = self.typed[_WORKER_NAME], self.typed[_WORKER]
        return tr(
            "{name} works here now, as {id}.{which}",
            name=name,
            id=id,
            which=OWN_WAY_IN.format(id=id) if self.desk.encrypted else "",
        )

"""What another team wrote about somebody and sent here sealed: of one of our own, and of somebody who is on their list
alone. Each story is told twice over, as ours and as theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.domain.telling import Story, settled
from tests.domain.test_origin import theirs
from tests.domain.undertaking import hand_over


@dataclass
class Sent:
    """A story, and what each of these measures makes of it: where what was sent is ours, and where it is theirs."""

    name: str
    story: Story
    sent: tuple[str, ...]
    expects: dict[str, tuple[list[str], list[str]]] = field(default_factory=dict)

    def as_theirs(self) -> Story:
        """The same, with what was sent under another team's name."""
        story = self.story.again()
        for id in self.sent:
            theirs(story, id)
        return story


def _escalated(story: Story) -> str:
    decision = story.decide("2026-03-02 10:00", "escalate", None)
    return story.escalate("2026-03-02 11:00", decision, "2026-03-04 12:00", "gp")


def _sign(story: Story) -> None:
    seen = [{"sign": "hears the neighbours", "seen": "yes"}]
    story.keep("2026-03-02 10:00", signs_seen=seen, plan_72h="Ring tomorrow at ten.")


def stories() -> Iterator[Sent]:
    """Each told for one measure that must not take their work for ours."""
    story = settled()
    told = story.tell("2026-03-03 10:00", "zone.set", {"zone": "green", "reason": "well"}, recorded="2026-03-09 10:00")
    yield Sent("recorded late", story, (told,), {"late_entries": (["counted"], [])})

    story = settled()
    yield Sent("met by their worker of our coordinator's id", story, (story.keep("2026-03-03 10:00"),),
               {"same_worker": (["counted", "counted"], ["counted", "not"])})  # fmt: skip

    story = settled()
    escalation = _escalated(story)
    sent = (
        story.answer("2026-03-03 10:00", escalation),
        story.tell("2026-03-04 10:00", "escalation.closed", {"escalation": escalation, "outcome": "seen"}),
    )
    yield Sent("our escalation answered by them", story, sent, {"escalations_closed": (["counted"], ["not"])})

    story = settled()
    _sign(story)
    decided = story.decide("2026-03-03 10:00", "escalate")
    yield Sent("our sign answered by them", story, (decided,), {"signs_answered": (["counted"], ["not"])})

    story = settled()
    yield Sent("their handover", story, (hand_over(story, "2026-03-03 10:00"),), {"handover_safe": (["not"], [])})

    story = settled()
    accepted = story.accept("2026-03-03 10:00")
    yield Sent("taken on there too", story, (accepted,), {"access": (["counted"], ["counted"])})

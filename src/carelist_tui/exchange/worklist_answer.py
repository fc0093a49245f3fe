"""What `today --json` answers, as a model: the source of schemas/worklist.schema.json."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

_EXAMPLE: dict[str, Any] = {
    "at": "2026-03-03T09:00:00+00:00",
    "standards": "sha256:" + "0" * 64,
    "items": [
        {
            "key": "ladder_step:0195a1b2-4000-7000-8000-123456789012:next_day_follow_up",
            "kind": "ladder_step",
            "band": 2,
            "person": "0195a1b2-0000-7000-8000-123456789012",
            "ref": "P-0042",
            "name": "Amina Yusuf",
            "zone": "amber",
            "tier": "enhanced",
            "due_at": "2026-03-03T10:30:00+00:00",
            "status": "due",
            "owner": "w-tom",
            "title": "Second attempt",
            "from_at": None,
            "why": "Second attempt due 10:30: missed call yesterday 10:30; amber: sleeping by day",
            "resolved_by": ["outreach.attempted", "decision.recorded", "contact.completed"],
            "source": "0195a1b2-4000-7000-8000-123456789012",
            "warnings": ["No voicemail", "Two workers"],
            "detail": {
                "episode": "0195a1b2-4000-7000-8000-123456789012",
                "ladder": "standard",
                "step": "next_day_follow_up",
                "number": 2,
                "methods": ["text", "call"],
            },
        }
    ],
    "counts": {"overdue": 0, "due": 1, "upcoming": 0},
}
Number = Annotated[int, Field(ge=0)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="allow", defer_build=True)


class WorklistItem(_Said):
    """One Due as read at a moment. Every item has every key; a worker's own has no person."""

    key: str = Field(description="kind:source[:part]; the same for as long as the same thing owes it.")
    kind: str = Field(description="The kind of Due.")
    band: int = Field(ge=1, le=4, description="1 act now, 2 missed contact and promises, 3 today's, 4 keeping up.")
    person: str | None = Field(description="The person's id.")
    ref: str | None = Field(description="The service's own identifier.")
    name: str | None = Field(description="The person's name.")
    zone: Literal["red", "amber", "green", "unknown"] | None = Field(description="Where they stand on the board.")
    tier: str | None = Field(description="A key of the Standards.")
    due_at: AwareDatetime = Field(description="When it falls due, in the service's local time.")
    status: Literal["overdue", "due", "upcoming"] = Field(description="As read at `at`.")
    owner: str = Field(description="A worker's id, or duty:<team>.")
    title: str = Field(description="What is due, in words.")
    from_at: AwareDatetime | None = Field(description="Before this moment it is upcoming.")
    why: str = Field(description="The reason in words.")
    resolved_by: list[str] = Field(description="Types of entries that resolve it.")
    source: str = Field(description="The entry, or the person, that it is owed from.")
    warnings: list[str] = Field(description="What to know before acting.")
    detail: dict[str, Any] = Field(
        description="By kind: the episode and step, the planned contact, the escalation, the review."
    )
    also: list[str] | None = Field(
        None, description="Workers, by id, on whose list it stands too; left out where there are none."
    )


class Counts(_Said):
    """How many of the items answered read as overdue, due and upcoming."""

    overdue: Number
    due: Number
    upcoming: Number


class WorkerOut(_Said):
    """A worker who went out alone and is not late yet."""

    worker: str = Field(description="The worker's id.")
    person: str = Field(description="The id of the person they went to.")
    where: str = Field(description="Who that is, and their address where it is known.")
    since: AwareDatetime = Field(description="When they went.")
    back_by: AwareDatetime = Field(description="By when they will be back; from then on `worker_back` is owed.")


class WorklistAnswer(_Said):
    """What `carelist today --json` answers."""

    at: AwareDatetime = Field(description="The moment it was read at.")
    standards: str = Field(pattern=r"^sha256:[0-9a-f]{64}$", description="The digest of the Standards in force.")
    items: list[WorklistItem] = Field(description="In the order of the worklist.")
    counts: Counts
    out: list[WorkerOut] = Field([], description="Who is out alone and not late; left empty with `--known-at`.")
    clock: str | None = Field(
        None, description="Why this laptop's own clock can't be right, in a sentence: then `at` is not its moment."
    )


def worklist_schema() -> dict[str, Any]:
    """The JSON Schema of the answer; later releases may add keys."""
    schema = WorklistAnswer.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Carelist worklist",
        **{key: value for key, value in schema.items() if key != "title"},
        "examples": [_EXAMPLE],
    }

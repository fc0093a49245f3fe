"""The North team, who do not exist: who works there, who is away, who is on duty."""

from __future__ import annotations

from carelist_tui.demo.telling import Teller

TEAM = "North"
MANAGER, SENIOR, SECOND_SENIOR = "w-maya", "w-joan", "w-sam"
LEAH, TOM, PRIYA, DAFYDD = "w-leah", "w-tom", "w-priya", "w-dafydd"
KOFI, EWA = "w-kofi", "w-ewa"
COORDINATORS = (LEAH, TOM, PRIYA, DAFYDD, LEAH, PRIYA, TOM, SECOND_SENIOR)
"""Whose turn it is to coordinate: the senior takes few."""
FIRST = {"worker": MANAGER, "name": "Maya Okafor", "role": "manager", "team": TEAM}
OVERSIGHT = "Joan Whitfield, senior practitioner"

_OTHERS = (
    (SENIOR, "Joan Whitfield", "senior"),
    (SECOND_SENIOR, "Sam Iqbal", "senior"),
    (LEAH, "Leah Marsden", "coordinator"),
    (TOM, "Tom Reid", "coordinator"),
    (PRIYA, "Priya Nair", "coordinator"),
    (DAFYDD, "Dafydd Pugh", "coordinator"),
    (KOFI, "Kofi Asante", "support_worker"),
    (EWA, "Ewa Nowak", "support_worker"),
    ("w-ruth", "Ruth Levy", "auditor"),
)
BEGAN = -100
"""Service days before today on which the team began with Carelist."""
LEAVE_FROM, LEAVE_UNTIL = -2, 5


def tell_team(teller: Teller) -> None:
    """Everyone but the first worker, whom `init` enters; then leave with cover, and duty."""
    teller.stands_in = lambda worker, at: TOM if worker == DAFYDD and at >= teller.at(LEAVE_FROM, "09:00") else worker
    began = teller.at(BEGAN, "09:30")
    for worker, name, role in _OTHERS:
        body: dict[str, object] = {"worker": worker, "name": name, "role": role, "team": TEAM}
        if worker == KOFI:
            body["days"] = ["mon", "tue", "wed", "thu"]
        teller.say("worker.added", began, body, author=MANAGER)
    teller.say(
        "worker.away",
        teller.at(LEAVE_FROM - 3, "11:00"),
        {
            "worker": DAFYDD,
            "from": teller.text(LEAVE_FROM, "09:00"),
            "until": teller.text(LEAVE_UNTIL, "09:00"),
            "reason": "leave",
            "cover": [{"persons": "all", "by": TOM}],
        },
        author=DAFYDD,
    )
    for day, worker in ((-2, PRIYA), (-1, TOM), (0, EWA), (1, LEAH), (2, KOFI)):
        date = teller.day(day).isoformat()
        teller.say("duty.set", teller.at(-4, "15:00"), {"date": date, "worker": worker}, author=MANAGER)

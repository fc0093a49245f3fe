"""The North team and the South team, who do not exist: who works there, who is away, on duty, supervised."""

from __future__ import annotations

from carelist_tui.demo.teller import Teller

TEAM, SOUTH, EAST = "North", "South", "East"
MANAGER, SENIOR, SECOND_SENIOR = "w-maya", "w-joan", "w-sam"
LEAH, TOM, PRIYA, DAFYDD = "w-leah", "w-tom", "w-priya", "w-dafydd"
KOFI, EWA = "w-kofi", "w-ewa"
SOUTH_MANAGER, LEWIS, NIA, OMAR = "w-asha", "w-lewis", "w-nia", "w-omar"
EAST_MANAGER, IDRIS, MARIA, JOSH = "w-helen", "w-idris", "w-maria", "w-josh"
COORDINATORS = (LEAH, TOM, PRIYA, DAFYDD, LEAH, PRIYA, TOM, SECOND_SENIOR)
"""Whose turn it is to coordinate: the senior takes few."""
FIRST = {"worker": MANAGER, "name": "Maya Okafor", "role": "manager", "team": TEAM}
OVERSIGHT = "Joan Whitfield, senior practitioner"
INTAKE = {TEAM: LEAH, SOUTH: SOUTH_MANAGER, EAST: EAST_MANAGER}
"""Who takes people on, by team."""
SUPPORTS = {TEAM: KOFI, SOUTH: OMAR, EAST: JOSH}
SENIORS = {TEAM: SENIOR, SOUTH: SOUTH_MANAGER, EAST: EAST_MANAGER}
MANAGERS = {TEAM: MANAGER, SOUTH: SOUTH_MANAGER, EAST: EAST_MANAGER}
COORDINATE = {TEAM: (LEAH, TOM, PRIYA, DAFYDD), SOUTH: (LEWIS, NIA), EAST: (IDRIS, MARIA)}

_OTHERS = (
    (SENIOR, "Joan Whitfield", "senior", TEAM),
    (SECOND_SENIOR, "Sam Iqbal", "senior", TEAM),
    (LEAH, "Leah Marsden", "coordinator", TEAM),
    (TOM, "Tom Reid", "coordinator", TEAM),
    (PRIYA, "Priya Nair", "coordinator", TEAM),
    (DAFYDD, "Dafydd Pugh", "coordinator", TEAM),
    (KOFI, "Kofi Asante", "support_worker", TEAM),
    (EWA, "Ewa Nowak", "support_worker", TEAM),
    ("w-ruth", "Ruth Levy", "auditor", TEAM),
    (SOUTH_MANAGER, "Asha Patel", "manager", SOUTH),
    (LEWIS, "Lewis Grant", "coordinator", SOUTH),
    (NIA, "Nia Thomas", "coordinator", SOUTH),
    (OMAR, "Omar Said", "support_worker", SOUTH),
)
LEAVE_FROM, LEAVE_UNTIL = -2, 5
SUPERVISED = ((MANAGER, SOUTH_MANAGER), (SOUTH_MANAGER, MANAGER), (SENIOR, MANAGER), (SECOND_SENIOR, MANAGER),
               (LEAH, SENIOR), (TOM, SENIOR), (PRIYA, SECOND_SENIOR), (DAFYDD, SECOND_SENIOR), (KOFI, SENIOR),
               (EWA, SENIOR), ("w-ruth", MANAGER), (LEWIS, SOUTH_MANAGER), (NIA, SOUTH_MANAGER))  # fmt: skip
"""Who was supervised by whom. Nobody has sat down with Omar yet."""
AGREED = ["Ask for their own words at the next contact.", "Say at the huddle who has not been seen."]
"""What comes of a supervision."""
READ_TOGETHER = 2
"""So many decisions are read in one."""


def tell_team(teller: Teller) -> None:
    """Everyone but the first worker, whom `init` enters; then who is away, on duty, supervised, and a huddle."""
    teller.stands_in = lambda worker, at: TOM if worker == DAFYDD and at >= teller.at(LEAVE_FROM, "09:00") else worker
    began = teller.at(teller.began, "09:30")
    for worker, name, role, team in _OTHERS:
        body: dict[str, object] = {"worker": worker, "name": name, "role": role, "team": team}
        if worker == KOFI:
            body["days"] = ["mon", "tue", "wed", "thu"]
        teller.say("worker.added", began, body, author=MANAGER)
    _tell_absences(teller)
    for day, worker in ((-2, PRIYA), (-1, TOM), (0, EWA), (1, LEAH), (2, KOFI)):
        date = teller.day(day).isoformat()
        teller.say("duty.set", teller.at(-4, "15:00"), {"date": date, "worker": worker}, author=MANAGER)
    _tell_meetings(teller)


def _tell_absences(teller: Teller) -> None:
    """Dafydd is on leave and covered. Nia rang in sick this morning: nobody covers for her yet."""
    leave = {
        "worker": DAFYDD,
        "from": teller.text(LEAVE_FROM, "09:00"),
        "until": teller.text(LEAVE_UNTIL, "09:00"),
        "reason": "leave",
        "cover": [{"persons": "all", "by": TOM}],
    }
    teller.say("worker.away", teller.at(LEAVE_FROM - 3, "11:00"), leave, author=DAFYDD)
    sick = {"worker": NIA, "from": teller.text(0, "08:30"), "reason": "sickness"}
    teller.say("worker.away", teller.at(0, "08:35"), sick, author=SOUTH_MANAGER)


def tell_decisions_read(teller: Teller) -> None:
    """In each supervision the newest decisions of its worker, as far as they had been typed by then, were read."""
    told = [each for each in teller.said if each.draft["type"] == "decision.recorded"]
    for held in (each for each in teller.said if each.draft["type"] == "supervision.held"):
        body = held.draft["body"]
        own = [each.draft for each in told if each.author == body["worker"] and each.typed_at < held.typed_at]
        read = sorted(own, key=lambda draft: str(draft["occurred_at"]))[-READ_TOGETHER:]
        if read:
            body["decisions"] = [draft["id"] for draft in read]
            body["persons"] = list(dict.fromkeys(draft["person"] for draft in read))


def _tell_meetings(teller: Teller) -> None:
    for number, (worker, supervisor) in enumerate(SUPERVISED):
        body = {
            "worker": worker,
            "supervisor": supervisor,
            "themes": "Missed contacts, drift on the caseload, and one decision looked at closely.",
            "decision_quality": "Reasons are written down; reviews are kept.",
            "agreed": AGREED,
            "next_on": teller.day(0 if worker == EWA else 2 + number).isoformat(),
        }
        teller.say("supervision.held", teller.at(-18 + number % 5, "14:30"), body, author=supervisor)
    huddle = {
        "team": TEAM,
        "from": teller.text(-1, "09:15"),
        "to": teller.text(-1, "09:30"),
        "present": [SENIOR, LEAH, TOM, PRIYA, EWA],
        "discussed": [{"note": "Who is red, who holds them, and what is missed since yesterday."}],
    }
    teller.say("huddle.held", teller.at(-1, "09:30"), huddle, author=SENIOR)

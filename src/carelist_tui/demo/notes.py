"""What workers write, in the plain words they would use. About nobody."""

from __future__ import annotations

WHAT_WE_DID = (
    "Walked to the shop together and talked through the week. Sleeping better.",
    "Went through the money plan; rang the housing office together about the repair.",
    "Cup of tea at home. Looked at the activity diary, chose two things for next week.",
    "Practised the bus to the college; got off one stop early and laughed about it.",
    "Talked about the new tablets and what to ask the GP. Wrote the questions down.",
    "Sat in the garden. Spoke about the anniversary and how to get through it.",
    "Sorted the post: two letters answered, one to take to the advice centre.",
    "Short call. Ate breakfast, out with the dog twice, a bit flat but managing.",
    "Clinic review: blood pressure fine, next depot booked with the nurse.",
    "Cooked soup together. First hot meal this week, so we froze four portions.",
    "Looked at the relapse plan and added the neighbour's number.",
    "Went to the art group for the first time; stayed an hour, wants to go again.",
    "Rang as agreed. Back at work three mornings, tired, pleased.",
    "Helped fill in the form for the travel pass. Talked about seeing family again.",
    "Checked the smoke alarm and the fridge. Flat tidy, music on.",
)
REASONS_REFERRED = (
    "Low since the summer, not leaving the flat. Lives alone. Would like help with daily life.",
    "Second episode of psychosis, well on medication, needs support to get back to college.",
    "Anxious and not sleeping after losing a job. Talking therapies suggest more support.",
)
SAFE_PLACES = ("home", "home, or the library cafe", "the clinic, not at home", "the community centre", "their sister's")
IF_MISSED = (
    "We text, then ring the same day. If we hear nothing for two days we come round.",
    "We ring twice, then ask mum. We come to the door before we tell anyone else.",
    "A text first. If no answer by the next day, a visit between ten and four.",
    "We ring in the evening rather than the morning, then knock. No messages on the machine.",
)
OWN_WORDS = (
    "Just don't ring before ten.",
    "If I go quiet, keep trying.",
    "Text is fine, I don't like talking on the phone.",
    "Come round, I will open the door.",
    "",
)
SIGNS = (
    ("sleeping by day", "not answering messages"),
    ("stops eating proper meals", "curtains closed"),
    ("talks fast and spends money", "up all night"),
    ("hears the neighbours through the wall", "stops seeing family"),
    ("misses the gym two weeks running", "drinks on weekdays"),
)
RED_FLAGS = (("talks of joining their father",), ("stops the tablets",), ("packs a bag at night",), ("says goodbye",))
ZONE_REASONS = {
    "green": ("settled, seen as planned", "well, back to usual routine", "steady since the spring"),
    "amber": ("sleeping by day, not answering their sister", "rent arrears, very worried",
              "new tablets, watching sleep", "anniversary this month", "withdrew from the art group"),
    "red": ("talking of not wanting to be here; safety plan in place", "voices louder, not eating"),
}  # fmt: skip
PROTECTIVE = ("a daughter", "the dog", "faith, and the choir", "the job at the garden centre", "two good friends")
COPING = ("walks, radio on, rings a sister", "breathing, cold water, writes it down", "goes to the neighbour")
RELATIONS = (("sister", "Rosa"), ("mother", "Jean"), ("friend", "Mo"), ("neighbour", "Mrs Penny"), ("brother", "Ali"),
             ("aunt", "Comfort"), ("partner", "Sasha"), ("father", "Roy"))  # fmt: skip
"""Who may be spoken to: what they are to the person, and their name."""

REVIEW = {
    "risk": "No new risk; the signs are known to all of us.",
    "medication": "Taken as prescribed.",
    "safeguarding": "Nothing open.",
    "social": "Sees family at weekends; one group a week.",
    "protective": "Home, and people who notice.",
    "next_steps": "Go on as agreed, one new thing to try.",
    "contingency": "As in the plan: the team by day, the crisis line by night.",
    "decisions": "Support stays as it is.",
}
"""A structured review that changed nothing."""
HANDOVER = {
    "current_risks": "Goes quiet before it gets worse; no thoughts of dying since spring.",
    "medication": "Depot every four weeks at the clinic; knows why.",
    "safeguarding_status": "Nothing open.",
    "recent_incidents": "None in three months.",
    "agreed_goals": "The college course, and cooking twice a week.",
    "contingency_plan": "Same signs, same people to ring; a bed was never needed.",
}
"""The one-page summary of a handover."""
TRANSITION = {
    "medication_actions": "The GP prescribes from the first of the month; tablets for two weeks are at home.",
    "immediate_safety": "Knows both numbers; the neighbour has a key.",
    "contacts_next_14_days": "A call every second day, one visit a week.",
    "red_flags": "Stops the tablets, or does not open the door.",
}
"""What the days after a move need."""

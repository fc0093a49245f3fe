"""The words and signs of the screens, each in a sentence: the glossary of the help."""

from __future__ import annotations

WORDS: tuple[tuple[str, str], ...] = (
    (">", "The person at hand: keys act on them."),
    ("!40m  !18h  !3d", "Late by so many minutes, hours or days. A time or a day without ! is when it is due."),
    ("+2", "Two more things are due for this person; o shows them all."),
    ("ACT NOW 3", "A heading, and how many people stand under it; the most urgent first."),
    ("The order", "Under a heading: red first, then overdue, zone, tier, due sooner, name. o says what decided."),
    ("3 of 11 done today", "Of all that was due on this list today (a row may hold several), how much is settled."),
    ("14 of 42", "The person at hand is the 14th of the 42 in the list."),
    ("R  A  G  ?", "The zone, how someone is: red, amber, green, or not set yet."),
    ("! in capitals", "A warning to mind at the act: no voicemail, two workers, never contact somebody."),
    ("NOT NOW", "It is not a time the person said is safe; the time after it is."),
    ("x  >  -  ~  /", "A missed-contact step that is done, next, later, left out, or no longer needed."),
    ("What is due", "Something owed to a person by a time, and who owes it. It goes only when somebody does it."),
    ("Missed contact", "Somebody was expected and not reached. It stays open until they are, or a decision says not."),
    ("Missed-contact steps", "What is tried once a contact is missed, in order and by when: call, visit, others."),
    ("Attempt", "One try to reach somebody, whatever came of it."),
    ("Decision", "A dated note of what was decided about somebody, why, by whom, and when it is looked at again."),
    ("Escalation", "Asking somebody else to act, with a time to answer by."),
    ("Handover", "Passing somebody on: it stays with you until the other has accepted and held the first contact."),
    ("Said they'd call", "Someone promised to be in touch; when they are not, it comes back as due."),
    ("Risk check", "A few questions whether a missed contact means harm."),
    ("Warning signs", "What the person and we agreed shows that they become unwell."),
    ("Same day if", "Signs on which somebody is seen the same day."),
    ("May speak to", "People around them who may be told, and whether they agreed to it."),
    ("Zone, tier", "The zone is how someone is now; the tier how closely they are followed."),
    ("Correction", "Nothing is rubbed out: a wrong entry is struck through and can still be read."),
    ("Two versions", "Two laptops said different things at the same time; somebody chooses."),
    ("Standards", "The times and steps that your service agreed; what is due follows from them."),
    ("Only mine", "Rows that you own; the line above the list says how many others are hidden."),
    ("Unfinished", "Something typed and not saved; it is kept for you alone."),
    ("NOT ENCRYPTED", "Whoever has this laptop can read the store: for made-up people only."),
    ("READ ONLY", "Nothing can be recorded until Carelist is started again without it."),
)  # fmt: skip
"""(word or sign, what it means), the signs first."""

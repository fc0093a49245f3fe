"""The words and signs of the screens, each in a sentence: the glossary of the help."""

from __future__ import annotations

from carelist_tui.catalogue import tr

WORDS: tuple[tuple[str, str], ...] = (
    (">", tr("The person at hand: keys act on them.")),
    ("!40m  !18h  !3d", tr("Late by so many minutes, hours or days. A time or a day without ! is when it is due.")),
    ("+2", tr("Two more things are due for this person; o shows them all.")),
    (tr("ACT NOW 3"), tr("A heading, and how many people stand under it; the most urgent first.")),
    (tr("The order"), tr("Under a heading: red first, then overdue, zone, tier, due sooner, name. o says what "
                         "decided.")),
    (tr("3 of 11 done today"), tr("Of all that was due on this list today (a row may hold several), how much is "
                                  "settled.")),
    (tr("14 of 42"), tr("The person at hand is the 14th of the 42 in the list.")),
    ("R  A  G  ?", tr("The zone, how someone is: red, amber, green, or not set yet.")),
    (tr("! in capitals"), tr("A warning to mind at the act: no voicemail, two workers, never contact somebody.")),
    (tr("NOT NOW"), tr("It is not a time the person said is safe; the time after it is.")),
    ("x  >  -  ~  /", tr("A missed-contact step that is done, next, later, left out, or no longer needed.")),
    (tr("What is due"), tr("Something owed to a person by a time, and who owes it. It goes only when somebody "
                           "does it.")),
    (tr("Missed contact"), tr("Somebody was expected and not reached. It stays open until they are, or a decision "
                              "says not.")),
    (tr("Missed-contact steps"), tr("What is tried once a contact is missed, in order and by when: call, "
                                    "visit, others.")),
    (tr("Attempt"), tr("One try to reach somebody, whatever came of it.")),
    (tr("Decision"), tr("A dated note of what was decided about somebody, why, by whom, and when it is looked "
                        "at again.")),
    (tr("Escalation"), tr("Asking somebody else to act, with a time to answer by.")),
    (tr("Handover"), tr("Passing somebody on: it stays with you until the other has accepted and held the first "
                        "contact.")),
    (tr("Said they'd call"), tr("Someone promised to be in touch; when they are not, it comes back as due.")),
    (tr("Risk check"), tr("A few questions whether a missed contact means harm.")),
    (tr("Warning signs"), tr("What the person and we agreed shows that they become unwell.")),
    (tr("Same day if"), tr("Signs on which somebody is seen the same day.")),
    (tr("May speak to"), tr("People around them who may be told, and whether they agreed to it.")),
    (tr("Zone, tier"), tr("The zone is how someone is now; the tier how closely they are followed.")),
    (tr("Correction"), tr("Nothing is rubbed out: a wrong entry is struck through and can still be read.")),
    (tr("Two versions"), tr("Two laptops said different things at the same time; somebody chooses.")),
    (tr("Standards"), tr("The times and steps that your service agreed; what is due follows from them.")),
    (tr("Only mine"), tr("Rows that you own; the line above the list says how many others are hidden.")),
    (tr("Unfinished"), tr("Something typed and not saved; it is kept for you alone.")),
    (tr("NOT ENCRYPTED"), tr("Whoever has this laptop can read the store: for made-up people only.")),
    (tr("READ ONLY"), tr("Nothing can be recorded until Carelist is started again without it.")),
)  # fmt: skip
"""(word or sign, what it means), the signs first."""

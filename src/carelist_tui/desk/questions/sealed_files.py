"""Files that go sealed between teams, as both faces ask for them and speak of them: to which key, by whose laptop, what
came of it. No terminal here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.given import read_given

if TYPE_CHECKING:
    from carelist_tui.carelist.exports import Arrived, Brought
    from carelist_tui.carelist.handovers import Across, Recipient
    from carelist_tui.domain.worklist import Item

_KEY = re.compile(r"age1[0-9a-z]{20,}")
_NUMBER = re.compile(r"[0-9a-f\s-]+")
NUMBER_LENGTH = 32
LARGEST_KEY_FILE = 64 * 1024
WHICH_KEY = tr("Their public key, or the file that holds it")
ABOUT_KEY = (
    tr(
        "Only that team can open the file. Their Sync screen writes the key into a file: S, then K. It begins "
        "with age1."
    ),
    tr("It is no secret; that it is theirs you hear by telephone."),
)
OTHER_KEY = tr("another key, or a file that holds one")
OWN_KEY = tr("this is your own team's key: nobody else could open it")
OUR_KEY, WHICH_KEY_FILE = tr("Our team's public key"), tr("Which file? Its name ends in .txt.")
ABOUT_OUR_KEY = (
    tr(
        "Whoever has it can seal a handover, or a receipt, that only your team opens. It is no secret, and opens "
        "nothing."
    ),
)
WHICH_FILE = tr("Which file? Its name ends in .carelist.")
WHERE = tr("Where is the file? Type or paste its path")
ABOUT_FILE = (
    tr("A sealed file (.carelist): a handover that another team sends you, or their receipt of one of yours."),
    tr("Before anything of it is taken in you are told who sealed it."),
)
WHO_SEALED = tr("The six words, or the number, as they read them out")
NOT_THEIRS = tr(
    "this is not the laptop that sealed the file: have it read out again; if it stays so, it is not their file, and "
    "nothing is taken in"
)
NOT_OPEN_HERE = tr(
    "It is the receipt of a handover that is not open here, and changes nothing yet: sync, if it went from elsewhere."
)
TO_CONFIRM = tr(
    "Whoever they name works there. A discharge, a death, a closing, a stop or a lighter tier among what came counts "
    "once somebody here confirms it."
)
BY_FILE = ("handover_acceptance", "handover_first_contact", "handover_reverted")
"""What is owed that a file settles, where the handover went sealed or came so."""
BY_RECEIPT = ("handover.accepted", "handover.declined", "handover.first_contact")
"""What of such a handover counts by the receipt alone."""
CLOSED, CONTACT = "handover.closed", "contact."


@dataclass(frozen=True, slots=True)
class Keys:
    """What a face calls the keys: which sends a file of the person at hand, which takes one in."""

    sends: str
    takes: str


# ---- what is chosen and typed


def words_of_across(across: Across, listed: str) -> str:
    """What can be done with it, in a line."""
    if across.came:
        return tr("Send {team} the receipt: what became of {listed} here", team=across.team, listed=listed)
    again = tr("Send it sealed again") if across.sent else tr("Send it sealed")
    withdrawn = "" if across.is_open else tr(", so that they learn that it is withdrawn")
    return tr("{again} to {team}{withdrawn}", again=again, team=across.team, withdrawn=withdrawn)


def owed_across(item: Item, across: Sequence[Across]) -> list[Across]:
    """Of what can be sealed, what settles this: the handover that it is owed of, sent or come."""
    named = item.detail.get("handover") if item.kind in BY_FILE else None
    return [each for each in across if each.handover == named and (each.sent or each.came)]


def kinds_beside(kinds: Sequence[str], across: Sequence[Across]) -> list[str]:
    """Which of these types may be recorded beside: of what went sealed nobody here says what became of it there, and no
    contact of ours is theirs; what came so is not closed here."""
    went = any(not each.came for each in across)
    left = [kind for kind in kinds if kind not in BY_RECEIPT and not (went and kind.startswith(CONTACT))]
    return list(dict.fromkeys([*left, *([CLOSED] if went else [])]))


def words_of_recipient(recipient: Recipient, when: Callable[[datetime], str]) -> str:
    """`North, since Mon 2 Mar: age1ql3z7hjy...mcac8p`."""
    keys = ", ".join(f"{key[:12]}...{key[-6:]}" for key in recipient.keys)
    return tr("{team}, since {when}: {keys}", team=recipient.team, when=when(recipient.at), keys=keys)


def key_typed(text: str, own: str | None) -> str:
    """The public key that was typed or pasted, or that a file holds. Raises ValueError (a sentence) for none, for more
    than one, and for our own."""
    from carelist_tui.carelist.imports.caseload_file import file_meant
    from carelist_tui.exchange.sealed import check_recipients

    told = text.strip()
    if not told.startswith("age1"):
        try:
            told = read_given(file_meant(text), LARGEST_KEY_FILE, "key").decode("utf-8", errors="replace")
        except Refused as refused:
            raise ValueError(str(refused)) from None
    keys = list(dict.fromkeys(_KEY.findall(told)))
    if len(keys) != 1:
        raise ValueError(
            ntr(
                "it holds {n} key: it has to be the one",
                "it holds {n} keys: it has to be the one",
                len(keys),
                n=len(keys) or tr("no"),
            )
        )
    try:
        check_recipients(keys)
    except Refused:
        raise ValueError(tr("this is no whole key: it begins with age1, and has 62 letters and digits")) from None
    if keys[0] == own:
        raise ValueError(OWN_KEY)
    return str(keys[0])


def signer_typed(text: str, brought: Brought, words: Sequence[str]) -> str:
    """The laptop that sealed a file, where what was typed names it: by its six words, or by its number. Raises
    ValueError (a sentence) for anything else."""
    from carelist_tui.vault.team.fingerprint import typed_words

    told = text.casefold().strip()
    if _NUMBER.fullmatch(told):
        number = re.sub(r"[\s-]", "", told)
        if len(number) < NUMBER_LENGTH:
            raise ValueError(
                tr("{n} of {number_length} letters and digits", n=len(number), number_length=NUMBER_LENGTH)
            )
        if number != brought.device:
            raise ValueError(NOT_THEIRS)
        return brought.device
    typed = typed_words(told)
    if len(typed) < len(words):
        raise ValueError(
            tr(
                "{n} of {n2} words, or a number of {number_length} letters and digits",
                n=len(typed),
                n2=len(words),
                number_length=NUMBER_LENGTH,
            )
        )
    if typed != tuple(words):
        raise ValueError(NOT_THEIRS)
    return brought.device


def number_read_out(device: str) -> str:
    """A laptop's number in fours, to be read out."""
    return " ".join(device[n : n + 4] for n in range(0, len(device), 4))


# ---- what is said of a file that goes


def about_sent(across: Across, listed: str, *, encrypted: bool) -> list[str]:
    """Before it is written: what it takes along, and whose the person is."""
    if across.came:
        about = [
            tr(
                "It tells {team} whether {listed} was taken on, and met: nothing else of them.",
                team=across.team,
                listed=listed,
            )
        ]
    else:
        about = [
            tr("It takes the whole story of {listed} along.", listed=listed),
            tr("Until the receipt of {team} is here you hold them, whatever is said by telephone.", team=across.team),
        ]
    sealed = (
        tr("Only {team} can open it.", team=across.team)
        if encrypted
        else tr("NOT ENCRYPTED: only made-up people belong here.")
    )
    return [*about, sealed]


def lines_of_sent(
    across: Across, path: Path, sealer: tuple[str, Sequence[str]], keys: Keys, *, encrypted: bool
) -> list[tuple[str, str]]:
    """(label, words) of what was written, and what is told the other team by telephone."""
    device, words = sealer
    others = tr("whoever else has it can't open it") if encrypted else tr("it is NOT ENCRYPTED")
    owed = (
        tr("They owe until it is there. When anything has changed since, {sends} sends it again.", sends=keys.sends)
        if across.came
        else tr(
            'Until their receipt is here the list says "sent, nothing heard"; {takes} takes it in.', takes=keys.takes
        )
    )
    return [
        (tr("Written"), str(path)),
        ("", tr("Bring it to {team} by any folder, stick or message: {others}.", team=across.team, others=others)),
        (
            "",
            tr(
                "Tell {team} by telephone which laptop sealed it. Read out its six words, or its number:",
                team=across.team,
            ),
        ),
        ("      ", " ".join(words)),
        ("      ", number_read_out(device)),
        ("", owed),
    ]


# ---- what is said of a file that came


def what_came(brought: Brought) -> str:
    """`A handover of South`, of how many entries."""
    kind = (
        tr("A handover")
        if brought.handover
        else tr("The receipt of a handover")
        if brought.receipt
        else tr("A sealed export")
    )
    return tr(
        '{kind}, as it says of the team "{team}"; {entries:,} entries',
        kind=kind,
        team=brought.team,
        entries=brought.entries,
    )


def about_signer(brought: Brought) -> list[str]:
    """Before another team's file is taken in: who has to be rung, and why."""
    return [
        f"{what_came(brought)}.",
        tr("Ring {team} by a number that you know: anybody could write a file in their name.", team=brought.team),
        tr(
            "Have them read out which laptop sealed it: its six words, or its number. They saw both when they wrote it."
        ),
    ]


def lines_of_arrived(
    arrived: Arrived, listed: str, shown: Mapping[str, Any] | None, keys: Keys
) -> Iterator[tuple[str, str]]:
    """(label, words) of what came of it, and what is to be done. `shown`: whom it is about, as `show --json` answers;
    None where nobody here is."""
    yield tr("Taken in"), tr("{new:,} new entries; {known:,} were here already", new=arrived.new, known=arrived.known)
    if arrived.referred is not None:
        yield from _referred(arrived, listed, shown or {}, keys)
    elif arrived.receipt:
        yield from _told(arrived, listed, shown)
    if arrived.new and not arrived.is_ours and not arrived.receipt:
        yield "", TO_CONFIRM
    if arrived.unproved:
        yield "", words_of_unproved(arrived.unproved)
    if arrived.left_out:
        yield (
            "",
            tr("{left_out:,} about their own workers, laptops and Standards stayed out.", left_out=arrived.left_out),
        )


def words_of_unproved(count: int) -> str:
    """Of answers that came, and not by the receipt of whom was asked."""
    return tr(
        "What it says of a handover of yours stayed out ({count:,}): that counts by the receipt of the team that you "
        "sent it to alone. Until it is here you hold them.",
        count=count,
    )


def _referred(arrived: Arrived, listed: str, shown: Mapping[str, Any], keys: Keys) -> Iterator[tuple[str, str]]:
    referred = arrived.referred
    assert referred is not None  # noqa: S101 - asked by the caller
    if referred.recalled:
        yield (
            "",
            tr(
                "{team} HAS WITHDRAWN IT: they keep {listed}. Decline the referral, or ring them.",
                team=arrived.team,
                listed=listed,
            ),
        )
    elif referred.is_here:
        yield (
            "",
            tr(
                "{team} hands over {listed}, who is on your caseload already. What they say of them:",
                team=arrived.team,
                listed=listed,
            ),
        )
    elif referred.new:
        soon = tr("URGENT, today") if referred.urgent else tr("it is on the list")
        yield (
            "",
            tr(
                "{team} hands over {listed}: a referral waits for triage ({soon}).",
                team=arrived.team,
                listed=listed,
                soon=soon,
            ),
        )
    else:
        yield "", tr("{team} hands over {listed}: the referral is here already.", team=arrived.team, listed=listed)
    first = tr("meet them") if referred.is_here else tr("accept or decline")
    yield (
        "",
        tr(
            "{team} has them until your receipt is there: {first}, then {sends} sends it.",
            team=arrived.team,
            first=first,
            sends=keys.sends,
        ),
    )
    summary = [
        line for line in shown.get("story", ()) if line["type"] == "referral.received" and not line.get("struck")
    ]
    if summary:
        yield "", ""
        yield from (("", line) for line in str(summary[-1]["body"].get("reason", "")).split("\n"))


def _told(arrived: Arrived, listed: str, shown: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """What a receipt says, the newest last, and what it leaves to do."""
    row = next((each for each in (shown or {}).get("handovers", ()) if each["handover"] == arrived.receipt), None)
    if shown is None or row is None:
        yield "", NOT_OPEN_HERE
        return
    for line in shown["story"]:
        if line.get("origin") and (line.get("body") or {}).get("handover") == arrived.receipt:
            yield f"{arrived.team}", line["in_words"]
    if row["declined_at"]:
        yield "", tr("{listed} is yours: {team} has not taken them on.", listed=listed, team=arrived.team)
    elif row["first_contact_achieved"]:
        yield (
            "",
            tr(
                "{team} has met {listed}. Do what is left of the checklist, then close it as completed.",
                team=arrived.team,
                listed=listed,
            ),
        )
    else:
        yield "", tr("You hold {listed} until their receipt of first contact is here.", listed=listed)

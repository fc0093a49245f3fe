"""What a screen, a list, a form or figures ask beyond it."""

from __future__ import annotations

from sqlalchemy import ClauseElement, and_, exists, func, not_, or_, select

from carelist_tui.domain.dues.kinds import OWN_WORDS
from carelist_tui.domain.entries import CoverArranged, EntryCorrected, HuddleHeld, SignalNoted
from carelist_tui.domain.measures.subjects.assurance import TYPES as ASSURED_BY
from carelist_tui.journal.rows import DUE_COLUMNS, PERSON_COLUMNS
from carelist_tui.journal.statements import Statement, each_of, given
from carelist_tui.journal.tables import AS_STORED, DUE, ENTRY, LIKENESS, PERSON, STORY_ORDER, UNCOUNTED

_whole = select(*AS_STORED)
_of_team, _has_person = ENTRY.c.person.is_(None), ENTRY.c.person.is_not(None)
_is_ahead = PERSON.c.newest_at > given("at")
_by_then = (
    _whole.where(ENTRY.c.occurred_at <= given("at"))
    .order_by(*(column.desc() for column in STORY_ORDER))
    .limit(given("count"))
)
_hashes = select(ENTRY.c.hash).order_by(*STORY_ORDER)
_lines = _whole.where(ENTRY.c.recorded_at >= given("since")).order_by(*STORY_ORDER)
_ref, _corrected_ref = (func.json_extract(ENTRY.c.body, path) for path in ("$.ref", "$.replacement.ref"))
_other = LIKENESS.alias("other")
_arranged = and_(ENTRY.c.type == CoverArranged.TYPE, ENTRY.c.occurred_at >= given("since"))
_came = (
    not_(and_(ENTRY.c.device == given("device"), ENTRY.c.seq <= given("seq"))),
    ENTRY.c.occurred_at <= given("at"),
    ENTRY.c.arrival < given("until"),
)
_by = (func.json_extract(ENTRY.c.envelope, path) for path in ("$.author", "$.on_behalf_of"))
_to = (
    func.json_extract(ENTRY.c.body, path)
    for path in ("$.coordinator", "$.receiving_worker", "$.replacement.coordinator", "$.replacement.receiving_worker")
)
_is_high = or_(PERSON.c.high, func.coalesce(PERSON.c.high_until > given("at"), False))

ASKED: dict[str, ClauseElement | Statement] = {
    "NEWEST_OF": _by_then.where(ENTRY.c.person == given("person")),
    "NEWEST_OF_RECORDS": _by_then.where(ENTRY.c.person.in_(each_of("records"))),
    "HASHES": _hashes,
    "HASHES_THEN": _hashes.where(ENTRY.c.recorded_at <= given("at")),
    "LINES": _lines,
    "LINES_OF": _lines.where(ENTRY.c.person.in_(each_of("records"))),
    "COVERS": _whole.where(
        or_(ENTRY.c.type == EntryCorrected.TYPE, _arranged), _has_person, ENTRY.c.recorded_at >= given("since")
    ),
    "GIVING_REFS": select(ENTRY.c.person, _ref, _corrected_ref).where(
        _has_person, or_(_ref.is_not(None), _corrected_ref.is_not(None))
    ),
    "ALIKE_NOW": select(LIKENESS.c.person)
    .where(exists().where(_other.c.key == LIKENESS.c.key, _other.c.person != LIKENESS.c.person))
    .distinct(),
    "REFS_OF_PEOPLE": select(PERSON.c.id, PERSON.c.ref),
    "SIGNALS_NOTED": _whole.where(_of_team, ENTRY.c.type.in_((SignalNoted.TYPE, EntryCorrected.TYPE))).order_by(
        *STORY_ORDER
    ),
    "ASSURANCE": _whole.where(_of_team, ENTRY.c.type.in_((*sorted(ASSURED_BY), EntryCorrected.TYPE))).order_by(
        *STORY_ORDER
    ),
    "TO_COUNT_AFRESH": select(PERSON.c.id)
    .where(or_(_is_ahead, PERSON.c.id.in_(select(UNCOUNTED.c.person))))
    .order_by(PERSON.c.id),
    "ON_CASELOAD_OR_AHEAD": select(PERSON.c.state, PERSON.c.newest_at, *(PERSON.c[name] for name in PERSON_COLUMNS))
    .where(or_(PERSON.c.on_caseload, _is_ahead))
    .order_by(PERSON.c.id),
    "LEFT_OR_AHEAD": select(PERSON.c.state, PERSON.c.newest_at)
    .where(or_(PERSON.c.on_caseload.is_(False), _is_ahead))
    .order_by(PERSON.c.id),
    "DUES_OF": select(*(DUE.c[name] for name in DUE_COLUMNS)).where(DUE.c.person == given("person")),
    "TOLD_OF_TYPES": select(ENTRY.c.person)
    .where(
        _has_person,
        or_(
            and_(ENTRY.c.type.in_(each_of("types")), ENTRY.c.occurred_at >= given("since")),
            ENTRY.c.type == EntryCorrected.TYPE,  # it may move something into the period
        ),
    )
    .distinct(),
    "TOLD_OF_ONE_OF": select(ENTRY.c.person).where(ENTRY.c.type.in_(each_of("types")), _has_person).distinct(),
    "WHOSE_ENTRIES": select(ENTRY.c.id, ENTRY.c.person).where(ENTRY.c.id.in_(each_of("ids"))),
    "NEAR_WORKER": select(ENTRY.c.person)
    .where(_has_person, or_(*(named == given("worker") for named in (*_by, *_to))))
    .distinct(),
    "COORDINATED_BY": select(PERSON.c.id, PERSON.c.state)
    .where(PERSON.c.coordinator == given("worker"), PERSON.c.on_caseload)
    .order_by(PERSON.c.family_key, PERSON.c.id),
    "DUES_NAMING": select(DUE.c.person, DUE.c.key, DUE.c.kind, DUE.c.source)
    .where(DUE.c.named_owner == given("worker"), DUE.c.kind.not_in(sorted(OWN_WORDS)))
    .order_by(DUE.c.person, DUE.c.key),
    "IDS_OF_TYPE": select(ENTRY.c.id).where(ENTRY.c.type == given("type")).order_by(ENTRY.c.occurred_at.desc()),
    "RECORDED_ON": select(ENTRY.c.id, ENTRY.c.recorded_at).where(
        ENTRY.c.id.in_(each_of("ids")), ENTRY.c.device == given("device")
    ),
    "ARRIVED_OF_OTHERS": select(func.count())
    .select_from(ENTRY)
    .where(ENTRY.c.arrival > given("mark"), ENTRY.c.device != given("device")),
    "HUDDLES": select(ENTRY.c.arrival, *AS_STORED).where(
        ENTRY.c.type.in_((HuddleHeld.TYPE, EntryCorrected.TYPE)), _of_team
    ),
    "ARRIVED_AFTER": _whole.where(ENTRY.c.arrival > given("after"), *_came).order_by(ENTRY.c.arrival),
    "ARRIVED_SINCE": _whole.where(
        or_(ENTRY.c.recorded_at >= given("since"), ENTRY.c.arrival > given("after")), *_came
    ).order_by(ENTRY.c.arrival),
    "ENTRIES_AMONG": _whole.where(ENTRY.c.id.in_(each_of("ids"))),
    "OWNERS": select(DUE.c.key, DUE.c.named_owner),
    "CARDS_OR_AHEAD": select(PERSON.c.id, PERSON.c.card, PERSON.c.on_caseload, PERSON.c.newest_at, _is_high).where(
        or_(PERSON.c.on_caseload, _is_ahead, PERSON.c.id.in_(each_of("about")))
    ),
}
"""By the name that they have in `query_sql.py`."""

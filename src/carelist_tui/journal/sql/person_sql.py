"""What is asked of the projections, and written there.

As the driver takes it: written from `person_statements.py`.
"""

from __future__ import annotations

from carelist_tui.journal.sql_text import Change, Written

ALIKE = Written("""
SELECT other.person, own."key", own.number, other.number AS number_1 FROM likeness AS own JOIN likeness AS other ON
  other."key" = own."key" AND other.person != own.person WHERE own.person = :person ORDER BY own."key" DESC,
  other.person
""")

CONFLICTS = Written("""
SELECT count(*) AS count_1 FROM due WHERE due.kind = 'conflict'
""")

COORDINATED = Written("""
SELECT person.coordinator, person.id FROM person WHERE person.coordinator IN (SELECT each_given.value FROM
  json_each(:workers) AS each_given) AND person.on_caseload = 1
""")

COORDINATED_BESIDES = Written("""
SELECT count(*) AS count_1 FROM person WHERE person.coordinator = :worker AND person.on_caseload = 1 AND (person.id
  NOT IN (SELECT each_given.value FROM json_each(:touched) AS each_given))
""")

DUES = Written("""
SELECT due."key", due.kind, due.source, due.title, due.due_at, due.from_at, due.band, due.band_when_high,
  due.named_owner, due.because, due.resolved_by, due.detail FROM due
""")

DUE_KINDS = Written("""
SELECT DISTINCT due.kind FROM due
""")

DUE_ROWS = Written("""
SELECT due.person, due."key", due.kind, due.source, due.title, due.due_at, due.from_at, due.begins_at, due.gated,
  due.band, due.band_when_high, due.named_owner, due.because, due.resolved_by, due.detail FROM due WHERE due.person =
  :person
""")

EVERYBODY = Written("""
SELECT person.id FROM person ORDER BY person.id
""")

IDENTIFIERS = Written("""
SELECT identifier.ref, identifier.person FROM identifier
""")

IS_PERSON = Written("""
SELECT person.id FROM person WHERE person.id = :person
""")

KEEP = Written("""
INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value
""")

KEPT = Written("""
SELECT meta.value FROM meta WHERE meta.name = :name
""")

KEPT_TWO = Written("""
SELECT meta.name, meta.value FROM meta WHERE meta.name = :one OR meta.name = :other
""")

LIKE = Written("""
SELECT likeness.person FROM likeness WHERE likeness."key" = :key
""")

LIKENESS_OF = Written("""
SELECT likeness."key", likeness.number FROM likeness WHERE likeness.person = :person
""")

LIKE_IDENTIFIER = Written("""
SELECT identifier.person FROM identifier WHERE lower(trim(identifier.ref)) = :ref
""")

LIKE_WITH_REF = Written("""
SELECT likeness.person, person.ref FROM likeness JOIN person ON person.id = likeness.person WHERE likeness."key" =
  :key ORDER BY likeness.person
""")

MAY_BE_MISSED = Written("""
SELECT person.id FROM person WHERE person.episode IS NOT NULL OR person.newest_at > :at
""")

META = Written("""
SELECT meta.name, meta.value FROM meta
""")

NAMED_OWNERS = Written("""
SELECT DISTINCT due.named_owner, due.person FROM due WHERE due.named_owner IN (SELECT each_given.value FROM
  json_each(:workers) AS each_given)
""")

NAMESAKES = Written("""
SELECT person.id FROM person WHERE person.ref = :ref AND person.id != :person ORDER BY person.id
""")

NAMING = Written("""
SELECT person.id FROM person WHERE EXISTS (SELECT * FROM json_each(:named) AS named WHERE instr(person.state,
  named.value) > 0)
""")

PASSED_ON_BESIDES = Written("""
SELECT count(*) AS count_1 FROM due WHERE due.named_owner = :worker AND (due.kind NOT IN ('confirm_authority',
  'erasure')) AND due.person != '' AND (due.person NOT IN (SELECT each_given.value FROM json_each(:touched) AS
  each_given))
""")

PERSON_ROW = Written("""
SELECT person.id, person.ref, person.given, person.family, person.given_key, person.family_key, person.zone,
  person.zone_reason, person.tier, person.tier_rank, person.team, person.coordinator, person.on_caseload,
  person.episode, person.high, person.high_until, person.newest_at, person.warnings, person.card, person.state FROM
  person WHERE person.id = :person
""")

PUT_DUE = Written("""
INSERT INTO due (person, "key", kind, source, title, due_at, from_at, begins_at, gated, band, band_when_high,
  named_owner, because, resolved_by, detail) VALUES (:person, :key, :kind, :source, :title, :due_at, :from_at,
  :begins_at, :gated, :band, :band_when_high, :named_owner, :because, :resolved_by, :detail)
""")

PUT_IDENTIFIER = Written("""
INSERT INTO identifier (ref, person) VALUES (:ref, :person) ON CONFLICT DO NOTHING
""")

PUT_JOINED = Written("""
INSERT INTO joined (record, person) VALUES (:record, :person)
""")

PUT_LIKENESS = Written("""
INSERT INTO likeness ("key", person, number) VALUES (:key, :person, :number)
""")

PUT_PERSON = Written("""
INSERT INTO person (id, ref, given, family, given_key, family_key, zone, zone_reason, tier, tier_rank, team,
  coordinator, on_caseload, episode, high, high_until, newest_at, warnings, card, state) VALUES (:id, :ref, :given,
  :family, :given_key, :family_key, :zone, :zone_reason, :tier, :tier_rank, :team, :coordinator, :on_caseload,
  :episode, :high, :high_until, :newest_at, :warnings, :card, :state)
""")

PUT_UNCOUNTED = Written("""
INSERT INTO uncounted (person) VALUES (:person) ON CONFLICT DO NOTHING
""")

RECORDS_INTO = Written("""
SELECT joined.record, joined.person FROM joined
""")

RECORDS_OF = Written("""
SELECT joined.record FROM joined WHERE joined.person = :person ORDER BY joined.record
""")

SET_PERSON = Change("""
UPDATE person SET ref=:ref, given=:given, family=:family, given_key=:given_key, family_key=:family_key, zone=:zone,
  zone_reason=:zone_reason, tier=:tier, tier_rank=:tier_rank, team=:team, coordinator=:coordinator,
  on_caseload=:on_caseload, episode=:episode, high=:high, high_until=:high_until, newest_at=:newest_at,
  warnings=:warnings, card=:card, state=:state WHERE person.id = :key_
""")

STANDING = Written("""
SELECT person.card, person.state, person.id, person.ref, person.given, person.family, person.zone, person.zone_reason,
  person.tier, person.tier_rank, person.team, person.coordinator, person.high_until, person.warnings, person.high FROM
  person
""")

STATE_AT = Written("""
SELECT person.state, person.newest_at FROM person WHERE person.id = :person
""")

STATE_OF = Written("""
SELECT person.state FROM person WHERE person.id = :person
""")

STAYS = Written("""
SELECT joined.person FROM joined WHERE joined.record = :record
""")

TAKE_CASES = Written("""
DELETE FROM "case" WHERE "case".person = :person
""")

TAKE_DUE = Written("""
DELETE FROM due WHERE due.person = :whose AND due."key" = :which
""")

TAKE_EVERY_SUM = Written("""
DELETE FROM month_sum
""")

TAKE_IDENTIFIERS = Written("""
DELETE FROM identifier WHERE identifier.person = :person
""")

TAKE_JOINED = Written("""
DELETE FROM joined
""")

TAKE_KEPT = Written("""
DELETE FROM meta WHERE meta.name = :name
""")

TAKE_KEPT_AS = Written("""
DELETE FROM meta WHERE meta.name = :name AND meta.value = :value
""")

TAKE_LIKENESS = Written("""
DELETE FROM likeness WHERE likeness.person = :person
""")

WITH_IDENTIFIER = Written("""
SELECT identifier.person FROM identifier WHERE identifier.ref = :ref
""")

WITH_REF = Written("""
SELECT person.id FROM person WHERE person.ref = :ref
""")

DUE_COLUMNS = (
    "key",
    "kind",
    "source",
    "title",
    "due_at",
    "from_at",
    "band",
    "band_when_high",
    "named_owner",
    "because",
    "resolved_by",
    "detail",
)

PERSON_COLUMNS = (
    "id",
    "ref",
    "given",
    "family",
    "zone",
    "zone_reason",
    "tier",
    "tier_rank",
    "team",
    "coordinator",
    "high_until",
    "warnings",
    "high",
)

ROWS_OF_PERSON = (
    Written("""
DELETE FROM person WHERE person.id = :person
"""),
    Written("""
DELETE FROM due WHERE due.person = :person
"""),
    Written("""
DELETE FROM identifier WHERE identifier.person = :person
"""),
    Written("""
DELETE FROM likeness WHERE likeness.person = :person
"""),
    Written("""
DELETE FROM "case" WHERE "case".person = :person
"""),
    Written("""
DELETE FROM uncounted WHERE uncounted.person = :person
"""),
)

PROJECTIONS = (
    Written("""
DELETE FROM person
"""),
    Written("""
DELETE FROM identifier
"""),
    Written("""
DELETE FROM joined
"""),
    Written("""
DELETE FROM likeness
"""),
    Written("""
DELETE FROM due
"""),
    Written("""
DELETE FROM "case"
"""),
    Written("""
DELETE FROM month_sum
"""),
    Written("""
DELETE FROM uncounted
"""),
)

PERSON_NAMES = (
    "id",
    "ref",
    "given",
    "family",
    "given_key",
    "family_key",
    "zone",
    "zone_reason",
    "tier",
    "tier_rank",
    "team",
    "coordinator",
    "on_caseload",
    "episode",
    "high",
    "high_until",
    "newest_at",
    "warnings",
    "card",
    "state",
)

DUE_NAMES = (
    "person",
    "key",
    "kind",
    "source",
    "title",
    "due_at",
    "from_at",
    "begins_at",
    "gated",
    "band",
    "band_when_high",
    "named_owner",
    "because",
    "resolved_by",
    "detail",
)

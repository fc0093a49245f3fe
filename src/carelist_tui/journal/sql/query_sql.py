"""What a screen, a list, a form or figures ask beyond it.

As the driver takes it: written from `query_statements.py`.
"""

from __future__ import annotations

from carelist_tui.journal.sql_text import Written

ALIKE_NOW = Written("""
SELECT DISTINCT likeness.person FROM likeness WHERE EXISTS (SELECT * FROM likeness AS other WHERE other."key" =
  likeness."key" AND other.person != likeness.person)
""")

ARRIVED_AFTER = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.arrival > :after AND NOT
  (entry.device = :device AND entry.seq <= :seq) AND entry.occurred_at <= :at AND entry.arrival < :until ORDER BY
  entry.arrival
""")

ARRIVED_OF_OTHERS = Written("""
SELECT count(*) AS count_1 FROM entry WHERE entry.arrival > :mark AND entry.device != :device
""")

ARRIVED_SINCE = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE (entry.recorded_at >= :since OR
  entry.arrival > :after) AND NOT (entry.device = :device AND entry.seq <= :seq) AND entry.occurred_at <= :at AND
  entry.arrival < :until ORDER BY entry.arrival
""")

ASSURANCE = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person IS NULL AND entry.type IN
  ('audit.scored', 'huddle.held', 'sample.drawn', 'supervision.held', 'worker.added', 'worker.changed',
  'entry.corrected') ORDER BY entry.occurred_at, entry.recorded_at, entry.device, entry.seq
""")

CARDS_OR_AHEAD = Written("""
SELECT person.id, person.card, person.on_caseload, person.newest_at, person.high = 1 OR coalesce(person.high_until >
  :at, 0) = 1 AS anon_1 FROM person WHERE person.on_caseload = 1 OR person.newest_at > :at OR person.id IN (SELECT
  each_given.value FROM json_each(:about) AS each_given)
""")

COORDINATED_BY = Written("""
SELECT person.id, person.state FROM person WHERE person.coordinator = :worker AND person.on_caseload = 1 ORDER BY
  person.family_key, person.id
""")

COVERS = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE (entry.type = 'entry.corrected' OR
  entry.type = 'cover.arranged' AND entry.occurred_at >= :since) AND entry.person IS NOT NULL AND entry.recorded_at >=
  :since
""")

DUES_NAMING = Written("""
SELECT due.person, due."key", due.kind, due.source FROM due WHERE due.named_owner = :worker AND (due.kind NOT IN
  ('confirm_authority', 'erasure')) ORDER BY due.person, due."key"
""")

DUES_OF = Written("""
SELECT due."key", due.kind, due.source, due.title, due.due_at, due.from_at, due.band, due.band_when_high,
  due.named_owner, due.because, due.resolved_by, due.detail FROM due WHERE due.person = :person
""")

ENTRIES_AMONG = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.id IN (SELECT each_given.value FROM
  json_each(:ids) AS each_given)
""")

GIVING_REFS = Written("""
SELECT entry.person, json_extract(entry.body, '$.ref') AS json_extract_1, json_extract(entry.body,
  '$.replacement.ref') AS json_extract_2 FROM entry WHERE entry.person IS NOT NULL AND (json_extract(entry.body,
  '$.ref') IS NOT NULL OR json_extract(entry.body, '$.replacement.ref') IS NOT NULL)
""")

HASHES = Written("""
SELECT entry.hash FROM entry ORDER BY entry.occurred_at, entry.recorded_at, entry.device, entry.seq
""")

HASHES_THEN = Written("""
SELECT entry.hash FROM entry WHERE entry.recorded_at <= :at ORDER BY entry.occurred_at, entry.recorded_at,
  entry.device, entry.seq
""")

HUDDLES = Written("""
SELECT entry.arrival, entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.type IN
  ('huddle.held', 'entry.corrected') AND entry.person IS NULL
""")

IDS_OF_TYPE = Written("""
SELECT entry.id FROM entry WHERE entry.type = :type ORDER BY entry.occurred_at DESC
""")

LEFT_OR_AHEAD = Written("""
SELECT person.state, person.newest_at FROM person WHERE person.on_caseload IS 0 OR person.newest_at > :at ORDER BY
  person.id
""")

LINES = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.recorded_at >= :since ORDER BY
  entry.occurred_at, entry.recorded_at, entry.device, entry.seq
""")

LINES_OF = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.recorded_at >= :since AND
  entry.person IN (SELECT each_given.value FROM json_each(:records) AS each_given) ORDER BY entry.occurred_at,
  entry.recorded_at, entry.device, entry.seq
""")

NEAR_WORKER = Written("""
SELECT DISTINCT entry.person FROM entry WHERE entry.person IS NOT NULL AND (json_extract(entry.envelope, '$.author') =
  :worker OR json_extract(entry.envelope, '$.on_behalf_of') = :worker OR json_extract(entry.body, '$.coordinator') =
  :worker OR json_extract(entry.body, '$.receiving_worker') = :worker OR json_extract(entry.body,
  '$.replacement.coordinator') = :worker OR json_extract(entry.body, '$.replacement.receiving_worker') = :worker)
""")

NEWEST_OF = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.occurred_at <= :at AND entry.person =
  :person ORDER BY entry.occurred_at DESC, entry.recorded_at DESC, entry.device DESC, entry.seq DESC LIMIT :count
  OFFSET 0
""")

NEWEST_OF_RECORDS = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.occurred_at <= :at AND entry.person
  IN (SELECT each_given.value FROM json_each(:records) AS each_given) ORDER BY entry.occurred_at DESC,
  entry.recorded_at DESC, entry.device DESC, entry.seq DESC LIMIT :count OFFSET 0
""")

ON_CASELOAD_OR_AHEAD = Written("""
SELECT person.state, person.newest_at, person.id, person.ref, person.given, person.family, person.zone,
  person.zone_reason, person.tier, person.tier_rank, person.team, person.coordinator, person.high_until,
  person.warnings, person.high FROM person WHERE person.on_caseload = 1 OR person.newest_at > :at ORDER BY person.id
""")

OWNERS = Written("""
SELECT due."key", due.named_owner FROM due
""")

RECORDED_ON = Written("""
SELECT entry.id, entry.recorded_at FROM entry WHERE entry.id IN (SELECT each_given.value FROM json_each(:ids) AS
  each_given) AND entry.device = :device
""")

REFS_OF_PEOPLE = Written("""
SELECT person.id, person.ref FROM person
""")

SIGNALS_NOTED = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person IS NULL AND entry.type IN
  ('signal.noted', 'entry.corrected') ORDER BY entry.occurred_at, entry.recorded_at, entry.device, entry.seq
""")

TOLD_OF_ONE_OF = Written("""
SELECT DISTINCT entry.person FROM entry WHERE entry.type IN (SELECT each_given.value FROM json_each(:types) AS
  each_given) AND entry.person IS NOT NULL
""")

TOLD_OF_TYPES = Written("""
SELECT DISTINCT entry.person FROM entry WHERE entry.person IS NOT NULL AND (entry.type IN (SELECT each_given.value
  FROM json_each(:types) AS each_given) AND entry.occurred_at >= :since OR entry.type = 'entry.corrected')
""")

TO_COUNT_AFRESH = Written("""
SELECT person.id FROM person WHERE person.newest_at > :at OR person.id IN (SELECT uncounted.person FROM uncounted)
  ORDER BY person.id
""")

WHOSE_ENTRIES = Written("""
SELECT entry.id, entry.person FROM entry WHERE entry.id IN (SELECT each_given.value FROM json_each(:ids) AS
  each_given)
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

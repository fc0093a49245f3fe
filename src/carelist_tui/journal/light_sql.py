"""What the light reading asks, as the driver takes it: written from `light_statements.py`."""

ADOPTED = """
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person IS NULL AND entry.type IN
  ('standards.adopted', 'entry.corrected')
"""

AHEAD = """
SELECT person.id, person.ref FROM person WHERE person.newest_at > :at
"""

ALIKE = """
SELECT other.person, own."key", own.number, other.number AS number_1 FROM likeness AS own JOIN likeness AS other ON
  other."key" = own."key" AND other.person != own.person WHERE own.person = :person ORDER BY own."key" DESC,
  other.person
"""

CARD = """
SELECT person.card, person.newest_at, person.ref FROM person WHERE person.id = :person
"""

CASELOADS = """
SELECT person.coordinator, count(*) AS count_1 FROM person WHERE person.on_caseload = 1 AND person.coordinator IS NOT
  NULL GROUP BY person.coordinator
"""

CONCERNED = """
SELECT person.id, person.ref, person.given, person.family, person.zone, person.zone_reason, person.tier,
  person.tier_rank, person.team, person.coordinator, person.high_until, person.warnings, person.high FROM person WHERE
  person.id IN (SELECT due.person FROM due WHERE due.gated = 1 AND due.begins_at <= :at OR due.gated = 0 AND
  due.begins_at < :opens OR due.due_at <= :until) AND :at >= coalesce(person.newest_at, '')
"""

COPIES = """
SELECT copied.entry, copied.at FROM copied WHERE copied.worker = :worker
"""

GROWN = """
SELECT person.ref, (SELECT max(entry.arrival) AS max_1 FROM entry WHERE entry.person = person.id OR entry.person IN
  (SELECT joined.record FROM joined, person WHERE joined.person = person.id)) AS anon_1 FROM person WHERE person.id =
  :person
"""

HANDOVERS = """
SELECT person.id, json_extract(one.value, '$.id') AS json_extract_1, json_extract(one.value, '$.direction') AS
  json_extract_2, json_extract(one.value, '$.kind') AS json_extract_3, json_extract(one.value, '$.to_team') AS
  json_extract_4, json_extract(one.value, '$.complete_by') AS json_extract_5, json_extract(one.value, '$.sender') AS
  json_extract_6, json_extract(one.value, '$.there') AS json_extract_7, coalesce(json_extract(one.value,
  '$.sent_again.order[0]'), json_extract(one.value, '$.sent.order[0]')) AS coalesce_1 FROM person,
  json_each(person.state, '$.handovers') AS one WHERE json_extract(one.value, '$.closed') IS NULL AND
  person.on_caseload = 1
"""

HOLDS = """
SELECT 1 AS anon_1 FROM entry WHERE entry.id = :id
"""

HOLDS_AS_WRITTEN = """
SELECT 1 AS anon_1 FROM entry WHERE entry.device = :device AND entry.seq = :seq AND entry.hash = :hash
"""

KEEP_COPY = """
INSERT INTO copied (worker, entry, at) VALUES (:worker, :entry, :at) ON CONFLICT (worker, entry) DO UPDATE SET at =
  excluded.at
"""

KEEP_LOOK = """
INSERT INTO access (number, at, worker, kind, person, count, prev, hash, reason) VALUES (:number, :at, :worker, :kind,
  :person, :count, :prev, :hash, :reason)
"""

LAST_LOOK = """
SELECT access.number, access.hash FROM access ORDER BY access.number DESC LIMIT 1 OFFSET 0
"""

LOOKS = """
SELECT access.number, access.at, access.worker, access.kind, access.person, access.count, access.prev, access.hash,
  access.reason FROM access ORDER BY access.number DESC
"""

LOOKS_ABOUT = """
SELECT access.number, access.at, access.worker, access.kind, access.person, access.count, access.prev, access.hash,
  access.reason FROM access WHERE access.person = :person ORDER BY access.number DESC
"""

LOOKS_ABOUT_BY = """
SELECT access.number, access.at, access.worker, access.kind, access.person, access.count, access.prev, access.hash,
  access.reason FROM access WHERE access.person = :person AND access.worker = :worker ORDER BY access.number DESC
"""

LOOKS_BY = """
SELECT access.number, access.at, access.worker, access.kind, access.person, access.count, access.prev, access.hash,
  access.reason FROM access WHERE access.worker = :worker ORDER BY access.number DESC
"""

META = """
SELECT meta.name, meta.value FROM meta
"""

NAMESAKES = """
SELECT person.id FROM person WHERE person.ref = :ref AND person.id != :person ORDER BY person.id
"""

NEWEST = """
SELECT max(entry.recorded_at) AS max_1 FROM entry
"""

NEWEST_OF_DEVICES = """
WITH RECURSIVE one_device(device) AS (SELECT min(entry.device) AS device FROM entry UNION ALL SELECT (SELECT
  min(entry.device) AS min_1 FROM entry WHERE entry.device > one_device.device) AS anon_2 FROM one_device WHERE
  one_device.device IS NOT NULL) SELECT entry.device, entry.seq, entry.recorded_at, CASE WHEN
  (json_extract(entry.envelope, '$.origin') IS NULL) THEN json_extract(entry.envelope, '$.author') ELSE '' END AS
  anon_1 FROM one_device JOIN entry ON entry.device = one_device.device AND entry.seq = (SELECT max(newest.seq) AS
  max_1 FROM entry AS newest WHERE newest.device = one_device.device)
"""

OF_LAPTOPS = """
SELECT entry.id, entry.type, entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person IS NULL
  AND entry.type IN ('device.enrolled', 'device.revoked', 'entry.corrected')
"""

ON_BOARD = """
SELECT person.id, person.ref, person.given, person.family, person.zone, person.zone_reason, person.tier,
  person.tier_rank, person.team, person.coordinator, person.high_until, person.warnings, person.high,
  person.on_caseload = 1 AND (person.zone IN ('red', 'amber') OR person.high = 1 OR person.high_until > :at) AS
  anon_1, json_extract(person.card, '$.zone_since') AS json_extract_1, json_extract(person.card, '$.bearings') AS
  json_extract_2 FROM person WHERE person.on_caseload = 1 AND (person.zone IN ('red', 'amber') OR person.high = 1 OR
  person.high_until > :at) OR person.id IN (SELECT due.person FROM due WHERE due.kind IN ('action',
  'handover_acceptance', 'handover_call', 'handover_checklist', 'handover_first_contact', 'handover_reverted',
  'improvement', 'zone_review')) OR person.id IN (SELECT each_given.value FROM json_each(:people) AS each_given)
"""

OUT = """
SELECT due.person, due."key", due.kind, due.source, due.title, due.due_at, due.from_at, due.band, due.band_when_high,
  due.named_owner, due.because, due.resolved_by, due.detail FROM due WHERE due.person = '' AND due.kind =
  'worker_back'
"""

OWED = """
SELECT due.person, due."key", due.kind, due.source, due.title, due.due_at, due.from_at, due.band, due.band_when_high,
  due.named_owner, due.because, due.resolved_by, due.detail FROM due WHERE due.gated = 1 AND due.begins_at <= :at OR
  due.gated = 0 AND due.begins_at < :opens OR due.due_at <= :until
"""

PEOPLE = """
SELECT person.id, person.ref, person.on_caseload, person.zone, person.tier, person.team, person.coordinator,
  person.state FROM person ORDER BY person.family_key, person.given_key, person.id
"""

RECORDED_SINCE = """
WITH RECURSIVE one_device(device) AS (SELECT min(entry.device) AS device FROM entry UNION ALL SELECT (SELECT
  min(entry.device) AS min_1 FROM entry WHERE entry.device > one_device.device) AS anon_1 FROM one_device WHERE
  one_device.device IS NOT NULL), back(device, seq, person, recorded_at) AS (SELECT entry.device AS device, entry.seq
  AS seq, entry.person AS person, entry.recorded_at AS recorded_at FROM one_device JOIN entry ON entry.device =
  one_device.device AND entry.seq = (SELECT max(newest.seq) AS max_1 FROM entry AS newest WHERE newest.device =
  one_device.device) WHERE entry.recorded_at >= :since UNION ALL SELECT one.device AS device, one.seq AS seq,
  one.person AS person, one.recorded_at AS recorded_at FROM back JOIN entry AS one ON one.device = back.device AND
  one.seq = (SELECT max(older.seq) AS max_2 FROM entry AS older WHERE older.device = back.device AND older.seq <
  back.seq) WHERE one.recorded_at >= :since) SELECT coalesce((SELECT joined.person FROM joined WHERE joined.record =
  back.person), back.person) AS coalesce_1 FROM back WHERE back.person IS NOT NULL GROUP BY back.person HAVING NOT
  (count(*) = (SELECT count(*) AS count_1 FROM entry WHERE entry.person = back.person) AND min(back.recorded_at) =
  max(back.recorded_at))
"""

REFS = """
SELECT identifier.person, identifier.ref FROM identifier
"""

SENT_UPTO = """
SELECT max(sent.last) AS max_1 FROM sent WHERE sent.device = :device
"""

STANDS_OUT = """
SELECT due.person, due."key", due.kind, due.source, due.title, due.due_at, due.from_at, due.band, due.band_when_high,
  due.named_owner, due.because, due.resolved_by, due.detail FROM due WHERE due.kind IN ('action',
  'handover_acceptance', 'handover_call', 'handover_checklist', 'handover_first_contact', 'handover_reverted',
  'improvement', 'zone_review')
"""

STORY = """
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person = :person OR entry.person IN
  (SELECT joined.record FROM joined WHERE joined.person = :person) ORDER BY entry.occurred_at, entry.recorded_at,
  entry.device, entry.seq
"""

WERE_FOLDERS_USED = """
SELECT (EXISTS (SELECT 1 AS anon_2 FROM seen)) OR (EXISTS (SELECT 1 AS anon_3 FROM sent)) AS anon_1
"""

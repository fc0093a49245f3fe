"""What is asked of the journal itself, and written to it.

As the driver takes it: written from `entry_statements.py`.
"""

from __future__ import annotations

from carelist_tui.journal.sql_text import Written

BEFORE_ABOUT_PERSON = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.arrival < (SELECT own.arrival FROM
  entry AS own WHERE own.device = :device AND own.seq = :seq) AND entry.person = :person
""")

BEFORE_ABOUT_TEAM = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.arrival < (SELECT own.arrival FROM
  entry AS own WHERE own.device = :device AND own.seq = :seq) AND entry.person IS NULL
""")

CORRECTIONS_OF = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE coalesce(entry.person, '') = :person AND
  entry.type = 'entry.corrected'
""")

COUNT_OF_DEVICE = Written("""
SELECT count(*) AS count_1 FROM entry WHERE entry.device = :device
""")

DEVICES = Written("""
SELECT DISTINCT entry.device FROM entry
""")

ENTRIES = Written("""
SELECT count(*) AS count_1 FROM entry
""")

ENTRIES_NAMED = Written("""
SELECT entry.arrival, entry.id, entry.type, entry.body IS NULL AS anon_1 FROM entry WHERE entry.id IN (SELECT
  each_given.value FROM json_each(:ids) AS each_given) AND coalesce(entry.person, '') = :person
""")

ENTRIES_OF = Written("""
SELECT count(*) AS count_1 FROM entry WHERE entry.person = :person
""")

ENVELOPES_OF = Written("""
SELECT entry.envelope FROM entry WHERE entry.id = :id
""")

ERASURES = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.type = 'entry.erased'
""")

FIRST_MISSING = Written("""
SELECT min(one.seq) AS min_1 FROM entry AS one WHERE one.device = :device AND NOT (EXISTS (SELECT * FROM entry AS
  next_one WHERE next_one.device = one.device AND next_one.seq = one.seq + 1))
""")

FIRST_WORKERS = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person IS NULL AND entry.type =
  'worker.added' ORDER BY entry.device != :device, entry.recorded_at, entry.device, entry.seq
""")

HASHES_AT = Written("""
SELECT entry.seq, entry.hash FROM entry WHERE entry.device = :device AND entry.seq IN (SELECT each_given.value FROM
  json_each(:numbers) AS each_given)
""")

HASH_AT = Written("""
SELECT entry.hash FROM entry WHERE entry.device = :device AND entry.seq = :seq
""")

HEADS = Written("""
WITH RECURSIVE one_device(device) AS (SELECT min(entry.device) AS device FROM entry UNION ALL SELECT (SELECT
  min(entry.device) AS min_1 FROM entry WHERE entry.device > one_device.device) AS anon_2 FROM one_device WHERE
  one_device.device IS NOT NULL) SELECT entry.device, (SELECT count(*) AS count_1 FROM entry AS counted WHERE
  counted.device = one_device.device) AS anon_1, entry.seq, entry.recorded_at FROM one_device JOIN entry ON
  entry.device = one_device.device AND entry.seq = (SELECT max(newest.seq) AS max_1 FROM entry AS newest WHERE
  newest.device = one_device.device)
""")

HEAD_OF = Written("""
SELECT entry.seq, entry.hash FROM entry WHERE entry.device = :device ORDER BY entry.seq DESC
""")

HOLDS = Written("""
SELECT 1 AS anon_1 FROM entry WHERE entry.id = :id
""")

IDS_OF_RECORD = Written("""
SELECT entry.id FROM entry WHERE entry.person = :record
""")

JOINS = Written("""
SELECT DISTINCT entry.person FROM entry WHERE entry.type = 'persons.joined'
""")

JOIN_OF = Written("""
SELECT entry.person FROM entry WHERE entry.type = 'persons.joined' AND entry.person = :record
""")

KINDS_OF = Written("""
SELECT entry.id, entry.type, entry.person FROM entry WHERE entry.id IN (SELECT each_given.value FROM json_each(:ids)
  AS each_given) ORDER BY json_extract(entry.envelope, '$.origin') IS NOT NULL, entry.occurred_at, entry.recorded_at,
  entry.device, entry.seq
""")

LAPTOPS = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person IS NULL AND entry.type IN
  ('device.enrolled', 'device.revoked', 'entry.corrected')
""")

MEANT = Written("""
SELECT entry.id, entry.type, entry.occurred_at, entry.person, entry.body IS NULL AS anon_1 FROM entry WHERE entry.id
  IN (SELECT each_given.value FROM json_each(:ids) AS each_given) ORDER BY json_extract(entry.envelope, '$.origin') IS
  NOT NULL, entry.occurred_at, entry.recorded_at, entry.device, entry.seq
""")

NEWEST_ARRIVAL = Written("""
SELECT max(entry.arrival) AS max_1 FROM entry
""")

NEWEST_BY_AUTHOR = Written("""
SELECT json_extract(entry.envelope, '$.author') AS json_extract_1, max(entry.recorded_at) AS max_1 FROM entry WHERE
  json_extract(entry.envelope, '$.origin') IS NULL AND entry.recorded_at <= :known_at GROUP BY
  json_extract(entry.envelope, '$.author')
""")

NEWEST_ENTRY = Written("""
SELECT entry.arrival, entry.hash FROM entry ORDER BY entry.arrival DESC LIMIT 1 OFFSET 0
""")

NEWEST_RECORDED = Written("""
SELECT max(entry.recorded_at) AS max_1 FROM entry
""")

PUT_ENTRY = Written("""
INSERT INTO entry (id, type, person, occurred_at, recorded_at, device, seq, hash, salt, envelope, body) VALUES (:id,
  :type, :person, :occurred_at, :recorded_at, :device, :seq, :hash, :salt, :envelope, :body)
""")

RECORDED_AFTER = Written("""
SELECT DISTINCT entry.recorded_at FROM entry WHERE json_extract(entry.envelope, '$.author') = :worker AND
  json_extract(entry.envelope, '$.origin') IS NULL AND entry.recorded_at > :after AND entry.recorded_at <= :known_at
  AND (entry.recorded_at NOT IN (SELECT each_given.value FROM json_each(:besides) AS each_given)) ORDER BY
  entry.recorded_at
""")

RUN = Written("""
SELECT entry.seq, entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.device = :device AND
  entry.seq BETWEEN :first AND :last ORDER BY entry.seq
""")

SEVERAL_TIMES = Written("""
SELECT entry.id FROM entry WHERE entry.id IN (SELECT each_given.value FROM json_each(:ids) AS each_given) GROUP BY
  entry.id HAVING count(*) > 1
""")

STANDARDS_ENTRIES = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person IS NULL AND entry.type IN
  ('standards.adopted', 'entry.corrected')
""")

STORIES = Written("""
SELECT entry.person, entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person IS NOT NULL
  ORDER BY entry.person, entry.occurred_at, entry.recorded_at, entry.device, entry.seq
""")

STORY_OF = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person = :person ORDER BY
  entry.occurred_at, entry.recorded_at, entry.device, entry.seq
""")

STORY_OF_TEAM = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person IS NULL ORDER BY
  entry.occurred_at, entry.recorded_at, entry.device, entry.seq
""")

TAKE_BEYOND = Written("""
DELETE FROM entry WHERE entry.device = :device AND entry.seq > :upto
""")

TAKE_WORDS = Written("""
UPDATE entry SET salt=NULL, body=NULL WHERE entry.arrival = :arrival
""")

TEAM_CORRECTIONS = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.person IS :person AND entry.type =
  'entry.corrected'
""")

TEXTS_AT = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.device = :device AND entry.seq = :seq
""")

TEXTS_BEYOND = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.device = :device AND entry.seq >
  :upto ORDER BY entry.seq
""")

TEXTS_OF = Written("""
SELECT entry.envelope, entry.body, entry.salt, entry.hash FROM entry WHERE entry.id = :entry ORDER BY
  json_extract(entry.envelope, '$.origin') IS NOT NULL, entry.occurred_at, entry.recorded_at, entry.device, entry.seq
""")

TOLD_OF = Written("""
SELECT DISTINCT entry.person FROM entry WHERE entry.person IS NOT NULL
""")

WORDLESS = Written("""
SELECT entry.id, entry.type, entry.person FROM entry WHERE entry.body IS NULL
""")

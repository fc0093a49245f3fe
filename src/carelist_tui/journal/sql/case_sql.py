"""What is asked of cases, and written there.

As the driver takes it: written from `case_statements.py`.
"""

from __future__ import annotations

from carelist_tui.journal.sql_text import Written

CASES = Written("""
SELECT "case".person, "case".measure, "case".starts_at, "case".stops_at, "case".due_at, "case".counted,
  "case".excluded, "case".team, "case".locality, "case".tier, "case".source, "case".zone, "case".worker,
  "case".groups, "case".facts, "case".entries, "case".is_late, "case".is_disputed FROM "case" WHERE "case".measure IN
  (SELECT each_given.value FROM json_each(:measures) AS each_given) ORDER BY "case".measure, "case".starts_at,
  "case".person, "case".number
""")

CASES_OF = Written("""
SELECT "case".person, "case".measure, "case".number, "case".starts_at, "case".stops_at, "case".due_at, "case".counted,
  "case".excluded, "case".team, "case".locality, "case".tier, "case".source, "case".zone, "case".worker,
  "case".groups, "case".facts, "case".entries, "case".is_late, "case".is_disputed FROM "case" WHERE "case".person =
  :person ORDER BY "case".measure, "case".number
""")

COUNTED_STARTS = Written("""
SELECT "case".starts_at FROM "case" WHERE "case".measure = :measure AND "case".counted = 1 AND "case".excluded IS NULL
""")

EVERY_SUM = Written("""
SELECT month_sum.measure, month_sum.begins_at, month_sum.ends_at, month_sum.made_at, month_sum.holds_until,
  month_sum.says FROM month_sum WHERE month_sum.made_by IN (SELECT each_given.value FROM json_each(:by) AS each_given)
""")

FIRST_CASE = Written("""
SELECT min("case".starts_at) AS min_1 FROM "case" WHERE "case".measure = :measure
""")

IS_COUNTED = Written("""
DELETE FROM uncounted WHERE uncounted.person = :person
""")

MONTH_SUMS = Written("""
SELECT month_sum.measure, month_sum.begins_at, month_sum.ends_at, month_sum.says, month_sum.holds_until FROM month_sum
  WHERE month_sum.made_by IN (SELECT each_given.value FROM json_each(:by) AS each_given) AND month_sum.made_at <= :at
  AND (month_sum.holds_until IS NULL OR month_sum.holds_until > :at)
""")

NEWEST_OF_NOBODY = Written("""
SELECT max(entry.arrival) AS max_1 FROM entry WHERE entry.person IS NULL
""")

PUT_CASE = Written("""
INSERT INTO "case" (person, measure, number, starts_at, stops_at, due_at, counted, excluded, team, locality, tier,
  source, zone, worker, groups, facts, entries, is_late, is_disputed) VALUES (:person, :measure, :number, :starts_at,
  :stops_at, :due_at, :counted, :excluded, :team, :locality, :tier, :source, :zone, :worker, :groups, :facts,
  :entries, :is_late, :is_disputed)
""")

PUT_MONTH_SUM = Written("""
INSERT INTO month_sum (measure, begins_at, ends_at, made_by, made_at, holds_until, says) VALUES (:measure, :begins_at,
  :ends_at, :made_by, :made_at, :holds_until, :says) ON CONFLICT (measure, begins_at) DO UPDATE SET ends_at =
  excluded.ends_at, made_by = excluded.made_by, made_at = excluded.made_at, holds_until = excluded.holds_until, says =
  excluded.says
""")

REACHING = Written("""
SELECT "case".measure, "case".person, "case".starts_at, "case".stops_at, "case".due_at, "case".counted,
  "case".excluded, "case".facts, CASE WHEN ("case".measure IN ('indicators')) THEN "case".entries ELSE '[]' END AS
  anon_1, "case".is_late, "case".team, "case".locality, "case".tier, "case".source, "case".zone, "case".worker,
  "case".groups FROM "case" WHERE "case".measure = :measure AND "case".starts_at >= :first AND "case".starts_at <
  :until AND ("case".stops_at IS NULL OR "case".stops_at > :since)
""")

STARTING = Written("""
SELECT "case".measure, "case".person, "case".starts_at, "case".stops_at, "case".due_at, "case".counted,
  "case".excluded, "case".facts, CASE WHEN ("case".measure IN ('indicators')) THEN "case".entries ELSE '[]' END AS
  anon_1, "case".is_late, "case".team, "case".locality, "case".tier, "case".source, "case".zone, "case".worker,
  "case".groups FROM "case" WHERE "case".measure = :measure AND "case".starts_at >= :since AND "case".starts_at <
  :until
""")

SUMMED = Written("""
SELECT "case".measure, "case".person, "case".starts_at, "case".stops_at, "case".due_at, "case".counted,
  "case".excluded, "case".facts, CASE WHEN ("case".measure IN ('indicators')) THEN "case".entries ELSE '[]' END AS
  anon_1, "case".is_late, "case".team, "case".locality, "case".tier, "case".source, "case".zone, "case".worker,
  "case".groups FROM "case"
""")

SUMMED_OF_SOME = Written("""
SELECT "case".measure, "case".person, "case".starts_at, "case".stops_at, "case".due_at, "case".counted,
  "case".excluded, "case".facts, CASE WHEN ("case".measure IN ('indicators')) THEN "case".entries ELSE '[]' END AS
  anon_1, "case".is_late, "case".team, "case".locality, "case".tier, "case".source, "case".zone, "case".worker,
  "case".groups FROM "case" WHERE "case".measure IN (SELECT each_given.value FROM json_each(:measures) AS each_given)
""")

TAKE_MONTH_SUMS = Written("""
DELETE FROM month_sum WHERE month_sum.measure IN (SELECT each_given.value FROM json_each(:measures) AS each_given) AND
  month_sum.begins_at <= :until AND month_sum.ends_at >= :since
""")

UNCOUNTED = Written("""
SELECT uncounted.person FROM uncounted ORDER BY uncounted.person
""")

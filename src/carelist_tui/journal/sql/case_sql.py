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

IS_COUNTED = Written("""
DELETE FROM uncounted WHERE uncounted.person = :person
""")

PUT_CASE = Written("""
INSERT INTO "case" (person, measure, number, starts_at, stops_at, due_at, counted, excluded, team, locality, tier,
  source, zone, worker, groups, facts, entries, is_late, is_disputed) VALUES (:person, :measure, :number, :starts_at,
  :stops_at, :due_at, :counted, :excluded, :team, :locality, :tier, :source, :zone, :worker, :groups, :facts,
  :entries, :is_late, :is_disputed)
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

UNCOUNTED = Written("""
SELECT uncounted.person FROM uncounted ORDER BY uncounted.person
""")

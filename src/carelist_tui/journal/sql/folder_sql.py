"""What is asked of what this laptop remembers of shared folders, and written there.

As the driver takes it: written from `folder_statements.py`.
"""

from __future__ import annotations

from carelist_tui.journal.sql_text import Written

PUT_SEEN = Written("""
INSERT INTO seen (folder, device, last, hash) VALUES (:folder, :device, :last, :hash) ON CONFLICT (folder, device) DO
  UPDATE SET last = excluded.last, hash = excluded.hash
""")

PUT_SENT = Written("""
INSERT INTO sent (folder, device, first, last, size, hash) VALUES (:folder, :device, :first, :last, :size, :hash) ON
  CONFLICT (folder, device, first, last) DO UPDATE SET size = excluded.size, hash = excluded.hash
""")

SEEN_IN = Written("""
SELECT seen.device, seen.last, seen.hash FROM seen WHERE seen.folder = :folder
""")

SENT_INTO = Written("""
SELECT sent.first, sent.last, sent.size, sent.hash FROM sent WHERE sent.folder = :folder AND sent.device = :device
  ORDER BY sent.first
""")

TAKE_SENT = Written("""
DELETE FROM sent WHERE sent.folder = :folder AND sent.device = :device AND sent.first = :first AND sent.last = :last
""")

FOLDERS = (
    Written("""
SELECT DISTINCT seen.folder FROM seen
"""),
    Written("""
SELECT DISTINCT sent.folder FROM sent
"""),
)

SHOWN = (
    Written("""
SELECT seen.device, max(seen.last) AS max_1 FROM seen WHERE seen.folder = :folder GROUP BY seen.device
"""),
    Written("""
SELECT sent.device, max(sent.last) AS max_1 FROM sent WHERE sent.folder = :folder GROUP BY sent.device
"""),
)

UPTO = (
    Written("""
SELECT max(sent.last) AS max_1 FROM sent WHERE sent.device = :device
"""),
    Written("""
SELECT max(seen.last) AS max_1 FROM seen WHERE seen.device = :device
"""),
)

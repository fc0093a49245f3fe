# What is done by hand here, one recipe each. `just` alone lists them.

# An activated environment, or the checkout's own.
bin := if env("VIRTUAL_ENV", "") == "" { ".venv/bin" } else { env("VIRTUAL_ENV") / "bin" }

# Each guards a bound that docs/figures.md tells.
figures := "languages terminal recording worklist long_story look_back folding long_day commands vault syncing team"

# Which recipes there are.
default:
    @just --list --unsorted

# Before each commit: style, floors, types, and the tests that are not slow.
quick:
    {{bin}}/ruff check
    {{bin}}/ruff format --check
    {{bin}}/lint-imports --no-cache
    @mkdir -p .mypy_cache
    {{bin}}/dmypy --status-file .mypy_cache/daemon.json run
    HYPOTHESIS_PROFILE=quick {{bin}}/python -m pytest -q -m "not slow"

# Before sharing: everything, as in a fresh clone.
check:
    .ci/run

# Write anew the pictures that the tests compare, and the one of the README. Look at each that changed.
pictures:
    CARELIST_HARNESS=full {{bin}}/python -m pytest -q --snapshot-update tests/tui/test_pictures.py tests/tui/pictures tests/tui/locked/test_pictures_of_signing_in.py tests/tui/locked/test_pictures_of_enrolment.py
    cp "tests/tui/pictures/__snapshots__/test_worklist/test_today_shows_one_row_a_person[carelist-dark-size0].svg" docs/pictures/today.svg

# Write the pictures of the guide anew from the running app. Look at each that changed.
guide:
    {{bin}}/python docs/guide_pictures.py

# Build the guide as a site into build/guide: it needs no server and no network, open build/guide/index.html.
site:
    NO_MKDOCS_2_WARNING=1 {{bin}}/python -m mkdocs build --strict

# Write docs/keys.md anew from the bindings.
keys:
    {{bin}}/python docs/keys.py

# Write anew all that is generated: keys, measures, SQL that is written out, schemas and examples, bill of materials, licences.
docs: keys
    {{bin}}/python -m carelist_tui.journal.light_statements
    {{bin}}/python -m carelist_tui.journal.sql.writer
    {{bin}}/carelist schema
    {{bin}}/python docs/measures.py
    {{bin}}/python requirements/bill_of_materials.py

# Write the catalogue of words anew, and make or renew the languages that are named (`just words cy`). Exit status 1 when a translation loses a value.
words *languages:
    {{bin}}/python docs/words.py {{languages}}

# Print the figures of docs/figures.md anew; takes long. Exit status 1 when one that has a bound is missed.
figures:
    #!/usr/bin/env bash
    status=0
    for name in {{figures}}; do
        echo "== benchmarks/$name.py"
        {{bin}}/python "benchmarks/$name.py" || status=1
    done
    exit $status

# Carelist as on Windows, by Wine: what only Windows does, a laptop's day, three laptops in one folder. Takes minutes.
windows *what:
    .ci/windows {{what}}

# The one-folder build for Windows, made and started by Wine: a trial of it, to be handed to nobody.
windows-folder:
    .ci/windows folder

# The same, and all tests of domain, journal, vault, exchange and commands that ask for no POSIX system: hours. It goes on where it was
# broken off; `anew` begins anew, and of the folders that are named only those are run. WORKERS says how many at once.
windows-nightly *what:
    .ci/windows nightly {{what}}

# The long runs: every case of every test, ten times the stories, whole harnesses, mutants (these need the extra `mutation`).
nightly seed="1":
    #!/usr/bin/env bash
    status=0
    CARELIST_HARNESS=full {{bin}}/python -m pytest -q --timeout=1800 --ignore=tests/harness || status=1
    HYPOTHESIS_PROFILE=nightly {{bin}}/python -m pytest -q --timeout=0 tests/domain/test_properties.py \
        tests/stories/test_refusals.py tests/exchange/test_whole.py tests/exchange/sync/test_many_laptops.py || status=1
    HYPOTHESIS_PROFILE=nightly {{bin}}/python -m pytest -n 0 -s --timeout=1800 tests/harness || status=1
    HYPOTHESIS_PROFILE=nightly {{bin}}/python -m pytest -n 0 -s --timeout=3600 tests/exchange/collector || status=1
    packages=$({{bin}}/python -c "from tests.mutation.__main__ import NEAR; print(*NEAR)") || status=1
    for package in $packages; do
        {{bin}}/python -m tests.mutation "$package" --seed {{seed}} || status=1
    done
    just packages-check || status=1
    exit $status

# Build what is handed out into dist/: sdist, wheel, bill of materials, checksums; with `--deb` the one-folder build and the .deb too.
packages *what:
    python3 -m venv build/packages
    build/packages/bin/pip install -q --require-hashes -r requirements/packages.txt
    build/packages/bin/python packaging/build.py dist {{what}}

# Build everything twice and compare, then start each package in a bare root (needs root and debootstrap, else left out by name).
packages-check: (packages "--deb --twice")
    build/packages/bin/python packaging/check.py dist --roots build/roots

"""Mutation testing: the program is broken in one small place at a time, and some test has to notice (docs/mutation.md).

    python -m tests.mutation PACKAGE --seed 1 --most 300

Needs the extra `mutation`. Sources are never touched: a mutant lives in the memory of a forked process, or in a copy.
"""

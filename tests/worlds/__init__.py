"""Worlds with a known effect: what the arithmetic of effect says of them is held against it.

The suite looks at some; `python -m tests.worlds` looks at 500 and prints the figures.
"""

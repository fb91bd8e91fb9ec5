"""Chance that falls the same way on every machine."""

from random import Random


def dice(purpose: str) -> Random:
    """A source of chance of its own for each purpose, so that one part can change alone."""
    return Random(purpose)  # noqa: S311  nothing here is a secret

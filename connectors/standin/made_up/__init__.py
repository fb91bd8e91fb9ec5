"""A made-up world for demo and tests: four venues, a thousand submissions, their citations.

Everything in it is invented and follows from fixed seeds, so that every call on every machine
gives the same bytes. What a linker should find in it is :func:`truth`; which oddities it holds
is told in :mod:`hard_cases`, :mod:`spelled` and :mod:`odd_notes`.
"""

from connectors.standin.corpus import Corpus
from connectors.standin.made_up.hard_cases import Truth
from connectors.standin.made_up.world import served, world

__all__ = ["Truth", "corpus", "truth"]


def corpus() -> Corpus:
    """What both services know of the made-up world, fresh at every call."""
    return served(world())


def truth() -> list[Truth]:
    """Which record is which accepted paper, and where abstaining is right."""
    return world().shelf.truth

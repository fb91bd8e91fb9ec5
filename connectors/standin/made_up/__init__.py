"""A made-up world for demo and tests: four venues, a thousand submissions, their citations.

Beside them stand small venues, one for each way in which OpenReview ever recorded acceptance
(:mod:`eras`). Everything is invented and follows from fixed seeds, so that every call on every
machine gives the same bytes. What a linker should find is :func:`truth`, what a reader of the
small venues should find is :func:`fates`; which oddities the world holds is told in
:mod:`hard_cases`, :mod:`spelled` and :mod:`odd_notes`.
"""

from connectors.standin.corpus import Corpus
from connectors.standin.made_up.eras import Fate
from connectors.standin.made_up.hard_cases import Truth
from connectors.standin.made_up.world import served, world

__all__ = ["Fate", "Truth", "corpus", "fates", "truth"]


def corpus() -> Corpus:
    """What both services know of the made-up world, fresh at every call."""
    return served(world())[0]


def truth() -> list[Truth]:
    """Which record is which accepted paper, and where abstaining is right."""
    return world().shelf.truth


def fates() -> list[Fate]:
    """What became of each submission of the small venues, and where that is written."""
    return served(world())[1]

"""Everything the stand-in knows: several corpora merged into one world, as of one day."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from connectors.standin.corpus import Corpus
from connectors.standin.openreview.groups import Groups, merged
from connectors.standin.openreview.notebook import Notes
from connectors.standin.openreview.profiles import Profiles, profiles_of
from connectors.standin.semantic_scholar.catalogue import Catalogue


class World:
    """What both services hold.

    Args:
        corpora: Taken in one by one, so a generator that loads them needs memory for one only.
        today: The day the world is of; None for everything that is known. Notes and records
            stay, only citations, counts and ids that moved depend on the day.
    """

    def __init__(self, corpora: Iterable[Corpus] = (), today: date | None = None) -> None:
        self.today = today
        self.catalogue = Catalogue(today=today)
        groups, v1, v2 = [], [], []
        for corpus in corpora:
            groups += corpus.groups
            v1 += corpus.notes_v1
            v2 += corpus.notes_v2
            self.catalogue.add(corpus)
        self.groups: Groups = merged(groups)
        self.v1 = Notes(v1, version=1)
        self.v2 = Notes(v2, version=2)

    @cached_property
    def profiles(self) -> Profiles:
        """The profiles of all authors, gathered when first asked for."""
        return profiles_of((self.v1, self.v2))

"""The made-up world, built once for all tests that only look at it."""

from dataclasses import replace
from typing import Any

import pytest

from connectors.standin import made_up
from connectors.standin.corpus import Corpus
from connectors.standin.made_up import Truth
from connectors.standin.made_up.eras import ERA_VENUES


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return made_up.corpus()


@pytest.fixture(scope="session")
def main(corpus: Corpus) -> Corpus:
    """The same with the notes of the four main venues alone."""

    def others(note: dict[str, Any]) -> bool:
        made_by = note.get("domain") or note["invitation"]
        return any(f"{made_by}/".startswith(f"{venue.id}/") for venue in ERA_VENUES)

    v1 = [note for note in corpus.notes_v1 if not others(note)]
    v2 = [note for note in corpus.notes_v2 if not others(note)]
    return replace(corpus, notes_v1=v1, notes_v2=v2)


@pytest.fixture(scope="session")
def truth() -> list[Truth]:
    return made_up.truth()

"""The made-up world, built once for all tests that only look at it."""

import pytest

from connectors.standin.corpus import Corpus
from connectors.standin.made_up import Truth
from connectors.standin.made_up.world import World, world


@pytest.fixture(scope="session")
def made_up_world() -> World:
    return world()


@pytest.fixture(scope="session")
def corpus(made_up_world: World) -> Corpus:
    return made_up_world.corpus


@pytest.fixture(scope="session")
def truth(made_up_world: World) -> list[Truth]:
    return made_up_world.truth

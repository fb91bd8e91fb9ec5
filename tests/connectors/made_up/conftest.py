"""The made-up world, built once for all tests that only look at it."""

import pytest

from connectors.standin import made_up
from connectors.standin.corpus import Corpus
from connectors.standin.made_up import Truth


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return made_up.corpus()


@pytest.fixture(scope="session")
def truth() -> list[Truth]:
    return made_up.truth()

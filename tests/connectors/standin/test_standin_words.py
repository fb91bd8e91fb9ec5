"""The words of the searches: stems, phrases, boolean syntax, nearest titles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.standin.faults.profile import dice
from connectors.standin.semantic_scholar.boolean_query import matching
from connectors.standin.semantic_scholar.stems import stem
from connectors.standin.semantic_scholar.text_index import TextIndex, words
from connectors.standin.semantic_scholar.title_match import nearest

DOCUMENTS = [
    ["Deep networks learn", "Graphs and trees."],
    ["Learning deep trees", "A network of graphs"],
    ["Fish migration in the Baltic", ""],
    ["Pre-training of language models", "Fishes"],
    ["Überraschungen", "naïve café"],
]
INDEX = TextIndex(DOCUMENTS)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("deep", [0, 1]),
        ("DEEP!", [0, 1]),
        ("network", [0, 1]),
        ("deep fish", []),
        ("deep + network", [0, 1]),
        ("fish | deep", [0, 1, 2, 3]),
        ("fish -baltic", [3]),
        ("deep -(learning trees)", []),
        ("-deep", [2, 3, 4]),
        ('"deep networks"', [0]),
        ('"deep trees"', [1]),
        ('"trees deep"', []),
        ('"learn graphs"', []),  # from the title into the abstract
        ('"learn networks"~1', [0]),
        ('"deep learn"~1', [0, 1]),
        ('"fish baltic"', []),
        ('"fish baltic"~3', [2]),
        ("migrat*", [2]),
        ("fish*", [2, 3]),
        ("baltik~", [2]),
        ("baltik~1", [2]),
        ("baltikum~1", []),
        ("pre-training", [3]),
        ("training-pre", []),
        ("deep networks | fish", [0, 1, 2, 3]),
        ("fish | deep networks", [0, 1]),  # from left to right: (fish | deep) networks
        ("fish | (deep networks)", [0, 1, 2, 3]),
        ("(fish | deep) (trees | baltic)", [0, 1, 2]),
        ("uberraschungen", [4]),
        ("NAÏVE cafe", [4]),
        ('"unclosed fish', []),
        ('"fish migration', [2]),
        ("((deep)", [0, 1]),
        ("deep) fish", [0, 1]),
        ("", []),
        ('"" | fish', [2, 3]),
        ("| + - ~ * ( )", []),
        ("$\\mathrm{deep}$ trees", []),
    ],
)
def test_boolean_queries(query: str, expected: list[int]) -> None:
    assert list(np.flatnonzero(matching(query, INDEX))) == expected


@given(st.text(alphabet='abf deep"+|-()~*2 ', max_size=40))
def test_no_query_fails(query: str) -> None:
    assert len(matching(query, INDEX)) == len(DOCUMENTS)


@given(st.lists(st.text(alphabet="abc ", max_size=12), min_size=1, max_size=6), st.data())
def test_a_title_in_quotes_finds_itself(titles: list[str], data: st.DataObject) -> None:
    index = TextIndex([[title] for title in titles])
    at = data.draw(st.integers(0, len(titles) - 1))
    found = matching(f'"{titles[at]}"', index)
    assert found[at] == bool(words(titles[at]))


# Beyond Latin-1 upper case loses letters: that of a dotless i is the plain one's.
@given(st.text(alphabet=st.characters(max_codepoint=0xFF)))
def test_words_do_not_depend_on_case(text: str) -> None:
    assert words(text) == words(text.upper().casefold())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("networks", "network"),
        ("studies", "study"),
        ("classes", "class"),
        ("towards", "toward"),
        ("ring", "ring"),
        ("as", "as"),
        ("bias", "bia"),
    ],
)
def test_stems(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_an_empty_index() -> None:
    index = TextIndex([])
    assert list(matching("anything", index)) == []
    assert nearest("anything", index, np.ones(0, dtype=bool), dice(0, 0)) is None


def test_nearest_prefers_the_title_without_strangers() -> None:
    index = TextIndex([["Deep trees and more of them"], ["Deep trees"], ["Shallow trees"]])
    everyone = np.ones(3, dtype=bool)
    best = nearest("deep trees", index, everyone, dice(0, 0))
    assert best is not None
    assert best.at == 1
    longer = nearest("deep trees and more of them", index, everyone, dice(0, 0))
    assert longer is not None
    assert longer.score > best.score
    assert nearest("shallow seas without fish", index, everyone, dice(0, 0)) is None


def test_a_hundred_phrases_over_thirty_thousand_records() -> None:
    made = [f"w{n % 997} x{n % 89} y{n % 7} z{n} of the study" for n in range(30_000)]
    index = TextIndex([[title, title] for title in made])
    query = " | ".join(f'"{title} w{n}"' for n, title in enumerate(made[:50]))
    query += " | " + " | ".join(f'"{title}"' for title in made[1000:1120])
    assert len(query) > 5_000
    found = matching(query, index)
    assert found.sum() == 120

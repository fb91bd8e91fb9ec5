import doctest
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.semantic_scholar import plan_titles, title_phrases
from connectors.semantic_scholar.plan import (
    ADDRESS,
    FIELDS,
    LONGEST_QUERY,
    match_request,
    plan_counts,
    title_groups,
)
from connectors.semantic_scholar.title_phrases import (
    FEWEST_WORDS,
    LONGEST_PHRASE,
    LONGEST_URL,
    MOST_WORDS,
    phrase,
    words,
)

LATEX = st.sampled_from(["$", "\\", "{", "}", r"\alpha", r"\emph{", r"\"o", "%", r"\verb", "^2"])
TITLES = st.one_of(
    st.text(max_size=200),
    st.lists(st.text("abcé-':|\"+()~* ", max_size=12), max_size=40).map(" ".join),
    st.lists(st.one_of(LATEX, st.text("abc ", max_size=5)), max_size=12).map("".join),
)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Small Things, Counted Well", "Small Things Counted Well"),
        ("state-of-the-art self-citation", "state of the art self citation"),
        ('A "quoted" (bracketed) | piped* ~title+', "A quoted bracketed piped title"),
        (r"Erd\H{o}s and Schr\"{o}dinger meet", "Erd\u0151s and Schr\u00f6dinger meet"),
        ("Cr\u00e8me br\u00fbl\u00e9e caf\u00e9s", "Cr\u00e8me br\u00fbl\u00e9e caf\u00e9s"),
        ("The \ufb01rst \ufb02ow model", "The first flow model"),
        ("100% sure of nothing", "100 sure of nothing"),
        ("The pupil\u2019s own 'small' gain", "The pupil's own small gain"),
        (r"\emph{Very} \textbf{bold} claims", "Very bold claims"),
    ],
)
def test_a_title_loses_what_a_search_would_misread(title, expected):
    assert phrase(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            r"On $\ell_1$ norms: a long stretch without formulas",
            "norms a long stretch without formulas",
        ),
        (r"M$^4$I: many modal membership inference", "many modal membership inference"),
        (r"Words before the formula $x$ end", "Words before the formula"),
        (r"$O(n)$", None),
        ("Only two", None),
        ("", None),
    ],
)
def test_formulas_are_left_out_of_a_phrase(title, expected):
    assert phrase(title) == expected


@given(TITLES)
def test_a_phrase_is_words_only_and_not_too_long(title):
    text = phrase(title)
    if text is not None:
        assert FEWEST_WORDS <= len(text.split()) <= MOST_WORDS
        assert len(text) <= LONGEST_PHRASE
        assert not set(text) & set('"|+*()~-\\{}$\n\t')
    assert words(" ".join(words(title))) == words(title)


@given(st.lists(TITLES, max_size=60))
def test_no_title_is_lost_and_their_order_is_kept(titles):
    expected = list(dict.fromkeys(text for text in map(phrase, titles) if text))
    assert [text for group in title_groups(titles) for text in group] == expected


@given(st.lists(st.integers(0, 10**9), max_size=400, unique=True), st.sampled_from("aé漢😀"))
def test_no_address_is_too_long(numbers, letter):
    titles = [f"{letter * (n % 30)} {n} {letter * 5} of some {n}" for n in numbers]
    for request in plan_titles(titles):
        address = f"{ADDRESS}?{urlencode(request.params)}"
        assert len(address) <= LONGEST_URL


def test_as_many_titles_share_a_request_as_its_address_holds():
    titles = [f"Matter {n} under a title of the usual length here" for n in range(1000)]
    requests = plan_titles(titles)
    assert len(requests) <= 15
    fullest = len(f"{ADDRESS}?{urlencode(requests[0].params)}")
    assert fullest > LONGEST_URL - 200


def test_phrases_that_hit_much_do_not_share_one_request():
    assert len(plan_titles([f"learning of {n}" for n in range(50)])) == 10


def test_a_phrase_is_asked_once():
    assert len(title_groups(["The same old title", "The same, old title!"])[0]) == 1


def test_every_record_is_asked_for_the_same_fields():
    (request,) = plan_titles(["A title of some words"])
    assert request.params == {"query": '"A title of some words"', "fields": FIELDS}


def test_a_match_asks_for_all_words_of_a_title():
    request = match_request("One: two-three " + "four " * 200)
    assert request.params["query"].startswith("One two three four")
    assert len(request.params["query"]) <= LONGEST_QUERY


@pytest.mark.parametrize(("papers", "requests"), [(0, 0), (1, 1), (500, 1), (501, 2), (1095, 3)])
def test_counts_are_planned_five_hundred_at_a_time(papers, requests):
    assert plan_counts(papers) == requests


def test_the_examples_hold():
    assert doctest.testmod(title_phrases).failed == 0

"""A search box takes whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.explore.search.asked import FIELDS, Clause, clauses


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("graph", [Clause("graph")]),
        ("  graph   nets ", [Clause("graph"), Clause("nets")]),
        ('"message passing"', [Clause("message passing", is_phrase=True, is_required=True)]),
        ("author:lee", [Clause("lee", "authors")]),
        ('Title:"a b"', [Clause("a b", "title", is_phrase=True, is_required=True)]),
        ("transform*", [Clause("transform", is_prefix=True)]),
        ("+must -not", [Clause("must", is_required=True), Clause("not", is_excluded=True)]),
        ("state:action", [Clause("state action", is_phrase=True)]),
        ('an "open quote', [Clause("an"), Clause('"open'), Clause("quote")]),
        ("", []),
        ("!!! ~ -- *", []),
    ],
)
def test_what_was_typed_is_taken_apart(typed, meant):
    assert clauses(typed) == meant


@given(st.text(max_size=200))
def test_nothing_typed_is_an_error(typed):
    for clause in clauses(typed):
        assert clause.text
        assert clause.field is None or clause.field in FIELDS

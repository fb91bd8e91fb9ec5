"""Where papers stand: the last word that holds, text by text, curator by curator."""

import warnings
from datetime import UTC, datetime, timedelta
from math import isnan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from warehouse.curation.decision_log import Decision, not_undone
from warehouse.curation.standing import Pair, Standing, agreement, progress, standing

VENUE = "Lanterns.example/2025/Conference"
DAY = datetime(2026, 11, 24, tzinfo=UTC)
VERDICTS = ("shortlist", "maybe", "skip")


def log(*entries: dict[str, Any], start: int = 0) -> list[Decision]:
    """Entries of ada on p unless they say otherwise, an hour apart."""
    about = {"paper_id": "p", "venue_id": VENUE, "curator": "ada"}
    return [
        Decision(**(about | entry), decision_id=name(i), decided_at=DAY + timedelta(hours=i))
        for i, entry in enumerate(entries, start)
    ]


def name(place: int) -> str:
    return f"20261124T000000000000-{place:06d}"


def ada(*entries: dict[str, Any]) -> Standing | None:
    return standing(log(*entries), VENUE).get("p", {}).get("ada")


def test_the_last_verdict_counts_and_the_texts_stay() -> None:
    said = ada(
        {"verdict": "shortlist", "why": "early"},
        {"note": "ask them"},
        {"verdict": "maybe", "key_insights": "light"},
    )
    assert said == Standing("maybe", "ask them", "early", "light", DAY + timedelta(hours=2))


def test_null_leaves_a_text_and_an_empty_one_clears_it() -> None:
    said = ada({"note": "a", "why": "b"}, {"note": "", "verdict": "skip"})
    assert (said.note, said.why, said.verdict) == (None, "b", "skip") if said else False


def test_texts_alone_are_no_verdict() -> None:
    assert ada({"note": "look again"}) == Standing(None, "look again", None, None, DAY)


def test_undo_brings_back_what_stood_before_texts_and_time_too() -> None:
    said = ada({"verdict": "maybe", "note": "a"}, {"verdict": "skip", "note": "b"}, undo())
    assert said == Standing("maybe", "a", None, None, DAY)


def test_undo_reaches_further_back_each_time_and_at_last_leaves_nothing() -> None:
    entries = [{"verdict": "maybe"}, {"verdict": "skip"}, undo(), undo()]
    assert ada(*entries) is None
    assert ada(*entries, undo()) is None
    assert ada(*entries, {"verdict": "shortlist"}) == Standing(
        "shortlist", None, None, None, DAY + timedelta(hours=4)
    )


def undo(of: int | None = None) -> dict[str, Any]:
    return {"verdict": "undo", "undoes": None if of is None else name(of)}


def test_an_undo_can_name_an_entry_further_back() -> None:
    said = ada({"verdict": "maybe"}, {"verdict": "skip", "why": "b"}, undo(0))
    assert said == Standing("skip", None, "b", None, DAY + timedelta(hours=1))
    # The plain undo that follows takes the last one that is left.
    assert ada({"verdict": "maybe"}, {"verdict": "skip"}, undo(1), undo()) is None


def test_an_undo_is_not_undone() -> None:
    assert ada({"verdict": "maybe"}, undo(), undo(1)) is None


def test_curators_papers_and_venues_are_apart() -> None:
    found = standing(
        log(
            {"verdict": "maybe"},
            {"verdict": "skip", "curator": "bob"},
            {"verdict": "skip", "paper_id": "q"},
            {"verdict": "shortlist", "venue_id": "elsewhere"},
            undo() | {"curator": "bob"},
        ),
        VENUE,
    )
    assert {paper: sorted(said) for paper, said in found.items()} == {"p": ["ada"], "q": ["ada"]}
    assert found["p"]["ada"].verdict == "maybe"


entries = st.lists(
    st.fixed_dictionaries(
        {
            "verdict": st.sampled_from([None, *VERDICTS]),
            "note": st.sampled_from([None, "", "a", "b"]),
            "curator": st.sampled_from(["ada", "bob"]),
            "paper_id": st.sampled_from("pq"),
        }
    ),
    max_size=12,
)


@given(before=entries, then=entries)
def test_deciding_and_taking_back_leaves_everything_as_it_was(
    before: list[dict[str, Any]], then: list[dict[str, Any]]
) -> None:
    undone = [
        {"verdict": "undo", "curator": said["curator"], "paper_id": said["paper_id"]}
        for said in reversed(then)
    ]
    assert standing(log(*before, *then, *undone), VENUE) == standing(log(*before), VENUE)
    assert not_undone(log(*before, *then, *undone)) == log(*before)


def verdicts(*pairs: tuple[str | None, str | None]) -> list[Decision]:
    """ada's and bob's verdicts on as many papers."""
    return log(
        *(
            {"paper_id": f"p{i}", "curator": curator, "verdict": verdict}
            for i, pair in enumerate(pairs)
            for curator, verdict in zip(("ada", "bob"), pair, strict=True)
            if verdict
        )
    )


def test_papers_are_agreed_split_or_of_one() -> None:
    pairs = [("skip", "skip"), ("skip", "maybe"), ("skip", None), (None, "maybe")]
    notes = [
        {"paper_id": "p9", "note": "only a note"},
        {"paper_id": "p2", "curator": "cy", "why": "x"},
    ]
    found = standing([*verdicts(*pairs), *log(*notes, start=6)], VENUE)
    agreed = agreement(found)
    assert agreed.papers == {"p0": "agreed", "p1": "split", "p2": "single", "p3": "single"}
    assert agreed.pairs == (Pair(("ada", "bob"), 2, 1, agreed.pairs[0].kappa),)


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([], None),
        ([("skip", "skip")] * 5, None),
        ([("skip", "skip"), ("maybe", "maybe")], 1.0),
        ([("skip", "maybe"), ("maybe", "skip")], -1.0),
        ([("skip", "maybe")] * 3, 0.0),
        # Twenty of fifty both yes, fifteen both no, the other fifteen split five and ten.
        (
            [("shortlist",) * 2] * 20
            + [("shortlist", "skip")] * 5
            + [("skip", "shortlist")] * 10
            + [("skip",) * 2] * 15,
            0.4,
        ),
    ],
)
def test_kappa(pairs: list[tuple[str, str]], kappa: float | None) -> None:
    alone = [("skip", None), (None, "skip")]
    found = agreement(standing(verdicts(*pairs, *alone), VENUE)).pairs  # type: ignore[arg-type]
    assert found[0].papers == len(pairs)
    assert found[0].kappa == (None if kappa is None else pytest.approx(kappa))


@given(st.lists(st.tuples(st.sampled_from(VERDICTS), st.sampled_from(VERDICTS)), min_size=1))
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    (pair,) = agreement(standing(verdicts(*pairs), VENUE)).pairs
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = cohen_kappa_score(*zip(*pairs, strict=True), labels=list(VERDICTS))
    if pair.kappa is None:
        assert isnan(theirs)
    else:
        assert pair.kappa == pytest.approx(theirs)


def test_three_curators_are_three_pairs() -> None:
    found = agreement(standing(log(*({"curator": c, "verdict": "skip"} for c in "abc")), VENUE))
    assert [pair.curators for pair in found.pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert found.papers == {"p": "agreed"}


def test_progress_of_one_and_of_all() -> None:
    found = standing(
        [
            *verdicts(("skip", "shortlist"), ("maybe", "skip"), ("skip", None)),
            *log({"paper_id": "p3", "note": "no verdict yet"}, start=5),
        ],
        VENUE,
    )
    queue = ["p0", "p1", "p3", "p4"]
    of_ada, of_all = progress(found, queue, "ada"), progress(found, queue)
    assert (of_ada.papers, of_ada.seen, of_ada.skipped, of_ada.maybe) == (4, 2, 1, 1)
    assert (of_all.seen, of_all.shortlisted, of_all.maybe, of_all.skipped) == (2, 1, 1, 0)
    assert progress({}, []) == progress(found, [], "nobody")

"""Neighbours and map, from the texts of accepted papers.

ICLR 2022, read where it lies in `../shared/corpora`, then made-up papers: each on one of 240
subjects that have words of their own among those that all share. The floor is TF-IDF of title and
abstract and the nearest ten by cosine, brute force, with no map, by scikit-learn.

Neighbours are right if they share keywords, which the authors chose. `python -m
tests.benchmarks.map_bench` also says how often where the vectors don't know the keywords, or the
same words would be counted twice; with numbers it draws as many made-up papers.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import feather
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

from tests.benchmarks.linking_corpora import SHARED, recorded
from tests.benchmarks.measuring import Place, Row, Taken, alone, ratio, taken
from warehouse.explore.related.neighbours import NEAREST
from warehouse.explore.related.relating import related
from warehouse.tables import PAPERS

ICLR = SHARED / "corpora" / "iclr2022"
SUBJECTS, WORDS, OWN, LONG = 240, 30_000, 300, 180
PAIRS = 200_000

Numbers = npt.NDArray[np.int64]


def made_up(count: int) -> pa.Table:
    """Papers as ``PAPERS``, their words drawn half from all and half from their subject's."""
    dice = np.random.default_rng(8)
    words = np.array([f"w{number:05}" for number in range(WORDS)], dtype=object)
    subject = dice.integers(0, SUBJECTS, count)
    own = np.array([dice.choice(WORDS, OWN, replace=False) for _ in range(SUBJECTS)])
    # As often as words come in print: the second half as often as the first, and so on.
    common = np.minimum(dice.zipf(1.2, (count, LONG)) - 1, WORDS - 1)
    special = own[subject[:, None], np.minimum(dice.zipf(1.3, (count, LONG)) - 1, OWN - 1)]
    text = words[np.where(dice.random((count, LONG)) < 0.5, special, common)]
    keywords = words[own[subject[:, None], dice.integers(0, 20, (count, 4))]]
    rows = [
        {
            "paper_id": f"p{number:06}",
            "venue_id": "Lamp.example/2030/Conference",
            "title": " ".join(line[:9]),
            "abstract": " ".join(line[9:]),
            "keywords": list(dict.fromkeys(named)),
            "authors": ["Ada Wick"],
            "state": "accepted",
            "forum_url": "https://openreview.net/forum?id=p",
        }
        for number, (line, named) in enumerate(zip(text.tolist(), keywords.tolist(), strict=True))
    ]
    return PAPERS.from_rows(rows)


def rows(place: Place) -> Iterator[Row]:
    """ICLR 2022 where it lies, and made-up papers."""
    if ICLR.is_dir():
        file = place.folder / "iclr.arrow"
        alone(_keep, file)
        yield _row("ICLR 2022", *alone(_measure, feather.read_table, file))
    else:
        yield Row("neighbours and map", "ICLR 2022", missing="does not lie in ../shared/corpora")
    for papers in [size for size in (1_000, 10_000) if size <= max(place.sizes)]:
        yield _row("made up", *alone(_measure, made_up, papers))


def _row(name: str, spent: Taken, floor: Taken) -> Row:
    return Row(
        "neighbours and map",
        f"{name}, {spent.facts['papers']:,} papers",
        spent,
        against="floor: TF-IDF and nearest",
        figure=ratio(spent, floor.cpu),
        note=spent.facts["goodness"],
    )


def _measure(make: Callable[..., pa.Table], *arguments: Any) -> tuple[Taken, Taken]:
    """The floor first: the peak of a process never falls."""
    papers = make(*arguments)
    floor = taken(lambda: _nearest(papers))
    found: dict[str, pa.Table] = {}
    spent = taken(lambda: found.update(related([papers], papers["venue_id"][0].as_py())))
    facts = {"papers": papers.num_rows, "goodness": goodness(papers, found)}
    return replace(spent, facts=facts), floor


def _keep(file: Path) -> None:
    """In a process of its own, for the whole recording is read to have the papers."""
    feather.write_feather(iclr(), file)


def _nearest(papers: pa.Table) -> None:
    texts = [f"{row['title']} {row['abstract']}" for row in papers.to_pylist()]
    words = TfidfVectorizer(stop_words="english").fit_transform(texts)
    NearestNeighbors(n_neighbors=NEAREST + 1, metric="cosine").fit(words).kneighbors(words)


def goodness(papers: pa.Table, found: dict[str, pa.Table]) -> str:
    """How often neighbours share a keyword, and stand beside each other on the map."""
    left, right = _rows(papers, found["neighbours"])
    dice = np.random.default_rng(0)
    chance = _sharing(papers, *dice.integers(0, papers.num_rows, (2, PAIRS)))
    kept = _kept(papers, found["map_points"], left, right)
    return (
        f"neighbours that share a keyword {_sharing(papers, left, right):.1%},"
        f" two papers by chance {chance:.1%}; of ten neighbours, on the map among the nearest ten"
        f" {kept[0]:.1%}, fifty {kept[1]:.1%}"
    )


def without_keywords() -> str:
    """The share for ICLR 2022 if vectors do not know the keywords."""
    papers = iclr()
    place = papers.schema.get_field_index("keywords")
    blind = papers.set_column(
        place, papers.schema.field(place), pa.nulls(len(papers), papers["keywords"].type)
    )
    left, right = _rows(papers, related([blind], blind["venue_id"][0].as_py())["neighbours"])
    return f"the same with vectors that do not know keywords: {_sharing(papers, left, right):.1%}"


def iclr() -> pa.Table:
    """Accepted papers of ICLR 2022."""
    return recorded(ICLR).papers.sort_by("paper_id")


def _rows(papers: pa.Table, pairs: pa.Table) -> tuple[Numbers, Numbers]:
    where = {paper: row for row, paper in enumerate(papers["paper_id"].to_pylist())}
    ends = (pairs["paper_id"].to_pylist(), pairs["neighbour_id"].to_pylist())
    left, right = (np.array([where[paper] for paper in end]) for end in ends)
    return left, right


def _sharing(papers: pa.Table, left: Numbers, right: Numbers) -> float:
    named = [{k.strip().lower() for k in of or () if k} for of in papers["keywords"].to_pylist()]
    pairs = [
        (named[a], named[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True) if a != b
    ]
    return float(np.mean([bool(a & b) for a, b in pairs if a and b]))


def _kept(papers: pa.Table, points: pa.Table, left: Numbers, right: Numbers) -> list[float]:
    points = points.sort_by("paper_id")
    if not points["paper_id"].equals(papers.sort_by("paper_id")["paper_id"]):
        raise AssertionError("papers without a place")
    places = np.column_stack([points["x"].to_numpy(), points["y"].to_numpy()])
    near = NearestNeighbors(n_neighbors=50).fit(places).kneighbors(return_distance=False)
    beside = near[left] == right[:, None]
    return [float(beside[:, :count].any(axis=1).mean()) for count in (NEAREST, 50)]


def main(sizes: Sequence[int]) -> None:
    """So many made-up papers; and how good neighbours of ICLR 2022 are, without keywords too."""
    for size in sizes:
        _say(str(_row("made up", *alone(_measure, made_up, size))))
    if not ICLR.is_dir():
        _say("ICLR 2022 does not lie in ../shared/corpora.")
        return
    papers = iclr()
    _say(goodness(papers, related([papers], papers["venue_id"][0].as_py())))
    _say(without_keywords())


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])

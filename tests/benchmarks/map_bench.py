"""How long neighbours and the map take, and whether they are any good. Not part of the test run.

    python -m tests.benchmarks.map_bench [PAPERS...]

ICLR 2022 first, read where it lies in `../shared/corpora`, then made-up papers, 30,000 by default:
each on one of 240 subjects that have words of their own among those that all share. Every
measurement has a process of its own, whose peak memory is given.

Neighbours are right if they share keywords, which the authors chose; a keyword of a paper is left
out of what the vectors are made of in the second figure, or the same words would be counted twice.
"""

import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sklearn.neighbors import NearestNeighbors

from tests.benchmarks.linking_corpora import SHARED, recorded
from warehouse.explore.related.neighbours import NEAREST
from warehouse.explore.related.relating import related
from warehouse.tables import PAPERS

ICLR = SHARED / "corpora" / "iclr2022"
MANY = 30_000
LIMITS = {1_095: 30.0, MANY: 600.0}
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


def times(make: Callable[..., pa.Table], *arguments: Any) -> str:
    """How long neighbours and the map of these papers take."""
    papers = make(*arguments)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    began = time.perf_counter(), time.process_time()
    found = related([papers], papers["venue_id"][0].as_py())
    wall, cpu = time.perf_counter() - began[0], time.process_time() - began[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    most = LIMITS.get(papers.num_rows, np.inf)
    verdict = "within" if wall < most else "within by CPU alone" if cpu < most else "TOO MUCH"
    return (
        f"{papers.num_rows:,} papers, {found['neighbours'].num_rows:,} neighbours:"
        f" {wall:.1f} s, CPU {cpu:.1f} s, peak {peak:.2f} GB ({before:.2f} before),"
        f" load {os.getloadavg()[0]:.1f}: {verdict}\n{goodness(papers, found)}"
    )


def goodness(papers: pa.Table, found: dict[str, pa.Table]) -> str:
    """How often neighbours share a keyword, and stand beside each other on the map."""
    left, right = _rows(papers, found["neighbours"])
    dice = np.random.default_rng(0)
    chance = _sharing(papers, *dice.integers(0, papers.num_rows, (2, PAIRS)))
    kept = _kept(papers, found["map_points"], left, right)
    return (
        f"  neighbours that share a keyword: {_sharing(papers, left, right):.1%};"
        f" two papers by chance: {chance:.1%}\n"
        f"  of ten neighbours, on the map among the nearest ten {kept[0]:.1%},"
        f" fifty {kept[1]:.1%}"
    )


def without_keywords() -> str:
    """The share for ICLR 2022 if vectors do not know the keywords."""
    papers = iclr()
    place = papers.schema.get_field_index("keywords")
    blind = papers.set_column(
        place, papers.schema.field(place), pa.nulls(len(papers), papers["keywords"].type)
    )
    left, right = _rows(papers, related([blind], blind["venue_id"][0].as_py())["neighbours"])
    return f"  the same with vectors that do not know keywords: {_sharing(papers, left, right):.1%}"


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
    """Measure ICLR 2022 where it lies, then made-up papers."""
    if ICLR.is_dir():
        _say(f"ICLR 2022: {_alone(times, iclr)}")
        _say(_alone(without_keywords))
    for size in sizes or [MANY]:
        _say(f"made up: {_alone(times, made_up, size)}")


def _alone(measurement: Callable[..., str], *arguments: Any) -> str:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measurement, arguments)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])

"""How right links are, against what is known."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True)
class Known:
    """What is right for one paper, for measuring.

    Attributes:
        kind: The group it is counted in.
        right: The record to link; None when any link would be wrong.
        twins: Other records of the work.
        may_abstain: Whether leaving the paper unlinked counts as no miss.
    """

    kind: str
    right: str | None
    twins: frozenset[str] = field(default=frozenset())
    may_abstain: bool = False


@dataclass(frozen=True)
class Measure:
    """Counts over papers, and what follows from them."""

    papers: int = 0
    findable: int = 0
    linked: int = 0
    right: int = 0
    review: int = 0
    twins: int = 0
    twins_found: int = 0
    twins_wrong: int = 0

    def __add__(self, other: "Measure") -> "Measure":
        """Both together."""
        return Measure(*(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    @property
    def counts(self) -> tuple[int, ...]:
        """The fields in order."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)

    @property
    def precision(self) -> float:
        """Share of links that are right; 1 when there are none."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Share of papers with a right record that are linked to it; 1 when there are none."""
        return self.right / self.findable if self.findable else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def twin_recall(self) -> float:
        """Share of twins that are listed; 1 when there are none."""
        return self.twins_found / self.twins if self.twins else 1.0

    @property
    def review_share(self) -> float:
        """Share of papers that are left to a person."""
        return self.review / self.papers if self.papers else 0.0

    def __str__(self) -> str:
        """One line of the report."""
        return (
            f"papers {self.papers:5}  linked {self.linked:5}  P {self.precision:7.2%}  "
            f"R {self.recall:7.2%}  F1 {self.f1:7.2%}  review {self.review_share:6.2%}  "
            f"twins {self.twins_found}/{self.twins}"
        )


def measure(links: pa.Table, known: Mapping[str, Known]) -> dict[str, Measure]:
    """Measures by kind of paper."""
    measures: dict[str, Measure] = {}
    for row in links.to_pylist():
        truth = known[row["paper_id"]]
        measures[truth.kind] = measures.get(truth.kind, Measure()) + _of(row, truth)
    return measures


def _of(row: dict[str, object], truth: Known) -> Measure:
    is_linked = row["status"] == "linked"
    twins = set(row["twin_ids"])  # type: ignore[call-overload]
    return Measure(
        papers=1,
        findable=truth.right is not None and (is_linked or not truth.may_abstain),
        linked=is_linked,
        right=is_linked and row["s2_paper_id"] == truth.right,
        review=row["status"] == "review",
        twins=len(truth.twins),
        twins_found=len(truth.twins & twins),
        twins_wrong=len(twins - truth.twins - {truth.right}),
    )


def total(measures: Iterable[Measure]) -> Measure:
    """All together."""
    return sum(measures, Measure())


def reliability(
    candidates: pa.Table, known: Mapping[str, Known], edges: tuple[float, ...]
) -> dict[str, tuple[int, int]]:
    """By range of score: how many candidates were the work, out of how many."""
    seen, right = Counter[str](), Counter[str]()
    for row in candidates.select(["paper_id", "s2_paper_id", "score"]).to_pylist():
        truth = known[row["paper_id"]]
        place = next(edge for edge in edges if row["score"] <= edge)
        seen[f"up to {place}"] += 1
        right[f"up to {place}"] += row["s2_paper_id"] in {truth.right, *truth.twins}
    return {name: (right[name], seen[name]) for name in (f"up to {edge}" for edge in edges)}

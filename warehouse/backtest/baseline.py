"""What others measured: the figures that a backtest here is read against."""

from dataclasses import dataclass

SOURCE = (
    "allenai/anonymity-period (Apache-2.0), accepted ICLR papers, citations of Semantic Scholar "
    "within so many days of publication, citing works without a date left out, self-citations "
    "not; measured from its public files"
)


@dataclass(frozen=True, slots=True)
class Published:
    """One published comparison of a year's papers.

    Attributes:
        year: Of the conference.
        papers: With a full window.
        early_days: Window of the early count.
        late_days: Window of the later count.
        is_gain: Whether the early count is compared with what came after it, not with a later
            count that contains it.
        spearman: Rank correlation.
        overlap: Share of the later top tenth that was in the early one.
    """

    year: int
    papers: int
    early_days: int
    late_days: int
    is_gain: bool
    spearman: float
    overlap: float


BASELINE = (
    Published(2018, 331, 365, 730, False, 0.950, 0.82),
    Published(2019, 486, 365, 730, False, 0.930, 0.85),
    Published(2020, 685, 365, 730, False, 0.931, 0.77),
    Published(2021, 684, 365, 730, False, 0.940, 0.81),
    Published(2018, 331, 365, 1095, False, 0.911, 0.76),
    Published(2019, 486, 365, 1095, False, 0.891, 0.77),
    Published(2020, 685, 365, 1095, False, 0.897, 0.72),
    Published(2018, 331, 365, 1095, True, 0.869, 0.70),
    Published(2019, 486, 365, 1095, True, 0.833, 0.73),
    Published(2020, 685, 365, 1095, True, 0.827, 0.68),
)
"""Windows are nested, so part of the first two blocks' agreement is arithmetic: the later count
holds the early one. The gain is the honest target."""


def nearest(early_days: int, late_days: int, is_gain: bool) -> list[Published]:
    """The published comparisons of the windows nearest to these."""
    same = [row for row in BASELINE if row.is_gain == is_gain]
    distance = {
        row: abs(row.early_days - early_days) + abs(row.late_days - late_days) for row in same
    }
    least = min(distance.values())
    return [row for row in same if distance[row] == least]

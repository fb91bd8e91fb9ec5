"""The order of the queue; this is the one place that decides it.

Papers are ordered by the monthly rate that they have *shown and that is believed*: the smaller
of their raw rate and their shrunken one (:mod:`warehouse.flags.shrinkage`).

- A rate, because the question is which paper is news for its age: nine citations in two months
  go before thirty in two years. A count would list the oldest papers.
- Shrunken, because a raw rate of a paper two weeks old is noise: one citation would be two a
  month and go before thirty citations in eight months.
- Never above the raw rate, because shrinkage also lifts papers of which little is known to the
  venue's mean. A curator looks for what is already cited, not for what may yet be. So papers
  without citations come last, and all of them are equal.
- Not by percentile, which stands beside it: each age band has a first, so a young band's single
  citation would stand beside an older band's hundred.
- The count is that of :func:`warehouse.flags.cited.ranked_count`: without self-citations where
  they are known, since authors who cite themselves would write the queue; and what was surely
  there, so that a paper of whose citations little is known waits until more is. Never the upper
  bound: it holds works without a date, of which a paper has the more the more it is cited
  *later*, so that it knows the future and would look the better for it in every backtest.

Does it lead to papers that last? ICLR 2022's counts of November 2022 against what its papers
gained until June 2025 (839 papers): Spearman 0.81 and 75 % of the top tenth by this order, 0.79
and 77 % by percentile, 0.80 and 73 % by plain count. The three differ in who is seen early.
At the doors, with made-up citing works on that venue's recorded curves, against the gain of the
next three years (1,058 papers): this order keeps 68 % of the top tenth and percentile 67 %, plain
and independent counts 64 % (Spearman 0.62, 0.63, 0.63, 0.62); the upper bound's leak reads 0.73.

Papers that read the same to one decimal a month are ties: ``rank_low`` to ``rank_high`` is the
range they share, since a finer difference is not evidence (Leiden Manifesto, principle 8).
Within a tie the exact rate decides, then the larger count, then the paper id, so that the same
tables give the same queue.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from warehouse.flags.shrinkage import Prior

TIE_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class Ranks:
    """Each paper's place, in the order the papers came in: ``low <= rank <= high``."""

    rank: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]


def believed_rates(
    counts: NDArray[np.int64], months: NDArray[np.float64], prior: Prior
) -> NDArray[np.float64]:
    """What the queue is sorted by: citations a month, shown and believed."""
    return np.minimum(counts / months, prior.shrink(counts, months))


def ranking(
    rates: NDArray[np.float64], counts: NDArray[np.int64], paper_ids: NDArray[np.str_]
) -> Ranks:
    """The places 1 to n of papers with these believed rates, with the range of their ties."""
    order = np.lexsort((paper_ids, -counts, -rates))
    rank = np.empty(len(rates), dtype=np.int64)
    rank[order] = np.arange(1, len(rates) + 1)
    # One citation in three years reads 0.0, yet is no tie with none.
    shown = np.stack([counts[order] == 0, -np.round(rates[order], TIE_DECIMALS)])
    starts = np.ones(len(rates), dtype=bool)
    starts[1:] = (shown[:, 1:] != shown[:, :-1]).any(axis=0)
    group = np.cumsum(starts) - 1
    first = np.flatnonzero(starts) + 1
    last = np.append(first[1:] - 1, len(rates))
    return Ranks(rank, first[group][rank - 1], last[group][rank - 1])

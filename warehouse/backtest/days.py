"""The queue of one day against that of another: did the flags at the doors hold?"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from warehouse.backtest.agreement import Agreement, agreement
from warehouse.citations.relations import query

_BOTH = """
SELECT earlier.as_of AS earlier_day, later.as_of AS later_day,
    (earlier.rank_low + earlier.rank_high) / 2 AS then_place,
    (later.rank_low + later.rank_high) / 2 AS now_place,
    earlier.cited AS was_cited, later.cited AS is_cited
FROM earlier JOIN later USING (paper_id)
ORDER BY paper_id
"""


@dataclass(frozen=True, slots=True)
class DaysCompared:
    """How the flags of one day fared by another.

    Attributes:
        earlier: The day of the earlier flags; None without papers.
        later: The day of the later ones.
        ranks: How far the queues agree, ties in their middle.
        cited: Papers cited on the earlier day.
        still_cited: Those of them that are cited on the later day too.
        newly_cited: Papers not cited then, or unknown, that are cited now.
    """

    earlier: date | None
    later: date | None
    ranks: Agreement
    cited: int
    still_cited: int
    newly_cited: int

    def report(self) -> str:
        """The comparison in a few lines."""
        if self.earlier is None or self.later is None:
            return "No paper is flagged on both days.\n"
        spearman = "-" if self.ranks.spearman is None else f"{self.ranks.spearman:.3f}"
        kept = "-" if self.ranks.overlap is None else f"{100 * self.ranks.overlap:.0f} %"
        return (
            f"{self.earlier} against {self.later}, {self.ranks.papers:,} papers ranked on both: "
            f"Spearman {spearman}, {kept} of the top tenth kept.\n"
            f"Of {self.cited:,} papers cited then {self.still_cited:,} are now; "
            f"{self.newly_cited:,} more have come.\n"
        )


def compare_days(earlier: pa.Table, later: pa.Table) -> DaysCompared:
    """The flags of one day against those of another, e.g. at the doors and three years on.

    Args:
        earlier: ``flags`` of one day.
        later: ``flags`` of a later day, of the same venue.
    """
    rows = query(_BOTH, {"earlier": earlier, "later": later}).to_pylist()
    # The first place is the best: turned, so that more is better.
    ranked = [row for row in rows if row["then_place"] is not None and row["now_place"] is not None]
    places = [
        -np.array([row[name] for row in ranked], np.float64) for name in ("then_place", "now_place")
    ]
    was = [row["was_cited"] == "yes" for row in rows]
    now = [row["is_cited"] == "yes" for row in rows]
    return DaysCompared(
        rows[0]["earlier_day"] if rows else None,
        rows[0]["later_day"] if rows else None,
        agreement(places[0], places[1]),
        cited=sum(was),
        still_cited=sum(before and after for before, after in zip(was, now, strict=True)),
        newly_cited=sum(after and not before for before, after in zip(was, now, strict=True)),
    )

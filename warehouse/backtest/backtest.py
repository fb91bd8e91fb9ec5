"""The backtest: early citations of a venue's papers against what came later."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from warehouse.backtest.agreement import Agreement, Numbers, agreement
from warehouse.backtest.baseline import SOURCE, nearest
from warehouse.backtest.windows import windows
from warehouse.citations.relations import query
from warehouse.flags.first_public import first_public
from warehouse.normalise.s2_records import S2_RECORDS

# A paper that nobody cites has no row in citations; that its list was looked at is known from a
# count of 0.
_ACCEPTED = """
SELECT paper_id, min(first_public_on) AS first_public_on FROM public
SEMI JOIN (FROM papers WHERE state = 'accepted') USING (paper_id)
SEMI JOIN (FROM links WHERE status = 'linked') USING (paper_id)
SEMI JOIN (SELECT paper_id FROM citations UNION SELECT paper_id FROM covered) USING (paper_id)
GROUP BY paper_id
"""


@dataclass(frozen=True, slots=True)
class Backtest:
    """What early citations told of later ones.

    Attributes:
        early_days: Length of the early window, from a paper's first public day.
        late_days: Length of the late one.
        until: The day up to which citing works are known.
        linked: Accepted papers with a trusted link.
        counted: Those with a full late window and citing works on file.
        uncited_early: Those of them without any citation in the early window.
        risen: Those without any that reached the top tenth by the gain.
        late: Early count against late count, which contains it.
        gain: Early count against what came after it.
        independent_late: The same without self-citations.
        independent_gain: The same without self-citations.
    """

    early_days: int
    late_days: int
    until: date | None
    linked: int
    counted: int
    uncited_early: int
    risen: int
    late: Agreement
    gain: Agreement
    independent_late: Agreement
    independent_gain: Agreement

    def report(self) -> str:
        """All of it as Markdown, beside the published figures."""
        return "\n".join(_report(self)) + "\n"


def backtest(  # noqa: PLR0913 - one argument for each table that it reads
    citations: pa.Table,
    papers: pa.Table,
    links: pa.Table,
    early_days: int = 365,
    late_days: int = 1095,
    *,
    public: pa.Table | None = None,
    covered: pa.Table | None = None,
) -> Backtest:
    """How far the citations of a venue's papers in their early days told those of later days.

    Args:
        citations: ``citations``.
        papers: ``papers``; only accepted ones are looked at.
        links: ``links``.
        early_days: Length of the early window, counted from each paper's first public day.
        late_days: Length of the late window, which contains the early one.
        public: First public days (paper_id, first_public_on), e.g. of ``flags``. None: as far as
            papers and links tell them.
        covered: Papers (paper_id) whose citing works were looked for, so that those without any
            count as uncited (:func:`warehouse.citations.coverage.coverage`).

    Raises:
        ValueError: The windows are empty, or the late one ends no later than the early one.
    """
    if not 0 < early_days < late_days:
        raise ValueError(f"late_days ({late_days}) must lie beyond early_days ({early_days}).")
    if public is None:
        public = first_public(papers, links, S2_RECORDS.empty())
    tables = {
        "citations": citations,
        "papers": papers,
        "links": links,
        "public": public.select(["paper_id", "first_public_on"]),
        "covered": citations.select(["paper_id"]).slice(0, 0) if covered is None else covered,
    }
    until = _last_look(citations)
    found = query(_ACCEPTED, tables)
    counted = windows(citations, found, early_days, late_days, until or date.min)
    return _compared(counted, early_days, late_days, until, _linked(tables))


def _compared(
    counted: pa.Table, early_days: int, late_days: int, until: date | None, linked: int
) -> Backtest:
    early, late = _numbers(counted, "early"), _numbers(counted, "late")
    own_early, own_late = (
        _numbers(counted, f"independent_{window}") for window in ("early", "late")
    )
    gain = late - early
    top = np.sort(gain)[::-1][: max(round(len(gain) / 10), 1)]
    return Backtest(
        early_days,
        late_days,
        until,
        linked,
        counted=len(early),
        uncited_early=int((early == 0).sum()),
        risen=int(((early == 0) & (gain >= max(top.min(), 1))).sum()) if len(gain) else 0,
        late=agreement(early, late),
        gain=agreement(early, gain),
        independent_late=agreement(own_early, own_late),
        independent_gain=agreement(own_early, own_late - own_early),
    )


def _numbers(counted: pa.Table, name: str) -> Numbers:
    return np.asarray(counted.column(name).to_numpy(), dtype=np.float64)


def _last_look(citations: pa.Table) -> date | None:
    last = pc.max(citations["first_seen_at"]).as_py()
    return last.date() if last else None


def _linked(tables: dict[str, pa.Table]) -> int:
    sql = """SELECT count(*) AS n FROM papers SEMI JOIN (FROM links WHERE status = 'linked')
        USING (paper_id) WHERE state = 'accepted'"""
    return int(query(sql, tables)["n"][0].as_py())


def _report(result: Backtest) -> list[str]:
    early, late = result.early_days, result.late_days
    share = f"{result.counted:,} of {result.linked:,} linked papers"
    if result.until is None:
        return [f"No citing works on file: nothing to compare for {share}."]
    rows = [
        (f"{early} days against {late}", False, result.late),
        (f"{early} days against the gain until {late}", True, result.gain),
        (f"the same, independent: {early} against {late}", False, result.independent_late),
        (f"the same, independent: {early} against the gain", True, result.independent_gain),
    ]
    table = ["| | papers | Spearman | top 10 % kept |", "|---|---|---|---|"]
    for name, is_gain, measured in rows:
        table.append(f"| {name} | {_cells(measured)} |")
        table += [] if "independent" in name else _published(early, late, is_gain)
    return [
        f"{share} have {late} days behind them by {result.until}.",
        "",
        *table,
        "",
        f"Of {result.uncited_early:,} papers without a citation in {early} days "
        f"{result.risen:,} reached the top tenth by what came after.",
        "A later count holds the early one, so part of the first agreement is arithmetic; "
        "the gain is the honest target.",
        f"Published: {SOURCE}.",
    ]


def _cells(measured: Agreement) -> str:
    spearman = "-" if measured.spearman is None else f"{measured.spearman:.3f}"
    overlap = "-" if measured.overlap is None else f"{measured.overlap:.2f}"
    return f"{measured.papers:,} | {spearman} | {overlap}"


def _published(early: int, late: int, is_gain: bool) -> list[str]:
    return [
        f"| published, ICLR {row.year}, {row.early_days} against "
        f"{'the gain until ' if is_gain else ''}{row.late_days} | {row.papers:,} | "
        f"{row.spearman:.3f} | {row.overlap:.2f} |"
        for row in nearest(early, late, is_gain)
    ]

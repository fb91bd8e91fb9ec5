"""The four steps in a row: block, features, score, decide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa

from warehouse.linking.block import Search, search, unique_pairs
from warehouse.linking.decide import decide, grade
from warehouse.linking.known import pairs_of_known
from warehouse.linking.overrides import Standing, standing
from warehouse.linking.pairs import Owners, Pair, Paper, Record, read_paper, read_record
from warehouse.linking.rows import Row, candidate_rows, link_row, with_shared
from warehouse.linking.score import Scored, score
from warehouse.linking.settled import chosen_rows, keeps, kept_rows
from warehouse.tables.links import LINK_CANDIDATES, LINKS


@dataclass(frozen=True, slots=True)
class Links:
    """What linking found.

    Attributes:
        links: One row per paper, as ``tables.LINKS`` declares.
        candidates: The records considered, as ``tables.LINK_CANDIDATES`` declares.
    """

    links: pa.Table
    candidates: pa.Table


def link(
    papers: pa.Table, records: pa.Table, known: pa.Table, overrides: pa.Table, now: datetime
) -> Links:
    """Link each paper to its Semantic Scholar record, or say why not.

    Args:
        papers: Accepted papers (rows of ``tables.PAPERS``), of one venue or many.
        records: Semantic Scholar records. A column ``found_by`` may say "match" of records that
            only the service's title match brought up: they are judged like all others.
        known: Links of earlier runs. What was linked stays linked; see ``known.py``.
        overrides: Decisions of people (rows of ``overrides.OVERRIDES``); they come first.
        now: Becomes ``linked_at`` of new links.

    Returns:
        A row per paper and the candidates. The order of the input does not matter.
    """
    stand = defaultdict(Standing, standing(overrides))
    earlier = {row["paper_id"]: row for row in known.to_pylist()}
    ours = [read_paper(row) for row in papers.to_pylist()]
    scored = _scored(ours, search(papers, records), (known, overrides), stand)
    settled = [
        _settle(paper, found, earlier.get(paper.paper_id), stand[paper.paper_id], now)
        for paper, found in zip(ours, scored, strict=True)
    ]
    links = with_shared([row for row, _ in settled])
    considered = [row for _, rows in settled for row in rows]
    return Links(LINKS.from_rows(links), LINK_CANDIDATES.from_rows(considered))


def unlinked(papers: pa.Table, links: pa.Table) -> pa.Table:
    """The papers that have no trusted link and never had one: those to search for by title."""
    settled = {
        row["paper_id"]
        for row in links.select(["paper_id", "status", "linked_at"]).to_pylist()
        if row["status"] == "linked" or row["linked_at"] is not None
    }
    mask = [paper_id not in settled for paper_id in papers["paper_id"].to_pylist()]
    return papers.filter(pa.array(mask, pa.bool_()))


def _scored(
    papers: Sequence[Paper],
    found: Search,
    decided: Sequence[pa.Table],
    stand: Mapping[str, Standing],
) -> list[list[Scored]]:
    """The scored candidates of each paper: certain ones first, then likely ones where needed."""
    known = [pairs_of_known(found.papers, found.records, table) for table in decided]
    certain = unique_pairs([found.certain(), *known])
    couples = _couples(papers, found.records, certain)
    owners = _owners(couples)
    scored: list[list[Scored]] = [[] for _ in papers]
    for row, pair in zip(certain["paper"], couples, strict=True):
        scored[row].append(score(pair.beside(owners)))
    settled = [row for row, mine in enumerate(scored) if _is_settled(mine, stand)]
    likely = _without(found.likely(settled), certain)
    for row, pair in zip(likely["paper"], _couples(papers, found.records, likely), strict=True):
        scored[row].append(score(pair.beside(owners)))
    return scored


def _is_settled(scored: Sequence[Scored], stand: Mapping[str, Standing]) -> bool:
    """Whether one of the candidates may be linked as it is."""
    return any(
        grade(each, stand.get(each.pair.paper.paper_id, Standing())).grade == "link"
        for each in scored
    )


def _without(pairs: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    seen = set(zip(done["paper"], done["record"], strict=True))
    new = [pair not in seen for pair in zip(pairs["paper"], pairs["record"], strict=True)]
    return pairs[np.array(new, dtype=bool)]


def _couples(papers: Sequence[Paper], records: pa.Table, pairs: pd.DataFrame) -> list[Pair]:
    theirs = _records(records, pairs["record"].unique())
    return [
        Pair(papers[p], theirs[r]) for p, r in zip(pairs["paper"], pairs["record"], strict=True)
    ]


def _records(table: pa.Table, rows: Iterable[int]) -> dict[int, Record]:
    wanted = sorted(rows)
    picked = table.take(pa.array(wanted, pa.int64())).to_pylist()
    return {number: read_record(row) for number, row in zip(wanted, picked, strict=True)}


def _owners(couples: Iterable[Pair]) -> Owners:
    """The papers of each venue that have a record's very title and some of its people."""
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for pair in couples:
        if pair.title.is_identical and (pair.authors.agreeing or not pair.authors.is_known):
            owners[pair.paper.venue_id, pair.record.s2_paper_id].append(pair.paper.paper_id)
    return {key: tuple(sorted(ids)) for key, ids in owners.items()}


def _settle(
    paper: Paper, scored: Sequence[Scored], earlier: Row | None, stand: Standing, now: datetime
) -> tuple[Row, list[Row]]:
    """The paper's link and candidates: people first, then what was known, then what was found."""
    decision = decide(scored, stand)
    if stand.chosen is not None:
        return chosen_rows(paper, stand.chosen, decision)
    if earlier is not None and keeps(earlier, stand):
        return kept_rows(paper, earlier, decision, stand)
    return link_row(paper, decision, now), candidate_rows(paper, decision)

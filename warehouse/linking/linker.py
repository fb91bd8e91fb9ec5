"""The four steps in a row: block, features, score, decide."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import pyarrow as pa

from warehouse.linking.block import candidates
from warehouse.linking.decide import decide
from warehouse.linking.ids import pairs_by_id
from warehouse.linking.known import pairs_of_known
from warehouse.linking.overrides import Standing, standing
from warehouse.linking.pairs import Pair, Paper, Record, read_paper, read_record
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
    stand = standing(overrides)
    earlier = {row["paper_id"]: row for row in known.to_pylist()}
    ours = [read_paper(row) for row in papers.to_pylist()]
    scored = _scored(ours, records, _pairs(papers, records, known, overrides))
    settled = [
        _settle(
            paper,
            scored.get(paper.paper_id, []),
            earlier.get(paper.paper_id),
            stand.get(paper.paper_id, Standing()),
            now,
        )
        for paper in ours
    ]
    links = with_shared([row for row, _ in settled])
    found = [row for _, rows in settled for row in rows]
    return Links(LINKS.from_rows(links), LINK_CANDIDATES.from_rows(found))


def unlinked(papers: pa.Table, links: pa.Table) -> pa.Table:
    """The papers that have no trusted link and never had one: those to search for by title."""
    settled = {
        row["paper_id"]
        for row in links.select(["paper_id", "status", "linked_at"]).to_pylist()
        if row["status"] == "linked" or row["linked_at"] is not None
    }
    mask = [paper_id not in settled for paper_id in papers["paper_id"].to_pylist()]
    return papers.filter(pa.array(mask, pa.bool_()))


def _pairs(
    papers: pa.Table, records: pa.Table, known: pa.Table, overrides: pa.Table
) -> pd.DataFrame:
    by_id = pairs_by_id(papers, records)
    decided = [pairs_of_known(papers, records, table) for table in (known, overrides)]
    return candidates(papers, records, pd.concat([by_id, *decided], ignore_index=True))


def _scored(
    papers: Sequence[Paper], records: pa.Table, pairs: pd.DataFrame
) -> dict[str, list[Scored]]:
    """The scored candidates of each paper."""
    theirs = _records(records, pairs["record"].unique())
    couples = [(papers[p], theirs[r]) for p, r in zip(pairs["paper"], pairs["record"], strict=True)]
    same = [Pair(p, r) for p, r in couples if p.title.key == r.title.key]
    owners = _owners(same)
    others = [
        Pair(p, r, owners.get((p.venue_id, r.s2_paper_id), ()))
        for p, r in couples
        if p.title.key != r.title.key
    ]
    scored: dict[str, list[Scored]] = defaultdict(list)
    for pair in (*same, *others):
        scored[pair.paper.paper_id].append(score(pair))
    return scored


def _records(table: pa.Table, rows: Iterable[int]) -> dict[int, Record]:
    wanted = sorted(rows)
    picked = table.take(pa.array(wanted, pa.int64())).to_pylist()
    return {number: read_record(row) for number, row in zip(wanted, picked, strict=True)}


def _owners(couples: Iterable[Pair]) -> dict[tuple[str, str], tuple[str, ...]]:
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
        return kept_rows(paper, earlier, decision)
    return link_row(paper, decision, now), candidate_rows(paper, decision)

"""Doubtful links, and what people decide about them."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flows.build import rebuild_locked
from flows.failures import Failed
from flows.queue import must_know
from warehouse import store
from warehouse.citations.relations import query
from warehouse.curation.link_log import LinkDecision, add_to_link_log, next_id, read_link_log
from warehouse.store import read_table

Row = dict[str, Any]

_DOUBTFUL = """
SELECT links.*, title, authors, forum_url
FROM links JOIN papers USING (paper_id)
WHERE status = 'review' OR ($all AND status = 'absent')
ORDER BY status DESC, title, paper_id
"""
_CANDIDATES = """
SELECT * FROM candidates WHERE list_contains($papers, paper_id)
ORDER BY paper_id, score DESC, citation_count DESC, s2_paper_id
"""


def doubtful(root: Path, venue_id: str, *, absent: bool = False) -> list[Row]:
    """Links that await a person, each with its candidates, best first.

    Args:
        root: The warehouse.
        venue_id: OpenReview venue id.
        absent: Also papers for which no record was trusted at all.
    """
    must_know(root, venue_id)
    names = ("links", "papers", "link_candidates")
    tables = {name: read_table(root, name, venue_id) for name in names}
    rows: list[Row] = query(_DOUBTFUL, tables, {"all": absent}).to_pylist()
    papers = [row["paper_id"] for row in rows]
    found = query(_CANDIDATES, {"candidates": tables["link_candidates"]}, {"papers": papers})
    candidates = found.to_pylist()
    return [
        row | {"candidates": [c for c in candidates if c["paper_id"] == row["paper_id"]]}
        for row in rows
    ]


def decide(
    root: Path, verdict: str, words: Sequence[str], curator: str, why: str | None, now: datetime
) -> LinkDecision:
    """Write a decision down and let the venue's tables follow it, offline.

    Args:
        root: The warehouse.
        verdict: accept, reject, pin or undo.
        words: The paper and its record; for undo the decision's name.
        curator: Who decides.
        why: In their words.
        now: When.

    Raises:
        Failed: The paper, the record or the decision is not known here.
    """
    who = f"precited links {verdict}"
    venue_id = _about(root, read_link_log(root), verdict, words)["venue_id"]
    with store.venue_lock(root, venue_id, who):
        with store.writer_lock(root, who, wait=store.PUBLISH_WAIT):
            log = read_link_log(root)
            decision = LinkDecision(
                override_id=next_id(log, now),
                verdict=verdict,
                curator=curator,
                why=why,
                decided_at=now,
                **_about(root, log, verdict, words),
            )
            add_to_link_log(root, decision)
        rebuild_locked(root, venue_id, accept_shrinking=True)
    return decision


def _about(root: Path, log: Sequence[LinkDecision], verdict: str, words: Sequence[str]) -> Row:
    return _undone(log, words) if verdict == "undo" else _spoken_of(root, verdict, words)


def _undone(log: Sequence[LinkDecision], words: Sequence[str]) -> Row:
    """The columns of an undo: of the decision named, or of the last one about a paper."""
    name = _only(words, "undo DECISION (or undo PAPER, for the last one about it)")
    paper_id = _paper_id(name)
    undone = {d.undoes for d in log if d.verdict == "undo"}
    open_ = [d for d in log if d.verdict != "undo" and d.override_id not in undone]
    meant = [d for d in open_ if name == d.override_id or paper_id == d.paper_id]
    if not meant:
        known = ", ".join(d.override_id for d in open_[-5:]) or "none"
        msg = f"There is no decision {name} to take back; the last ones are: {known}."
        raise Failed(msg)
    last = meant[-1]
    return {"paper_id": last.paper_id, "venue_id": last.venue_id, "undoes": last.override_id}


def _spoken_of(root: Path, verdict: str, words: Sequence[str]) -> Row:
    if len(words) not in ((2,) if verdict == "pin" else (1, 2)):
        msg = f"Name a paper and its record: precited links {verdict} PAPER S2ID."
        raise Failed(msg)
    link = _link_of(root, _paper_id(words[0]))
    candidates = _candidates_of(root, link)
    if len(words) == 2:
        record = _record(words[1], candidates)
    elif verdict == "reject":
        record = _ids(link) if link["s2_paper_id"] else _best(candidates, link)
    else:
        record = _best(candidates, link)
    return {"paper_id": link["paper_id"], "venue_id": link["venue_id"], **record}


def _link_of(root: Path, paper_id: str) -> Row:
    rows = query(
        "SELECT * FROM links WHERE paper_id = $paper",
        {"links": read_table(root, "links")},
        {"paper": paper_id},
    ).to_pylist()
    if not rows:
        msg = f"No accepted paper {paper_id} is in {root}; `precited flags VENUE` lists them."
        raise Failed(msg)
    return dict(rows[0])


def _candidates_of(root: Path, link: Row) -> list[Row]:
    table = read_table(root, "link_candidates", link["venue_id"])
    rows = query(_CANDIDATES, {"candidates": table}, {"papers": [link["paper_id"]]}).to_pylist()
    return list(rows)


def _best(candidates: Sequence[Row], link: Row) -> Row:
    if not candidates:
        msg = f"No record was found for {link['paper_id']}: name one, as its id or its address."
        raise Failed(msg)
    return _ids(candidates[0])


def _record(written: str, candidates: Sequence[Row]) -> Row:
    """The ids of a record given as a paper id, a corpus id or an address."""
    sha = re.search(r"\b[0-9a-f]{40}\b", written.lower())
    corpus = re.fullmatch(r"(?:corpusid:)?(\d+)", written.strip().lower())
    if not sha and not corpus:
        msg = f"{written} is no Semantic Scholar id: give 40 hex digits, CorpusId:NUMBER or a URL."
        raise Failed(msg)
    given = {
        "s2_paper_id": sha[0] if sha else None,
        "s2_corpus_id": int(corpus[1]) if corpus else None,
    }
    known = (c for c in candidates if any(v and v == c[k] for k, v in given.items()))
    found = next(known, None)
    return _ids(found) if found else given


def _ids(row: Row) -> Row:
    return {"s2_paper_id": row["s2_paper_id"], "s2_corpus_id": row["s2_corpus_id"]}


def _paper_id(written: str) -> str:
    """A forum id, also out of the paper's address."""
    return written.rpartition("id=")[2].partition("&")[0]


def _only(words: Sequence[str], usage: str) -> str:
    if len(words) != 1:
        msg = f"Say: precited links {usage}."
        raise Failed(msg)
    return words[0]

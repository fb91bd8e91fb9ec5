"""The rows of the Datasets API: a release is the world of a Tuesday, its files are JSON lines."""

import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from connectors.standin.semantic_scholar.catalogue import Catalogue

Json = dict[str, Any]

RELEASES = 4
SHARDS = 2
_TUESDAY = 1
# The datasets name every kind of id, known or not.
_IDS = ("ACL", "DBLP", "ArXiv", "MAG", "CorpusId", "PubMed", "DOI", "PubMedCentral")


def release_days(today: date) -> list[date]:
    """The days of the last releases, oldest first: Tuesdays, the latest being today or before."""
    latest = today - timedelta(days=(today.weekday() - _TUESDAY) % 7)
    return [latest - timedelta(weeks=weeks) for weeks in reversed(range(RELEASES))]


class Releases:
    """The files of the releases of one catalogue, made when asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        # A client reads a file in ranges; four files of 70,000 edges are 25 MB.
        self.shard: Callable[[str, date, date | None, int], bytes] = lru_cache(maxsize=4)(
            self._shard
        )

    def _shard(self, dataset: str, until: date, since: date | None, number: int) -> bytes:
        """One gzipped file of a dataset; with ``since``, of what changed after that day."""
        return _packed(DATASETS[dataset](self._catalogue, until, since), number)

    def deleted(self, dataset: str, until: date, since: date, number: int) -> bytes:
        """One gzipped file of the keys of what was deleted between two releases."""
        rows = _gone(self._catalogue, until, since) if dataset == "citations" else ()
        return _packed(rows, number)


def _packed(rows: Iterable[Json], number: int) -> bytes:
    lines = (
        msgspec.json.encode(row) + b"\n" for at, row in enumerate(rows) if at % SHARDS == number
    )
    return gzip.compress(b"".join(lines), compresslevel=1, mtime=0)


def _citations(catalogue: Catalogue, until: date, since: date | None) -> Iterator[Json]:
    corpus_id = {record["paperId"]: record.get("corpusId") for record in catalogue.records}
    for edge in catalogue.edges.everything():
        if not _within(edge, until, since):
            continue
        yield {
            "citationid": _citation_id(edge),
            "citingcorpusid": edge["citingPaper"].get("corpusId"),
            "citedcorpusid": corpus_id.get(edge["citedPaperId"]),
            "isinfluential": bool(edge.get("isInfluential")),
            "contexts": edge.get("contexts") or None,
            "intents": [[intent] for intent in edge.get("intents") or ()] or None,
            "updated": f"{edge.get('indexedAt') or until}T00:00:00.000Z",
        }


def _gone(catalogue: Catalogue, until: date, since: date) -> Iterator[Json]:
    """What the later release has no more; invented: that the keys alone come."""
    for edge in catalogue.edges.everything():
        if _within(edge, since, None) and not _within(edge, until, None):
            yield {"citationid": _citation_id(edge)}


def _citation_id(edge: Json) -> int:
    named = f"{edge['citingPaper']['paperId']} {edge['citedPaperId']}"
    return int.from_bytes(blake2b(named.encode(), digest_size=6).digest())


def _papers(catalogue: Catalogue, until: date, since: date | None) -> Iterator[Json]:
    later = Counter[str]()
    changed: dict[str, Json] = {}
    for edge in catalogue.edges.everything():
        if _within(edge, until, since):
            changed[edge["citingPaper"]["paperId"]] = edge["citingPaper"]
            changed.setdefault(edge["citedPaperId"], {})
        was_there, is_there = _within(edge, since, None), _within(edge, until, None)
        if was_there and not is_there:
            changed.setdefault(edge["citedPaperId"], {})
        is_counted = not catalogue.edges.is_withdrawn(edge)
        later[edge["citedPaperId"]] += is_counted - is_there
    for record in catalogue.records:
        known = changed.pop(record["paperId"], None)
        if since is None or known is not None:
            yield _paper(record, (record.get("citationCount") or 0) - later[record["paperId"]])
    yield from (_paper(work, 0) for work in changed.values() if work)


def _paper_ids(catalogue: Catalogue, _until: date, _since: date | None) -> Iterator[Json]:
    for record in catalogue.records:
        yield {"sha": record["paperId"], "corpusid": record.get("corpusId"), "primary": True}
    for old in catalogue.moved():
        if found := catalogue.find(old):
            yield {"sha": old, "corpusid": found.get("corpusId"), "primary": False}


DATASETS: Mapping[str, Callable[[Catalogue, date, date | None], Iterable[Json]]] = {
    "papers": _papers,
    "citations": _citations,
    "paper-ids": _paper_ids,
}


def _within(edge: Json, until: date | None, since: date | None) -> bool:
    if until is None:
        return False
    indexed, withdrawn = edge.get("indexedAt") or "", edge.get("withdrawnAt") or "9"
    is_there = indexed <= until.isoformat() < withdrawn
    return is_there and (since is None or indexed > since.isoformat())


def _paper(record: Json, count: int) -> Json:
    ids = record.get("externalIds") or {"CorpusId": record.get("corpusId")}
    venue = record.get("publicationVenue") or {}
    return {
        "corpusid": record.get("corpusId"),
        "externalids": {
            kind: ids[kind] and str(ids[kind]) if kind in ids else None for kind in _IDS
        },
        "url": f"https://www.semanticscholar.org/paper/{record['paperId']}",
        "title": record.get("title"),
        "authors": record.get("authors") or [],
        "venue": record.get("venue") or "",
        "publicationvenueid": venue.get("id"),
        "year": record.get("year"),
        "referencecount": record.get("referenceCount") or 0,
        "citationcount": max(0, count),
        "influentialcitationcount": record.get("influentialCitationCount") or 0,
        "isopenaccess": bool(record.get("isOpenAccess")),
        "s2fieldsofstudy": record.get("s2FieldsOfStudy"),
        "publicationtypes": record.get("publicationTypes"),
        "publicationdate": record.get("publicationDate"),
        "journal": record.get("journal"),
        "updated": None,
    }

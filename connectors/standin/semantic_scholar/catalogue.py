"""The records of Semantic Scholar on one day, found by any id the Graph API takes."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from connectors.standin.corpus import Corpus
from connectors.standin.semantic_scholar.edges import Edges
from connectors.standin.semantic_scholar.text_index import TextIndex

Json = dict[str, Any]

_PREFIXES = {
    "CORPUSID": "CorpusId",
    "DOI": "DOI",
    "ARXIV": "ArXiv",
    "MAG": "MAG",
    "ACL": "ACL",
    "PMID": "PubMed",
    "PMCID": "PubMedCentral",
}
_SHA = re.compile(r"[0-9a-f]{40}")
_VERSION = re.compile(r"v\d+$")


class Catalogue:
    """Records, edges and ids that moved, merged from several corpora.

    Of two records with one id the richer stays (more fields filled; the first on a tie), and the
    external ids of both lead to it. With ``today`` a count is the number of edges known that day,
    and an id that moves later still answers under its old name.
    """

    def __init__(self, corpora: Iterable[Corpus] = (), today: date | None = None) -> None:
        self._today = today
        self._records: dict[str, Json] = {}
        self._external: dict[str, str] = {}
        self._moved: dict[str, str] = {}
        self._to_move: dict[str, str] = {}
        self.edges = Edges(today=today)
        for corpus in corpora:
            self.add(corpus)

    def add(self, corpus: Corpus) -> None:
        """Take a corpus in."""
        self.edges.add(corpus.citations)
        for alias in corpus.aliases:
            later = self._today and str(alias.get("changed_at")) > self._today.isoformat()
            (self._to_move if later else self._moved)[alias["old"]] = alias["new"]
        for record in corpus.papers:
            known = self._records.get(record["paperId"])
            if known is None or _filled(record) > _filled(known):
                self._records[record["paperId"]] = record
            for key in _external_keys(record):
                self._external.setdefault(key, record["paperId"])

    @cached_property
    def records(self) -> list[Json]:
        """Every record that a search may find, by paper id. Citing works are not among them."""
        return [self._as_of_today(self._records[key]) for key in sorted(self._records)]

    @cached_property
    def titles(self) -> TextIndex:
        """The words of the titles of :attr:`records`, built when first asked for."""
        return TextIndex([[record.get("title") or ""] for record in self.records])

    @cached_property
    def texts(self) -> TextIndex:
        """The words of titles and abstracts, built when first asked for."""
        return TextIndex(
            [[record.get("title") or "", record.get("abstract") or ""] for record in self.records]
        )

    def moved(self) -> Iterable[str]:
        """Ids that no record has any more, but that lead to one."""
        return self._moved.keys()

    def find(self, asked: str) -> Json | None:
        """The record with this id, of any kind the Graph API takes; None when there is none."""
        prefix, _, rest = asked.partition(":")
        kind = prefix.upper()
        if kind == "URL" and rest:
            return self._find_url(rest)
        if kind in _PREFIXES and rest:
            return self._find_external(_PREFIXES[kind], rest)
        if asked.startswith("10.") and "/" in asked:
            return self._find_external("DOI", asked)
        return self._find_sha(asked)

    def record(self, paper_id: str) -> Json | None:
        """The record under this very paper id, with the counts of the day."""
        known = self._records.get(paper_id)
        return self._as_of_today(known) if known is not None else None

    def _find_sha(self, asked: str) -> Json | None:
        # Before its day of moving a record answers to its old id as that id.
        if (new := self._to_move.get(asked)) and (record := self.record(self._current(new))):
            return record | {"paperId": asked}
        current = self._current(asked)
        return self.record(current) or self.edges.work(current)

    def _current(self, paper_id: str) -> str:
        seen = {paper_id}
        while paper_id in self._moved and self._moved[paper_id] not in seen:
            paper_id = self._moved[paper_id]
            seen.add(paper_id)
        return paper_id

    def _find_external(self, kind: str, value: str) -> Json | None:
        value = _VERSION.sub("", value) if kind == "ArXiv" else value
        paper_id = self._external.get(f"{kind}:{value.lower()}")
        if paper_id:
            return self.record(paper_id)
        return self.edges.work_of_corpus_id(value) if kind == "CorpusId" else None

    def _find_url(self, url: str) -> Json | None:
        parts = urlsplit(url)
        host, last = parts.netloc.removeprefix("www."), parts.path.rstrip("/").rpartition("/")[2]
        if host == "arxiv.org":
            return self._find_external("ArXiv", last.removesuffix(".pdf"))
        if host == "semanticscholar.org" and _SHA.fullmatch(last):
            return self._find_sha(last)
        return None

    def _as_of_today(self, record: Json) -> Json:
        if self._today is None:
            return record
        return record | {
            "citationCount": self.edges.count(record["paperId"]),
            "influentialCitationCount": self.edges.influential(record["paperId"]),
        }


def _filled(record: Json) -> int:
    external = record.get("externalIds") or {}
    return len(external) + sum(map(bool, record.values()))


def _external_keys(record: Json) -> Iterable[str]:
    if record.get("corpusId") is not None:
        yield f"CorpusId:{record['corpusId']}"
    for kind, value in (record.get("externalIds") or {}).items():
        yield f"{kind}:{str(value).lower()}"

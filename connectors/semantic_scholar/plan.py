"""The requests that a search or a count will take, worked out without asking anybody."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from connectors.page import Request
from connectors.semantic_scholar.title_phrases import pack, phrase, query, words

# What every record is asked for, so that records of every origin have the same columns.
FIELDS = (
    "corpusId,paperId,title,authors,year,venue,publicationDate,externalIds,citationCount,"
    "influentialCitationCount,referenceCount,openAccessPdf"
)

# 500 records with it are 7.8 MB of the 10 that an answer may have; only batches give it.
VECTOR = "embedding.specter_v2"

# The API takes no more ids in one batch.
BATCH = 500

# Stands for the real base address, which a plan does not know; longer than the real one.
ADDRESS = "https://api.semanticscholar.org/graph/v1/paper/search/bulk" + " " * 60

# Much longer queries are never titles.
LONGEST_QUERY = 300


def venue_request(names: Iterable[str], years: tuple[int, int]) -> Request:
    """All records of a venue, under any of its names, of these years and those between.

    The service separates names by commas, so a name with a comma in it cannot be asked.
    """
    askable = [name for name in dict.fromkeys(names) if name and "," not in name]
    first, last = years
    return _bulk({"venue": ",".join(askable), "year": f"{first}-{last}"})


def plan_titles(titles: Iterable[str]) -> list[Request]:
    """The bulk searches that ask for all these titles, as many in each as its address holds.

    Titles of fewer than three words, without their formulas, are in none: ask by match.
    """
    return [title_request(group) for group in title_groups(titles)]


def title_groups(titles: Iterable[str]) -> list[list[str]]:
    """The phrases of the titles that have one, in groups that fit a request."""
    phrases = [text for text in map(phrase, titles) if text]
    return pack(phrases, {"fields": FIELDS}, ADDRESS)


def title_request(phrases: Iterable[str]) -> Request:
    """One bulk search for works that hold any of the phrases in title or abstract."""
    return _bulk({"query": query(phrases)})


def match_request(title: str) -> Request:
    """The search for the one work that is nearest to a title."""
    text = " ".join(words(title))[:LONGEST_QUERY].strip()
    return Request("semantic_scholar", "paper/search/match", {"query": text, "fields": FIELDS})


def count_request(corpus_ids: Iterable[int], *, vectors: bool = False) -> Request:
    """One batch; the answer has a row, or null, at the place of each id.

    Args:
        corpus_ids: At most :data:`BATCH` of them.
        vectors: Also ask for the SPECTER2 vector of each.
    """
    request = record_request(f"CorpusId:{corpus_id}" for corpus_id in corpus_ids)
    return replace(request, params={"fields": f"{FIELDS},{VECTOR}"}) if vectors else request


def record_request(ids: Iterable[str]) -> Request:
    """One batch of records by ids of any kind; the answer has a row, or null, for each."""
    return Request("semantic_scholar", "paper/batch", {"fields": FIELDS}, {"ids": [*ids]})


def plan_counts(papers: int) -> int:
    """How many requests the counts of so many papers take."""
    return -(-papers // BATCH)


def _bulk(params: dict[str, Any]) -> Request:
    return Request("semantic_scholar", "paper/search/bulk", {**params, "fields": FIELDS})

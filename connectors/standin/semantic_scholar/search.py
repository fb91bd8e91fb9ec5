"""The search routes of the Graph API: bulk with tokens, the nearest title, by relevance."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import numpy as np

from connectors.standin.exchange import Answer, Question
from connectors.standin.semantic_scholar import answers
from connectors.standin.semantic_scholar.boolean_query import matching
from connectors.standin.semantic_scholar.catalogue import Catalogue
from connectors.standin.semantic_scholar.fields import (
    BASE_PAPER,
    FULL_PAPER,
    BadFieldsError,
    parse,
    render_flat,
)
from connectors.standin.semantic_scholar.filters import BadFilterError, filters
from connectors.standin.semantic_scholar.papers import NEWEST_NESTED, Allowance, render_full
from connectors.standin.semantic_scholar.text_index import Docs, words
from connectors.standin.semantic_scholar.title_match import nearest
from connectors.standin.semantic_scholar.tokens import BadTokenError, offset_of, token_for

Json = dict[str, Any]

BULK_PAGE = 1_000
_RELEVANT = 1_000  # rows that the relevance search gives in all
_USUAL = 100
_SORTS = ("paperId", "publicationDate", "citationCount")


def bulk(catalogue: Catalogue, question: Question) -> Answer:
    """``GET /paper/search/bulk``: 1,000 rows a page, in the order of ``sort``, with a token."""
    try:
        offset = offset_of(question)
        rows = _sorted(_bulk_rows(catalogue, question), question.value("sort") or "paperId")
    except (BadTokenError, BadFilterError) as error:
        return answers.refused(question.number, str(error))
    page = rows[offset : offset + BULK_PAGE]
    try:
        fields = parse(question.value("fields"), BASE_PAPER)
    except BadFieldsError as error:
        if page:
            return answers.refused(question.number, str(error))
        fields = {}
    more = offset + BULK_PAGE < len(rows)
    return answers.found(
        question.number,
        {
            "total": len(rows),
            "token": token_for(question, offset + BULK_PAGE) if more else None,
            "data": [render_flat(record, fields) for record in page],
        },
    )


def match(catalogue: Catalogue, question: Question) -> Answer:
    """``GET /paper/search/match``: the one record with the nearest title, or 404."""
    title = question.value("query")
    if not title:
        return answers.refused(question.number, "Missing required parameter: 'query'")
    try:
        allowed = _allowed(catalogue, question)
    except BadFilterError as error:
        return answers.refused(question.number, str(error))
    dice = Random(question.number)  # noqa: S311 - the jitter of a score
    best = nearest(title, catalogue.titles, allowed, dice)
    if best is None:
        return answers.missing(question.number, "Title match not found")
    try:
        fields = parse(question.value("fields"), FULL_PAPER)
    except BadFieldsError as error:
        return answers.refused(question.number, str(error))
    allowance = Allowance(NEWEST_NESTED, NEWEST_NESTED)
    row = render_full(catalogue, catalogue.records[best.at], fields, allowance)
    return answers.found(question.number, {"data": [row | {"matchScore": best.score}]})


def relevance(catalogue: Catalogue, question: Question) -> Answer:
    """``GET /paper/search``: at most 1,000 rows, those with the query in their titles first."""
    offset, limit = question.number_of("offset", 0), question.number_of("limit", _USUAL)
    if offset is None or not limit or limit > _USUAL or offset + limit > _RELEVANT:
        error = "Requested data for this limit and/or offset is not available"
        return answers.refused(question.number, error)
    query = question.value("query")
    if not query:
        return answers.refused(question.number, "Missing required parameter: 'query'")
    try:
        found = _relevant(catalogue, query) & _allowed(catalogue, question)
    except BadFilterError as error:
        return answers.refused(question.number, str(error))
    ranked = _ranked(catalogue, query, found)
    page: Json = {"total": len(ranked), "offset": offset}
    rows = ranked[offset : offset + limit]
    if not rows:
        return answers.found(question.number, page)
    try:
        fields = parse(question.value("fields"), FULL_PAPER)
    except BadFieldsError as error:
        return answers.refused(question.number, str(error))
    if offset + limit < min(len(ranked), _RELEVANT):
        page["next"] = offset + limit
    allowance = Allowance(NEWEST_NESTED, NEWEST_NESTED)
    page["data"] = [render_full(catalogue, record, fields, allowance) for record in rows]
    return answers.found(question.number, page)


def _bulk_rows(catalogue: Catalogue, question: Question) -> list[Json]:
    query, kept = question.value("query"), filters(question)
    if not query and not kept:
        raise BadFilterError("query", "")
    rows = catalogue.records
    if query:
        rows = [rows[at] for at in np.flatnonzero(matching(query, catalogue.texts))]
    return [record for record in rows if all(keep(record) for keep in kept)]


def _sorted(rows: list[Json], sort: str) -> list[Json]:
    name, _, direction = sort.partition(":")
    if name not in _SORTS or direction not in ("", "asc", "desc"):
        raise BadFilterError("sort", sort)
    known = [record for record in rows if record.get(name) is not None]
    unknown = [record for record in rows if record.get(name) is None]
    # Rows come by paper id, and sorting is stable, so ties stay in that order.
    return sorted(known, key=partial(_of, name), reverse=direction == "desc") + unknown


def _of(name: str, record: Json) -> Any:
    return record[name]


def _allowed(catalogue: Catalogue, question: Question) -> Docs:
    kept: list[Callable[[Json], bool]] = filters(question)
    if not kept:
        return np.ones(len(catalogue.records), dtype=bool)
    passed = (all(keep(record) for keep in kept) for record in catalogue.records)
    return np.fromiter(passed, dtype=bool, count=len(catalogue.records))


def _relevant(catalogue: Catalogue, query: str) -> Docs:
    # The documentation says so: a hyphenated term finds nothing here.
    if not words(query) or any("-" in word.strip("-") for word in query.split()):
        return catalogue.texts.nothing()
    found = ~catalogue.texts.nothing()
    for word in set(words(query)):
        found &= catalogue.texts.with_word(word)
    return found


def _ranked(catalogue: Catalogue, query: str, found: Docs) -> list[Json]:
    if not found.any():
        return []
    scores, _ = catalogue.titles.overlap(words(query))
    best_first = np.argsort(-scores, kind="stable")
    return [catalogue.records[at] for at in best_first if found[at]]

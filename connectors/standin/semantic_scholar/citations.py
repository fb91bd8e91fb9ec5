"""``GET /paper/{id}/citations`` and ``/references``: edges, page by page, newest first."""

from typing import Any

from connectors.standin.exchange import Answer, Question
from connectors.standin.semantic_scholar import answers
from connectors.standin.semantic_scholar.catalogue import Catalogue
from connectors.standin.semantic_scholar.fields import (
    EDGE,
    EDGE_PAPER,
    BadFieldsError,
    Fields,
    parse,
    render_flat,
)
from connectors.standin.semantic_scholar.filters import BadFilterError, Days, days, published_within
from connectors.standin.semantic_scholar.papers import referenced

Json = dict[str, Any]

_END = 10_000  # offset + limit must stay below
_LARGEST = 1_000
_USUAL = 100


def citations(catalogue: Catalogue, question: Question) -> Answer:
    """Who cites the paper.

    ``publicationDateOrYear`` drops citing works without a full date: the documentation says
    otherwise, a live probe found it so.
    """
    try:
        asked = question.value("publicationDateOrYear")
        within = days(asked) if asked else None
    except BadFilterError as error:
        return answers.refused(question.number, str(error))
    return _page(catalogue, question, "citingPaper", within)


def references(catalogue: Catalogue, question: Question) -> Answer:
    """Whom the paper cites, as far as the world holds the works cited."""
    return _page(catalogue, question, "citedPaper", None)


def _page(catalogue: Catalogue, question: Question, inner: str, within: Days | None) -> Answer:
    asked = question.fields["paper_id"]
    record = catalogue.find(asked)
    if record is None:
        return answers.missing(question.number, f"Paper with id {asked} not found")
    offset, limit = question.number_of("offset", 0), question.number_of("limit", _USUAL)
    if offset is None or limit is None or not 0 < limit <= _LARGEST:
        bad = [f"{name}={question.value(name)}" for name in ("offset", "limit")]
        return answers.refused(question.number, f"Unacceptable query params: [{', '.join(bad)}]")
    if offset + limit >= _END:
        return answers.refused(question.number, f"offset + limit must be < {_END}")
    rows, total = _edges(catalogue, record["paperId"], inner, slice(offset, offset + limit), within)
    try:
        fields = parse(_plain(question.value("fields"), inner), EDGE_PAPER)
    except BadFieldsError as error:
        if rows:
            return answers.refused(question.number, str(error))
        fields = {}
    page: Json = {"offset": offset}
    if offset + limit < total:
        page["next"] = offset + limit
    page["data"] = [_row(edge, inner, fields) for edge in rows]
    return answers.found(question.number, page)


def _edges(
    catalogue: Catalogue, paper_id: str, inner: str, page: slice, within: Days | None
) -> tuple[list[Json], int]:
    if inner == "citedPaper":
        cited = [
            edge | {"citedPaper": referenced(catalogue, work)}
            for work, edge in catalogue.edges.references(paper_id)
        ]
        return cited[page], len(cited)
    if within is None:
        rows = catalogue.edges.citing(paper_id, page.start, page.stop)
        return rows, catalogue.edges.count(paper_id)
    rows = catalogue.edges.citing(paper_id)
    rows = [edge for edge in rows if published_within(edge["citingPaper"], within, dated=True)]
    return rows[page], len(rows)


def _row(edge: Json, inner: str, fields: Fields) -> Json:
    shown = {name: _of_edge(edge, name) for name in EDGE if name in fields}
    return shown | {inner: render_flat(edge[inner], fields)}


def _of_edge(edge: Json, name: str) -> Any:
    if name == "isInfluential":
        return bool(edge.get(name))
    if name == "contextsWithIntent" and name not in edge:
        return [{"context": text, "intents": []} for text in edge.get("contexts") or ()]
    return edge.get(name) or []


def _plain(fields: str | None, inner: str) -> str | None:
    """`citingPaper.title` is taken for `title`; nested lists asked so are ignored in silence."""
    if not fields:
        return None
    plain = [field.removeprefix(f"{inner}.") for field in fields.split(",")]
    silent = ("references", "citations")
    asked = zip(plain, fields.split(","), strict=True)
    return ",".join(
        name for name, sent in asked if name == sent or name.partition(".")[0] not in silent
    )

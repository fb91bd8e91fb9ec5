"""The routes of the Graph API that take ids: one paper, and 500 at once."""

from functools import partial
from typing import Any

from connectors.standin.exchange import Answer, Question
from connectors.standin.semantic_scholar import answers
from connectors.standin.semantic_scholar.catalogue import Catalogue
from connectors.standin.semantic_scholar.fields import (
    FULL_PAPER,
    BadFieldsError,
    Fields,
    parse,
    render,
    render_flat,
)

Json = dict[str, Any]

MAXIMUM_IDS = 500
MAXIMUM_NESTED = 9_999  # citing works in one batch call, over all of its ids
NEWEST_NESTED = 1_000  # citing works in the record of a single paper


class Allowance:
    """How many nested rows a call may still give; what lies beyond is cut without a word."""

    def __init__(self, citations: int, references: int) -> None:
        self._left = {"citations": citations, "references": references}

    def take(self, kind: str, wanted: int) -> int:
        """How many of the wanted rows may be given."""
        given = min(wanted, self._left[kind])
        self._left[kind] -= given
        return given


def batch(catalogue: Catalogue, question: Question) -> Answer:
    """``POST /paper/batch``: a row or null for each id, in the order asked."""
    body = question.json()
    ids = body.get("ids") if isinstance(body, dict) else None
    if not isinstance(ids, list) or not all(isinstance(asked, str) for asked in ids):
        return answers.refused(question.number, "Request body must hold a list of ids")
    if len(ids) > MAXIMUM_IDS:
        # The service's own wording is not known.
        return answers.refused(question.number, f"Too many ids: {len(ids)} > {MAXIMUM_IDS}")
    records = [catalogue.find(asked) for asked in ids]
    if "" in ids or not any(records):
        return answers.refused(question.number, "No valid paper ids given")
    try:
        fields = parse(question.value("fields"), FULL_PAPER)
    except BadFieldsError as error:
        return answers.refused(question.number, str(error))
    allowance = Allowance(MAXIMUM_NESTED, MAXIMUM_NESTED)
    return answers.found(
        question.number,
        [record and render_full(catalogue, record, fields, allowance) for record in records],
    )


def paper(catalogue: Catalogue, question: Question) -> Answer:
    """``GET /paper/{id}``."""
    asked = question.fields["paper_id"]
    record = catalogue.find(asked)
    if record is None:
        return answers.missing(question.number, f"Paper with id {asked} not found")
    try:
        fields = parse(question.value("fields"), FULL_PAPER)
    except BadFieldsError as error:
        return answers.refused(question.number, str(error))
    allowance = Allowance(NEWEST_NESTED, NEWEST_NESTED)
    return answers.found(question.number, render_full(catalogue, record, fields, allowance))


def render_full(catalogue: Catalogue, record: Json, fields: Fields, allowance: Allowance) -> Json:
    """The record with everything asked for, its nested rows within the allowance."""
    return render(record, fields, partial(_nested_rows, catalogue, record["paperId"], allowance))


def referenced(catalogue: Catalogue, cited: str) -> Json:
    """The record of a cited work, which the world holds or knows nothing of but its id."""
    return catalogue.record(cited) or {"paperId": cited, "title": None}


def _nested_rows(
    catalogue: Catalogue, paper_id: str, allowance: Allowance, kind: str, fields: Fields
) -> list[Json]:
    if kind == "citations":
        given = allowance.take(kind, catalogue.edges.count(paper_id))
        works = [edge["citingPaper"] for edge in catalogue.edges.citing(paper_id, 0, given)]
    else:
        cited = catalogue.edges.references(paper_id)
        works = [
            referenced(catalogue, work) for work, _ in cited[: allowance.take(kind, len(cited))]
        ]
    return [render_flat(work, fields) for work in works]

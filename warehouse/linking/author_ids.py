"""Semantic Scholar's author ids for the authors of linked papers."""

from collections.abc import Sequence

import pyarrow as pa

from warehouse.citations.relations import query
from warehouse.linking.names import Name, likeness, parse_name
from warehouse.tables import AUTHORSHIPS

# A fit through an initial is enough within one author list that has been found to agree.
SAME_PERSON = 0.8

_AUTHORS = """
SELECT paper_id, authors, author_ids FROM links JOIN records USING (s2_paper_id)
"""

Known = Sequence[tuple[Name, str | None]]


def with_author_ids(authorships: pa.Table, links: pa.Table, records: pa.Table) -> pa.Table:
    """The authorships with the ids of the linked record's authors, where a name of it agrees.

    Null where the paper is not linked, no name agrees, or more than one does.
    """
    people = _record_authors(links, records)
    ids = [
        _id_of(name, people.get(paper_id, ()))
        for paper_id, name in zip(
            authorships["paper_id"].to_pylist(), authorships["name"].to_pylist(), strict=True
        )
    ]
    place = AUTHORSHIPS.schema.get_field_index("s2_author_id")
    return AUTHORSHIPS.conform(
        authorships.set_column(place, "s2_author_id", pa.array(ids, pa.string()))
    )


def _record_authors(links: pa.Table, records: pa.Table) -> dict[str, Known]:
    """Names and ids of the linked record's authors by paper."""
    rows = query(_AUTHORS, {"links": links, "records": records}).to_pylist()
    return {
        row["paper_id"]: [
            (name, s2_id)
            for written, s2_id in zip(row["authors"] or (), row["author_ids"] or (), strict=False)
            if written and (name := parse_name(written)) is not None
        ]
        for row in rows
    }


def _id_of(name: str | None, people: Known) -> str | None:
    wanted = parse_name(name) if name else None
    if wanted is None:
        return None
    named = [(likeness(wanted, found), s2_id) for found, s2_id in people]
    best = max((value for value, _ in named), default=0.0)
    ids = [s2_id for value, s2_id in named if value == best]
    return ids[0] if best >= SAME_PERSON and len(ids) == 1 else None

"""Every table of the warehouse, declared once."""

from warehouse.spec import TableSpec
from warehouse.tables.bookkeeping import REJECTS, RUNS
from warehouse.tables.citations import CITATION_COUNTS, CITATIONS
from warehouse.tables.decisions import DECISIONS
from warehouse.tables.explore import EMBEDDINGS, MAP_POINTS, NEIGHBOURS
from warehouse.tables.flags import FLAGS
from warehouse.tables.links import LINK_CANDIDATES, LINKS
from warehouse.tables.papers import AUTHORSHIPS, PAPERS, REVIEWS
from warehouse.tables.venues import VENUES

__all__ = [
    "AUTHORSHIPS",
    "BY_NAME",
    "CITATIONS",
    "CITATION_COUNTS",
    "DECISIONS",
    "EMBEDDINGS",
    "FLAGS",
    "LINKS",
    "LINK_CANDIDATES",
    "MAP_POINTS",
    "NEIGHBOURS",
    "PAPERS",
    "REJECTS",
    "REVIEWS",
    "RUNS",
    "TABLES",
    "VENUES",
]

TABLES: tuple[TableSpec, ...] = (
    VENUES,
    PAPERS,
    AUTHORSHIPS,
    REVIEWS,
    LINKS,
    LINK_CANDIDATES,
    CITATION_COUNTS,
    CITATIONS,
    FLAGS,
    DECISIONS,
    NEIGHBOURS,
    MAP_POINTS,
    EMBEDDINGS,
    REJECTS,
    RUNS,
)

BY_NAME: dict[str, TableSpec] = {table.name: table for table in TABLES}

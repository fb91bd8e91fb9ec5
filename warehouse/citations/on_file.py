"""What earlier runs left on file, so that a run asks only for what is new."""

from warehouse.citations.citing_works import Citing
from warehouse.citations.relations import query


def works_on_file(citing: Citing) -> dict[int, list[str]]:
    """Ids of the citing works that were seen, by the corpus id that was asked."""
    sql = "SELECT asked_corpus_id, list(DISTINCT citing_id) AS ids FROM works GROUP BY ALL"
    rows = query(sql, {"works": citing.works}).to_pylist()
    return {row["asked_corpus_id"]: row["ids"] for row in rows}


def counts_when_read(citing: Citing) -> dict[int, int]:
    """The service's own count at the time each list was last read, by the same id.

    A paper that still has this count has no news, also where its list is short for good.
    """
    sql = """
        SELECT asked_corpus_id, arg_max(coalesce(citation_count, received), seen_at) AS count
        FROM lists GROUP BY asked_corpus_id
    """
    rows = query(sql, {"lists": citing.lists}).to_pylist()
    return {row["asked_corpus_id"]: row["count"] for row in rows}

"""Which citations come from a paper's own authors.

By Semantic Scholar's author ids; names speak only where an id is missing, since one name may be
many people. For each citation:

- true: an author id is on both sides; or an author without an id, on either side, has the same
  full name as an author of the other side;
- null: nothing can be said: no authors are known on one side, or an author without an id has no
  name, a name in another script, or one that may be a shorter form of a name on the other side;
- false: otherwise. Where all authors have ids, a shared name is no evidence.

Aksnes (2003, doi 10.1023/A:1021919228368) found 36 % of the citations of a work's first three years
to be self-citations, most of them among the least cited: just where a flag has little to go by.
"""

import pyarrow as pa

from warehouse.citations.relations import opened, query
from warehouse.linking.names import Name, likeness, parse_name

SAME, DOUBTFUL, DIFFERENT = "same", "doubtful", "different"

LEAST_LIKENESS = 0.5
"""From here two spellings may be one person: more than a family name in common."""

_BY_IDS = """
CREATE TEMP TABLE judged AS
SELECT paper_id, citing_id, len(our_ids) > 0 AND len(their_ids) > 0 AS is_comparable,
    CASE WHEN list_has_any(our_ids, their_ids) THEN true
        WHEN list_count(our_ids) = len(our_ids) AND list_count(their_ids) = len(their_ids)
            AND is_comparable THEN false END AS by_ids
FROM (SELECT paper_id, citing_id, works.author_ids AS their_ids, people.author_ids AS our_ids
    FROM works LEFT JOIN people USING (paper_id))
"""

# A pair of names is looked at only where one of the two has no id. Most share no word, or share
# one ("Wang") but not the initial of another: only the rest are worth taking apart.
_NAMES = """
CREATE TEMP TABLE named AS
WITH unsure AS (
    SELECT paper_id, citing_id, works.authors AS their_names, works.author_ids AS their_ids,
        people.authors AS our_names, people.author_ids AS our_ids
    FROM judged JOIN works USING (paper_id, citing_id) JOIN people USING (paper_id)
    WHERE by_ids IS NULL AND is_comparable
),
theirs AS (SELECT paper_id, citing_id, unnest(their_names) AS name, unnest(their_ids) AS id
    FROM unsure),
ours AS (SELECT paper_id, unnest(our_names) AS name, unnest(our_ids) AS id
    FROM (SELECT DISTINCT paper_id, our_names, our_ids FROM unsure)),
spelled AS (
    SELECT name, list_filter(parts, word -> len(word) > 1) AS words,
        list_distinct(list_transform(parts, word -> word[1])) AS initials, is_latin
    FROM (
        SELECT name, regexp_extract_all(strip_accents(lower(name)), '\\pL+') AS parts,
            regexp_matches(strip_accents(lower(name)), '[a-z]') AS is_latin
        FROM (SELECT name FROM theirs UNION SELECT name FROM ours)
    )
)
SELECT paper_id, citing_id, ours.name AS one, theirs.name AS other,
    CASE WHEN one IS NULL OR other IS NULL OR a.is_latin != b.is_latin THEN 'doubtful' END
        AS verdict
FROM ours JOIN theirs USING (paper_id)
LEFT JOIN spelled AS a ON a.name = ours.name LEFT JOIN spelled AS b ON b.name = theirs.name
WHERE (ours.id IS NULL OR theirs.id IS NULL)
    AND (verdict = 'doubtful' OR list_has_any(a.words, b.words)
        AND len(list_intersect(a.initials, b.initials))
            >= least(2, len(a.initials), len(b.initials)))
"""

_UNSETTLED = "SELECT DISTINCT one, other FROM named WHERE verdict IS NULL ORDER BY ALL"

_JUDGED = """
WITH by_names AS (
    SELECT paper_id, citing_id, list(DISTINCT coalesce(named.verdict, settled.verdict)) AS said
    FROM named LEFT JOIN settled USING (one, other) GROUP BY ALL
)
SELECT paper_id, citing_id,
    CASE WHEN by_ids IS NOT NULL THEN by_ids
        WHEN NOT is_comparable OR is_comparable IS NULL THEN NULL
        WHEN list_contains(said, 'same') THEN true
        WHEN list_contains(said, 'doubtful') THEN NULL
        ELSE false END AS is_self_citation
FROM judged LEFT JOIN by_names USING (paper_id, citing_id)
ORDER BY paper_id, citing_id
"""


def self_citations(works: pa.Table, people: pa.Table) -> pa.Table:
    """For each citation whether it is a self-citation: paper_id, citing_id, is_self_citation.

    Args:
        works: paper_id, citing_id, and the citing work's authors and author_ids, in one order.
        people: paper_id with the authors and author_ids of the cited record; papers without a row
            have unknown authors.
    """
    parts = ["paper_id", "citing_id", "authors", "author_ids"]
    with opened({"works": works.select(parts), "people": people}) as ask:
        ask(_BY_IDS, {})
        ask(_NAMES, {})
        settled = _settled(ask(_UNSETTLED, {}))
        found = {"judged": ask("FROM judged", {}), "named": ask("FROM named", {})}
    return query(_JUDGED, found | {"settled": settled})


def same_person(one: str, other: str) -> str:
    """Whether two names alone say that one person bears both: same, doubtful or different.

    >>> same_person("Ada Candle", "Candle, Ada"), same_person("A. Candle", "Ada Candle")
    ('same', 'doubtful')
    """
    ours, theirs = parse_name(one), parse_name(other)
    if ours is None or theirs is None:
        return DOUBTFUL
    alike = likeness(ours, theirs)
    if alike == 1 and _is_full(ours) and _is_full(theirs):
        return SAME
    return DOUBTFUL if alike >= LEAST_LIKENESS else DIFFERENT


def _is_full(name: Name) -> bool:
    """More than initials and one word, which in Han and Hangul may be the whole name."""
    return len(name.words) > 1 or not name.is_latin


def _settled(unsettled: pa.Table) -> pa.Table:
    pairs = zip(unsettled["one"].to_pylist(), unsettled["other"].to_pylist(), strict=True)
    verdicts = pa.array([same_person(one, other) for one, other in pairs], pa.string())
    return unsettled.append_column("verdict", verdicts)

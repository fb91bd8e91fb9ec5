"""Named views: the joins that most questions begin with, each declared once.

They are DuckDB SQL over the tables and over each other, in order. ``precited sql``,
``warehouse.open`` and the data dictionary all read this list.
"""

from dataclasses import dataclass

from warehouse.explore.newest import NEWEST_FLAGS

SQL = str


@dataclass(frozen=True, slots=True)
class View:
    """One view: what a row is, how it is made, what its own columns mean.

    Attributes:
        name: As queries name it.
        doc: What it is for.
        grain: What one row is.
        sql: A single SELECT.
        columns: Meaning by column, of those that no table explains.
    """

    name: str
    doc: str
    grain: str
    sql: SQL
    columns: tuple[tuple[str, str], ...]

    def markdown(self) -> str:
        """The view's page in the data dictionary."""
        lines = [f"### {self.name}", "", f"{self.doc} One row per {self.grain}.", ""]
        lines += ["| column | meaning |", "|---|---|"]
        return "\n".join([*lines, *(f"| {name} | {doc} |" for name, doc in self.columns)])


LATEST_COUNTS = View(
    "latest_counts",
    "The newest count of every accepted paper, with its title and link.",
    "accepted paper",
    """
    SELECT p.paper_id, p.venue_id, p.title, p.tier, l.status AS link_status,
           n.c.citation_count AS citation_count,
           n.c.influential_citation_count AS influential_citation_count,
           n.c.observed_at AS observed_at
    FROM papers p
    LEFT JOIN links l USING (paper_id)
    LEFT JOIN (
        SELECT paper_id, arg_max(struct_pack(citation_count, influential_citation_count,
                                             observed_at), observed_at) AS c
        FROM citation_counts GROUP BY paper_id
    ) n USING (paper_id)
    WHERE p.state = 'accepted'
    """,
    (
        ("link_status", "`links.status`: linked, review or absent."),
        ("citation_count", "Null when nothing was ever counted, which is not 0."),
        ("observed_at", "When that count was given; null without one."),
    ),
)

FLAGGED_PAPERS = View(
    "flagged_papers",
    "Papers that were already cited, with what a reader wants to see beside the flag.",
    "accepted paper and as-of date with `cited = 'yes'`",
    """
    SELECT f.venue_id, f.as_of, f.rank, p.title, p.tier, f.citations_low, f.citations_high,
           f.independent_low, f.independent_high, f.percentile, f.rate_per_month, f.age_days,
           f.first_public_on, p.primary_area, p.keywords, p.authors, f.reasons, p.forum_url,
           p.pdf_url, p.code_url, f.paper_id
    FROM flags f JOIN papers p USING (paper_id)
    WHERE f.cited = 'yes'
    """,
    (
        ("rank", "`flags.rank`; order by it."),
        ("citations_low, citations_high", "The interval of citations by `as_of`."),
        ("reasons", "Why it stands there, in words."),
    ),
)

CITATIONS_PER_WEEK = View(
    "citations_per_week",
    "When citing works came out, by week. Weeks without any have no row, and works without a full "
    "date are in none.",
    "paper and week",
    """
    SELECT paper_id, venue_id, date_trunc('week', published_on)::DATE AS week_on,
           count(*) AS citing_count,
           count(*) FILTER (WHERE is_self_citation IS FALSE) AS independent_count,
           count(*) FILTER (WHERE is_self_citation IS NULL) AS authors_unknown_count
    FROM citations WHERE date_precision = 'day' GROUP BY ALL
    """,
    (
        ("week_on", "The Monday that begins the week."),
        ("citing_count", "Citing works that came out in it."),
        ("independent_count", "Those that surely share no author with the paper."),
        ("authors_unknown_count", "Those whose authors are unknown."),
    ),
)


def _rows_by(who: SQL) -> SQL:
    """One row for each paper and whom it names, however often it does."""
    return f"""
    SELECT {who} AS named, paper_id, arg_min(name, position) AS name,
           any_value(openreview_profile_id) AS openreview_profile_id,
           any_value(s2_author_id) AS s2_author_id,
           list(DISTINCT coalesce(openreview_profile_id, name)) AS people,
           any_value(p.venue_id) AS venue_id, any_value(f.cited) AS cited,
           any_value(f.citations_low) AS citations_low,
           any_value(f.independent_low) AS independent_low, any_value(f.percentile) AS percentile
    FROM authorships JOIN papers p USING (paper_id)
    LEFT JOIN {NEWEST_FLAGS} f USING (paper_id)
    WHERE p.state = 'accepted' AND {who} IS NOT NULL GROUP BY named, paper_id
    """  # noqa: S608 - every part is this module's own


_SUMS = """
           count(*) AS paper_count, count(*) FILTER (WHERE cited = 'yes') AS cited_count,
           sum(citations_low)::BIGINT AS citations_low,
           sum(independent_low)::BIGINT AS independent_low, max(percentile) AS best_percentile
"""

_SUM_COLUMNS = (
    ("paper_count", "Accepted papers in this warehouse."),
    ("cited_count", "Those of them that were already cited on the day of their flag."),
    ("citations_low", "Their citations on that day, surely dated by it; null when none is known."),
    ("independent_low", "The same without self-citations."),
    ("best_percentile", "The best place of one of them among papers of its age."),
)

AUTHORS = View(
    "authors",
    "Authors of accepted papers over all venues here. People without a profile are told apart by "
    "name alone, so namesakes fall together.",
    "OpenReview profile, or name where there is none",
    f"""
    SELECT named AS author_id, min(name) AS name,
           any_value(openreview_profile_id) AS openreview_profile_id,
           any_value(s2_author_id) AS s2_author_id, {_SUMS}
    FROM ({_rows_by("coalesce(openreview_profile_id, name)")}) GROUP BY named
    """,  # noqa: S608 - every part is this module's own
    (
        ("author_id", "The profile id, else the name."),
        ("name", "As one of the papers spells it."),
        *_SUM_COLUMNS,
    ),
)

INSTITUTIONS = View(
    "institutions",
    "Institutions of accepted papers, where OpenReview says them (since 2025; before that there is "
    "no row). A paper counts once for each of its institutions.",
    "institution as written",
    f"""
    SELECT named AS institution, len(list_distinct(flatten(list(people)))) AS author_count,
           count(DISTINCT venue_id) AS venue_count, {_SUMS}
    FROM ({_rows_by("institution")}) GROUP BY named
    """,  # noqa: S608 - every part is this module's own
    (
        ("author_count", "People who named it on an accepted paper."),
        ("venue_count", "Venues with such a paper."),
        *_SUM_COLUMNS,
    ),
)

VENUE_COMPARISON = View(
    "venue_comparison",
    "Venues side by side on the newest day of their flags.",
    "venue with flags",
    """
    SELECT v.venue_id, v.short_name, v.year, v.submission_count, v.accepted_count, f.as_of,
           count(*) FILTER (WHERE l.status = 'linked') AS linked_count,
           count(*) FILTER (WHERE f.cited = 'yes') AS cited_count,
           count(*) FILTER (WHERE f.cited = 'no') AS not_cited_count,
           count(*) FILTER (WHERE f.cited = 'unknown') AS unknown_count,
           count(*) FILTER (WHERE f.cited = 'yes') / count(*) AS cited_share_low,
           count(*) FILTER (WHERE f.citations_high > 0) / count(*) AS cited_share_high,
           median(f.citations_low) AS median_citations_low,
           max(f.citations_low) AS most_citations_low
    FROM venues v
    JOIN flags f USING (venue_id)
    LEFT JOIN links l USING (paper_id)
    WHERE f.as_of = (SELECT max(as_of) FROM flags g WHERE g.venue_id = v.venue_id)
    GROUP BY ALL
    """,
    (
        ("cited_count, not_cited_count, unknown_count", "Accepted papers by three-state flag."),
        ("linked_count", "Accepted papers with a record at Semantic Scholar."),
        ("cited_share_low", "Share that is surely cited by `as_of`."),
        ("cited_share_high", "The same, with papers that only undated works may have cited."),
        ("median_citations_low, most_citations_low", "Over papers of which something is known."),
    ),
)

VIEWS: tuple[View, ...] = (
    LATEST_COUNTS,
    FLAGGED_PAPERS,
    CITATIONS_PER_WEEK,
    AUTHORS,
    INSTITUTIONS,
    VENUE_COMPARISON,
)

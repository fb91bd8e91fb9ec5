"""Semantic Scholar's Graph API: records, counts and citing works, as pages."""

from connectors.semantic_scholar.citing import citing_works
from connectors.semantic_scholar.citing_plan import CitingPlan, plan_citing
from connectors.semantic_scholar.client import SemanticScholar, pace
from connectors.semantic_scholar.plan import match_request, plan_counts, plan_titles
from connectors.semantic_scholar.searches import (
    counts,
    match_title,
    records,
    search_titles,
    search_venue,
)

__all__ = [
    "CitingPlan",
    "SemanticScholar",
    "citing_works",
    "counts",
    "match_request",
    "match_title",
    "pace",
    "plan_citing",
    "plan_counts",
    "plan_titles",
    "records",
    "search_titles",
    "search_venue",
]

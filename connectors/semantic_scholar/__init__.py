"""Semantic Scholar's Graph API: records of a venue, of titles, and counts, as pages."""

from connectors.semantic_scholar.client import SemanticScholar, pace
from connectors.semantic_scholar.plan import match_request, plan_counts, plan_titles
from connectors.semantic_scholar.searches import counts, match_title, search_titles, search_venue

__all__ = [
    "SemanticScholar",
    "counts",
    "match_request",
    "match_title",
    "pace",
    "plan_counts",
    "plan_titles",
    "search_titles",
    "search_venue",
]

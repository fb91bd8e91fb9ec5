"""The issue: a curated list of papers with the evidence, as something to publish."""

from warehouse.curation.issue.bibtex import as_bibtex
from warehouse.curation.issue.compiling import Compiled, compile_issue
from warehouse.curation.issue.contents import Issue
from warehouse.curation.issue.lint import Finding, lint
from warehouse.curation.issue.listings import as_json, as_listing
from warehouse.curation.issue.rendering import Charts, as_html, as_markdown, write_templates
from warehouse.curation.issue.ris import as_ris

__all__ = [
    "Charts",
    "Compiled",
    "Finding",
    "Issue",
    "as_bibtex",
    "as_html",
    "as_json",
    "as_listing",
    "as_markdown",
    "as_ris",
    "compile_issue",
    "lint",
    "write_templates",
]

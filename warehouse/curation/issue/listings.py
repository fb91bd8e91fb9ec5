"""An issue's papers as CSV and JSON, for programs."""

from typing import Any

import msgspec

from warehouse.curation.issue.contents import Issue, Pick
from warehouse.spreadsheet import as_csv

COLUMNS = (
    "number", "paper_id", "title", "authors", "tier", "tldr", "why", "key_insights",
    "shortlisted_by", "doubted_by", "forum_url", "pdf_url", "code_url", "as_of", "cited",
    "citations_low", "citations_high", "independent_low", "independent_high", "basis",
    "counted_on", "first_public_on", "months", "percentile", "rank_low", "rank_high",
    "link_status", "s2_paper_id", "arxiv_id", "doi", "related",
)  # fmt: skip


def as_json(issue: Issue) -> str:
    """The whole issue as JSON: the values that the templates print, see ``docs/issue.md``."""
    return msgspec.json.format(msgspec.json.encode(issue), indent=2).decode() + "\n"


def as_listing(issue: Issue) -> str:
    """A row for each pick as CSV; several curators' words are joined, each with its name."""
    return as_csv([_row(pick, issue) for pick in issue.picks], COLUMNS)


def _row(pick: Pick, issue: Issue) -> dict[str, Any]:
    count, link = pick.count, pick.link
    return {
        "number": pick.number,
        "paper_id": pick.paper_id,
        "title": pick.title,
        "authors": list(pick.authors),
        "tier": pick.tier,
        "tldr": pick.tldr,
        "why": _joined([(words.curator, words.why) for words in pick.words]),
        "key_insights": _joined([(words.curator, words.key_insights) for words in pick.words]),
        "shortlisted_by": list(pick.shortlisted_by),
        "doubted_by": list(pick.doubted_by),
        "forum_url": pick.forum_url,
        "pdf_url": pick.pdf_url,
        "code_url": pick.code_url,
        "as_of": issue.as_of,
        "cited": count.cited,
        "citations_low": count.citations_low,
        "citations_high": count.citations_high,
        "independent_low": count.independent_low,
        "independent_high": count.independent_high,
        "basis": count.basis,
        "counted_on": count.counted_on,
        "first_public_on": count.first_public_on,
        "months": count.months,
        "percentile": count.percentile,
        "rank_low": count.rank_low,
        "rank_high": count.rank_high,
        "link_status": link.status if link else None,
        "s2_paper_id": link.s2_paper_id if link else None,
        "arxiv_id": link.arxiv_id if link else None,
        "doi": link.doi if link else None,
        "related": [other.title for other in pick.related],
    }


def _joined(said: list[tuple[str, str | None]]) -> str | None:
    given = [(curator, text) for curator, text in said if text]
    if len(given) < 2:
        return given[0][1] if given else None
    return "\n\n".join(f"{curator}: {text}" for curator, text in given)

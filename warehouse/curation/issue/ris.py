"""An issue's papers as RIS, which Zotero, EndNote and ASReview read."""

from typing import Any

import rispy  # type: ignore[import-untyped]

from warehouse.curation.issue.contents import Issue, Pick
from warehouse.curation.issue.passages import without_marks
from warehouse.explore.labels import clean
from warehouse.flags.reasons import day_in_words


def as_ris(issue: Issue) -> str:
    """A record for each pick, in the issue's order; what curators write is in its notes."""
    records = [_record(pick, issue) for pick in issue.picks]
    return str(rispy.dumps(records, implementation=_Unnumbered))


class _Unnumbered(rispy.RisWriter):  # type: ignore[misc]
    """Records alone: a number before each, as rispy writes it, is not RIS."""

    def set_header(self, count: int) -> str:  # noqa: ARG002 - the writer's own signature
        return ""


def _record(pick: Pick, issue: Issue) -> dict[str, Any]:
    is_journal = issue.venue.kind == "journal"
    record: dict[str, Any] = {
        "type_of_reference": "JOUR" if is_journal else "CPAPER",
        "id": clean(pick.paper_id),
        "title": clean(pick.title),
        "authors": [clean(name) for name in pick.authors],
        "year": str(issue.venue.year or ""),
        "secondary_title": issue.venue.name,
        "doi": pick.link.doi if pick.link else None,
        "urls": [url for url in (pick.forum_url, pick.pdf_url, pick.code_url) if url],
        "keywords": [clean(word) for word in pick.keywords],
        "notes": [clean(note) for note in _notes(pick, issue)],
    }
    return {name: value for name, value in record.items() if value}


def _notes(pick: Pick, issue: Issue) -> list[str]:
    """Each on one line, as RIS has no other way."""
    notes = [f"TL;DR: {pick.tldr}"] if pick.tldr else []
    for words in pick.words:
        for lead, text in (("Why", words.why), ("Key insights", words.key_insights)):
            notes += [f"{lead} ({words.curator}): {without_marks(text)}"] if text else []
    return [*notes, f"Cited by {day_in_words(issue.as_of)}: {pick.count.in_words}"]

"""What an issue lacks before it can be printed: named, and left to a person to mend."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from warehouse.curation.issue.compiling import Compiled
from warehouse.curation.issue.contents import Issue, Pick
from warehouse.curation.issue.passages import marks
from warehouse.explore.labels import clean, cut
from warehouse.flags.reasons import day_in_words

STALE_AFTER = 14
"""Days before the issue's day after which a count misses what came since; runs are weekly."""

USUAL = 10
"""Papers of an issue."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is missing or doubtful.

    Attributes:
        severity: An error keeps the issue from being printed as it should; a warning is for the
            curator to judge.
        about: The title of the paper, or of the issue.
        paper_id: Of that paper; None for the issue as a whole.
        message: What is the matter, and what would mend it.
    """

    severity: Literal["error", "warning"]
    about: str
    paper_id: str | None
    message: str

    def __str__(self) -> str:
        return f"{self.severity}: {cut(clean(self.about), 90)}: {self.message}"


def lint(compiled: Compiled, stale_after: int = STALE_AFTER) -> list[Finding]:
    """What is missing, paper by paper, and then of the issue as a whole.

    Addresses are judged by their form alone: nothing is asked of any network.

    Args:
        compiled: The issue and what could not be put into it.
        stale_after: Days that counts may be older than the issue's day.
    """
    issue = compiled.issue
    found = [finding for pick in issue.picks for finding in _of_pick(pick, compiled, stale_after)]
    return [*found, *_of_issue(issue), *(_gone(paper) for paper in compiled.gone)]


def _of_pick(pick: Pick, compiled: Compiled, stale_after: int) -> Iterable[Finding]:
    for look in _ERRORS:
        if said := look(pick):
            yield Finding("error", pick.title, pick.paper_id, said)
    for mark in dict.fromkeys(_marks(pick)):
        if mark in compiled.unresolved:
            yield Finding("error", pick.title, pick.paper_id, _unresolved(mark))
    for look in (*_WARNINGS, _stale(compiled.issue, stale_after)):
        if said := look(pick):
            yield Finding("warning", pick.title, pick.paper_id, said)


def _no_why(pick: Pick) -> str | None:
    return None if any(w.why for w in pick.words) else "no why: say why a reader should care"


def _no_insights(pick: Pick) -> str | None:
    has_insights = any(words.key_insights for words in pick.words)
    return None if has_insights else "no key insights: say what it found"


def _no_source(pick: Pick) -> str | None:
    if pick.forum_url or pick.pdf_url:
        return None
    return "no source link: neither its page nor its PDF has a web address"


def _no_tldr(pick: Pick) -> str | None:
    has_tldr = pick.tldr is not None and clean(pick.tldr)
    return None if has_tldr else "no TL;DR by its authors: the line is left out"


def _no_code(pick: Pick) -> str | None:
    if pick.code_url:
        return None
    if pick.code_given:
        given = cut(clean(pick.code_given), 60)
        return f"its code link is no web address ({given}): it is left out"
    return "no code link"


def _no_authors(pick: Pick) -> str | None:
    return None if pick.authors else "no authors are shown at the venue: the line is left out"


def _doubtful_link(pick: Pick) -> str | None:
    status = pick.link.status if pick.link else None
    return {
        "linked": None,
        "review": "its link to Semantic Scholar is doubtful: look at it with `precited links`",
        "absent": "it has no Semantic Scholar record: its citations are unknown",
    }.get(status or "", "it was not looked up in Semantic Scholar: its citations are unknown")


def _unknown_count(pick: Pick) -> str | None:
    is_linked = pick.link is not None and pick.link.status == "linked"
    if is_linked and pick.count.citations_low is None:
        return "it is linked but has no count near the day: run its venue again"
    return None


def _split(pick: Pick) -> str | None:
    if not pick.doubted_by:
        return None
    wanted, doubted = ", ".join(pick.shortlisted_by), ", ".join(pick.doubted_by)
    return f"curators are split: {wanted} shortlisted it, {doubted} did not"


_Look = Callable[[Pick], str | None]
_ERRORS: tuple[_Look, ...] = (_no_why, _no_insights, _no_source)
_WARNINGS: tuple[_Look, ...] = (
    _no_tldr,
    _no_authors,
    _no_code,
    _doubtful_link,
    _unknown_count,
    _split,
)


def _stale(issue: Issue, stale_after: int) -> _Look:
    oldest = issue.as_of - timedelta(days=stale_after)

    def look(pick: Pick) -> str | None:
        counted = pick.count.counted_on
        if counted is None or counted >= oldest:
            return None
        days = (issue.as_of - counted).days
        return (
            f"its count is stale: asked on {day_in_words(counted)}, {days} days before the "
            "issue's day; run its venue again"
        )

    return look


def _marks(pick: Pick) -> list[str]:
    texts = [text for words in pick.words for text in (words.why, words.key_insights)]
    return [mark for text in texts for mark in marks(text)]


def _unresolved(mark: str) -> str:
    return (
        f"[[{clean(mark)}]] refers to nothing that is known: correct it, or say what to print as "
        f"[[{clean(mark.partition('|')[0])}|Title, authors, year]]"
    )


def _of_issue(issue: Issue) -> Iterable[Finding]:
    papers = len(issue.picks)
    if papers == 0:
        yield Finding("error", issue.title, None, "nobody has shortlisted a paper")
    elif papers != USUAL:
        how = "fewer" if papers < USUAL else "more"
        message = f"it has {papers:,} paper{'' if papers == 1 else 's'}, {how} than the usual ten"
        yield Finding("warning", issue.title, None, message)


def _gone(paper_id: str) -> Finding:
    message = "shortlisted, but no accepted paper of the venue: it is left out"
    return Finding("warning", paper_id, paper_id, message)

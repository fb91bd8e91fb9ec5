"""How the numbers of an issue were made, and when: the notes that they point to."""

from collections.abc import Callable, Sequence
from datetime import date

from warehouse.curation.issue.contents import Issue, Method, Pick
from warehouse.flags.reasons import day_in_words

TOTAL, OBSERVED, RECONSTRUCTED, UNKNOWN = "total", "observed", "reconstructed", "unknown"
INDEPENDENT, AGE, PERCENTILE, RELATED = "independent", "age", "percentile", "related"

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def methods(issue: Issue) -> tuple[Method, ...]:
    """The notes that an issue needs, lettered in the order in which a reader meets them."""
    written = [(key, note(issue)) for key, is_used, note in _NOTES if is_used(issue)]
    return tuple(
        Method(key, letter, text) for letter, (key, text) in zip(_LETTERS, written, strict=False)
    )


def _total(issue: Issue) -> str:
    listed = _on("as OpenReview listed them", issue.venue.listed_on)
    return (
        f"Accepted papers {listed}. A paper was cited by {day_in_words(issue.as_of)} if at least "
        "one citing work is dated by then; the higher number adds papers that only works without "
        "such a date cite. A paper without a Semantic Scholar record or count is not known, which "
        f"is not uncited. {_asked(issue)}"
    )


def _observed(issue: Issue) -> str:
    days = sorted({p.count.counted_on for p in _with(issue.picks, OBSERVED) if p.count.counted_on})
    when = _span_of_days(days)
    return f"Counted by Semantic Scholar{f' {when}' if when else ''}."


def _reconstructed(issue: Issue) -> str:
    days = sorted(
        {p.count.counted_on for p in _with(issue.picks, RECONSTRUCTED) if p.count.counted_on}
    )
    when = _span_of_days(days)
    return (
        "Told from the publication dates of the citing works that Semantic Scholar listed"
        f"{f' {when}' if when else ''}, not counted on the day itself. The lower number is of "
        f"works dated by {day_in_words(issue.as_of)}; the higher adds those without a date, or "
        "with only the year of it."
    )


def _unknown(issue: Issue) -> str:
    return (
        "No trusted Semantic Scholar record, or no count and no list of citing works for "
        f"{day_in_words(issue.as_of)}: the number of citations is unknown, not none."
    )


def _independent(_: Issue) -> str:
    return (
        "Citations by works that share no author with the paper, by Semantic Scholar's author ids. "
        "Those that may be the authors' own count towards the higher number only. Where it is not "
        "known who cites, all citations are given."
    )


def _age(issue: Issue) -> str:
    return (
        "From the first day the work could be read anywhere (the earliest of OpenReview's public "
        "date, Semantic Scholar's publication date and the month of its arXiv id) to "
        f"{day_in_words(issue.as_of)}; a month is 30.4 days."
    )


def _percentile(issue: Issue) -> str:
    return (
        "Place by independent citations (the lower number) among the accepted papers that had been "
        f"public for about as long on {day_in_words(issue.as_of)}, in bands of at least 30 papers: "
        "100 is the top, and ties share the middle of their places."
    )


def _related(issue: Issue) -> str:
    bases = {other.basis for pick in issue.picks for other in pick.related}
    how = {
        "keywords": "those that share the most of the authors' keywords, rare ones first",
        "specter2": "the nearest by Semantic Scholar's SPECTER2 vectors",
        "text": "the nearest by the words of their titles and abstracts",
    }
    named = " and ".join(how.get(basis, basis) for basis in sorted(bases))
    return f"Accepted papers of the same venue, picks aside: {named}."


def _with(picks: Sequence[Pick], basis: str) -> list[Pick]:
    return [pick for pick in picks if basis in pick.count.notes]


def _has(key: str) -> Callable[[Issue], bool]:
    return lambda issue: any(key in pick.count.notes for pick in issue.picks)


# Key, whether an issue needs it, and its text.
_NOTES: tuple[tuple[str, Callable[[Issue], bool], Callable[[Issue], str]], ...] = (
    (TOTAL, lambda _: True, _total),
    (RECONSTRUCTED, _has(RECONSTRUCTED), _reconstructed),
    (OBSERVED, _has(OBSERVED), _observed),
    (INDEPENDENT, _has(INDEPENDENT), _independent),
    (AGE, lambda issue: any(p.count.months is not None for p in issue.picks), _age),
    (
        PERCENTILE,
        lambda issue: any(p.count.percentile is not None for p in issue.picks),
        _percentile,
    ),
    (RELATED, lambda issue: any(p.related for p in issue.picks), _related),
    (UNKNOWN, _has(UNKNOWN), _unknown),
)


def _asked(issue: Issue) -> str:
    if issue.asked_on is None:
        return "Semantic Scholar was not asked."
    return f"Semantic Scholar was asked on {day_in_words(issue.asked_on)}."


def _on(what: str, day: date | None) -> str:
    return what if day is None else f"{what} on {day_in_words(day)}"


def _span_of_days(days: Sequence[date]) -> str:
    if not days:
        return ""
    if len(days) == 1:
        return f"on {day_in_words(days[0])}"
    return f"between {day_in_words(days[0])} and {day_in_words(days[-1])}"

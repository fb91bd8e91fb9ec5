"""Which papers are in: what the curators agree on."""

from collections.abc import Mapping
from dataclasses import dataclass

from warehouse.curation.issue.contents import Words
from warehouse.curation.standing import Standing, Standings


@dataclass(frozen=True, slots=True)
class Choice:
    """A paper that is in, with who wants it, who does not quite, and what they write."""

    paper_id: str
    shortlisted_by: tuple[str, ...]
    doubted_by: tuple[str, ...]
    words: tuple[Words, ...]


def chosen(standings: Standings, curator: str | None = None) -> list[Choice]:
    """The papers of an issue, in order of their ids.

    A paper is in when at least one curator shortlisted it and none skipped it; a maybe neither
    brings it in nor keeps it out. With a curator's name only that curator's shortlist counts,
    whatever others say, and only that curator's words are printed.

    Args:
        standings: What curators say of papers, see :mod:`warehouse.curation.standing`.
        curator: Whose issue it is; None for that of all.
    """
    choices = [_choice(paper, said, curator) for paper, said in sorted(standings.items())]
    return [choice for choice in choices if choice is not None]


def _choice(paper: str, said: Mapping[str, Standing], curator: str | None) -> Choice | None:
    wanted = [name for name in sorted(said) if said[name].verdict == "shortlist"]
    doubted = [name for name in sorted(said) if said[name].verdict in ("maybe", "skip")]
    if curator is not None:
        is_in = curator in wanted
        speaking = [curator]
    else:
        is_in = bool(wanted) and all(said[name].verdict != "skip" for name in said)
        # Who only wrote, without a verdict, wrote for the issue too.
        speaking = [name for name in sorted(said) if name not in doubted]
    if not is_in:
        return None
    words = tuple(
        Words(name, _given(said[name].why), _given(said[name].key_insights))
        for name in speaking
        if _given(said[name].why) or _given(said[name].key_insights)
    )
    return Choice(paper, tuple(wanted), tuple(doubted), words)


def _given(text: str | None) -> str | None:
    return text if text and text.strip() else None

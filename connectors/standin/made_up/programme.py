"""The programmes of all venues, with the papers that need a special title or a past."""

from collections.abc import Iterator
from dataclasses import replace

from connectors.standin.made_up.dice import dice
from connectors.standin.made_up.spelled import SPELLED
from connectors.standin.made_up.submissions import Submission, about, submissions
from connectors.standin.made_up.titles import TitleMaker
from connectors.standin.made_up.venues import LANTERN, QUILL, THIMBLE, VENUES, Venue
from connectors.standin.made_up.works import Community

Programme = dict[str, list[Submission]]
"""Submissions by venue id."""

_SECOND_CHANCES = ((THIMBLE, QUILL, 3), (QUILL, LANTERN, 2))
"""Rejected here, accepted there, and how many: two forums, one work, one record."""


def programme(titles: TitleMaker, everybody: Community) -> Programme:
    """All readable submissions of all venues."""
    drawn = {v.id: submissions(dice(v.id), v, titles, everybody) for v in VENUES}
    spelled = {v.id: list(_spelled(v, drawn[v.id], everybody)) for v in VENUES}
    for first, second, count in _SECOND_CHANCES:
        _resubmit(spelled, first, second, count)
    return spelled


def _spelled(venue: Venue, made: list[Submission], everybody: Community) -> Iterator[Submission]:
    special = [spelling.topic for spelling in SPELLED if spelling.venue is venue]
    accepted = [paper.forum for paper in made if paper.state == "accepted"]
    chosen = dice(f"spelled {venue.id}").sample(accepted, len(special))
    topics = dict(zip(chosen, special, strict=True))
    for paper in made:
        topic = topics.get(paper.forum)
        yield about(paper, topic, everybody.team(topic)) if topic else paper


def _resubmit(programme: Programme, first: Venue, second: Venue, count: int) -> None:
    special = {spelling.title for spelling in SPELLED}
    rejected = [p for p in programme[first.id] if p.state == "rejected"][:count]
    accepted = [
        p for p in programme[second.id] if p.state == "accepted" and p.title not in special
    ][:count]
    for before, after in zip(rejected, accepted, strict=True):
        work = replace(after.work, public_on=min(after.work.public_on, first.shown_on))
        _exchange(programme[first.id], replace(before, work=work))
        _exchange(programme[second.id], replace(after, work=work))


def _exchange(papers: list[Submission], paper: Submission) -> None:
    papers[[p.forum for p in papers].index(paper.forum)] = paper

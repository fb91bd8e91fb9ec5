"""Records that are no accepted paper: rejected works, and works that were never submitted."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from connectors.standin.made_up.audience import small_audience
from connectors.standin.made_up.records import Indexed, Sighting, record
from connectors.standin.made_up.submissions import Submission
from connectors.standin.made_up.titles import TitleMaker
from connectors.standin.made_up.venues import ELSEWHERE, LANTERN, PREPRINTS, QUILL, THIMBLE, Outlet
from connectors.standin.made_up.works import Community, Work

_OUTLETS: tuple[tuple[Outlet | None, int, int, int], ...] = (
    (LANTERN.outlet, 2023, 2026, 18),
    (QUILL.outlet, 2019, 2022, 18),
    (THIMBLE.outlet, 2019, 2021, 4),
    *((outlet, 2019, 2026, 12) for outlet in ELSEWHERE),
    (PREPRINTS, 2018, 2026, 18),
    (None, 2018, 2026, 6),
)
"""Where strangers appeared: outlet, first and last year, weight."""


def turned_down(rng: Random, papers: Iterable[Submission]) -> Iterator[Indexed]:
    """Records of submissions that were not accepted: only those that came to arXiv."""
    for paper in papers:
        if paper.work.preprint_on and rng.random() < 0.45:
            seen = Sighting(paper.title, PREPRINTS, paper.work.preprint_on.year)
            yield Indexed(record(rng, paper.work, seen), paper.work, small_audience(rng))


def strangers(
    rng: Random, titles: TitleMaker, everybody: Community, count: int
) -> Iterator[Indexed]:
    """Records of that many works which none of the venues ever saw."""
    weights = [weight for *_, weight in _OUTLETS]
    for outlet, first, last, _ in rng.choices(_OUTLETS, weights, k=count):
        topic = titles.topic()
        day = date(rng.randint(first, last), 1, 1) + timedelta(days=rng.randrange(270))
        preprint_on = day if outlet is PREPRINTS or rng.random() < 0.5 else None
        work = Work(topic, everybody.team(topic), day, preprint_on)
        seen = Sighting(topic.title, outlet, day.year)
        yield Indexed(record(rng, work, seen), work, small_audience(rng))

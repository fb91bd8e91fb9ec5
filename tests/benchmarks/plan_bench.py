"""What `precited plan` says beside what the run then asks. Not part of the test run.

    python -m tests.benchmarks.plan_bench [made-up|iclr2022|colm2024]...

Every venue goes through the life that a schedule gives it: a first run with its citing works, a
week later the same again, then one without them, then counts alone, a run that reads all citing
works again, and after two months a weekly run once more. Each is planned, and then run on a
stand-in whose journal counts. `planned` is what a run costs that was not planned before; `sent`
is what plan and run together sent. Right is what is off by no more than a tenth, or by one request
where that is more: a run of nine cannot be within a tenth otherwise.

Titles matched in vain are due again after four weeks by the machine's clock, which stands still
here; `tests/flows/test_plan.py` has that.

Recorded venues are read where they lie, in `../shared/corpora`; without them only the made-up.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.standin import made_up
from connectors.standin.corpus import Corpus, load
from connectors.standin.made_up.venues import VENUES
from connectors.standin.server import StandIn, environment, serve
from flows.plan import Plan, plan_run
from flows.run import Job
from flows.settings import Settings
from tests.flows.world import PassingTime, track

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Visit:
    """A kind of run, and how long after the first."""

    kind: str
    after: timedelta
    options: dict[str, Any] = field(default_factory=dict)


LIFE = (
    Visit("first run", timedelta()),
    Visit("weekly run", WEEK),
    Visit("weekly, no citing works", 2 * WEEK, {"citers": False}),
    Visit("counts only", 3 * WEEK, {"counts_only": True}),
    Visit("weekly run", 4 * WEEK),
    Visit("all citing works again", 5 * WEEK, {"all_citers": True}),
    Visit("weekly run after a month", 9 * WEEK),
)
INFLUENTIAL = (Visit("first run, influential", timedelta(), {"influential": True}),)


@dataclass(frozen=True)
class Line:
    """One plan and the run after it."""

    venue: str
    visit: str
    planned: int
    asked_by_plan: int
    left: int
    asked_by_run: int

    @property
    def sent(self) -> int:
        """Requests of plan and run together, by the service's own journal."""
        return self.asked_by_plan + self.asked_by_run

    @property
    def off(self) -> int:
        """Requests by which the plan was too high, or below 0 too low."""
        return self.planned - self.sent

    @property
    def is_right(self) -> bool:
        """Whether both figures of the plan are within a tenth, or a request."""
        pairs = ((self.planned, self.sent), (self.left, self.asked_by_run))
        return all(abs(said - came) <= max(1, came / 10) for said, came in pairs)

    def __str__(self) -> str:
        share = self.off / self.sent if self.sent else 0.0
        return (
            f"{self.venue[-34:]:34} {self.visit:26} {self.planned:7} {self.sent:5} {share:+7.0%}"
            f" {self.asked_by_plan:8} {self.left:6} {self.asked_by_run:6}"
            f"  {'' if self.is_right else 'WRONG'}"
        )


HEAD = (
    f"{'venue':34} {'run':26} {'planned':>7} {'sent':>5} {'off':>7}"
    f" {'by plan':>8} {'left':>6} {'by run':>6}"
)


def live(corpus: Corpus, venue: str, start: date, visits: Sequence[Visit]) -> Iterator[Line]:
    """A line for each visit, in a warehouse that begins empty."""
    with tempfile.TemporaryDirectory() as folder:
        for visit in visits:
            with world(corpus, start + visit.after) as (standin, settings, now):
                yield _visit(
                    Job(venue, Path(folder), **visit.options), visit, standin, settings, now
                )


@contextmanager
def world(corpus: Corpus, today: date) -> Iterator[tuple[StandIn, Settings, datetime]]:
    """A stand-in of one day, the settings that lead there, and its noon."""
    with serve([corpus], today=today) as standin:
        # As the environment would, which is nobody's here but the caller's.
        settings = Settings.model_validate(environment(standin.urls))
        yield standin, settings, datetime(today.year, today.month, today.day, 12, tzinfo=UTC)


def _visit(job: Job, visit: Visit, standin: StandIn, settings: Settings, now: datetime) -> Line:
    # A first run goes on from its plan, so both must begin by the same clock, the machine's.
    planned_at = now if visit.after else None
    plan: Plan = plan_run(job, settings, planned_at, PassingTime().timing())
    asked_by_plan = len(standin.journal())
    standin.clear()
    track(job, settings)
    sent = len(standin.journal())
    return Line(job.venue_id, visit.kind, plan.requests, asked_by_plan, plan.left, sent)


def made_up_lives(visits: Sequence[Visit] = LIFE) -> Iterator[Line]:
    """Every made-up venue from the end of 2026 on."""
    for venue in VENUES:
        yield from live(made_up.corpus(), venue.id, date(2026, 10, 5), visits)


def recorded(name: str, venue: str, start: date) -> Callable[[], Iterator[Line]]:
    """A recorded venue from a day on; nothing where the recording is not at hand."""

    def lives() -> Iterator[Line]:
        if (CORPORA / name).is_dir():
            corpus = load(CORPORA / name)
            yield from live(corpus, venue, start, LIFE)
            yield from live(corpus, venue, start, INFLUENTIAL)

    return lives


LIVES: dict[str, Callable[[], Iterator[Line]]] = {
    "made-up": made_up_lives,
    "colm2024": recorded("colm2024", "colmweb.org/COLM/2024/Conference", date(2024, 10, 1)),
    "iclr2022": recorded("iclr2022", "ICLR.cc/2022/Conference", date(2022, 4, 20)),
    # Three years on, when one paper is cited more often than a batch or a list can tell.
    "iclr2022-late": recorded("iclr2022", "ICLR.cc/2022/Conference", date(2025, 9, 1)),
}


def main(names: Sequence[str]) -> int:
    """Print a line for each run; 1 when a plan was wrong."""
    print(HEAD)  # noqa: T201
    right = True
    for name in names or LIVES:
        for line in LIVES[name]():
            print(line, flush=True)  # noqa: T201
            right = right and line.is_right
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""One run of one venue without Prefect, to be killed: says on its output which stage it is in.

    python -m tests.benchmarks.kills_child WAREHOUSE VENUE MOMENT

The warehouse is a folder or an address on S3.
Services and credentials come from the environment, as for ``precited run``. The moment, in ISO
format, stands still, so that two runs that do the same write the same bytes.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flows import steps
from flows.clients import connect
from flows.place import working_copy
from flows.run import Job, Run, begin
from flows.settings import load_settings
from flows.stages import Advance, Stages
from tests.flows.world import PassingTime
from warehouse import store


class ToldStages(Stages):
    """Stages that say their title and the time as they begin."""

    @contextmanager
    def stage(self, title: str, total: int | None = None) -> Iterator[Advance]:
        """A stage that is under way."""
        tell(title)
        with super().stage(title, total) as advance:
            yield advance


def tell(title: str) -> None:
    """Say that a stage begins now."""
    sys.stdout.write(f"{time.monotonic():.4f} {title}\n")
    sys.stdout.flush()


def main(warehouse: str, venue_id: str, moment: datetime) -> None:
    """Run as the flow does, with the same locks."""
    tell("Beginning")
    root = working_copy(warehouse)
    job, who = Job(venue_id, root), f"a run of {venue_id}"
    clients = connect(load_settings(), timing=PassingTime().timing())
    with store.venue_lock(root, venue_id, who):
        with store.writer_lock(root, who, wait=store.PUBLISH_WAIT):
            store.finish_publish(root)
        run = begin(job, clients, ToldStages(), moment)
        run.clock = lambda: moment
        with steps.stopping_noted(run):
            _work(run)
    tell("Done")


def _work(run: Run) -> None:
    steps.list_submissions(run)
    steps.search_records(run)
    steps.match_titles(run)
    steps.count_citations(run)
    steps.collect_citing_works(run)
    steps.publish_tables(run, steps.relate_papers(run, steps.build_tables(run)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3]))

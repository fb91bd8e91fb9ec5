"""A first run of the made-up venue LANTERN (180 accepted papers), from its requests to its tables.

Twice in one process, each time into a new warehouse, since a first run brings much that is read and
compiled once. By the steps as plain functions, then as the Prefect flow that `precited run` starts,
against a Prefect server of its own on this machine, which is up before the clock starts. Prefect's
part is its engine, the states and artifacts that it sends to the server, and, once a process,
importing it and starting the server: that has a line of its own. The stand-in answers at once, from
another process; the processor time of the Prefect server, a process too, is not in these figures.
"""

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from connectors.standin import made_up
from connectors.standin.server import Urls, environment, serve
from flows.run import Job
from flows.settings import Settings, prepare_prefect
from tests.benchmarks.measuring import Place, Row, Taken, alone, ratio, taken
from tests.flows.world import LANTERN
from tests.flows.world import track as plain_track

GIVEN = "LANTERN, 180 accepted papers"


def rows(place: Place) -> Iterator[Row]:
    """Without Prefect, with it, and what comes once a process."""
    with serve([made_up.corpus()]) as standin:
        bare = alone(_plain, standin.urls, place.folder / "plain")
        requests = len(standin.journal()) // len(bare)
        standin.clear()
        start, *flows = alone(_prefect, standin.urls, place.folder / "prefect")
        asked = len(standin.journal()) // len(flows)
    for when, plain, flow in zip(("first", "second"), bare, flows, strict=True):
        given = f"{GIVEN}, {when} in its process"
        yield Row("track, plain functions", given, plain, requests)
        figure = f"{plain.seconds:.3g} s, {ratio(flow, plain.cpu)}"
        yield Row("track, Prefect flow", given, flow, asked, "the line above", figure)
    yield Row("importing Prefect and starting its server", "once a process", start)


def _plain(urls: Urls, root: Path) -> list[Taken]:
    """A run, and another in another warehouse."""
    settings = Settings.model_validate(environment(urls))
    jobs = [Job(LANTERN, root / name) for name in ("first", "second")]
    return [taken(partial(plain_track, job, settings)) for job in jobs]


def _prefect(urls: Urls, root: Path) -> list[Taken]:
    """Importing and starting; a run; a run in another warehouse."""
    os.environ.update(environment(urls))
    with tempfile.TemporaryDirectory() as home:
        os.environ["PREFECT_HOME"] = home
        prepare_prefect(os.environ, quiet=True)
        opened = []

        def start() -> None:
            from prefect.testing.utilities import prefect_test_harness

            harness = prefect_test_harness(server_startup_timeout=180)
            harness.__enter__()
            opened.append(harness)

        begun = taken(start)
        try:
            from flows.track import track

            return [begun, *(taken(partial(track, LANTERN, root / n)) for n in ("first", "second"))]
        finally:
            opened[0].__exit__(None, None, None)

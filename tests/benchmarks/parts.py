"""The parts of the benchmarks, and how one is run so that a failure of it is a row like others."""

import importlib
import logging
import time

from tests.benchmarks.measuring import Place, Row
from tests.benchmarks.table import Part, Told

logger = logging.getLogger("benchmarks")

PARTS = (
    Part("requests", "Requests per job", "requests_bench"),
    Part("peers", "The same counting job by others", "peers_bench"),
    Part("growth", "From pages to tables, as venues grow", "growth_bench"),
    Part("publish", "Publish", "publish_bench"),
    Part("read", "Read", "read_bench"),
    Part("asof", "Counts as of a day", "asof_bench"),
    Part("citing", "Citing works", "citing_bench"),
    Part("ledger", "The ledger of counts", "ledger_bench"),
    Part("search", "Search", "search_times"),
    Part("map", "Neighbours and map", "map_bench"),
    Part("curation", "Diverse order and decision log", "curation_bench"),
    Part("flow", "The track flow, with and without Prefect", "flow_bench"),
    Part("volume", "Bulk files, and many venues", "volume_bench"),
)


def run(part: Part, place: Place) -> Told:
    """Measure a part; whatever keeps it from its end becomes its last row."""
    began = time.perf_counter()
    about, rows = "", list[Row]()
    try:
        module = importlib.import_module(f"tests.benchmarks.{part.module}")
        about = module.__doc__ or ""
        for row in module.rows(place):
            logger.info("%6.0f s  %s, %s", time.perf_counter() - began, row.what, row.given)
            rows.append(row)
    except Exception as error:
        logger.warning("%s failed", part.name, exc_info=error)
        rows.append(Row(part.name, missing=f"{type(error).__name__}: {error}"[:300]))
    return Told(part, about, rows, time.perf_counter() - began)

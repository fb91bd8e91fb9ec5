"""Where work on many venues is done: in threads of this process, or by the workers of Dask.

The one place that chooses. Threads are enough where the services set the pace, which they do at
one request a second; the processes of Dask compute beside each other too, and may be on other
machines.
"""

import logging
import re
import signal
from enum import StrEnum
from importlib import import_module
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any, cast

from flows.failures import Failed

if TYPE_CHECKING:
    from prefect.task_runners import TaskRunner

THREADS = 4
"""Venues under way at once in threads: OpenReview and Semantic Scholar have a line each, and what
is left for more threads is building tables, which is done one at a time in Python."""

PROCESSES = 2
"""Of a local Dask cluster: each takes some 300 MB and seconds to start."""

CONNECT_WITHIN = 10
"""Seconds for a Dask scheduler to answer."""

_ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://[^\s/]+:\d+/?")


class Runner(StrEnum):
    """Who works on the venues."""

    threads = "threads"
    dask = "dask"


class NoDask(Failed):
    """Dask is asked for and not there, be it the library or the scheduler."""


def task_runner(
    runner: Runner, workers: int | None = None, address: str | None = None
) -> "TaskRunner[Any]":
    """The task runner of Prefect that a flow is to use.

    Args:
        runner: Threads, or Dask.
        workers: How many threads, or processes of a local Dask cluster; None for the usual.
        address: Of a Dask scheduler that runs already; None for a cluster of processes on this
            machine, for as long as the flow takes.

    Raises:
        NoDask: The extra ``dask`` is not installed, or no scheduler answers at the address.
    """
    if runner is Runner.threads:
        from prefect.task_runners import ThreadPoolTaskRunner  # noqa: PLC0415 - takes seconds

        return ThreadPoolTaskRunner(max_workers=workers or THREADS)
    return _dask(workers or PROCESSES, address)


def is_address(text: str) -> bool:
    """Whether this names a Dask scheduler.

    >>> is_address("tcp://10.0.0.7:8786"), is_address("10.0.0.7")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def _dask(workers: int, address: str | None) -> "TaskRunner[Any]":
    try:
        made: Any = import_module("prefect_dask").DaskTaskRunner
    except ImportError as error:
        raise NoDask(
            "Dask is not installed: `pip install 'precited[dask]'`, or use --runner threads."
        ) from error
    # It tells of every connection that ends, as all do when the work is done; its import says how
    # loud it is, so that nobody can say so before.
    logging.getLogger("distributed").setLevel(logging.ERROR)
    if address is None:
        # One thread each: it is by processes that the work goes on beside other work.
        local = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
        return cast("TaskRunner[Any]", made(cluster_class=_local_cluster, cluster_kwargs=local))
    _reach(address)
    return cast("TaskRunner[Any]", made(address=address))


def _local_cluster(**options: Any) -> Any:
    """A cluster whose processes do not hear Ctrl-C.

    A terminal sends it to all processes at once, and they would die with a traceback each while
    we stop them in an orderly way. Blocked in the thread that starts them it is blocked in them.
    """
    # Python unblocks it where it starts this one, which is not to be while it is blocked here.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return import_module("distributed").LocalCluster(**options)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _reach(address: str) -> None:
    distributed: Any = import_module("distributed")
    try:
        distributed.Client(address, timeout=CONNECT_WITHIN, set_as_default=False).close()
    except (OSError, ValueError) as error:
        raise NoDask(
            f"No Dask scheduler answers at {address}: start one with `dask scheduler`, and workers "
            f"with `dask worker {address}`, or leave --address out for a cluster on this machine."
        ) from error

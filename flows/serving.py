"""Serving the deployments on this machine until it is told to stop.

Prefect's own ``serve`` pauses every schedule when it ends and does not see that the watch list
changed, so its runner is used directly.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, FlowRun, State, StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Schedule
from prefect.states import Scheduled
from prefect.types.entrypoint import EntrypointType

from flows.deployments import CONCURRENCY, TAG, Deployment
from flows.failures import Failed
from flows.left_over import end_left_over
from flows.track import track

logger = logging.getLogger(__name__)

LOOK_AGAIN = 300.0
"""Seconds after which the watch list and the dates of the venues are read again."""

AT_ONCE = 1
"""Runs beside each other: they share one pace to the services, so more would not be quicker."""

ALSO_STOPPED_BY = (signal.SIGINT, signal.SIGHUP)

UNDER_WAY = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
BROKEN_OFF = (StateType.CRASHED, StateType.CANCELLED)


@dataclass(frozen=True, slots=True)
class Served:
    """What is served, and by whom.

    Attributes:
        read: Gives the deployments as the watch list now has them.
        is_ours: Whether the Prefect server is our own, so that nobody else's runs are on it.
        run_now: Venues to run at once, as they have no tables yet.
    """

    read: Callable[[], Sequence[Deployment]]
    is_ours: bool
    run_now: Collection[str] = ()


def serve(served: Served) -> None:
    """Register the deployments and run what falls due, until SIGINT, SIGTERM or SIGHUP.

    A run that is stopped on the way goes on at the next start. Of runs that fell due while
    nobody served, one of each kind is made up for.
    """
    runner = _Runner(name=TAG, limit=AT_ONCE, pause_on_shutdown=False)
    # Prefect sees to SIGTERM itself, by the same function.
    before = {number: signal.signal(number, runner.handle_sigterm) for number in ALSO_STOPPED_BY}
    try:
        asyncio.run(_serve(runner, served))
    except KeyboardInterrupt:
        logger.info("stopped at once")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Runner(Runner):
    """Stops in an orderly way on either signal; Prefect's own leaves its loop by SystemExit."""

    stopped_at: datetime | None = None

    def handle_sigterm(self, *_args: Any, **_kwargs: Any) -> None:
        if not self.started or self.stopped_at is not None:
            raise KeyboardInterrupt
        self.stopped_at = datetime.now(UTC)
        loop = asyncio.get_running_loop()
        loop.call_soon_threadsafe(lambda: asyncio.ensure_future(self.astop()))


async def _serve(runner: _Runner, served: Served) -> None:
    async with get_client() as client:
        listed = tuple(served.read())
        ids = await _register(client, runner, listed, served)
        if served.is_ours:
            left = await _runs(client, ids.values(), UNDER_WAY)
            end_left_over([str(run.id) for run in left])
            await _go_on(client, ids.values(), None)
        await _forget_older(client, ids.values())
        await _run_now(client, ids, served.run_now)
        following = asyncio.create_task(_follow(client, runner, listed, served))
        try:
            await runner.start()
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
        await _go_on(client, ids.values(), runner.stopped_at)


async def _register(
    client: PrefectClient, runner: Runner, listed: Sequence[Deployment], served: Served
) -> dict[str, UUID]:
    """Put the active deployments of the list on the server, pause the others; ids by venue."""
    ids = {
        deployment.venue_id: await runner.aadd_deployment(await prefect_deployment(deployment))
        for deployment in listed
        if deployment.active
    }
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    resting = {deployment.name for deployment in listed if not deployment.active}
    for known in await client.read_deployments(deployment_filter=ours):
        is_gone = served.is_ours and known.id not in ids.values()
        if (is_gone or known.name in resting) and not known.paused:
            await client.pause_deployment(known.id)
    return ids


async def prefect_deployment(deployment: Deployment) -> RunnerDeployment:
    """A deployment as Prefect's runner takes it."""
    schedules = [Schedule(**schedule) for schedule in deployment.schedules]
    made = await track.ato_deployment(
        deployment.name,
        schedules=schedules,
        concurrency_limit=ConcurrencyLimitConfig.model_validate(CONCURRENCY),
        parameters=dict(deployment.parameters),
        description=deployment.description,
        tags=list(deployment.tags),
        paused=not deployment.active,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    # Said, not left out: a deployment that a work pool had is ours from now on.
    made.work_pool_name = made.work_queue_name = None
    return made


async def _follow(
    client: PrefectClient, runner: Runner, listed: Sequence[Deployment], served: Served
) -> None:
    """Keep the deployments as the watch list and the venues' dates say, while they are served."""
    while True:
        await asyncio.sleep(LOOK_AGAIN)
        try:
            now_listed = tuple(served.read())
            if now_listed != tuple(listed):
                await _register(client, runner, now_listed, served)
                logger.info("the schedule changed venues=%d", len(now_listed))
                listed = now_listed
        except Failed as error:
            logger.warning("the schedule stays as it was: %s", error)


async def _go_on(client: PrefectClient, ids: Collection[UUID], since: datetime | None) -> None:
    """Let runs that nobody works at any more be taken up again: they go on where they were.

    Args:
        client: The server.
        ids: Deployments whose runs are meant.
        since: Also those that were broken off after this moment; None for none of them.
    """
    for run in await _runs(client, ids, [*UNDER_WAY, *(BROKEN_OFF if since else ())]):
        state = run.state
        if state is None or (state.type in BROKEN_OFF and since and state.timestamp < since):
            continue
        again: State[Any] = Scheduled(message="Stopped on the way; it goes on where it was.")
        await client.set_flow_run_state(run.id, again, force=True)


async def _forget_older(client: PrefectClient, ids: Collection[UUID]) -> None:
    """Of runs of one kind that fell due while nobody served keep the last alone."""

    def kind(run: FlowRun) -> tuple[str, str]:
        return str(run.deployment_id), repr(sorted(run.parameters.items()))

    now = datetime.now(UTC)
    due = [r for r in await _runs(client, ids, [StateType.SCHEDULED]) if _is_due(r, now)]
    for _, group in groupby(sorted(due, key=kind), key=kind):
        *older, _ = sorted(group, key=lambda run: run.expected_start_time or now)
        for run in older:
            await client.delete_flow_run(run.id)


async def _run_now(client: PrefectClient, ids: dict[str, UUID], venues: Collection[str]) -> None:
    now = datetime.now(UTC)
    scheduled = await _runs(client, ids.values(), [StateType.SCHEDULED])
    waiting = {run.deployment_id for run in scheduled if _is_due(run, now)}
    for venue_id, deployment_id in ids.items():
        if venue_id in venues and deployment_id not in waiting:
            await client.create_flow_run_from_deployment(deployment_id)


def _is_due(run: FlowRun, now: datetime) -> bool:
    return run.next_scheduled_start_time is not None and run.next_scheduled_start_time <= now


async def _runs(
    client: PrefectClient, ids: Collection[UUID], types: Sequence[StateType]
) -> list[FlowRun]:
    if not ids:
        return []
    return await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(
            deployment_id=FlowRunFilterDeploymentId(any_=list(ids)),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))),
        )
    )

"""Prefect's global rate limits: whether there is one, a slot of it, a new one."""

import logging

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError
from prefect.concurrency.sync import rate_limit
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.settings import PREFECT_API_URL

from connectors.errors import RetryLater

logger = logging.getLogger(__name__)

LONGEST_LINE = 600.0
"""Seconds that a run stands in the line of a limit for one request before it gives up."""


def is_limited(name: str) -> bool:
    """Whether there is a Prefect server with an active rate limit of this name."""
    # A server that lives only as long as this process has nobody else to share with.
    if not PREFECT_API_URL.value():
        return False
    try:
        with get_client(sync_client=True) as client:
            limit = client.read_global_concurrency_limit_by_name(name)
    except ObjectNotFound:
        return False
    except (httpx.HTTPError, RuntimeError) as error:
        logger.warning("Prefect does not tell its limits: %s", type(error).__name__)
        return False
    if not limit.slot_decay_per_second:
        logger.warning("limit=%s has no slot decay, so it is no rate limit", name)
    return bool(limit.active and limit.slot_decay_per_second)


def take_slot(name: str) -> None:
    """Wait for a slot of a limit and take it.

    Raises:
        RetryLater: None became free for ten minutes.
    """
    try:
        rate_limit(name, timeout_seconds=LONGEST_LINE)
    except TimeoutError as error:
        raise RetryLater(
            f"Prefect's rate limit {name!r} lets nobody pass: look at it with `prefect gcl "
            f"inspect {name}`, and run again, it goes on from here"
        ) from error
    except ConcurrencySlotAcquisitionError as error:
        # The run's own pace holds; hours of work need not die of a server that restarts.
        logger.warning("no slot from Prefect limit=%s: %s", name, type(error.__cause__).__name__)


def create(name: str, decay: float) -> bool:
    """Make a limit of one slot that decays so many times a second; False if there is one."""
    wanted = GlobalConcurrencyLimitCreate(name=name, limit=1, slot_decay_per_second=decay)
    try:
        with get_client(sync_client=True) as client:
            client.create_global_concurrency_limit(wanted)
    except ObjectAlreadyExists:
        return False
    return True

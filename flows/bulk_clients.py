"""Clients of the Datasets API, made where they are needed: here, and wherever files are read."""

from connectors.semantic_scholar_bulk import Datasets
from connectors.transport.pacing import Timing
from connectors.transport.terms import RequestLog, Terms
from flows.clients import secret
from flows.settings import Settings, load_settings
from flows.shared_pace import intervals, shared_turn


def connect_datasets(
    settings: Settings, log: RequestLog | None = None, timing: Timing | None = None
) -> Datasets:
    """A client as the settings say. Nothing is sent yet.

    Args:
        settings: Address, key and pace.
        log: Where its requests of the API are noted; None for one of its own.
        timing: Clock and sleep; None for the real ones.
    """
    timing = timing or Timing()
    return Datasets(
        secret(settings.semantic_scholar_api_key),
        base_url=settings.semantic_scholar_url,
        interval=intervals(settings)["semantic_scholar"],
        terms=Terms(log=log or RequestLog(), timing=timing, turn=shared_turn(settings, timing)),
    )


def connect_here() -> Datasets:
    """A client by the settings of this process, which may be a worker on another machine.

    So neither the key nor a client is ever sent from one to another.
    """
    return connect_datasets(load_settings())

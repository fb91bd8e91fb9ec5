"""The Prefect API that a command uses: the one that is named, else that of a server of our own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from flows.failures import Failed
from flows.prefect_server import is_healthy, prefect_server
from flows.settings import server_environment


@contextmanager
def prefect_api(port: int = 0) -> Iterator[tuple[str, bool]]:
    """The URL of the Prefect API that is to be used, and whether the server is our own.

    Prefect's environment must be prepared. What is imported of Prefect within this uses that API.

    Args:
        port: Of our own server on loopback, where none is named; 0 takes a free one.

    Raises:
        Failed: There is no Prefect server and none can be started.
    """
    from prefect.settings import (  # noqa: PLC0415 - takes seconds
        PREFECT_API_URL,
        PREFECT_HOME,
        temporary_settings,
    )

    if named := PREFECT_API_URL.value():
        if named.startswith("http://") and not is_healthy(named):
            msg = f"No Prefect server answers at {named}; start it, or unset PREFECT_API_URL."
            raise Failed(msg)
        yield named, False
        return
    with (
        prefect_server(server_environment(os.environ), PREFECT_HOME.value(), port) as api,
        temporary_settings({PREFECT_API_URL: api}),
    ):
        yield api, True

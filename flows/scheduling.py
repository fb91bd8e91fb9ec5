"""Serving a watch list from a terminal: Prefect prepared, its server found or started."""

import logging
import os
import signal
from pathlib import Path
from typing import NoReturn

from connectors.transport.redaction import RedactingFilter, Redactor
from flows.clients import secrets
from flows.prefect_api import prefect_api
from flows.schedule import read_schedule, without_tables
from flows.settings import load_settings, prepare_serving
from flows.shared_pace import ensure_limits
from flows.show import terminal


def schedule_all(watch_list: Path, root: Path, port: int) -> None:
    """Serve the venues of a watch list until SIGINT or SIGTERM.

    Args:
        watch_list: The file; it is read again from time to time.
        root: The warehouse.
        port: Of our own Prefect server, where none is named.

    Raises:
        Failed: There is no Prefect server and none can be started.
    """
    console = terminal(stderr=True)
    _log()
    prepare_serving(os.environ)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupted)
    console.print("Starting Prefect, which takes about half a minute ...", style="dim")
    try:
        with prefect_api(port) as (api, is_ours):
            from flows.serving import Served, serve  # noqa: PLC0415 - once the API is known

            whose = "our own, until this is stopped" if is_ours else "as PREFECT_API_URL names it"
            console.print(f"Prefect server: {api.removesuffix('/api')} ({whose})", markup=False)
            if not is_ours:
                # Workers on other machines share the pace through the server alone.
                ensure_limits()
            waiting = without_tables(read_schedule(watch_list, root), root)
            for venue in waiting:
                console.print(f"{venue} has no tables yet: it runs now.", markup=False)
            console.print("Serving; Ctrl-C stops it.", style="dim")
            serve(Served(lambda: read_schedule(watch_list, root), is_ours, waiting))
    except KeyboardInterrupt:
        pass
    console.print("Stopped.", style="dim")


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _log() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("flows").setLevel(logging.INFO)
    redact = Redactor.of(secrets(load_settings()))
    for handler in logging.getLogger().handlers:
        handler.addFilter(RedactingFilter(redact))

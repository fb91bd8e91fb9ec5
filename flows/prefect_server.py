"""A Prefect server of our own on this machine, for whoever has none: without one nothing fires.

Prefect can start a server for the length of a flow, but that one has no scheduler; ``precited
schedule`` needs one that stays. It listens on loopback alone and keeps its database in
``PREFECT_HOME``, so that history and interrupted runs are there again at the next start.
"""

import logging
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from flows.failures import Failed

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
COMMAND = ("-m", "flows.prefect_server")
USUAL_PORT = 4200

START_WITHIN = 240.0
"""Seconds; a first start migrates the database and took 26 to 34 on a slow machine."""

STOP_WITHIN = 30.0
LOG = "precited-server.log"


@contextmanager
def prefect_server(environ: Mapping[str, str], home: Path, port: int = USUAL_PORT) -> Iterator[str]:
    """Run a Prefect server for the length of a ``with`` block and give the URL of its API.

    Args:
        environ: The environment it gets.
        home: Where its log goes: ``PREFECT_HOME``.
        port: On loopback; 0 takes a free one.

    Raises:
        Failed: The port is taken, or the server does not start.
    """
    port = _free(port)
    home.mkdir(parents=True, exist_ok=True)
    log = home / LOG
    with log.open("ab") as output:
        # A session of its own: Ctrl-C in a terminal stops the runs first, and then the server.
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and words
            [sys.executable, *COMMAND, "--host", HOST, "--port", str(port)],
            env=dict(environ),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_healthy(process, port, log)
        yield f"http://{HOST}:{port}/api"
    finally:
        _stop(process)


def is_healthy(api: str, timeout: float = 5.0) -> bool:
    """Whether a Prefect server answers under the URL of its API on this machine."""
    host, _, path = api.removeprefix("http://").partition("/")
    connection = HTTPConnection(host, timeout=timeout)
    try:
        connection.request("GET", f"/{path}/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def main() -> None:
    """Be the server, until asked to stop or until the standard input ends.

    It ends with whoever started this, in whatever way that dies; a server that nobody knows of
    would hold the port and the database.
    """
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv[:1] = ["prefect", "server", "start"]
    runpy.run_module("prefect", run_name="__main__")


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _free(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Failed(_taken(port)) from error
        number: int = probe.getsockname()[1]
        return number


def _taken(port: int) -> str:
    api = f"http://{HOST}:{port}/api"
    if is_healthy(api):
        return (
            f"A Prefect server is running on port {port} already: to schedule with it set "
            f"PREFECT_API_URL={api}, or give our own another port with --port."
        )
    return f"Port {port} is taken by another program; give another one with --port."


def _wait_until_healthy(
    process: subprocess.Popen[bytes],
    port: int,
    log: Path,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    end = time.monotonic() + START_WITHIN
    while not is_healthy(f"http://{HOST}:{port}/api"):
        if process.poll() is not None or time.monotonic() > end:
            raise Failed(f"The Prefect server did not start; {log} says why.")
        sleep(0.5)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
    process.terminate()
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        logger.warning("the Prefect server did not stop by itself pid=%d", process.pid)
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()

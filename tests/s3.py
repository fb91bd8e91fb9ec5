"""An S3 service on loopback, and the environment by which every tool of AWS finds it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def s3_service() -> Iterator[str]:
    """moto's S3, one request at a time; gives its address."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log(self, *_: Any, **__: Any) -> None:
            """Say nothing of each request."""

    application, lock = DomainDispatcherApplication(create_backend_app), threading.Lock()

    def one_at_a_time(environ: Any, start_response: Any) -> list[bytes]:
        # moto looks at a condition and then writes; S3 does both at once.
        with lock:
            return list(application(environ, start_response))

    server = make_server("127.0.0.1", 0, one_at_a_time, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def s3_environment(service: str, folder: Path) -> dict[str, str]:
    """What to set for that service.

    Args:
        service: Its address.
        folder: Where nothing of this user's own settings lies, and working copies may.
    """
    return {
        "AWS_ENDPOINT_URL": service,
        "AWS_ACCESS_KEY_ID": "ours",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_CONFIG_FILE": str(folder / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "none"),
        "PRECITED_COPIES_FOLDER": str(folder / "copies"),
    }

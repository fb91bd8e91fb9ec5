"""What stands before every request: who may ask, who may write, and what a browser may do with it.

A page on loopback is within reach of every web site that the curator has open, so each of these
closes one way in: a foreign ``Host`` (a name made to point here), a foreign ``Origin``, a write
without the token that only our own page can read, and a body without end.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_HEADER = "x-precited-token"  # noqa: S105 - its name, not a token
LARGEST_BODY = 256 * 1024
"""Bytes; a note, a why and key insights of any sensible length fit many times."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
READING = frozenset({"GET", "HEAD"})

PROTECTIONS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Headers of every answer. Trusted types make the browser refuse HTML made from text."""

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """A request that is not answered: its status and why."""

    status: int
    why: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Whom the board lets in.

    Attributes:
        token: What a write must carry in :data:`TOKEN_HEADER`.
        hosts: Names under which the board may be asked, lower case, without port.
    """

    token: str
    hosts: frozenset[str]


def rules(token: str, more_hosts: Iterable[str] = ()) -> Rules:
    """Rules for loopback and the other names the board listens on."""
    return Rules(token, LOOPBACK | {host.lower() for host in more_hosts})


class Gate:
    """ASGI middleware that lets through what the rules allow and protects every answer."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(PROTECTIONS)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        try:
            check(self._rules, scope["method"], scope["path"], Headers(scope=scope))
            body = b"" if scope["method"] in READING else await whole_body(receive)
        except Refusal as refusal:
            answer = JSONResponse({"error": refusal.why}, refusal.status)
            await answer(scope, receive, protected)
        else:
            await self._app(scope, _again(body, receive), protected)


def check(rules: Rules, method: str, path: str, headers: Headers) -> None:
    """Nothing, for a request that may go on.

    Raises:
        Refusal: It may not.
    """
    _check_host(rules, headers)
    if method not in READING:
        _check_write(rules, headers)
    elif path.startswith("/api/") and headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise Refusal(403, "Another site may not read the board.")


def _check_host(rules: Rules, headers: Headers) -> None:
    hosts = headers.getlist("host")
    match = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    if match is None:
        raise Refusal(400, "Ask with one Host header.")
    if match["name"].strip("[]").lower() not in rules.hosts:
        raise Refusal(
            421, "The board does not answer to that name; start it with --host to allow it."
        )


def _check_write(rules: Rules, headers: Headers) -> None:
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    # "null" is the origin of sandboxed frames and local files, which are not ours either.
    if origin is not None and origin.lower() != f"http://{headers['host']}".lower():
        raise Refusal(403, "Another site may not write here.")
    if site is not None and site != "same-origin":
        raise Refusal(403, "Another site may not write here.")
    if not hmac.compare_digest(headers.get(TOKEN_HEADER, "").encode(), rules.token.encode()):
        raise Refusal(401, "The token for writing is missing or out of date; reload the page.")
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "Send application/json.")
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:12]) > LARGEST_BODY:
        raise Refusal(413, f"That is more than {LARGEST_BODY // 1024} KB; write less.")


async def whole_body(receive: Receive) -> bytes:
    """The body of a request.

    Raises:
        Refusal: It is too large, whatever its header said.
    """
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            raise Refusal(413, f"That is more than {LARGEST_BODY // 1024} KB; write less.")
        if not message.get("more_body"):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was already read, then whatever comes."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay

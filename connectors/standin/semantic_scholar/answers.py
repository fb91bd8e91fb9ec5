"""How Semantic Scholar writes its answers: body, trailing newline and headers, byte for byte.

A 200 is what Python's ``json.dumps`` gives plus a newline; an error of the application is compact
plus a newline and says ``error``; an error of the gateway has no newline and says ``message``.
"""

import base64
import json
from collections.abc import Mapping
from random import Random
from typing import Any
from uuid import UUID

from connectors.standin.exchange import Answer

MAXIMUM_BYTES = 10_000_000
_TOO_MANY = (
    "Too Many Requests. Please wait and try again or apply for a key for higher rate limits. "
    "https://www.semanticscholar.org/product/api#api-key-form"
)


def found(number: int, value: Any) -> Answer:
    """A 200; a 400 when it would be larger than the service sends."""
    body = json.dumps(value).encode() + b"\n"
    if len(body) > MAXIMUM_BYTES:
        # The service's sentence is known only to its first words.
        return refused(number, "Response would exceed maximum size. Try a smaller batch or limit.")
    return Answer(200, body, _application_headers(number, len(body), "Miss from cloudfront"))


def refused(number: int, error: str, status: int = 400) -> Answer:
    """An error of the application."""
    body = json.dumps({"error": error}, separators=(",", ":")).encode() + b"\n"
    return Answer(status, body, _application_headers(number, len(body), "Error from cloudfront"))


def missing(number: int, error: str) -> Answer:
    """A 404 of the application."""
    return refused(number, error, 404)


def forbidden(number: int) -> Answer:
    """What a key that the service does not know gets."""
    return gateway(number, 403, b'{"message":"Forbidden"}', "ForbiddenException")


def too_many(number: int, retry_after: int | None = None) -> Answer:
    """A 429. The service itself sends no ``Retry-After``; a client should still heed one."""
    body = json.dumps({"message": _TOO_MANY, "code": "429"}).encode()
    answer = gateway(number, 429, body, "TooManyRequestsException")
    if retry_after is None:
        return answer
    return answer.but(headers={**answer.headers, "Retry-After": str(retry_after)})


def gateway(number: int, status: int, body: bytes, kind: str) -> Answer:
    """An error that never reached the application."""
    headers = _edge_headers(number, "Error from cloudfront")
    return Answer(status, body, {**headers, "x-amzn-ErrorType": kind})


def _application_headers(number: int, size: int, cache: str) -> Mapping[str, str]:
    return {
        "Access-Control-Allow-Origin": "*",
        **_edge_headers(number, cache),
        "x-amzn-Remapped-Connection": "keep-alive",
        "x-amzn-Remapped-Content-Length": str(size),
        "x-amzn-Remapped-Server": "gunicorn",
    }


def _edge_headers(number: int, cache: str) -> Mapping[str, str]:
    dice = Random(number)  # noqa: S311 - names of requests, not secrets
    return {
        "Content-Type": "application/json",
        "Connection": "keep-alive",
        "Via": f"1.1 {dice.randbytes(16).hex()}.cloudfront.net (CloudFront)",
        "X-Amz-Cf-Id": base64.b64encode(dice.randbytes(40)).decode(),
        "X-Amz-Cf-Pop": "AMS1-P2",
        "X-Cache": cache,
        "x-amz-apigw-id": base64.b64encode(dice.randbytes(11)).decode(),
        "x-amzn-RequestId": str(UUID(bytes=dice.randbytes(16), version=4)),
    }

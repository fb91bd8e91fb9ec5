"""How OpenReview writes its answers: compact JSON, named errors, the headers of its limits."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors.standin.exchange import Answer, Question

_JSON = "application/json; charset=utf-8"
_CHALLENGE_PAGE = (
    b"<!DOCTYPE html><html><head><title>Verifying your browser | OpenReview</title></head>"
    b"<body><main>Verifying your browser</main></body></html>"
)
# Requests per window of seconds; what the service was seen to grant. API v1 tells signed-in
# clients nothing.
LIMITS: Mapping[tuple[str, bool], tuple[int, int]] = {
    ("notes", True): (500, 3600),
    ("groups", True): (700, 3600),
    ("notes", False): (180, 60),
    ("groups", False): (20, 60),
}


def found(value: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """A 200 with this JSON."""
    body = msgspec.json.encode(value)
    return Answer(200, body, {"Content-Type": _JSON, **(headers or {})})


def failed(
    question: Question, status: int, name: str, message: str, details: Mapping[str, Any]
) -> Answer:
    """An error: name, message with the id of the request, status and details."""
    request_id = request_id_of(question)
    error = {
        "name": name,
        "message": f"{message} ({request_id})",
        "status": status,
        "details": {**details, "reqId": request_id},
    }
    return Answer(status, msgspec.json.encode(error), {"Content-Type": _JSON})


def request_id_of(question: Question) -> str:
    """The id under which the service knows the request."""
    return f"{datetime.now(UTC):%Y-%m-%d}-{question.number}"


def missing(question: Question, kind: str, value: str) -> Answer:
    """A 404: nothing under this id."""
    message = f"The {kind} {value} was not found"
    return failed(question, 404, "NotFoundError", message, {"path": "id", "value": value})


def invalid(question: Question, path: str, message: str, **details: Any) -> Answer:
    """A 400: a parameter that cannot be."""
    return failed(question, 400, "ValidationError", message, {"path": path, **details})


def forbidden(question: Question) -> Answer:
    """What a guest gets where an account is needed."""
    asked = question.path + (f"?{question.query}" if question.query else "")
    message = "This action is forbidden. You must be logged in to access this resource."
    user = f"guest_{question.number}"
    return failed(question, 403, "ForbiddenError", message, {"path": asked, "user": user})


def challenged(question: Question) -> Answer:
    """What a guest gets from gated routes since mid-2026: JSON to those who want it, or a page."""
    if "application/json" in question.headers.get("accept", ""):
        url = "https://openreview.net/challenge?redirect=%2F"
        message = "Challenge verification required"
        details = {"challengeUrl": url}
        return failed(question, 403, "ChallengeRequiredError", message, details)
    return Answer(200, _CHALLENGE_PAGE, {"Content-Type": "text/html; charset=utf-8"})


def too_many(question: Question, limit: int, used: int, wait: float, now: float) -> Answer:
    """A 429 with the time at which requests are granted again.

    Args:
        question: What was asked.
        limit: Requests granted in a window.
        used: Requests made in this one.
        wait: Seconds until the next one.
        now: Seconds since 1970.
    """
    seconds = max(0, round(wait))
    message = (
        f"Too many requests: You have made {used} requests, surpassing the limit of {limit} "
        f"requests. Please try again in {seconds // 60} minutes and {seconds % 60} seconds"
    )
    reset = datetime.fromtimestamp(now + wait, UTC)
    details = {
        "limit": limit,
        "remaining": 0,
        "resetTime": reset.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "used": used,
        "current": used,
    }
    return failed(question, 429, "RateLimitError", message, details)


def limit_headers(
    limit: int, window: int, remaining: int, reset_in: int, now: float | None = None
) -> dict[str, str]:
    """What the service tells of its limits with each answer; ``now`` in seconds since 1970."""
    reset_at = round(time.time() if now is None else now) + reset_in
    return {
        "ratelimit-policy": f"{limit};w={window}",
        "ratelimit-limit": str(limit),
        "ratelimit-remaining": str(remaining),
        "ratelimit-reset": str(reset_in),
        "x-ratelimit-limit": str(limit),
        "x-ratelimit-remaining": str(remaining),
        "x-ratelimit-reset": str(reset_at),
    }

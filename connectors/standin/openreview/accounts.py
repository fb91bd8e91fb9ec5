"""Who is asking OpenReview: login, tokens, and the gate that guests meet."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from connectors.standin.exchange import Answer, Question
from connectors.standin.openreview import answers

ACCOUNT_PROFILE = "~Stand_In1"
USUAL_USERNAME = "reader@stand-in.test"
USUAL_PASSWORD = "open-sesame"  # noqa: S105 - opens nothing but this server
WRONG_PASSWORD = "wrong"  # noqa: S105 - the one password that is never right
CODE = "246810"  # the second factor of every account that has one
_SIGNING_KEY = b"stand-in"
_DAY = 86_400
_WEEK = 7 * _DAY

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """The one account that may log in."""

    username: str
    password: str


def login(question: Question, required: Account | None) -> Answer:
    """``POST /login``: a token for a name and a password; any, unless an account is required."""
    body = question.json()
    body = body if isinstance(body, dict) else {}
    username, password = body.get("id"), body.get("password")
    known = bool(username and password) and password != WRONG_PASSWORD
    if required is not None:
        known = (username, password) == (required.username, required.password)
    if not known:
        return answers.failed(question, 400, "Error", "Invalid username or password", {})
    lifetime = body.get("expiresIn") or _DAY
    if not isinstance(lifetime, int) or not 0 < lifetime <= _WEEK:
        return answers.invalid(question, "expiresIn", f"expiresIn must be <= {_WEEK}")
    profile = {"id": ACCOUNT_PROFILE, "fullname": "Stand In", "emails": [username]}
    user = {"id": username, "profile": profile}
    return _let_in(question, user, lifetime)


def second_factor(question: Question) -> Answer | None:
    """``/login``, ``/mfa/challenge`` and ``/mfa/verify`` of an account with a second factor.

    None for anything else. The code is :data:`CODE`; what the service says to a wrong one, and
    to a challenge, is not known.
    """
    body = question.json()
    body = body if isinstance(body, dict) else {}
    if question.path.endswith("/login"):
        pending = {"mfaPending": True, "mfaPendingToken": f"pending-{question.number}"}
        methods = {"mfaMethods": ["totp", "emailOtp"], "preferredMethod": "totp"}
        return answers.found(pending | methods)
    if question.path.endswith("/mfa/challenge"):
        return answers.found({"success": True})
    if not question.path.endswith("/mfa/verify"):
        return None
    if body.get("code") != CODE or not body.get("mfaPendingToken"):
        return answers.failed(question, 400, "Error", "Invalid verification code", {})
    profile = {"id": ACCOUNT_PROFILE, "fullname": "Stand In", "emails": [USUAL_USERNAME]}
    return _let_in(question, {"id": USUAL_USERNAME, "profile": profile}, _DAY)


def _let_in(question: Question, user: Json, lifetime: int) -> Answer:
    token = mint(user, lifetime, datetime.now(UTC), question.number)
    return answers.found({"token": token, "user": user})


def mint(user: Json, lifetime: int, now: datetime, number: int = 0) -> str:
    """A token (JWT, HS256) that holds the user and ends after ``lifetime`` seconds.

    Its number tells it from another of the same second.
    """
    issued = int(now.timestamp())
    claims = {"user": user, "iat": issued, "exp": issued + lifetime, "jti": f"{number}"}
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    unsigned = ".".join(_encoded(msgspec.json.encode(part)) for part in parts)
    return f"{unsigned}.{_signature(unsigned)}"


def signed_in(question: Question) -> bool:
    """Whether the request brings a token at all."""
    return bool(question.headers.get("authorization"))


def refusal(question: Question, now: datetime) -> Answer | None:
    """What a token that is no good gets; None when it is good or there is none."""
    token = question.headers.get("authorization", "").removeprefix("Bearer ").strip()
    if not token:
        return None
    unsigned, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(unsigned).encode()):
        # The service's name for this error is not known; 401 asks clients to log in anew.
        return answers.failed(question, 401, "TokenError", "Invalid token", {})
    if _claims(unsigned).get("exp", 0) <= now.timestamp():
        return answers.failed(question, 401, "TokenExpiredError", "Token has expired", {})
    return None


def _signature(unsigned: str) -> str:
    return _encoded(hmac.digest(_SIGNING_KEY, unsigned.encode(), hashlib.sha256))


def _claims(unsigned: str) -> Json:
    payload = unsigned.rpartition(".")[2]
    claims: Json = msgspec.json.decode(
        base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    )
    return claims


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")

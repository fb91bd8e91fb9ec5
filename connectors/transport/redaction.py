"""Takes secrets out of anything that is logged or raised.

A key can surface where nobody expects it: in the message of a library, in a body that echoes
the request, in a traceback. So every text passes here, and what looks like a credential goes
as well as the credentials we know.
"""

import json
import logging
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

HIDDEN = "[redacted]"

# Shorter ones would blank half of every sentence and are no secrets worth the name.
SHORTEST_SECRET = 4

# In a body that is kept, where a short password could be a word of a title.
SHORTEST_IN_BODY = 16

_TOKEN = re.compile(r"\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?")
_TOKEN_IN_BODY = re.compile(rb"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*")

_NAMES = r"x-api-key|api[_-]?key|authorization|passw(?:or)?d|secret|[\w-]*token"
_PATTERNS = (
    (re.compile(r"\b(bearer|basic)\s+[^\s\"',;]{4,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (
        re.compile(
            rf"({_NAMES})([\"']?\s*[:=]\s*[\"']?)(?!bearer\b|basic\b)[^\s\"'&,;}}]+", re.IGNORECASE
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"(X-Amz-(?:Signature|Credential|Security-Token)=)[^\s\"'&]+"), rf"\1{HIDDEN}"),
    (re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+"), HIDDEN),
)


@dataclass(frozen=True, slots=True, repr=False)
class Redactor:
    """Blanks the given secrets, and whatever looks like a key, token, password or e-mail."""

    secrets: tuple[str, ...] = ()

    @classmethod
    def of(cls, secrets: Iterable[str | None]) -> "Redactor":
        """A redactor of those secrets that are set, as they are and as they may be spelt.

        In a URL, in JSON, and within something that was encoded in base64.
        """
        known = [secret for secret in secrets if secret and len(secret) >= SHORTEST_SECRET]
        spelt = {form for secret in known for form in _spellings(secret)}
        return cls(tuple(sorted(spelt, key=lambda s: (-len(s), s))))

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        # Tokens first: with a name taken out of its middle one would not be known any more.
        text = _TOKEN.sub(HIDDEN, text)
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
        return text

    def body(self, payload: bytes) -> bytes:
        """A body that is to be kept, without the long secrets among those given, and tokens.

        All other bytes stay as they came; most bodies stay whole.
        """
        if b"eyJ" in payload:
            payload = _TOKEN_IN_BODY.sub(HIDDEN.encode(), payload)
        for secret in self.secrets:
            if len(secret) >= SHORTEST_IN_BODY:
                payload = payload.replace(secret.encode(), HIDDEN.encode())
        return payload


def _spellings(secret: str) -> Iterator[str]:
    yield from (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1])
    for encode in (b64encode, urlsafe_b64encode):
        for shift in range(3):
            core = _core(encode(b" " * shift + secret.encode()).decode(), shift, secret)
            if len(core) >= SHORTEST_SECRET:
                yield core


def _core(encoded: str, shift: int, secret: str) -> str:
    """What of a text in base64 hangs on the secret alone, not on what stands around it."""
    whole = (shift + len(secret.encode())) * 8 // 6
    return encoded[-(-shift * 8 // 6) : whole]


class RedactingFilter(logging.Filter):
    """A logging filter for handlers: no record passes with a secret in it.

    The traceback becomes text, since the objects in it would carry the secret on.
    """

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; it always passes."""
        record.msg, record.args = self._redact(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = self._redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self._redact(record.stack_info)
        return True

"""Takes secrets out of anything that is logged or raised.

A key can surface where nobody expects it: in the message of a library, in a body that echoes
the request, in a traceback. So every text passes here, and what looks like a credential goes
as well as the credentials we know.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

HIDDEN = "[redacted]"

# Shorter ones would blank half of every sentence and are no secrets worth the name.
SHORTEST_SECRET = 4

_NAMES = r"x-api-key|api[_-]?key|authorization|passw(?:or)?d|secret|[\w-]*token"
_PATTERNS = (
    (re.compile(r"\bbearer\s+[^\s\"',;]+", re.IGNORECASE), f"Bearer {HIDDEN}"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?"), HIDDEN),
    (
        re.compile(rf"({_NAMES})([\"']?\s*[:=]\s*[\"']?)(?!bearer\b)[^\s\"'&,;}}]+", re.IGNORECASE),
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
        """A redactor of those secrets that are set, in every spelling a URL may give them."""
        known = [secret for secret in secrets if secret and len(secret) >= SHORTEST_SECRET]
        spelt = {form for s in known for form in (s, quote(s, safe=""), quote_plus(s))}
        return cls(tuple(sorted(spelt, key=lambda s: (-len(s), s))))

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        for pattern, replacement in _PATTERNS:
            text = pattern.sub(replacement, text)
        return text


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

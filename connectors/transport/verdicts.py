"""What an answer means: taken, asked again, or an error that says what to do.

Pure functions from an answer to a verdict. What both services have in common stands here; each
connector adds what only its own service says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.errors import ConnectorError, RetryLater, SourceChanged
from connectors.page import Request, decode


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, read to its end."""

    request: Request
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_html(self) -> bool:
        """Whether a web page came, as from a gate, a proxy or a server in trouble."""
        kind = self.headers.get("Content-Type", "")
        return "html" in kind.lower() or self.body[:200].lstrip()[:1] == b"<"


@dataclass(frozen=True, slots=True)
class Again:
    """This attempt failed and another may not; ``error`` is raised when none succeeds.

    Attributes:
        error: What to raise in the end.
        attempts: How many attempts are worth it; None leaves it to the run's patience.
    """

    error: ConnectorError
    attempts: int | None = None


Verdict = Again | ConnectorError | None
"""None takes the answer as a page."""

Judge = Callable[[Answer], Verdict]


def busy(answer: Answer) -> Again | None:
    """The service limits us or is in trouble (429 and 5xx): worth another attempt."""
    # Both services stand behind Cloudflare or CloudFront, whose own troubles are 520 to 530.
    if answer.status not in {408, 429} and answer.status < 500:
        return None
    return Again(
        RetryLater(
            f"{answer.request}: the service answers {answer.status} again and again: "
            "run the same command later, it goes on from here",
            answer.request,
        )
    )


def unreadable(answer: Answer, is_due: Callable[[Any], bool]) -> Again | None:
    """The body is no JSON, cut short or a web page, or not the JSON that is due.

    Worth another attempt, and never worth keeping: a page on disk would not be asked again.
    """
    try:
        what = "" if is_due(decode(answer.body)) else "JSON of another shape"
    except ValueError:
        what = "a web page" if answer.is_html else "a body that is no JSON"
    if not what:
        return None
    return Again(
        SourceChanged(
            f"{answer.request}: the service answers {answer.status} with {what} where its data "
            "are due: look at its address in the settings, and run again",
            answer.request,
        )
    )


def said(answer: Answer) -> str:
    """The service's own words about a failure, shortened; its status where it has none."""
    words = field(answer, "message") or field(answer, "error") or field(answer, "name")
    return " ".join(words.split())[:200] if words else f"status {answer.status}"


def field(answer: Answer, name: str) -> str:
    """A text field at the top of a JSON answer; "" where there is none."""
    value = content(answer).get(name)
    return value if isinstance(value, str) else ""


def content(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer; empty where it is anything else."""
    try:
        value = decode(answer.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}

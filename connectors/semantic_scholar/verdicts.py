"""What Semantic Scholar's answers mean.

Its gateway speaks under the key ``message``, its application under ``error``.
"""

from typing import Any

from connectors.errors import AskForLess, NotAuthorised, Refused, RetryLater, SourceChanged
from connectors.page import Request
from connectors.shapes import Shape, anything, holds_list, rows
from connectors.transport.verdicts import (
    Again,
    Answer,
    Judge,
    Verdict,
    busy,
    content,
    field,
    said,
    unreadable,
)

# The gateway gives up after 30 s: what is too slow twice is too large, so ask for less.
SLOW_ATTEMPTS = 2

# The anonymous pool answers 403 when it is full; that passes, or it does not.
FORBIDDEN_ATTEMPTS = 4

# Requests that a caller can cut in two, with the lists of citing works (``.../citations``).
DIVISIBLE = frozenset({"paper/batch", "paper/search/bulk"})
CITATIONS = "/citations"


def judge(has_key: bool) -> Judge:
    """The judge for requests with, or without, a key."""
    return _with_key if has_key else _without_key


def _with_key(answer: Answer) -> Verdict:
    if answer.status in {401, 403}:
        return NotAuthorised(
            f"Semantic Scholar refuses the key ({said(answer)}): correct "
            "SEMANTIC_SCHOLAR_API_KEY, or unset it to go on slowly without one",
            answer.request,
        )
    return _anyhow(answer)


def _without_key(answer: Answer) -> Verdict:
    if answer.status == 401:
        return NotAuthorised(
            f"{answer.request}: this takes a key: set SEMANTIC_SCHOLAR_API_KEY", answer.request
        )
    if answer.status == 403:
        return Again(
            RetryLater(
                f"{answer.request}: Semantic Scholar turns away requests without a key: set "
                "SEMANTIC_SCHOLAR_API_KEY, or run again later",
                answer.request,
            ),
            FORBIDDEN_ATTEMPTS,
        )
    return _anyhow(answer)


def _anyhow(answer: Answer) -> Verdict:
    if answer.status == 200:
        return unreadable(answer, _shape(answer))
    if answer.status == 504 and _is_divisible(answer.request):
        return Again(_less(answer), SLOW_ATTEMPTS)
    trouble = busy(answer)
    if trouble or _is_answer(answer):
        return trouble
    if answer.status == 413 or "exceed maximum size" in field(answer, "error"):
        return _less(answer)
    if content(answer) and answer.status < 500 and answer.status != 404:
        return Refused(
            f"{answer.request}: Semantic Scholar refuses the request ({said(answer)}): ask "
            "otherwise",
            answer.request,
        )
    return SourceChanged(
        f"{answer.request}: status {answer.status} in words that are not Semantic Scholar's: "
        "look at its address in the settings",
        answer.request,
    )


def _shape(answer: Answer) -> Shape:
    request = answer.request
    if request.endpoint == "paper/batch":
        return rows(len((request.body or {}).get("ids", ())))
    if request.endpoint == "paper/search/bulk":
        return _is_bulk
    if request.endpoint.endswith(CITATIONS):
        return _is_citations
    return holds_list("data") if request.endpoint == "paper/search/match" else anything


def _is_bulk(value: Any) -> bool:
    return holds_list("data")(value) or (isinstance(value, dict) and value.get("total") == 0)


def _is_citations(value: Any) -> bool:
    # A list that a publisher keeps back is null.
    return holds_list("data")(value) or (isinstance(value, dict) and value.get("data", 0) is None)


def _is_divisible(request: Request) -> bool:
    return request.endpoint in DIVISIBLE or request.endpoint.endswith(CITATIONS)


def _is_answer(answer: Answer) -> bool:
    """404 for a thing that is not there, and 400 for a batch of which none is there."""
    error = field(answer, "error")
    if answer.request.endpoint == "paper/batch" and answer.status == 400:
        return error.startswith("No valid paper ids")
    # A search lists what it finds, so a 404 of one is no answer.
    return answer.status == 404 and bool(error) and answer.request.endpoint not in DIVISIBLE


def _less(answer: Answer) -> AskForLess:
    return AskForLess(
        f"{answer.request}: the answer is too large for Semantic Scholar "
        f"({said(answer)}): ask for fewer at once",
        answer.request,
    )

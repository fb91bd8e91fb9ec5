"""Answers that never came from the application: limits, errors, gateways."""

import gzip
import time
from random import Random

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.switch import Switch
from connectors.standin.openreview import answers as openreview_answers
from connectors.standin.semantic_scholar import answers as graph_answers

_GATEWAY_WAITS = 29.0  # seconds
_HTML = {"Content-Type": "text/html; charset=utf-8"}


def limited(question: Question, _handler: Handler, dice: Random) -> Answer:
    """429 out of the blue; with ``Retry-After: 1`` half of the time."""
    return _limited(question, 1 if dice.random() < 0.5 else None)


def untold(question: Question, _handler: Handler, _dice: Random) -> Answer:
    """429 out of the blue, without ``Retry-After``."""
    return _limited(question, None)


def zipped(question: Question, _handler: Handler, _dice: Random) -> Answer:
    """429 in gzip, which openreview-py's own retries are known to trip over."""
    answer = _limited(question, None)
    headers = {**answer.headers, "Content-Encoding": "gzip"}
    return answer.but(body=gzip.compress(answer.body, mtime=0), headers=headers)


def _limited(question: Question, retry_after: int | None) -> Answer:
    if of_semantic_scholar(question):
        return graph_answers.too_many(question.number, retry_after)
    answer = openreview_answers.too_many(question, 500, 501, 1.0, time.time())
    told = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return answer.but(headers={**answer.headers, **told})


def failed(question: Question, _handler: Handler, _dice: Random) -> Answer:
    """500 as JSON."""
    if of_semantic_scholar(question):
        body = b'{"message":"Internal Server Error"}'
        return graph_answers.gateway(question.number, 500, body, "InternalServerErrorException")
    return openreview_answers.failed(question, 500, "Error", "Something went wrong", {})


def bad_gateway(_question: Question, _handler: Handler, _dice: Random) -> Answer:
    """502 as a page."""
    return Answer(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>", _HTML)


def unavailable(_question: Question, _handler: Handler, _dice: Random) -> Answer:
    """503 as a page."""
    return Answer(503, b"<html><body><h1>503 Service Unavailable</h1></body></html>", _HTML)


def timed_out(question: Question, _handler: Handler, _dice: Random) -> Answer:
    """504, as the gateway says it (without the half minute it takes)."""
    if not of_semantic_scholar(question):
        return Answer(504, b"<html><body><h1>504 Gateway Time-out</h1></body></html>", _HTML)
    body = b'{"message":"Endpoint request timed out"}'
    return graph_answers.gateway(question.number, 504, body, "EndpointTimeoutException")


def timed_out_late(question: Question, handler: Handler, dice: Random) -> Answer:
    """The same after a wait: the service's own is half a minute."""
    return timed_out(question, handler, dice).but(delay=_GATEWAY_WAITS)


def of_semantic_scholar(question: Question) -> bool:
    """Whether the question goes to Semantic Scholar."""
    return question.path.startswith("/semantic_scholar/")


SWITCHES = (
    Switch(
        "error-429",
        "429 out of the blue, which tells no wait in its headers.",
        "both",
        "briefly",
        0.2,
        untold,
    ),
    Switch(
        "error-429-gzip",
        "The same in gzip, from OpenReview.",
        "openreview",
        "briefly",
        0.2,
        zipped,
        invented="that it is zipped",
    ),
    Switch("error-500", "500 as JSON.", "both", "briefly", 0.2, failed, invented="the words"),
    Switch("error-502", "502 as a page.", "both", "briefly", 0.2, bad_gateway, invented="the page"),
    Switch("error-503", "503 as a page.", "both", "briefly", 0.2, unavailable, invented="the page"),
    Switch(
        "error-504",
        "504 after half a minute (or `delay=`): as JSON from Semantic Scholar, else as a page.",
        "both",
        "briefly",
        0.2,
        timed_out_late,
        invented="OpenReview's page",
    ),
)

"""Answers that never came from the application: limits, errors, gateways."""

from datetime import UTC, datetime, timedelta
from random import Random

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.openreview import answers as openreview_answers
from connectors.standin.semantic_scholar import answers as graph_answers

_HTML = {"Content-Type": "text/html; charset=utf-8"}


def limited(question: Question, _handler: Handler, dice: Random) -> Answer:
    """429 out of the blue; with ``Retry-After: 1`` half of the time."""
    retry_after = 1 if dice.random() < 0.5 else None
    if of_semantic_scholar(question):
        return graph_answers.too_many(question.number, retry_after)
    reset = datetime.now(UTC) + timedelta(seconds=1)
    answer = openreview_answers.too_many(question, 500, 501, reset)
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


def of_semantic_scholar(question: Question) -> bool:
    """Whether the question goes to Semantic Scholar."""
    return question.path.startswith("/semantic_scholar/")

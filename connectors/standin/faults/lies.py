"""Answers with status 200 that are not what they seem.

A lie takes the question, the true answer, the handler that gave it and a die; it returns None
where it has nothing to twist.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import msgspec

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.outages import of_semantic_scholar
from connectors.standin.faults.switch import Switch, twisting

Json = dict[str, Any]
Lie = Callable[[Question, Answer, Handler, Random], Answer | None]

_PAGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"
_ELIDED = "Notice: The following paper fields have been elided by the publisher: {'%s'}."


def truncated(_question: Question, answer: Answer, _handler: Handler, dice: Random) -> Answer:
    """JSON that stops in the middle, its Content-Length being that of the half."""
    return answer.but(body=answer.body[: int(len(answer.body) * dice.uniform(0.2, 0.9))])


def page_for_json(_question: Question, answer: Answer, _handler: Handler, _dice: Random) -> Answer:
    """A web page where JSON is due."""
    return answer.but(body=_PAGE, headers={"Content-Type": "text/html; charset=utf-8"})


def early_end(
    question: Question, answer: Answer, _handler: Handler, _dice: Random
) -> Answer | None:
    """A bulk page that says it is the last, long before ``total`` rows were given."""
    value = decoded(answer)
    if not isinstance(value, dict) or not value.get("token"):
        return None
    return retold(question, answer, value | {"token": None})


def stuck_cursor(
    question: Question, answer: Answer, handler: Handler, _dice: Random
) -> Answer | None:
    """A cursor that does not move.

    The token that was sent comes back, ``next`` is the offset, or the page asked for with
    ``after`` is the first page again.
    """
    value = decoded(answer)
    if not isinstance(value, dict):
        return None
    if value.get("token"):
        return retold(question, answer, value | {"token": question.value("token")})
    if "next" in value:
        return retold(question, answer, value | {"next": value["offset"]})
    if question.value("after"):
        params = {name: values for name, values in question.params.items() if name != "after"}
        return handler(replace(question, params=params))
    return None


def duplicate_row(
    question: Question, answer: Answer, _handler: Handler, dice: Random
) -> Answer | None:
    """One row of a page comes twice."""
    value = decoded(answer)
    name = rows_in(value)
    if name is None or len(value[name]) < 2 or question.value("id"):
        return None
    rows = list(value[name])
    rows.insert(dice.randrange(1, len(rows)), rows[0])
    return retold(question, answer, value | {name: rows})


def drifting_total(
    question: Question, answer: Answer, _handler: Handler, dice: Random
) -> Answer | None:
    """A count or total that is off by a few, another few each time."""
    value = decoded(answer)
    for name in ("total", "count"):
        if isinstance(value, dict) and value.get(name, 0) > 1:
            return retold(question, answer, value | {name: value[name] + dice.choice((-1, 1, 2))})
    return None


def drifting_citations(
    question: Question, answer: Answer, _handler: Handler, dice: Random
) -> Answer | None:
    """Citation counts that are one higher in every fiftieth row, in other rows each time."""
    value = decoded(answer)
    rows = value if isinstance(value, list) else value.get("data")
    if not of_semantic_scholar(question) or not isinstance(rows, list):
        return None
    drifted = [
        row | {"citationCount": row["citationCount"] + 1}
        if isinstance(row, dict) and row.get("citationCount") and dice.random() < 0.02
        else row
        for row in rows
    ]
    return retold(question, answer, drifted if value is rows else value | {"data": drifted})


def elided(question: Question, answer: Answer, _handler: Handler, _dice: Random) -> Answer | None:
    """``data: null`` for a list of citations or references that the publisher keeps back."""
    value, kind = decoded(answer), question.path.rpartition("/")[2]
    if kind not in ("citations", "references") or not isinstance(value, dict):
        return None
    info = "citingPaperInfo" if kind == "references" else "citedPaperInfo"
    told = {info: {"openAccessPdf": {"disclaimer": _ELIDED % kind}}}
    value.pop("next", None)
    return retold(question, answer, value | {"data": None} | told)


def rows_in(value: Any) -> str | None:
    """Under which name a page holds its rows; None when it is no page."""
    if not isinstance(value, dict):
        return None
    return next((name for name in ("data", "notes") if isinstance(value.get(name), list)), None)


def decoded(answer: Answer) -> Any:
    """The JSON of an answer as Python values."""
    return msgspec.json.decode(answer.body)


def retold(question: Question, answer: Answer, value: Any) -> Answer:
    """The answer with another value, written as its service writes."""
    if of_semantic_scholar(question):
        return answer.but(body=json.dumps(value).encode() + b"\n")
    return answer.but(body=msgspec.json.encode(value))


SWITCHES = (
    Switch(
        "truncated-json",
        "JSON stops in the middle, and its length says so.",
        "both",
        "once",
        0.3,
        twisting(truncated),
    ),
    Switch(
        "page-for-json",
        "A web page with status 200 where JSON is due.",
        "both",
        "once",
        0.3,
        twisting(page_for_json),
        invented="the page",
    ),
)

"""The files of the Datasets API: links that have ended, files that are cut, odd lines."""

import gzip
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import msgspec

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.switch import Dice, Fault, Switch, twisting
from connectors.standin.semantic_scholar.datasets import ranged

Json = dict[str, Any]
Lines = Callable[[Iterable[Json], Dice], Iterable[Json]]

_EXPIRES = re.compile(rb"X-Amz-Expires=\d+")


def expired(_question: Question, answer: Answer, _handler: Handler, _dice: Dice) -> Answer | None:
    """Links that ended long ago; the store answers them with 403 and XML."""
    return answer.but(body=_EXPIRES.sub(b"X-Amz-Expires=1", answer.body))


def cut(question: Question, handler: Handler, dice: Dice) -> Answer | None:
    """A file that ends early and says that this is its length."""
    whole = _whole(question, handler)
    if whole is None:
        return None
    body = whole.body[: int(len(whole.body) * dice.uniform(0.2, 0.9))]
    return ranged(body, question.headers.get("range"))


def rewriting(dataset: str, lines: Lines) -> Fault:
    """A fault that rewrites the lines of a dataset's files; "" for all of them."""

    def fault(question: Question, handler: Handler, dice: Dice) -> Answer | None:
        if dataset and f"/{dataset}/" not in question.path:
            return None
        whole = _whole(question, handler)
        if whole is None:
            return None
        rows = map(msgspec.json.decode, gzip.decompress(whole.body).splitlines())
        told = b"".join(msgspec.json.encode(row) + b"\n" for row in lines(rows, dice))
        return ranged(gzip.compress(told, compresslevel=1, mtime=0), question.headers.get("range"))

    return fault


def repeated(rows: Iterable[Json], dice: Dice) -> Iterable[Json]:
    """One line in ten twice, the second time under another number."""
    for row in rows:
        yield row
        if dice.hits(row["citationid"]):
            yield row | {"citationid": row["citationid"] + 1_000_000_000}


def as_text(rows: Iterable[Json], _dice: Dice) -> Iterable[Json]:
    """Corpus ids as text, as in the samples of 2022."""
    for row in rows:
        ids = {name: str(row[name]) for name in row if _is_id(name) and row[name] is not None}
        yield row | ids


def unresolved(rows: Iterable[Json], dice: Dice) -> Iterable[Json]:
    """Citations of a work that was not made out."""
    for row in rows:
        yield row | {"citedcorpusid": None} if dice.hits(row["citationid"]) else row


def _is_id(name: str) -> bool:
    return name.endswith("corpusid")


def _whole(question: Question, handler: Handler) -> Answer | None:
    """The whole file that a part is asked of; None where it is no file."""
    if "/shards/" not in question.path:
        return None
    headers = {name: value for name, value in question.headers.items() if name != "range"}
    answer = handler(replace(question, headers=headers))
    return answer if answer.status == 200 else None


SWITCHES = (
    Switch(
        "duplicate-lines",
        "One line in ten of the citations file comes twice, as from two overlapping batches.",
        "datasets",
        "always",
        0.1,
        rewriting("citations", repeated),
        invented="how many",
    ),
    Switch(
        "text-ids",
        "Corpus ids are text instead of numbers, as in the samples of 2022.",
        "datasets",
        "always",
        1.0,
        rewriting("", as_text),
    ),
    Switch(
        "null-cited",
        "`citedcorpusid` is null in one line in five.",
        "datasets",
        "always",
        0.2,
        rewriting("citations", unresolved),
    ),
    Switch(
        "expired-link",
        "Links to files have ended: 403 and XML from the store, until links are asked for again.",
        "datasets",
        "once",
        1.0,
        twisting(expired),
    ),
    Switch(
        "truncated-gzip",
        "A file ends early, and its length says so: only gzip tells.",
        "datasets",
        "once",
        1.0,
        cut,
    ),
)

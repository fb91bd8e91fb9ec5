"""Second records of one work: counts that fall to a twin, and matches that name it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults import lies
from connectors.standin.faults.graph_records import ids_of, with_ids
from connectors.standin.faults.switch import Dice, Switch, is_data

Json = dict[str, Any]
Falls = Callable[[Json], bool]

BEYOND = 1_000_000_000
"""Added to a record's corpus id it gives that of its twin; no record has one so high."""

_KEPT = 0.1
_FEWEST = 10  # citations from which a count can fall so that it shows


def count_drop(question: Question, handler: Handler, dice: Dice) -> Answer | None:
    """A record keeps a tenth of its count, a twin of the same title has the rest."""
    if "/paper/search" in question.path or ids_of(question):
        return _with_twins(question, handler, lambda record: _falls(record, dice))
    return _list_of_twin(question, handler)


def twin_choice(question: Question, handler: Handler, dice: Dice) -> Answer | None:
    """A match names the twin of the right record; a batch knows it."""
    if ids_of(question):
        return _with_twins(question, handler, lambda _record: False)
    if not question.path.endswith("/paper/search/match"):
        return _list_of_twin(question, handler)
    answer = handler(question)
    if not is_data(question, answer):
        return None
    value = lies.decoded(answer)
    rows = [twin(row) if dice.hits(row["paperId"]) else row for row in value["data"]]
    return lies.retold(question, answer, value | {"data": rows}) if rows != value["data"] else None


def twin(record: Json) -> Json:
    """The second record of a work: its title and authors, other ids, and the rest of its count."""
    paper_id = record["paperId"]
    second = record | {"paperId": paper_id[20:] + paper_id[:20]}
    if isinstance(record.get("corpusId"), int):
        second["corpusId"] = record["corpusId"] + BEYOND
    if "externalIds" in record:
        second["externalIds"] = {"CorpusId": second.get("corpusId")}
    return _counting(second, slice(_kept(record), None))


def _with_twins(question: Question, handler: Handler, falls: Falls) -> Answer | None:
    asked = ids_of(question)
    originals = [_original(one) for one in asked]
    answer = handler(with_ids(question, originals) if originals != asked else question)
    if not is_data(question, answer):
        return None
    value = lies.decoded(answer)
    if asked:
        rows: Any = [
            row and (twin(row) if one != original else _lessened(row, falls))
            for row, one, original in zip(value, asked, originals, strict=True)
        ]
        return lies.retold(question, answer, rows) if rows != value else None
    found = value.get("data", [])
    twins = [] if question.path.endswith("/match") else [twin(row) for row in found if falls(row)]
    less = [_lessened(row, falls) for row in found]
    told = value | {"data": [*less, *twins]}
    return lies.retold(question, answer, told) if less != found else None


def _list_of_twin(question: Question, handler: Handler) -> Answer | None:
    """The list of a twin, which is that of the work."""
    asked = question.fields.get("paper_id", "")
    if (original := _original(asked)) == asked:
        return None
    return handler(replace(question, fields={**question.fields, "paper_id": original}))


def _falls(record: Json, dice: Dice) -> bool:
    count = record.get("citationCount")
    return isinstance(count, int) and count >= _FEWEST and dice.hits(record.get("corpusId"))


def _lessened(record: Json, falls: Falls) -> Json:
    return _counting(record, slice(0, _kept(record))) if falls(record) else record


def _kept(record: Json) -> int:
    return int((record.get("citationCount") or 0) * _KEPT)


def _counting(record: Json, part: slice) -> Json:
    """The record with this part of its citations, and of those that are listed in it."""
    count = record.get("citationCount")
    if not isinstance(count, int):
        return record
    less = record | {"citationCount": len(range(count)[part])}
    if isinstance(record.get("influentialCitationCount"), int):
        most = less["citationCount"]
        less["influentialCitationCount"] = min(record["influentialCitationCount"], most)
    if isinstance(record.get("citations"), list):
        less["citations"] = record["citations"][part]
    return less


def _original(asked: str) -> str:
    kind, _, number = asked.partition(":")
    if kind.upper() == "CORPUSID" and number.isdecimal() and int(number) > BEYOND:
        return f"CorpusId:{int(number) - BEYOND}"
    return asked


SWITCHES = (
    Switch(
        "count-drop",
        "Every third record with ten citations keeps a tenth; a twin in searches has the rest.",
        "semantic_scholar",
        "always",
        0.33,
        count_drop,
        invented="the twin's ids",
    ),
    Switch(
        "twin-choice",
        "A match names a second record of the work, which has other ids.",
        "semantic_scholar",
        "always",
        1.0,
        twin_choice,
        invented="the twin's ids",
    ),
)

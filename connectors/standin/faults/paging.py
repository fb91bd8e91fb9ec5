"""What goes wrong between the pages of a list."""

from dataclasses import replace
from typing import Any

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults import lies
from connectors.standin.faults.switch import Dice, Switch, twisting
from connectors.standin.semantic_scholar.tokens import offset_of, token_for

SHORT = 40  # rows


def short_pages(
    question: Question, answer: Answer, _handler: Handler, _dice: Dice
) -> Answer | None:
    """A page that holds 40 rows where more were asked for, and leads on from there."""
    value = lies.decoded(answer)
    name = lies.rows_in(value)
    if name is None or len(value[name]) <= SHORT:
        return None
    short = value | {name: value[name][:SHORT]}
    if "token" in value:
        short["token"] = token_for(question, offset_of(question) + SHORT)
    elif "offset" in value:
        short["next"] = value["offset"] + SHORT
    elif question.value("sort") != "id":
        # Only whoever pages by id finds the rest.
        return None
    return lies.retold(question, answer, short)


def empty_page(question: Question, answer: Answer, _handler: Handler, _dice: Dice) -> Answer | None:
    """A page without rows in the middle of a list, that leads on nevertheless."""
    value = lies.decoded(answer)
    if not isinstance(value, dict) or not (value.get("next") or value.get("token")):
        return None
    return lies.retold(question, answer, value | {"data": []})


def repeated_citer(
    question: Question, answer: Answer, handler: Handler, _dice: Dice
) -> Answer | None:
    """A citing work that comes twice: at the end of a page and at the start of the next.

    In the nested list of a batch it is the first that comes again at the end.
    """
    value = lies.decoded(answer)
    if isinstance(value, list):
        rows = [_first_again(row) for row in value]
        return lies.retold(question, answer, rows) if rows != value else None
    offset = value.get("offset")
    if not question.path.endswith("/citations") or not offset or not value.get("data"):
        return None
    params = {**question.params, "offset": [str(offset - 1)], "limit": ["1"]}
    before = lies.decoded(handler(replace(question, params=params)))
    return lies.retold(
        question, answer, value | {"data": [*(before.get("data") or []), *value["data"]]}
    )


def _first_again(row: Any) -> Any:
    citations = row.get("citations") if isinstance(row, dict) else None
    return row | {"citations": [*citations, citations[0]]} if citations else row


def repeated_note(
    question: Question, answer: Answer, handler: Handler, dice: Dice
) -> Answer | None:
    """A note that comes twice: on one page, and again amidst the next one."""
    value = lies.decoded(answer)
    notes = value.get("notes") if isinstance(value, dict) else None
    if not notes or len(notes) < 2 or question.value("id"):
        return None
    first = dice.over(question.query).randrange(1, len(notes))
    repeated = [*notes[:first], notes[0], *notes[first:]]
    if after := question.value("after"):
        params = {"id": [after], "details": question.values("details")}
        told = lies.decoded(handler(replace(question, params=params)))
        repeated[first:first] = told.get("notes", [])
    return lies.retold(question, answer, value | {"notes": repeated})


SWITCHES = (
    Switch(
        "short-pages",
        "Pages of notes, searches and citing works hold 40 rows, however many were asked for.",
        "both",
        "always",
        1.0,
        twisting(short_pages),
        invented="the number, and that OpenReview does so",
    ),
    Switch(
        "empty-page",
        "A page of a search or of citing works has no rows, but leads on to the next.",
        "semantic_scholar",
        "once",
        0.2,
        twisting(empty_page),
        invented="that the rows come when asked again",
    ),
    Switch(
        "bulk-early-end",
        "A bulk search says `token: null` long before `total` rows were given.",
        "semantic_scholar",
        "once",
        0.2,
        twisting(lies.early_end),
        invented="that the token comes when asked again",
    ),
    Switch(
        "stuck-cursor",
        "A cursor does not move: the same token, `next` = `offset`, or the first page for `after`.",
        "both",
        "once",
        0.2,
        twisting(lies.stuck_cursor),
        invented="all of it",
    ),
    Switch(
        "drifting-total",
        "`total` and `count` are off by one or two.",
        "both",
        "once",
        0.5,
        twisting(lies.drifting_total),
        invented="for OpenReview",
    ),
    Switch(
        "duplicate-citer",
        "A citing work comes twice, across two pages or within the list of a batch.",
        "semantic_scholar",
        "always",
        1.0,
        twisting(repeated_citer),
    ),
    Switch(
        "duplicate-notes",
        "Notes come twice, on one page and amidst the next one.",
        "openreview",
        "always",
        1.0,
        twisting(repeated_note),
        invented="where they come",
    ),
)

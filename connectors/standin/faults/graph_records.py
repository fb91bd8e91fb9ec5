"""Records of Semantic Scholar with gaps, other ids and numbers that do not hold still."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults import lies
from connectors.standin.faults.switch import Dice, Switch, twisting

Json = dict[str, Any]
Change = Callable[[Json], Json]

# How often recorded records lack these: of 100, of 4,327 where it is the year or the date.
_GAPS: Mapping[str, tuple[float, Any]] = {
    "year": (0.027, None),
    "publicationDate": (0.205, None),
    "venue": (0.12, ""),
    "publicationVenue": (0.24, None),
    "abstract": (0.32, None),
}


def changed(value: Any, change: Change) -> Any:
    """An answer with every record in it changed, those of citing works too."""
    if isinstance(value, list):
        return [changed(item, change) for item in value]
    if not isinstance(value, dict):
        return value
    inside = {
        name: changed(value[name], change)
        for name in ("data", "citations", "references", "citingPaper", "citedPaper")
        if isinstance(value.get(name), list | dict)
    }
    known = isinstance(value.get("paperId"), str)
    return change(value | inside) if known else value | inside


def changing(make: Callable[[Dice], Change]) -> Callable[..., Answer | None]:
    """A lie about every record of an answer."""

    def lie(question: Question, answer: Answer, _handler: Handler, dice: Dice) -> Answer | None:
        if "/graph/" not in question.path:
            return None
        return lies.retold(question, answer, changed(lies.decoded(answer), make(dice)))

    return lie


def with_ids(question: Question, ids: Iterable[str]) -> Question:
    """The same batch for other ids."""
    return replace(question, body=msgspec.json.encode({"ids": list(ids)}))


def ids_of(question: Question) -> list[str]:
    """The ids that a batch asks for; none where it is no batch."""
    body = question.json() if question.path.endswith("/paper/batch") else None
    ids = body.get("ids") if isinstance(body, dict) else None
    return ids if isinstance(ids, list) and all(isinstance(asked, str) for asked in ids) else []


def with_gaps(dice: Dice) -> Change:
    """Years, dates, venues and abstracts that are missing, as often as in recorded records."""

    def change(record: Json) -> Json:
        gaps = {
            name: nothing
            for name, (share, nothing) in _GAPS.items()
            if name in record and dice.hits(f"{name} {record['paperId']}", share)
        }
        return record | gaps

    return change


def without_author_ids(dice: Dice) -> Change:
    """Authors without an id."""

    def change(record: Json) -> Json:
        if not record.get("authors"):
            return record
        authors = [
            author | {"authorId": None} if dice.hits(f"{record['paperId']} {author}") else author
            for author in record["authors"]
        ]
        return record | {"authors": authors}

    return change


def with_open_access(dice: Dice) -> Change:
    """``openAccessPdf`` in one of its shapes: null, without a source, with one that is told."""

    def change(record: Json) -> Json:
        if "openAccessPdf" not in record or not dice.hits(record["paperId"]):
            return record
        shape = dice.over(f"shape {record['paperId']}").choice(("null", "bare", "told"))
        bare = {"url": "", "status": None, "license": None}
        told = bare | {"disclaimer": f"Notice: this was found at {_source(record)}."}
        shapes = {"null": None, "bare": bare, "told": told}
        return record | {"openAccessPdf": shapes[shape]}

    return change


def _source(record: Json) -> str:
    ids = record.get("externalIds") or {}
    if "ArXiv" in ids:
        return f"https://arxiv.org/abs/{ids['ArXiv']}"
    if "DOI" in ids:
        return f"https://api.unpaywall.org/v2/{ids['DOI']}?email=<INSERT_YOUR_EMAIL>"
    # Which forum a record was read from the record does not say.
    return "https://openreview.net/pdf?id=lostForum0"


def dead_doi(question: Question, handler: Handler, dice: Dice) -> Answer | None:
    """A DOI that leads nowhere any more, and that no record names."""
    if "/graph/" not in question.path:
        return None
    asked = ids_of(question)
    alive = ["DOI:10.0000/dead" if _is_dead(one, dice) else one for one in asked]
    single = question.fields.get("paper_id", "")
    if _is_dead(single, dice):
        lost = {**question.fields, "paper_id": "DOI:10.0000/dead"}
        return handler(replace(question, fields=lost))
    if alive != asked:
        return handler(with_ids(question, alive))
    forget = twisting(changing(lambda dice: lambda record: _without_doi(record, dice)))
    return forget(question, handler, dice)


def _is_dead(asked: str, dice: Dice) -> bool:
    kind, _, doi = asked.partition(":")
    return kind.upper() == "DOI" and dice.hits(doi.lower())


def _without_doi(record: Json, dice: Dice) -> Json:
    ids = record.get("externalIds") or {}
    if "DOI" not in ids or not dice.hits(ids["DOI"].lower()):
        return record
    return record | {"externalIds": {kind: ids[kind] for kind in ids if kind != "DOI"}}


def old_sha(question: Question, handler: Handler, dice: Dice) -> Answer | None:
    """Searches name records by an id that has moved on; asked by it, a batch names the new one."""
    if "/paper/search" in question.path:
        twist = twisting(changing(lambda dice: lambda record: _under_old_sha(record, dice)))
        return twist(question, handler, dice)
    asked = ids_of(question)
    current = [_current(one, dice) for one in asked]
    return handler(with_ids(question, current)) if current != asked else None


def _under_old_sha(record: Json, dice: Dice) -> Json:
    paper_id = record["paperId"]
    return record | {"paperId": paper_id[::-1]} if dice.hits(paper_id) else record


def _current(asked: str, dice: Dice) -> str:
    # An old id is the new one backwards, so it need not be remembered.
    is_sha = len(asked) == 40 and ":" not in asked
    return asked[::-1] if is_sha and dice.hits(asked[::-1]) else asked


def kept_back(question: Question, answer: Answer, handler: Handler, dice: Dice) -> Answer | None:
    """``data: null`` for all pages of a list."""
    return lies.elided(question, answer, handler, dice) if dice.hits(question.path) else None


SWITCHES = (
    Switch(
        "null-fields",
        "Records lack year, date, venue or abstract, as often as recorded ones do.",
        "semantic_scholar",
        "always",
        1.0,
        twisting(changing(with_gaps)),
    ),
    Switch(
        "null-author-ids",
        "One author in three has no id.",
        "semantic_scholar",
        "always",
        0.33,
        twisting(changing(without_author_ids)),
        invented="how often",
    ),
    Switch(
        "open-access-shapes",
        "`openAccessPdf` is null, an object without a source, or one that names it.",
        "semantic_scholar",
        "always",
        0.5,
        twisting(changing(with_open_access)),
        invented="the words of the notice, and a forum that is nobody's",
    ),
    Switch(
        "old-sha",
        "Searches name one record in three by an id that has moved on.",
        "semantic_scholar",
        "always",
        0.33,
        old_sha,
        invented="that an old id is the new one backwards",
    ),
    Switch(
        "dead-doi",
        "Half of all DOIs lead nowhere any more, and no record names them.",
        "semantic_scholar",
        "always",
        0.5,
        dead_doi,
        invented="how many",
    ),
    Switch(
        "drifting-counts",
        "Citation counts are one higher in every fiftieth row, in other rows each time.",
        "semantic_scholar",
        "briefly",
        1.0,
        twisting(lies.drifting_citations),
    ),
    Switch(
        "data-null",
        "`data: null` with a disclaimer for one list of citing works in five.",
        "semantic_scholar",
        "always",
        0.2,
        twisting(kept_back),
        invented="for citing works: it was seen for references",
    ),
)

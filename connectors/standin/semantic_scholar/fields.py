"""The ``fields`` parameter of the Graph API: what may be asked where, and rendering what was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.standin.semantic_scholar.embeddings import specter

Json = dict[str, Any]
Fields = Mapping[str, frozenset[str]]
"""The fields asked for, each with its subfields (empty: the field's own default)."""

# The order in which the service renders them.
BASE = (
    "paperId",
    "externalIds",
    "corpusId",
    "publicationVenue",
    "url",
    "title",
    "abstract",
    "venue",
    "year",
    "referenceCount",
    "citationCount",
    "influentialCitationCount",
    "isOpenAccess",
    "openAccessPdf",
    "fieldsOfStudy",
    "s2FieldsOfStudy",
    "publicationTypes",
    "publicationDate",
    "journal",
    "citationStyles",
    "authors",
)
FULL = (*BASE, "citations", "references", "embedding", "tldr", "textAvailability")
EDGE = ("contexts", "intents", "contextsWithIntent", "isInfluential")
_AUTHOR = (
    "authorId",
    "externalIds",
    "url",
    "name",
    "affiliations",
    "homepage",
    "paperCount",
    "citationCount",
    "hIndex",
)
DEFAULT: Fields = {"title": frozenset()}
_PAPER_URL = "https://www.semanticscholar.org/paper/"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a route lets be asked.

    Attributes:
        names: The fields.
        subfields: Fields that may be asked with a dot, and what may stand behind it.
    """

    names: frozenset[str]
    subfields: Mapping[str, frozenset[str]]


_NESTED = frozenset((*BASE, "authors.name", "authors.authorId"))
_WITH_AUTHORS = {"authors": frozenset(_AUTHOR)}

FULL_PAPER = Allowed(
    frozenset(FULL),
    {
        **_WITH_AUTHORS,
        "citations": _NESTED,
        "references": _NESTED,
        "embedding": frozenset(("specter_v1", "specter_v2")),
    },
)
BASE_PAPER = Allowed(frozenset(BASE), _WITH_AUTHORS)
EDGE_PAPER = Allowed(frozenset((*BASE, *EDGE)), {})


class BadFieldsError(ValueError):
    """Fields that the route does not know; the message is the service's."""


def parse(text: str | None, allowed: Allowed) -> Fields:
    """The fields asked for; title alone when none were.

    Raises:
        BadFieldsError: Some of them cannot be asked here.
    """
    if not text:
        return DEFAULT
    asked: dict[str, frozenset[str]] = {}
    bad = []
    for field in text.split(","):
        name, _, sub = field.partition(".")
        if name not in allowed.names or (sub and sub not in allowed.subfields.get(name, ())):
            bad.append(field)
            continue
        asked[name] = asked.get(name, frozenset()) | ({sub} if sub else frozenset())
    if bad:
        raise BadFieldsError(f"Unrecognized or unsupported fields: [{', '.join(bad)}]")
    return asked


def render(record: Json, fields: Fields, nested: Callable[[str, Fields], list[Json]]) -> Json:
    """The record with its id and the fields asked for.

    Args:
        record: A paper's record; what it lacks is filled as the service fills it.
        fields: What was asked.
        nested: Gives the rows of ``citations`` or ``references`` for the fields asked in them.
    """
    shown: Json = {"paperId": record["paperId"]}
    for name in FULL:
        if name in ("citations", "references") and name in fields:
            inner = {sub.partition(".")[0]: frozenset[str]() for sub in fields[name]}
            shown[name] = nested(name, inner or DEFAULT)
        elif name in fields:
            shown[name] = value(record, name, fields[name])
    return shown


def render_flat(record: Json, fields: Fields) -> Json:
    """The record with its id and the fields asked for, none of them nested."""
    return render(record, {name: fields[name] for name in BASE if name in fields}, _no_rows)


def value(record: Json, name: str, subfields: frozenset[str]) -> Any:
    """One field of a record, filled in where the record is silent."""
    if name == "authors":
        return [_author(author, subfields) for author in record.get("authors") or ()]
    if name == "embedding" and "specter_v2" in subfields and not record.get(name):
        return specter(record)
    if name in record or record["paperId"] is None:
        return record.get(name)
    return _derived(record, name)


def _derived(record: Json, name: str) -> Any:
    if name == "externalIds":
        return {"CorpusId": record["corpusId"]} if record.get("corpusId") else {}
    if name == "url":
        return _PAPER_URL + record["paperId"]
    if name == "citationStyles":
        return {"bibtex": _bibtex(record)}
    if name == "textAvailability":
        return "abstract" if record.get("abstract") else "none"
    return _EMPTY.get(name)


_EMPTY: Mapping[str, Any] = {
    "venue": "",
    "isOpenAccess": False,
    "referenceCount": 0,
    "citationCount": 0,
    "influentialCitationCount": 0,
    "s2FieldsOfStudy": [],
}


def _author(author: Json, subfields: frozenset[str]) -> Json:
    shown = {"authorId", "name"} | subfields
    author = {"url": _author_url(author), "affiliations": [], "externalIds": {}} | author
    return {name: author.get(name) for name in _AUTHOR if name in shown}


def _author_url(author: Json) -> str | None:
    known = author.get("authorId")
    return f"https://www.semanticscholar.org/author/{known}" if known else None


def _bibtex(record: Json) -> str:
    authors = " and ".join(author["name"] for author in record.get("authors") or ())
    title = record.get("title") or ""
    name = authors.split(" and ", maxsplit=1)[0].rpartition(" ")[2]
    key = f"{name}{record.get('year') or ''}{title.partition(' ')[0]}"
    venue = record.get("venue") or ""
    lines = {
        "author": authors,
        "booktitle": venue,
        "title": title,
        "year": record.get("year") or "",
    }
    body = "".join(f" {name} = {{{text}}},\n" for name, text in lines.items() if text)
    return f"@Article{{{key},\n{body.removesuffix(',' + chr(10))}\n}}\n"


def _no_rows(_name: str, _fields: Fields) -> list[Json]:
    return []

"""Decisions in RIS, as ASReview reads and writes it.

ASReview keeps its label as a word among the notes (N1): ``ASReview_relevant``,
``ASReview_irrelevant`` or ``ASReview_not_seen``. It looks for these words in all notes of a record
together and refuses a record that has two of them, so a curator's text must not contain them. Other
notes it leaves alone, so what each curator says stands in notes of its own, as JSON on one line:
RIS has neither line breaks nor white space at the ends.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import rispy  # type: ignore[import-untyped]

from warehouse.curation.decision import TEXTS, BadDecision
from warehouse.curation.exporting import Paper, forum
from warehouse.curation.importing import Row
from warehouse.curation.standing import VERDICTS, Standing, Standings

OURS = "precited "
"""Begins a note that holds what a curator says."""

RELEVANT, IRRELEVANT, NOT_SEEN = "ASReview_relevant", "ASReview_irrelevant", "ASReview_not_seen"
_LABELS = {"shortlist": RELEVANT, "skip": IRRELEVANT}
_VERDICTS = {label: verdict for verdict, label in _LABELS.items()}
_LABEL = re.compile(r"\bASReview_\w+\b")
_TAGS = re.compile(r"^<p>|</p>$")
"""What Zotero puts around a note."""


def decisions_ris(papers: Sequence[Paper], standings: Standings, venue: str) -> str:
    """A record for each paper, labelled by its strongest verdict; :func:`read_ris` reads it back.

    Shortlisted papers are relevant and skipped ones irrelevant to ASReview; a maybe is not seen,
    as it knows nothing between them.

    Args:
        papers: As ``tables.PAPERS``, with ``doi`` and ``year``.
        standings: What each curator says.
        venue: Name of the venue.
    """
    records = [_record(paper, standings.get(paper["paper_id"], {}), venue) for paper in papers]
    return str(rispy.dumps(records))


def _record(paper: Paper, said: Mapping[str, Standing], venue: str) -> dict[str, Any]:
    line = {
        "type_of_reference": "CPAPER",
        "id": paper["paper_id"],
        "title": _line(paper["title"]),
        "secondary_title": _line(venue),
        "abstract": _line(paper["abstract"]),
        "year": str(paper["year"] or ""),
        "doi": _line(paper["doi"]),
    }
    lists = {
        "authors": [_line(name) for name in paper["authors"] or ()],
        "keywords": [_line(word) for word in paper["keywords"] or ()],
        "urls": [_line(paper["forum_url"])],
        "notes": [
            _label(standing.verdict for standing in said.values()),
            *(OURS + _harmless(_saying(name, standing)) for name, standing in sorted(said.items())),
        ],
    }
    filled = {name: [text for text in texts if text] for name, texts in lists.items()}
    return {name: value for name, value in (line | filled).items() if value}


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _label(verdicts: Any) -> str:
    given = set(verdicts)
    strongest = next((verdict for verdict in VERDICTS if verdict in given), None)
    return _LABELS.get(strongest or "", NOT_SEEN)


def _saying(curator: str, said: Standing) -> str:
    texts = {name: getattr(said, name) for name in ("verdict", *TEXTS)}
    known = {"curator": curator} | {name: text for name, text in texts.items() if text is not None}
    known["decided_at"] = said.decided_at.isoformat()
    return json.dumps(known, ensure_ascii=False)


def _harmless(saying: str) -> str:
    """The same JSON without ASReview's words and without letters that end or hide a line."""
    escaped = "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in saying)
    return escaped.replace("ASReview_", "ASReview\\u005f")


def read_ris(text: str) -> tuple[list[Row], list[str]]:
    """What curators say by a RIS file, and what in it could not be understood.

    A label that does not follow from the curators' own notes was set in ASReview, and notes of
    other kinds were written by whoever had the file: both are taken as said by who imports.

    Raises:
        BadDecision: The file is no RIS.
    """
    try:
        records = rispy.loads(re.sub(r"\r\n?", "\n", text), skip_unknown_tags=True)
    except (KeyError, AttributeError, TypeError) as error:
        raise BadDecision("The file cannot be read as RIS; export it anew.") from error
    if text.strip() and not records:
        raise BadDecision("The file holds no RIS record (TY to ER); export it anew.")
    rows: list[Row] = []
    unread: list[str] = []
    for record in records:
        paper_id = record.get("id") or _by_address(record.get("urls", ()))
        for found in _sayings(paper_id, record.get("notes", ())):
            (rows if isinstance(found, Row) else unread).append(found)  # type: ignore[arg-type]
    return rows, unread


def _by_address(addresses: Sequence[str]) -> str | None:
    return next((found for address in addresses if (found := forum(address))), None)


def _sayings(paper_id: str | None, notes: Sequence[str]) -> Iterator[Row | str]:
    """A row for each curator's note and for what was added, or what is wrong with it."""
    notes = [_TAGS.sub("", note).strip() for note in notes]
    verdicts: list[str | None] = []
    for note in (note for note in notes if note.startswith(OURS)):
        try:
            row = msgspec.json.decode(note.removeprefix(OURS), type=Row)
        except (msgspec.MsgspecError, UnicodeError) as error:
            yield f"{paper_id}: a note of ours was changed and cannot be read ({error})"
            continue
        verdicts.append(row.verdict)
        yield msgspec.structs.replace(row, paper_id=paper_id)
    others = [note for note in notes if not note.startswith(OURS)]
    labels = {label for note in others for label in _LABEL.findall(note)}
    verdict = None
    if len(labels & {RELEVANT, IRRELEVANT, NOT_SEEN}) > 1:
        yield f"{paper_id}: it is labelled both {' and '.join(sorted(labels))}"
    elif _label(verdicts) not in labels:
        verdict = next((_VERDICTS[label] for label in labels if label in _VERDICTS), None)
    written = [text for note in others if (text := _LABEL.sub("", note).strip())]
    if verdict or written:
        yield Row(paper_id=paper_id, verdict=verdict, note="\n".join(written) or None)

"""Made-up venues, and what both services say of them: notes, records and citing works."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from connectors.standin.made_up.names import Person, people
from tests.benchmarks.rebuild_texts import Texts, texts

YEAR = 2024
WORKS_A_PAPER, SPREAD, MOST = 56, 1.4, 9_000
"""Log-normal with a mean of 56, of which 50 are left for want of the longest and of repeats."""

UNKNOWN = 0.02
"""Share of papers without a record, and of authors without an id."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Venue:
    """One made-up venue before it is written down.

    Attributes:
        id: OpenReview venue id.
        texts: What its papers say.
        people: Who writes them.
        authors: Places of each paper's authors among the people.
        cited: The works that cite each paper, as places in ``works``.
        works: Citing works, as the JSON that the service gives.
    """

    id: str
    texts: Texts
    people: Sequence[Person]
    authors: npt.NDArray[np.int64]
    cited: Sequence[npt.NDArray[np.int64]]
    works: Sequence[bytes]

    @property
    def known(self) -> list[int]:
        """The papers that have a record."""
        return [n for n in range(len(self.cited)) if n % round(1 / UNKNOWN)]


def venue_id(number: int) -> str:
    """The id of the venue of that number."""
    return f"Lamp{number:02}.example/{YEAR}/Conference"


def made_up_venue(number: int, papers: int) -> Venue:
    """A made-up venue, the same at every call."""
    dice = np.random.default_rng(number)
    team = people(Random(number), 2 * papers)  # noqa: S311 - no secret
    mean = np.log(WORKS_A_PAPER) - SPREAD**2 / 2
    counts = np.minimum(dice.lognormal(mean, SPREAD, papers), MOST).astype(int)
    pool = max(int(counts.sum() * 0.7), MOST * 2)
    cited = [np.unique(dice.integers(0, pool, count)) for count in counts]
    return Venue(
        venue_id(number),
        texts(dice, papers),
        team,
        dice.integers(0, len(team), (papers, 4)),
        cited,
        _works(dice, number, pool, team),
    )


def _works(dice: np.random.Generator, number: int, count: int, team: list[Person]) -> list[bytes]:
    # One in seven authors of a citing work also writes for the venue.
    others = people(Random(-1 - number), 20_000)  # noqa: S311 - no secret
    pool = [_author(dice, person) for person in (*team[: len(others) // 7], *others)]
    authors = dice.integers(0, len(pool), (count, 4)).tolist()
    titles = texts(dice, 2_000).titles
    days = (np.datetime64("2023-09-01") + dice.integers(0, 640, count)).astype(str).tolist()
    return [
        (
            f'{{"paperId": "{number:04x}{place:036x}", "corpusId": {10**8 * 2 + place}, '
            f'"title": "{titles[place % 2000]} {place}", "venue": "arXiv.org", '
            f'"year": {day[:4]}, "publicationDate": {_day(place, day)}, '
            f'"authors": [{", ".join([pool[one] for one in four[: 1 + place % 4]])}]}}'
        ).encode()
        for place, (four, day) in enumerate(zip(authors, days, strict=True))
    ]


def _day(place: int, day: str) -> str:
    return "null" if place % 12 == 0 else f'"{day}"'


def _author(dice: np.random.Generator, person: Person) -> str:
    given = None if dice.random() < UNKNOWN else person.s2_id
    return msgspec.json.encode({"authorId": given, "name": person.s2_name}).decode()


def note(venue: Venue, number: int) -> Json:
    """The note of a paper with its reviews and its decision."""
    id_, said = f"note{number:06}", venue.texts
    group = f"{venue.id}/Submission{number}"
    authors = [venue.people[place] for place in venue.authors[number]]
    content = {
        "title": said.titles[number],
        "abstract": said.abstracts[number],
        "TLDR": said.summaries[number],
        "keywords": said.keywords[number],
        "authors": [person.name for person in authors],
        "authorids": [person.profile_id for person in authors],
        "primary_area": said.keywords[number][0],
        "venue": f"{venue.id.partition('.')[0].upper()} {YEAR} poster",
        "venueid": venue.id,
        "pdf": f"/pdf/{number:040x}.pdf",
        "_bibtex": f"@inproceedings{{\n{id_},\ntitle={{{said.titles[number]}}},\nyear={{{YEAR}}}}}",
        "paperhash": f"{authors[0].family.lower()}|{said.titles[number].lower()}",
    }
    replies = [_review(venue, number, place) for place in range(4)]
    decision = {"title": "Paper Decision", "decision": "Accept (poster)"}
    replies.append(_reply(venue, number, "Decision", decision, f"dec{number:06}"))
    invitations = [f"{venue.id}/-/Submission", f"{venue.id}/-/Edit", f"{group}/-/Camera_Ready"]
    return {
        **_frame(venue, number, id_, invitations, content),
        "number": number + 1,
        "pdate": 1_705_400_000_000,
        "odate": 1_696_000_000_000,
        "details": {"directReplies": replies},
    }


def _review(venue: Venue, number: int, place: int) -> Json:
    said = venue.texts.reviews
    written = [said[(number * 13 + place * 5 + part) % len(said)] for part in range(3)]
    content = {
        **dict(zip(("summary", "strengths", "weaknesses"), written, strict=True)),
        "rating": f"{3 + (number + place) % 6}: as it is",
        "confidence": 1 + (number * place) % 5,
    }
    return _reply(venue, number, "Official_Review", content, f"rev{number:06}{place}")


def _reply(venue: Venue, number: int, form: str, content: Json, id_: str) -> Json:
    invitations = [f"{venue.id}/Submission{number}/-/{form}", f"{venue.id}/-/Edit"]
    return {**_frame(venue, number, id_, invitations, content), "replyto": f"note{number:06}"}


def _frame(venue: Venue, number: int, id_: str, invitations: list[str], content: Json) -> Json:
    created = 1_695_000_000_000 + number
    return {
        "id": id_,
        "forum": f"note{number:06}",
        "version": 2,
        "domain": venue.id,
        "invitations": invitations,
        "cdate": created,
        "tcdate": created,
        "mdate": created + 10_000_000,
        "tmdate": created + 10_000_000,
        "readers": ["everyone"],
        "nonreaders": [],
        "writers": [venue.id],
        "signatures": [f"{venue.id}/Submission{number}/Authors"],
        "license": "CC BY 4.0",
        "content": valued(content),
    }


def valued(content: Json) -> Json:
    """Fields as API v2 has them."""
    return {name: {"value": value} for name, value in content.items()}


def record(venue: Venue, number: int, paper: int, more: int = 0) -> Json:
    """The record of a paper; ``more`` is the week, in which every tenth has more citations."""
    count = len(venue.cited[paper]) + (more if paper % 10 == more % 10 else 0)
    own_id = corpus_id(number, paper)
    return {
        "paperId": f"{number:04x}c{paper:035x}",
        "externalIds": {"ArXiv": f"2401.{paper:05}", "CorpusId": own_id},
        "corpusId": own_id,
        "title": venue.texts.titles[paper],
        "venue": f"{venue.id.partition('.')[0]} Conference",
        "year": YEAR,
        "referenceCount": 30 + paper % 40,
        "citationCount": count,
        "influentialCitationCount": count // 12,
        "openAccessPdf": {"url": "", "status": "CLOSED", "license": None, "disclaimer": "Notice."},
        "publicationDate": f"2024-01-{1 + paper % 28:02}",
        "authors": [
            {"authorId": venue.people[place].s2_id, "name": venue.people[place].s2_name}
            for place in venue.authors[paper]
        ],
    }


def corpus_id(number: int, paper: int) -> int:
    """The corpus id of a paper of a venue."""
    return 900_000_000 + number * 100_000 + paper


def nested(venue: Venue, number: int, paper: int) -> bytes:
    """A record of a batch that asks for citing works."""
    works = venue.cited[paper].tolist()
    head = (
        f'{{"paperId": "{number:04x}c{paper:035x}", "corpusId": {corpus_id(number, paper)}, '
        f'"citationCount": {len(works)}, "citations": ['
    )
    return head.encode() + b", ".join([venue.works[place] for place in works]) + b"]}"

"""Semantic Scholar records, with all their gaps."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from connectors.standin.made_up.ids import arxiv_id, corpus_id, digest, doi
from connectors.standin.made_up.names import Person
from connectors.standin.made_up.prose import abstract, summary
from connectors.standin.made_up.venues import PREPRINTS, Outlet
from connectors.standin.made_up.works import Work

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Indexed:
    """A record together with the work it stands for and how many works cite it."""

    record: Json
    work: Work
    cited: int

    @property
    def id(self) -> str:
        """Its paper id."""
        return str(self.record["paperId"])


@dataclass(frozen=True, slots=True)
class Sighting:
    """How Semantic Scholar came to see a work.

    Attributes:
        title: The title it took down.
        outlet: Where it believes the work appeared; None when it does not know.
        year: The year of that outlet's edition.
        forum: OpenReview forum it read the PDF from, if it did.
    """

    title: str
    outlet: Outlet | None
    year: int
    forum: str | None = None


def record(rng: Random, work: Work, seen: Sighting) -> Json:
    """The record of a work with every field of the Graph API; citations are not counted yet."""
    paper_id = digest(rng)
    external = _external_ids(rng, work, seen)
    published = _publication_date(rng, work, seen)
    told = rng.random() < 0.7
    return {
        "paperId": paper_id,
        "corpusId": external["CorpusId"],
        "externalIds": external,
        "url": f"https://www.semanticscholar.org/paper/{paper_id}",
        "title": seen.title,
        "abstract": abstract(rng, work.topic) if told else None,
        "venue": seen.outlet.name if seen.outlet else "",
        "publicationVenue": publication_venue(seen.outlet) if seen.outlet else None,
        "year": published.year if published else seen.year,
        "referenceCount": rng.choice((0, *range(15, 75))),
        "citationCount": 0,
        "influentialCitationCount": 0,
        "isOpenAccess": rng.random() < 0.4,
        "openAccessPdf": _open_access(rng, external, seen.forum),
        "fieldsOfStudy": ["Computer Science"] if rng.random() < 0.95 else None,
        "s2FieldsOfStudy": [{"category": "Computer Science", "source": "s2-fos-model"}],
        "publicationTypes": ["JournalArticle"] if rng.random() < 0.8 else None,
        "publicationDate": published.isoformat() if published else None,
        "journal": _journal(external),
        "citationStyles": {"bibtex": f"@Article{{,\n title = {{{seen.title}}}\n}}\n"},
        "authors": [author(rng, person) for person in work.authors],
        "embedding": None,
        "tldr": _tldr(rng, work),
        "textAvailability": "abstract" if told else "none",
    }


def author(rng: Random, person: Person) -> Json:
    """An author of a record; one in thirty has no id."""
    known = rng.random() < 0.97
    return {"authorId": person.s2_id if known else None, "name": person.s2_name}


def publication_venue(outlet: Outlet) -> Json:
    """A venue object; that of the preprint server has no type."""
    return {
        "id": outlet.id,
        "name": outlet.name,
        **({"type": outlet.kind} if outlet.kind else {}),
        "alternate_names": list(outlet.alternate_names),
        "url": outlet.url,
    }


def _external_ids(rng: Random, work: Work, seen: Sighting) -> Json:
    ids: Json = {}
    if work.preprint_on:
        ids["ArXiv"] = arxiv_id(rng, work.preprint_on)
    if seen.outlet and rng.random() < 0.75:
        ids["DBLP"] = _dblp_key(rng, work, seen, ids.get("ArXiv"))
    if seen.outlet and seen.outlet.kind == "journal":
        ids["DOI"] = doi(rng)
    ids["CorpusId"] = corpus_id(rng)
    return ids


def _dblp_key(rng: Random, work: Work, seen: Sighting, arxiv: str | None) -> str:
    if arxiv and (seen.outlet is PREPRINTS or rng.random() < 0.4):
        return f"journals/corr/abs-{arxiv.replace('.', '-')}"
    first, *others = (person.family.replace("'", "") for person in work.authors)
    outlet = seen.outlet or PREPRINTS
    return f"{outlet.key}/{first}{''.join(name[0] for name in others)}{seen.year % 100}"


def _publication_date(rng: Random, work: Work, seen: Sighting) -> date | None:
    if work.preprint_on:
        return work.preprint_on if rng.random() < 0.97 else None
    # Without a preprint there is a date of the proceedings, often of the first of January, or none.
    return rng.choice((None, date(seen.year, 1, 1), work.public_on, work.public_on))


def _open_access(rng: Random, external: Json, forum: str | None) -> Json | None:
    shape = rng.choice(("none", "bare", "told", "told"))
    if shape == "none":
        return None
    bare: Json = {"url": "", "status": rng.choice((None, "CLOSED")), "license": None}
    source = _source(rng, external, forum)
    if shape == "bare" or source is None:
        return bare
    if "arxiv.org" in source and rng.random() < 0.3:
        pdf = source.replace("/abs/", "/pdf/")
        bare = {"url": pdf, "status": "GREEN", "license": "CCBY"}
    notice = f"Notice: this paper or its abstract was found at {source}; its licence stands there."
    return {**bare, "disclaimer": notice}


def _source(rng: Random, external: Json, forum: str | None) -> str | None:
    # Semantic Scholar names arXiv whenever it knows an arXiv id, OpenReview only without ids.
    if "ArXiv" in external:
        return f"https://arxiv.org/abs/{external['ArXiv']}"
    if "DOI" in external:
        return f"https://api.unpaywall.org/v2/{external['DOI']}?email=<INSERT_YOUR_EMAIL>"
    if forum:
        return f"https://openreview.net/{rng.choice(('pdf', 'forum'))}?id={forum}"
    return None


def _journal(external: Json) -> Json | None:
    if "ArXiv" in external:
        return {"name": "ArXiv", "volume": f"abs/{external['ArXiv']}"}
    return None


def _tldr(rng: Random, work: Work) -> Json | None:
    if rng.random() < 0.5:
        return None
    return {"model": "tldr@v2.0.0", "text": summary(rng, work.topic)}

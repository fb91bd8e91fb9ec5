"""Other people's packages at the same counting job: run by the interpreter of ``.venv-peers``.

    .venv-peers/bin/python tests/benchmarks/peer_client.py JOB URL QUESTIONS ANSWERS

Reads a JSON list of titles, or of ids, and writes a JSON object: what the package said to each (a
number, null, or the name of the exception it raised), and the time, CPU time and memory it took.
The packages are the real ones, as released; precited itself is not imported.

`semanticscholar` is told the address. `paperscraper` has its addresses written into it, so every
`requests.get` of its process for Semantic Scholar's host goes to the stand-in instead: that is the
one thing changed, beside its pause, which `SS_RATE_LIMIT_DELAY=0` sets to nothing.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

# The folder of this script is on the path; nothing of precited is.
from measuring import peak

HOST = "https://api.semanticscholar.org"
BATCH = 500

Said = int | str | None


def semanticscholar_titles(url: str, titles: Sequence[str]) -> list[Said]:
    """The count of the record with the nearest title, which is the best it has for a title."""
    from semanticscholar import SemanticScholar

    client = SemanticScholar(api_url=url)

    def ask(title: str) -> Said:
        found = client.search_paper(title, match_title=True, fields=["title", "citationCount"])
        return found.citationCount

    return [_said(ask, title) for title in titles]


def semanticscholar_ids(url: str, ids: Sequence[str]) -> list[Said]:
    """The counts of many ids, 500 a request; it leaves out of its answer what was not found."""
    from semanticscholar import SemanticScholar

    client = SemanticScholar(api_url=url)
    counts: dict[str, Said] = {}
    for start in range(0, len(ids), BATCH):
        papers = client.get_papers(list(ids[start : start + BATCH]), fields=["citationCount"])
        counts |= {paper.paperId: paper.citationCount for paper in papers}
    return [counts.get(id_, "left out") for id_ in ids]


def paperscraper_titles(url: str, titles: Sequence[str]) -> list[Said]:
    """Its count for a title, by Semantic Scholar."""
    _redirected(url)
    from paperscraper.citations import get_citations_from_title

    return [
        _said(lambda title: get_citations_from_title(title, backend="semantic_scholar"), title)
        for title in titles
    ]


def paperscraper_ids(url: str, ids: Sequence[str]) -> list[Said]:
    """Its count for a DOI, the only kind of id that it counts by."""
    _redirected(url)
    from paperscraper.citations import get_citations_by_doi

    return [_said(get_citations_by_doi, id_) for id_ in ids]


JOBS: dict[str, Callable[[str, Sequence[str]], list[Said]]] = {
    job.__name__.replace("_", "-"): job
    for job in (semanticscholar_titles, semanticscholar_ids, paperscraper_titles, paperscraper_ids)
}


def _said(ask: Callable[[str], Said], question: str) -> Said:
    try:
        return ask(question)
    except Exception as error:  # noqa: BLE001 - whatever it raises is its answer
        return type(error).__name__


def _redirected(base: str) -> None:
    """Send what is meant for Semantic Scholar to the stand-in."""
    import requests

    os.environ["SS_RATE_LIMIT_DELAY"] = "0"
    original = requests.Session.request

    def request(session: requests.Session, method: str, url: str, **options: Any) -> Any:
        return original(session, method, url.replace(HOST, base), **options)

    requests.Session.request = request  # type: ignore[assignment, method-assign]


def main(job: str, url: str, questions: Path, answers: Path) -> None:
    """Ask everything, and write down what was said."""
    asked = json.loads(questions.read_text())
    began = time.perf_counter(), time.process_time()
    said = JOBS[job](url, asked)
    taken = {
        "seconds": time.perf_counter() - began[0],
        "cpu": time.process_time() - began[1],
        "peak": peak(),
        "facts": {"said": said, "version": version(job.partition("-")[0])},
    }
    answers.write_text(json.dumps(taken))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))

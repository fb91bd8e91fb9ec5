"""Citation counts of the accepted papers of ICLR 2022, by title and by paper id, by three programs.

The stand-in serves the recorded venue with its newest counts, so that a wrong record hardly ever
has the right count by chance; nobody waits between requests here, and the line says what they come
to at the one request a second that Semantic Scholar allows. Requests are those to Semantic Scholar,
by the stand-in's journal. precited's time is that of its stages from the search to the tables, of
which linking is most; it also lists the venue on OpenReview, while the others are given the titles.

The packages run as released, in an environment of their own (`make peers`). `semanticscholar` is
told where the stand-in is. `paperscraper` has its addresses written into it, so its process sends
what is meant for Semantic Scholar's host to the stand-in, and its pause of 1.1 s before each
request is set to 0. Each is asked in the way that suits it best: `semanticscholar` by its title
match and by batches of 500 ids; `paperscraper` by title with its Semantic Scholar backend (Google
Scholar, its default, cannot be asked offline). Its only other way is by DOI, which no record of
this venue has, so there it is asked for a single unknown one.

*Right* is the count of the record that is known to be the paper's. 17 of the papers have no record
of their own: whatever number is said of them is another work's, or made up; "no answer" is right.
precited's linking is tested on this very venue with every change, so that it is right here is no
surprise; `make bench-linking` has more. How many titles the relevance search of the real service
finds is not known: the stand-in's wants every word, and finds nothing with a hyphen, as documented.
"""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from connectors.standin.corpus import Corpus, load
from connectors.standin.server import StandIn, Urls, environment, serve
from flows.run import Job
from flows.settings import Settings
from tests.benchmarks.linking_corpora import SHARED, recorded
from tests.benchmarks.measuring import Place, Row, Taken, alone, peak
from tests.flows.world import track
from warehouse.citations.ledger import latest
from warehouse.store import read_table

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-peers" / "bin" / "python"
ICLR = SHARED / "corpora" / "iclr2022"
VENUE = "ICLR.cc/2022/Conference"
UNKNOWN_ID, UNKNOWN_DOI = "f" * 40, "10.5555/nobody.has.this"
COUNTING = {"Searching records", "Matching what is left", "Counting citations", "Building tables"}

Said = int | str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is right: the records of each paper, and every record's count.

    Attributes:
        titles: Title of each accepted paper.
        right: Its record; None where it has none.
        twins: Counts of other records of the same work.
        counts: Count of each record.
    """

    titles: Mapping[str, str]
    right: Mapping[str, str | None]
    twins: Mapping[str, set[int]]
    counts: Mapping[str, int]


def known(corpus: Corpus) -> Known:
    """The truth that lies beside the recording."""
    venue = recorded(ICLR)
    papers = venue.papers.select(["paper_id", "title"]).to_pylist()
    counts = {record["paperId"]: record["citationCount"] for record in corpus.papers}
    return Known(
        {row["paper_id"]: row["title"] for row in papers},
        {row["paper_id"]: venue.truth[row["paper_id"]].right for row in papers},
        {paper: {counts[twin] for twin in told.twins} for paper, told in venue.truth.items()},
        counts,
    )


def rows(place: Place) -> Iterator[Row]:
    """precited, then the others, at the same two jobs."""
    if not ICLR.is_dir():
        yield Row(
            "counts of ICLR 2022", missing="the recorded venue does not lie in ../shared/corpora"
        )
        return
    corpus = load(ICLR)
    truth = known(corpus)
    titles = list(truth.titles)
    ids = [paper for paper in titles if truth.right[paper]]
    with serve([corpus]) as standin:
        first = Job(VENUE, place.folder / "peers", citers=False)
        yield _ours(standin, "by title", first, truth)
        yield _theirs(standin, place.folder, "semanticscholar-titles", titles, truth)
        yield _theirs(standin, place.folder, "paperscraper-titles", titles, truth)
        again = Job(VENUE, place.folder / "peers", counts_only=True)
        yield _ours(standin, "by paper id", again, truth)
        yield _theirs(standin, place.folder, "semanticscholar-ids", [*ids, UNKNOWN_ID], truth)
        yield _theirs(standin, place.folder, "paperscraper-ids", [UNKNOWN_DOI], truth)


def _ours(standin: StandIn, how: str, job: Job, truth: Known) -> Row:
    standin.clear()
    spent = alone(_track, standin.urls, job)
    return _row(f"precited, {how}", spent, _asked(standin), dict(spent.facts["said"]), truth)


def _track(urls: Urls, job: Job) -> Taken:
    ended = track(job, Settings.model_validate(environment(urls)))
    counting = [timing for timing in ended.timings if timing.title in COUNTING]
    said: dict[str, Said] = dict.fromkeys(
        read_table(job.warehouse, "links")["paper_id"].to_pylist()
    )
    for row in latest(read_table(job.warehouse, "citation_counts")).to_pylist():
        said[row["paper_id"]] = row["citation_count"]
    return Taken(
        sum(timing.seconds for timing in counting),
        sum(timing.cpu_seconds for timing in counting),
        peak(),
        {"said": said},
    )


def _theirs(standin: StandIn, folder: Path, job: str, papers: Sequence[str], truth: Known) -> Row:
    name, _, how = job.partition("-")
    if not PYTHON.exists():
        return Row(f"{name}, by {how[:-1]}", missing="not installed: `make peers`")
    asked, answer = folder / "asked.json", folder / f"{job}.json"
    by = truth.titles if how == "titles" else truth.right
    asked.write_text(json.dumps([by.get(paper, paper) for paper in papers]))
    standin.clear()
    script = Path(__file__).with_name("peer_client.py")
    command = [PYTHON, script, job, standin.semantic_scholar, asked, answer]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    if done.returncode:
        return Row(f"{name}, by {how[:-1]}", missing=done.stderr.strip().splitlines()[-1][:200])
    spent = Taken(**json.loads(answer.read_text()))
    said = dict(zip(papers, spent.facts["said"], strict=True))
    words = {"titles": "by title", "ids": "by DOI" if name == "paperscraper" else "by paper id"}
    return _row(
        f"{name} {spent.facts['version']}, {words[how]}", spent, _asked(standin), said, truth
    )


def _asked(standin: StandIn) -> int:
    return sum("/graph/v1/" in entry["path"] for entry in standin.journal())


def _row(what: str, spent: Taken, requests: int, said: Mapping[str, Said], truth: Known) -> Row:
    return Row(
        what,
        f"{len(said):,} papers; at one request a second {_minutes(requests)}",
        spent,
        requests,
        against="the truth",
        figure=judged(said, truth),
    )


def _minutes(requests: int) -> str:
    """At one request a second, and nothing else."""
    return f"{requests // 60} min {requests % 60} s" if requests >= 60 else f"{requests} s"


def judged(said: Mapping[str, Said], truth: Known) -> str:
    """How many answers are right, and what was said where nothing can be."""
    told = []
    if having := {paper: id_ for paper in said if (id_ := truth.right.get(paper))}:
        silent = [paper for paper in having if not isinstance(said[paper], int)]
        right = [paper for paper, id_ in having.items() if said[paper] == truth.counts[id_]]
        wrong = [paper for paper in having if paper not in {*silent, *right}]
        zeros = sum(said[paper] == 0 for paper in wrong)
        twins = sum(said[paper] in truth.twins.get(paper, ()) for paper in wrong)
        told = [
            f"of {len(having):,} with a record {len(right):,} right, {len(wrong):,} wrong",
            f"({zeros} a false 0, {twins} the count of a second record), {len(silent)} no answer;",
        ]
    strangers = [answer for paper, answer in said.items() if paper not in having]
    return " ".join([*told, *_of_strangers(strangers)])


def _of_strangers(said: Sequence[Said]) -> list[str]:
    """What was said of papers of which there is nothing to be said."""
    if not said:
        return []
    numbers = [answer for answer in said if isinstance(answer, int)]
    silent = Counter("null" if s is None else s for s in said if not isinstance(s, int))
    how = ", ".join(f"{count} {name}" for name, count in silent.items())
    told = [how] if how else []
    told += [f"{numbers.count(0)} the number 0"] if 0 in numbers else []
    others = len(numbers) - numbers.count(0)
    told += [f"{others} another work's number"] if others else []
    return [f"of {len(said)} without: {', '.join(told)}"]

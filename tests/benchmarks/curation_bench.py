"""What the curation page waits for: its order that changes the subject, and the log of decisions.

*Diverse order* is `diversified` over made-up papers on 240 subjects; its peer is maximal marginal
relevance as in the textbook, over TF-IDF cosines of titles, every pair kept, each step a pass over
all that are left. The log: reading entries from nothing (floor: their lines parsed as JSON into
dictionaries), reading once more when one was added, as at every key press, and writing one down
(floor: its line appended to a file and flushed).
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
from sklearn.feature_extraction.text import TfidfVectorizer

from tests.benchmarks.map_bench import made_up
from tests.benchmarks.measuring import Place, Row, Taken, alone, ratio, shown, taken
from warehouse import layout
from warehouse.curation.decision import Entry
from warehouse.curation.decision_log import DecisionLog, decide, decide_all

PAPERS, ENTRIES, WRITES = (1_000, 6_000), 30_000, 50
BEGAN = datetime(2025, 6, 2, tzinfo=UTC)


def rows(place: Place) -> Iterator[Row]:
    """The order for two sizes, then the log."""
    for papers in PAPERS:
        spent, peer = alone(_diverse, papers), alone(_textbook, papers)
        yield Row(
            "diverse order",
            f"{papers:,} papers",
            spent,
            against=f"peer: textbook MMR, {peer.peak:,.0f} MB",
            figure=ratio(spent, peer.cpu),
        )
    root = place.folder / "log"
    alone(_fill, root)
    whole, parsed = alone(_read, root), alone(_parse, root)
    given = f"{ENTRIES:,} decisions"
    against = "floor: the lines' JSON"
    yield Row(
        "read the decision log", given, whole, against=against, figure=ratio(whole, parsed.cpu)
    )
    yield Row("read what was added", f"1 to {given}", alone(_read_on, root))
    written, flushed = alone(_decide, root), alone(_append, place.folder / "lines")
    yield Row(
        "write a decision down",
        f"1 to {given}, mean of {WRITES}",
        written,
        against="floor: append and fsync",
        figure=f"{shown(flushed.seconds)} by the clock",
    )


def _papers(count: int) -> pa.Table:
    return made_up(count)


def _diverse(count: int) -> Taken:
    from warehouse.curation.diversity import diversified

    papers = _papers(count)
    return taken(lambda: diversified(papers), 3)


def _textbook(count: int) -> Taken:
    titles = _papers(count)["title"].to_pylist()

    def work() -> None:
        vectors = TfidfVectorizer().fit_transform(titles)
        alike = (vectors @ vectors.T).toarray()
        relevance, nearest = np.linspace(1, 0, count), np.zeros(count)
        left = np.ones(count, dtype=bool)
        for _ in range(count):
            best = int(np.where(left, 0.5 * relevance - 0.5 * nearest, -np.inf).argmax())
            left[best] = False
            np.maximum(nearest, alike[best], out=nearest)

    return taken(work)


def _entry(number: int) -> Entry:
    return Entry(
        paper_id=f"p{number:06}",
        venue_id="Lamp.example/2030/Conference",
        curator="Ada Wick",
        verdict=("shortlist", "maybe", "skip")[number % 3],
        note="A remark of some length, as curators make them now and then." if number % 4 else None,
    )


def _fill(root: Path) -> None:
    entries = [_entry(number) for number in range(ENTRIES)]
    decide_all(root, entries, [BEGAN + timedelta(seconds=n) for n in range(ENTRIES)])


def _read(root: Path) -> Taken:
    return taken(lambda: DecisionLog(root).read(), 5)


def _parse(root: Path) -> Taken:
    path = layout.decision_log(root)
    return taken(lambda: [msgspec.json.decode(line) for line in path.read_bytes().splitlines()], 5)


def _read_on(root: Path) -> Taken:
    log = DecisionLog(root)
    log.read()
    decide(root, _entry(0), BEGAN + timedelta(days=1))
    return taken(log.read)


def _decide(root: Path) -> Taken:
    entries = iter([_entry(number) for number in range(WRITES)])
    now = BEGAN + timedelta(days=2)
    return _each(taken(lambda: [decide(root, entry, now) for entry in entries]))


def _append(path: Path) -> Taken:
    line = msgspec.json.encode(_entry(0)) + b"\n"

    def work() -> None:
        for _ in range(WRITES):
            with path.open("ab", buffering=0) as file:
                file.write(line)
                os.fsync(file.fileno())

    return _each(taken(work))


def _each(spent: Taken) -> Taken:
    return Taken(spent.seconds / WRITES, spent.cpu / WRITES, spent.peak)

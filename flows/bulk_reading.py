"""Reading the files of a release for several venues at once, each file once and never again.

What a file holds for a venue becomes a page of the venue's run as soon as the file is read, so
that a run that was killed goes on with the files that have no page. A page says for what its file
was read: where that has changed since, by a decision about a link, the file is read again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import Any

import msgspec

from connectors.semantic_scholar_bulk import Datasets, Link, Read, read_file
from flows.run import Run
from flows.stages import Stages
from warehouse.bulk.kept import Kept, Sieve, as_payload, sift
from warehouse.normalise.datasets import CITATIONS, CITING, DELETE, FILES, PAPERS

DATASETS: Mapping[str, str] = {PAPERS: "papers", CITATIONS: "citations", CITING: "papers"}
"""The dataset whose files each pass reads."""

SOURCE = "semantic_scholar"

Connect = Callable[[], Datasets]


@dataclass(frozen=True, slots=True)
class Sifting:
    """Reads one file, wherever it is sent: it makes a client of its own there.

    Attributes:
        connect: Makes the client.
        sieve: Which lines are wanted.
    """

    connect: Connect
    sieve: Sieve

    def __call__(self, link: Link) -> Read[Kept]:
        """What the file holds.

        Raises:
            ConnectorError: It cannot be read now, or not at all.
        """
        datasets = self.connect()
        return read_file(link, datasets, datasets.renewed, partial(sift, self.sieve))


Spread = Callable[[Sifting, Sequence[Link]], Iterator[tuple[Link, Read[Kept]]]]
"""Reads files, several at a time maybe, and gives each as soon as it is read."""


def one_by_one(sifting: Sifting, links: Sequence[Link]) -> Iterator[tuple[Link, Read[Kept]]]:
    """The files in their order, without anybody's help."""
    for link in links:
        yield link, sifting(link)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one venue wants of a pass.

    Attributes:
        run: The venue's run.
        wants: What stands for it: other wants make another page.
        corpus_ids: Whose citing works are looked for, where they are.
    """

    run: Run
    wants: Any
    corpus_ids: Sequence[int] = ()

    @property
    def digest(self) -> str:
        """Names what was wanted."""
        written = msgspec.json.encode(self.wants, order="deterministic")
        return blake2b(written, digest_size=10).hexdigest()


@dataclass(slots=True)
class Reading:
    """A release that is read.

    Attributes:
        release: Its day.
        datasets: Lists files.
        connect: Makes a client for whoever reads one.
        spread: Who reads the files.
        stages: Where progress is shown.
        now: Tells the time, in UTC.
        since: The release of which all is on file, where only the difference is read.
        lines: How many lines were read here.
        size: How many bytes they were, compressed.
    """

    release: str
    datasets: Datasets
    connect: Connect
    spread: Spread
    stages: Stages
    now: Callable[[], datetime]
    since: str | None = None
    lines: int = field(default=0)
    size: int = field(default=0)

    def read(
        self,
        endpoint: str,
        sieve: Sieve,
        wanted: Sequence[Wanted],
        title: str,
        *,
        gone: bool | None = None,
    ) -> None:
        """Every file of a pass, but those that each venue has a page of.

        Args:
            endpoint: Names the pass, and its pages.
            sieve: Which lines are wanted.
            wanted: By whom.
            title: What the stage is called.
            gone: Only files of deleted rows, or only the others; None for all.

        Raises:
            ConnectorError: A file cannot be read now; those that were have their pages.
        """
        links = self._links(endpoint)
        for place, one in enumerate(wanted):
            self._name_files(endpoint, one, links, asked=int(place == 0))
        links = [link for link in links if gone is None or gone == (link.kind == DELETE)]
        todo = [link for link in links if any(not self._has(endpoint, one, link) for one in wanted)]
        with self.stages.stage(title, len(links)) as advance:
            advance(len(links) - len(todo))
            for link, read in self.spread(Sifting(self.connect, sieve), todo):
                self._keep(endpoint, wanted, link, read)
                advance()

    def _links(self, endpoint: str) -> list[Link]:
        name = DATASETS[endpoint]
        if self.since is None or endpoint == CITING:
            return self.datasets.files(self.release, name)
        return self.datasets.diffs(self.since, self.release, name)

    def _name_files(self, endpoint: str, one: Wanted, links: Iterable[Link], *, asked: int) -> None:
        params = {"release": self.release, "digest": one.digest}
        body = {"corpus_ids": [*one.corpus_ids]}
        if one.run.pages.find(SOURCE, endpoint + FILES, params, body) is None:
            # The links themselves would let anybody in who sees the page.
            payload = msgspec.json.encode({"files": [_file(link) for link in links]})
            _keep(one.run, endpoint + FILES, params, self.now(), payload, body, asked)

    def _has(self, endpoint: str, one: Wanted, link: Link) -> bool:
        return one.run.pages.find(SOURCE, endpoint, self._params(one, link)) is not None

    def _keep(self, endpoint: str, wanted: Sequence[Wanted], link: Link, read: Read[Kept]) -> None:
        self.lines += read.value.read
        self.size += read.size
        for one in wanted:
            lines = read.value.lines.get(one.run.job.venue_id, [])
            _keep(one.run, endpoint, self._params(one, link), read.fetched_at, as_payload(lines))

    def _params(self, one: Wanted, link: Link) -> dict[str, str]:
        names = {"file": _file(link), "kind": link.kind, "digest": one.digest}
        return {"release": self.release, **names}


def _file(link: Link) -> str:
    return link.name if link.kind == "all" else f"{link.span}/{link.kind}/{link.name}"


def _keep(  # noqa: PLR0913, PLR0917 - a page has as many parts
    run: Run,
    endpoint: str,
    params: Mapping[str, str],
    at: datetime,
    payload: bytes,
    body: Mapping[str, Any] | None = None,
    attempts: int = 0,
) -> None:
    run.pages.keep(
        source=SOURCE,
        endpoint=endpoint,
        params=params,
        body=body,
        fetched_at=at,
        status=200,
        payload=payload,
        attempts=attempts,
    )

"""Releases and files of the Datasets API, read from the stand-in with and without its faults."""

import gzip
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from connectors.errors import Missing, NotAuthorised, RetryLater
from connectors.semantic_scholar_bulk import Datasets, Link, read_file
from connectors.semantic_scholar_bulk.client import Part
from connectors.semantic_scholar_bulk.links import links_of
from connectors.semantic_scholar_bulk.shards import BrokenFile, Reader
from connectors.semantic_scholar_bulk.verdicts import LinkEnded
from connectors.standin import made_up
from connectors.standin.faults.profiles import profile_named
from connectors.standin.semantic_scholar.datasets import SIGNATURE
from connectors.standin.server import StandIn, serve
from connectors.transport.pacing import Timing
from connectors.transport.terms import Budget, Terms

KEY = "key-of-the-datasets-api"
TODAY = date(2024, 7, 2)
NOW = datetime(2024, 7, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def standin() -> Iterator[StandIn]:
    with serve([made_up.corpus()], today=TODAY) as running:
        yield running


def client(standin: StandIn, key: str | None = KEY, *, part: int = 16 << 20) -> Datasets:
    terms = Terms(timing=Timing(sleep=lambda _: None))
    return Datasets(key, base_url=standin.semantic_scholar, interval=0, terms=terms, part=part)


def rows(blocks: Iterator[bytes]) -> list[Any]:
    return [json.loads(line) for block in blocks for line in block.splitlines()]


def everything(datasets: Datasets, dataset: str) -> list[Any]:
    found = []
    for link in datasets.files("2024-07-02", dataset):
        found += read_file(link, datasets, datasets.renewed, rows).value
    return found


def test_releases_need_no_key(standin: StandIn) -> None:
    assert client(standin, None).releases()[-1] == "2024-07-02"


def test_files_need_a_key_and_the_message_says_how_to_get_one(standin: StandIn) -> None:
    with pytest.raises(NotAuthorised, match=r"SEMANTIC_SCHOLAR_API_KEY.*api-key-form"):
        client(standin, None).files("2024-07-02", "papers")


def test_an_unknown_release_is_missing(standin: StandIn) -> None:
    with pytest.raises(Missing, match="no such release"):
        client(standin).files("2019-01-01", "papers")


def test_files_come_whole_in_parts_of_any_size(standin: StandIn) -> None:
    whole = everything(client(standin), "citations")
    assert everything(client(standin, part=40_000), "citations") == whole
    assert len(whole) > 1_000


def test_the_store_never_sees_the_key(standin: StandIn) -> None:
    standin.clear()
    everything(client(standin), "papers")
    asked = [line for line in standin.journal() if "/shards/" in line["path"]]
    listed = [line for line in standin.journal() if "/datasets/" in line["path"]]
    assert len(asked) == 2
    assert not any(line.get("key") for line in asked)
    assert all(line.get("key") == KEY for line in listed)


def test_links_are_not_shown(standin: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="connectors")
    datasets = client(standin)
    (link, _) = datasets.files("2024-07-02", "papers")
    read_file(link, datasets, datasets.renewed, rows)
    gone = replace(link, url=link.url.replace("papers", "poems"))
    with pytest.raises(Exception, match="gone") as error:
        datasets.part(gone, 0)
    # The stand-in logs in this process too, as a store of its own would elsewhere.
    ours = [r.getMessage() for r in caplog.records if r.name.startswith("connectors")]
    assert len(ours) > 2
    shown = f"{link!r} {link} {error.value!r} {ours}"
    assert SIGNATURE not in shown
    assert "http" not in shown
    assert "/shards" in link.url


def test_only_requests_of_the_api_count(standin: StandIn) -> None:
    terms = Terms(budget=Budget(1))
    datasets = Datasets(KEY, base_url=standin.semantic_scholar, interval=0, terms=terms)
    for link in datasets.files("2024-07-02", "papers"):
        read_file(link, datasets, datasets.renewed, rows)
    assert [record.endpoint for record in terms.log.records] == ["datasets/papers/2024-07-02"]


@pytest.mark.parametrize("part", [40_000, 16 << 20])
@pytest.mark.parametrize(
    "faults", ["expired-link", "truncated-gzip", "expired-link,truncated-gzip"]
)
def test_faults_end_with_the_same_lines(standin: StandIn, faults: str, part: int) -> None:
    whole = everything(client(standin), "papers")
    with serve([made_up.corpus()], today=TODAY, faults=profile_named(faults)) as troubled:
        assert everything(client(troubled, part=part), "papers") == whole


def test_differences_come_in_the_order_of_the_releases(standin: StandIn) -> None:
    links = client(standin).diffs("2024-06-18", "2024-07-02", "citations")
    spans = list(dict.fromkeys((link.span, link.kind) for link in links))
    assert spans[0] == ("2024-06-18-to-2024-06-25", "update")
    assert ("2024-06-25-to-2024-07-02", "update") in spans


LINK = Link("release/r/dataset/papers", "papers", "r", "all", "000.gz", "http://nowhere/0")


class Given:
    """Parts out of a list of files, each reading its next one."""

    def __init__(self, *files: bytes, size: int = 7) -> None:
        self.files, self.size = list(files), size

    def part(self, link: Link, start: int) -> Part:
        if link.url == "ended":
            raise LinkEnded("ended")
        if start == 0 and len(self.files) > 1:
            self.file = self.files.pop(0)
        elif start == 0:
            self.file = self.files[0]
        return Part(self.file[start : start + self.size], len(self.file), NOW)


LINES = b"".join(b'{"n":%d}\n' % n for n in range(200))


def joined(blocks: Iterator[bytes]) -> bytes:
    return b"".join(blocks)


@pytest.mark.parametrize(
    "whole",
    [
        gzip.compress(LINES),
        gzip.compress(LINES[:600]) + gzip.compress(LINES[600:]),
        gzip.compress(LINES.rstrip(b"\n")),
        gzip.compress(LINES) + b"\0" * 20,
    ],
    ids=["one", "two members", "no newline at the end", "padded"],
)
def test_a_file_in_any_form(whole: bytes) -> None:
    assert read_file(LINK, Given(whole), lambda link: link, joined).value == LINES


def test_a_cut_or_spoilt_file_is_read_anew() -> None:
    whole = gzip.compress(LINES)
    spoilt = whole[:40] + bytes([whole[40] ^ 255]) + whole[41:]
    read = read_file(LINK, Given(whole[:80], spoilt, whole), lambda link: link, joined)
    assert read.value == LINES
    assert read.size == len(whole)


def test_a_file_that_stays_cut_is_no_file() -> None:
    cut = gzip.compress(LINES)[:80]
    with pytest.raises(RetryLater, match="cut short each time"):
        read_file(LINK, Given(cut), lambda link: link, joined)


def test_nothing_at_all_is_no_file() -> None:
    with pytest.raises(BrokenFile):
        joined(Reader(LINK, Given(b""), lambda link: link).blocks())


def test_links_that_end_at_once_are_given_up() -> None:
    ended = replace(LINK, url="ended")
    with pytest.raises(RetryLater, match="every new link"):
        joined(Reader(ended, Given(b""), lambda _: ended).blocks())


@pytest.mark.parametrize("body", [{}, {"files": None}, {"files": [3]}, {"diffs": [{}]}])
def test_what_is_no_listing_is_told(body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no listing"):
        links_of("p", "papers", "r", body)


def test_blocks_hold_whole_lines() -> None:
    blocks = list(Reader(LINK, Given(gzip.compress(LINES)), lambda link: link).blocks())
    assert len(blocks) > 1 or len(LINES) < 65_536
    assert all(block.endswith(b"\n") for block in blocks)

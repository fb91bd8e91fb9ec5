"""Pages on disk: byte for byte what was served, written once, never asked twice."""

import logging
import os
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse import disk
from warehouse.errors import CorruptPage, DiskFull, NoSuchVenue, WarehouseReadOnly
from warehouse.raw import RunPages, StoredPage, run_ids, slug, venue_ids

VENUE = "ICLR.cc/2022/Conference"
AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
queries = st.dictionaries(st.text(max_size=8), json_values, max_size=4)


def keep(pages, payload=b"{}", *, source="openreview", endpoint="v2/notes", params=None, body=None):
    return pages.keep(
        source=source,
        endpoint=endpoint,
        params=params or {},
        body=body,
        fetched_at=AT,
        status=200,
        payload=payload,
    )


@pytest.fixture
def pages(tmp_path):
    return RunPages(tmp_path, VENUE, "run-1")


def again(pages):
    """The same run, opened by a later process."""
    return RunPages(pages.raw, pages.venue_id, pages.run_id)


def files(pages):
    return sorted(path for path in pages.raw.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{}",
        b'{"a": 1}\n',
        b"\n\n [1,\n2]\r\n\n",
        b'"\\ud83d\\ude00 \xc3\xa9"',
        b"\x00\xff not JSON at all",
        b'{"notes": ["' + b"x" * 2_000_000 + b'"]}\n',
    ],
    ids=["nothing", "small", "newline", "newlines", "escapes", "bytes", "large"],
)
def test_what_was_served_comes_back_byte_equal(pages, payload):
    kept = keep(pages, payload)
    assert kept.payload == payload
    assert again(pages).find("openreview", "v2/notes") == kept
    assert again(pages).read("openreview") == [kept]


@given(payload=st.binary(max_size=300), params=queries, body=st.none() | queries)
@settings(max_examples=60, deadline=None)
def test_any_page_survives_the_disk(tmp_path_factory, payload, params, body):
    pages = RunPages(tmp_path_factory.mktemp("raw"), VENUE, "run-1")
    kept = keep(pages, payload, params=params, body=body)
    assert again(pages).find("openreview", "v2/notes", params, body) == kept


def test_a_page_keeps_the_question_and_the_moment(pages):
    kept = pages.keep(
        source="semantic_scholar",
        endpoint="paper/batch",
        params={"fields": "title"},
        body={"ids": ["CorpusId:1"]},
        fetched_at=datetime(2026, 1, 2, 5, tzinfo=timezone(timedelta(hours=2))),
        status=404,
        payload=b'{"error": "not found"}\n',
    )
    assert kept == StoredPage(
        "semantic_scholar",
        "paper/batch",
        {"fields": "title"},
        {"ids": ["CorpusId:1"]},
        datetime(2026, 1, 2, 3, tzinfo=UTC),
        404,
        b'{"error": "not found"}\n',
    )
    assert again(pages).read("semantic_scholar") == [kept]


def test_a_moment_without_a_time_zone_is_refused(pages):
    with pytest.raises(ValueError, match="time zone"):
        pages.keep(
            source="openreview",
            endpoint="v2/notes",
            params={},
            body=None,
            fetched_at=datetime(2026, 1, 2),  # noqa: DTZ001 - that is the point
            status=200,
            payload=b"{}",
        )


def test_only_the_very_same_request_is_found(pages):
    keep(pages, params={"limit": 1000, "after": "x"}, body={"ids": ["1", "2"]})
    found = again(pages).find
    assert found("openreview", "v2/notes", {"after": "x", "limit": 1000}, {"ids": ["1", "2"]})
    assert not found("openreview", "v1/notes", {"after": "x", "limit": 1000}, {"ids": ["1", "2"]})
    assert not found("openreview", "v2/notes", {"after": "y", "limit": 1000}, {"ids": ["1", "2"]})
    assert not found("openreview", "v2/notes", {"after": "x", "limit": 1000}, {"ids": ["2", "1"]})
    assert not found("openreview", "v2/notes", {"after": "x", "limit": 1000}, None)
    assert not found("semantic_scholar", "v2/notes", {"after": "x", "limit": 1000}, None)


def test_numbers_go_on_after_a_resume(pages):
    for number in range(3):
        keep(pages, params={"page": number})
    later = again(pages)
    keep(later, params={"page": 3})
    assert [page.params["page"] for page in later.read("openreview")] == [0, 1, 2, 3]
    assert [path.name[:14] for path in files(pages)] == [f"{n:04d}-v2-notes-" for n in range(1, 5)]


def test_order_holds_beyond_four_digits(pages):
    folder = pages.raw / "openreview" / slug(VENUE) / "run-1"
    keep(pages, params={"page": 0})
    first = next(folder.iterdir())
    first.rename(folder / first.name.replace("0001", "9999"))
    later = again(pages)
    keep(later, params={"page": 1})
    assert [page.params["page"] for page in again(pages).read("openreview")] == [0, 1]


def test_pages_are_read_by_endpoint(pages):
    keep(pages, endpoint="run/started", source="precited")
    keep(pages, endpoint="run/finished", source="precited")
    keep(pages, endpoint="other", source="precited")
    found = [page.endpoint for page in pages.read("precited", "run/")]
    assert found == ["run/started", "run/finished"]
    assert pages.read("openreview") == []


def test_a_stray_unfinished_file_is_ignored_and_swept_by_the_next_writer(pages):
    keep(pages, params={"page": 1})
    folder = files(pages)[0].parent
    stray = folder / ".0002-v2-notes-0123456789abcdef0123.json.zst.999999.tmp"
    stray.write_bytes(b"half a pa")
    later = again(pages)
    assert len(later.read("openreview")) == 1
    assert stray.exists(), "a reader must not take a writer's file away"
    keep(later, params={"page": 2})
    assert not stray.exists()
    assert len(again(pages).read("openreview")) == 2


@pytest.mark.parametrize("how", ["cut", "empty", "rubbish", "changed"])
def test_a_damaged_page_is_asked_again_and_then_forgotten(pages, how, caplog):
    keep(pages, b'{"a": 1}' * 100, params={"page": 1})
    path = files(pages)[0]
    data = path.read_bytes()
    damaged = {
        "cut": data[: len(data) // 2],
        "empty": b"",
        "rubbish": b"not zstd",
        "changed": data[:-6] + bytes([data[-6] ^ 0xFF]) + data[-5:],
    }
    path.write_bytes(damaged[how])
    later = again(pages)
    with caplog.at_level(logging.WARNING):
        assert later.find("openreview", "v2/notes", {"page": 1}) is None
    assert str(path) in caplog.text
    with pytest.raises(CorruptPage, match=path.name):
        later.read("openreview")
    kept = keep(later, b'{"a": 2}', params={"page": 1})
    assert again(pages).find("openreview", "v2/notes", {"page": 1}) == kept
    assert again(pages).read("openreview") == [kept]


def test_a_file_that_cannot_be_opened_is_an_error_and_not_a_missing_page(pages):
    keep(pages)
    path = files(pages)[0]
    path.unlink()
    path.mkdir()
    with pytest.raises(IsADirectoryError):
        again(pages).find("openreview", "v2/notes")


def test_foreign_files_are_left_alone(pages):
    keep(pages)
    note = files(pages)[0].with_name("README.txt")
    note.write_text("mine")
    assert len(again(pages).read("openreview")) == 1
    keep(again(pages), params={"page": 2})
    assert note.read_text() == "mine"


def test_threads_may_share_a_run(pages):
    def work(start):
        for number in range(start, start + 25):
            keep(pages, params={"page": number})

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 25, 50, 75)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {page.params["page"] for page in again(pages).read("openreview")} == set(range(100))
    assert [path.name[:4] for path in files(pages)] == [f"{n:04d}" for n in range(1, 101)]


def test_runs_and_venues_are_listed(tmp_path):
    for venue, run in [(VENUE, "2026-02"), (VENUE, "2026-01"), ("TMLR", "2026-03")]:
        keep(RunPages(tmp_path, venue, run), source="precited", endpoint="run/started")
    keep(RunPages(tmp_path, VENUE, "2026-02"), source="semantic_scholar")
    assert run_ids(tmp_path, VENUE) == ["2026-01", "2026-02"]
    assert run_ids(tmp_path, "NeurIPS.cc/2022/Conference") == []
    assert venue_ids(tmp_path) == [VENUE, "TMLR"]
    assert run_ids(tmp_path / "nothing", VENUE) == []
    assert venue_ids(tmp_path / "nothing") == []


@pytest.mark.parametrize(
    ("venue_id", "expected"),
    [
        ("ICLR.cc/2022/Conference", "ICLR.cc-2022-Conference"),
        ("TMLR", "TMLR"),
        (
            "umontreal.ca/Université_de_Montréal/Winter2021",
            "umontreal.ca-Université_de_Montréal-Winter2021",
        ),
    ],
)
def test_slugs(venue_id, expected):
    assert slug(venue_id) == expected


@pytest.mark.parametrize(
    "venue_id", ["", ".", "..", "../x", ".hidden", "a\nb", "a\0b", "a\\b", "a=b"]
)
def test_ids_that_would_lead_astray_are_no_venues(venue_id):
    with pytest.raises(NoSuchVenue, match="precited venues"):
        slug(venue_id)


def test_text_that_strict_parsers_refuse_is_read_and_made_fit(pages):
    payload = b'{"title": "cut \\ud83d", "\\udc00": [NaN, 1e999, "\\ud83d\\ude00"]}'
    value = keep(pages, payload).json()
    assert value["title"] == "cut \ufffd"
    assert value["\ufffd"][2] == "\U0001f600"
    str(value).encode()
    assert keep(pages, b'{"a": "\xff"}').json() == {"a": "\ufffd"}


def test_a_full_disk_is_said_in_one_sentence(tmp_path):
    full = tmp_path / "full"
    full.symlink_to("/dev/full")
    with (
        pytest.raises(DiskFull, match=r"No space is left to write .*full; free some"),
        disk.explained(full),
    ):
        full.write_bytes(b"x")


def test_nothing_stays_of_a_page_that_did_not_fit(pages, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        keep(pages)
    assert files(pages) == []
    monkeypatch.undo()
    keep(pages)
    assert len(again(pages).read("openreview")) == 1


def test_a_folder_that_cannot_be_written_says_what_to_do(pages, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir", refused)
    with pytest.raises(WarehouseReadOnly, match="--warehouse"):
        keep(pages)


def test_twenty_megabytes_are_read_whole(pages):
    payload = b'{"notes": [' + b",".join(b'{"id": "%d"}' % n for n in range(90_000)) + b"]}"
    count = 20_000_000 // len(payload)
    for number in range(count):
        keep(pages, payload, params={"page": number})
    assert sum(len(page.payload) for page in again(pages).read("openreview")) == count * len(
        payload
    )

"""Publishing: whole or not at all, only what changed, never less than is allowed."""

import os
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warehouse import disk, layout
from warehouse.errors import CorruptTable, DiskFailed, DiskFull, TableShrank, WarehouseReadOnly
from warehouse.spec import BadTable
from warehouse.store import finish_publish, known_venues, publish, read_table, read_venue
from warehouse.store.parquet import encode
from warehouse.tables import BY_NAME, PAPERS, REVIEWS, TABLES, VENUES

VENUE = "lantern.example/LANTERN/2025/Conference"
OTHER = "lantern.example/LANTERN/2025/Workshop/Tiny"
AT = datetime(2025, 7, 1, 6, tzinfo=UTC)


def papers(count, *, venue=VENUE, title="A title"):
    return PAPERS.from_rows(
        {
            "paper_id": f"{venue}-p{number}",
            "venue_id": venue,
            "title": title,
            "state": "accepted",
            "forum_url": f"https://openreview.net/forum?id=p{number}",
        }
        for number in range(count)
    )


def reviews(count):
    rows = ({"review_id": f"r{n}", "paper_id": "p0", "rating": float(n)} for n in range(count))
    return REVIEWS.from_rows(rows)


def venues(venue=VENUE):
    return VENUES.from_rows([{"venue_id": venue, "name": "LANTERN", "api_version": 2}])


def rejects(count):
    return BY_NAME["rejects"].from_rows(
        {
            "source": "openreview",
            "venue_id": VENUE,
            "record_id": f"n{number}",
            "reason": "no content",
            "seen_at": AT,
        }
        for number in range(count)
    )


def everything(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_tables_lie_where_readers_look_and_come_back_as_they_were(tmp_path):
    tables = {"papers": papers(3), "reviews": reviews(2), "venues": venues()}
    changed = publish(tmp_path, VENUE, tables)
    slug = "lantern.example-LANTERN-2025-Conference"
    assert changed == [tmp_path / f"tables/{name}/venue={slug}/data.parquet" for name in tables]
    for name, table in tables.items():
        assert read_table(tmp_path, name, VENUE).equals(table)
    assert not layout.staging(tmp_path).exists()
    assert known_venues(tmp_path) == [VENUE]


def test_venues_are_read_apart_or_together(tmp_path):
    publish(tmp_path, VENUE, {"papers": papers(3)})
    publish(tmp_path, OTHER, {"papers": papers(2, venue=OTHER)})
    assert read_table(tmp_path, "papers", VENUE).num_rows == 3
    assert read_table(tmp_path, "papers").num_rows == 5
    assert read_table(tmp_path, "papers", "TMLR").equals(PAPERS.empty())
    assert read_table(tmp_path, "flags").equals(BY_NAME["flags"].empty())
    assert set(read_venue(tmp_path, VENUE)) == set(BY_NAME)
    assert read_venue(tmp_path, VENUE)["papers"].num_rows == 3


def test_a_file_whose_bytes_would_not_change_is_left_untouched(tmp_path):
    publish(tmp_path, VENUE, {"papers": papers(3), "reviews": reviews(2)})
    file = layout.table_file(tmp_path, "papers", VENUE)
    os.utime(file, (1, 1))
    changed = publish(tmp_path, VENUE, {"papers": papers(3), "reviews": reviews(4)})
    assert changed == [layout.table_file(tmp_path, "reviews", VENUE)]
    assert file.stat().st_mtime == 1
    assert publish(tmp_path, VENUE, {"papers": papers(3), "reviews": reviews(4)}) == []


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_the_same_rows_give_the_same_bytes(spec):
    assert encode(spec, spec.empty()) == encode(spec, spec.empty())
    if spec is PAPERS:
        shuffled = papers(50).take(pa.array(range(49, -1, -1)))
        assert encode(spec, spec.conform(shuffled)) == encode(spec, papers(50))


def test_files_carry_descriptions_compression_and_order(tmp_path):
    publish(tmp_path, VENUE, {"papers": papers(3)})
    file = pq.ParquetFile(layout.table_file(tmp_path, "papers", VENUE))
    described = file.schema_arrow.field("title").metadata[b"description"].decode()
    assert described == PAPERS.column("title").doc
    assert file.schema_arrow.metadata[b"grain"].decode() == PAPERS.grain
    group = file.metadata.row_group(0)
    assert group.column(0).compression == "ZSTD"
    assert [column.column_index for column in group.sorting_columns] == [0]


def test_tables_that_are_not_given_stay(tmp_path):
    publish(tmp_path, VENUE, {"papers": papers(3), "reviews": reviews(2)})
    publish(tmp_path, VENUE, {"papers": papers(4)})
    assert read_table(tmp_path, "reviews", VENUE).num_rows == 2


@pytest.mark.parametrize(
    ("before", "after", "is_allowed"), [(10, 9, True), (10, 8, False), (10, 0, False)]
)
def test_a_table_may_shrink_no_further_than_its_bound(tmp_path, before, after, is_allowed):
    publish(tmp_path, VENUE, {"papers": papers(before), "reviews": reviews(2)})
    old = everything(tmp_path)
    new = {"papers": papers(after), "reviews": reviews(3)}
    if is_allowed:
        publish(tmp_path, VENUE, new)
        assert read_table(tmp_path, "papers", VENUE).num_rows == after
        return
    with pytest.raises(TableShrank, match=f"papers would fall from {before} to {after}") as caught:
        publish(tmp_path, VENUE, new)
    assert (caught.value.table, caught.value.before, caught.value.after) == (
        "papers",
        before,
        after,
    )
    assert everything(tmp_path) == old, "nothing was published, the sound table neither"


def test_shrinking_can_be_accepted_by_name_of_the_caller(tmp_path):
    publish(tmp_path, VENUE, {"papers": papers(10)})
    publish(tmp_path, VENUE, {"papers": papers(0)}, accept_shrinking=True)
    assert read_table(tmp_path, "papers", VENUE).num_rows == 0


def test_a_ledger_never_loses_a_row(tmp_path):
    def counts(days):
        return BY_NAME["citation_counts"].from_rows(
            {
                "paper_id": "p0",
                "venue_id": VENUE,
                "s2_corpus_id": 1,
                "s2_paper_id": "s1",
                "observed_at": AT.replace(day=day),
                "citation_count": 4,
                "source": "semantic_scholar",
            }
            for day in days
        )

    publish(tmp_path, VENUE, {"citation_counts": counts([1, 2, 3])})
    with pytest.raises(TableShrank):
        publish(tmp_path, VENUE, {"citation_counts": counts([2, 3])})
    publish(tmp_path, VENUE, {"citation_counts": counts([1, 2, 3, 4])})


def test_a_table_that_may_be_empty_empties(tmp_path):
    publish(tmp_path, VENUE, {"rejects": rejects(2)})
    publish(tmp_path, VENUE, {"rejects": rejects(0)})
    assert read_table(tmp_path, "rejects", VENUE).num_rows == 0


def test_an_empty_table_is_a_file_too(tmp_path):
    publish(tmp_path, VENUE, {"papers": papers(0)})
    assert layout.table_file(tmp_path, "papers", VENUE).exists()


def test_what_breaks_a_declaration_is_not_published(tmp_path):
    publish(tmp_path, VENUE, {"papers": papers(3)})
    old = everything(tmp_path)
    broken = papers(3).set_column(0, "paper_id", pa.array(["a", "a", "b"]))
    with pytest.raises(BadTable, match="repeat"):
        publish(tmp_path, VENUE, {"papers": broken, "reviews": reviews(1)})
    with pytest.raises(BadTable, match="another venue"):
        publish(tmp_path, VENUE, {"papers": papers(4, venue=OTHER)})
    with pytest.raises(BadTable, match="no such table"):
        publish(tmp_path, VENUE, {"paper": papers(4)})
    assert everything(tmp_path) == old


def test_what_a_killed_process_had_only_staged_is_swept(tmp_path):
    publish(tmp_path, VENUE, {"papers": papers(3)})
    staged = layout.staging(tmp_path) / "some-venue"
    staged.mkdir(parents=True)
    (staged / "papers.parquet").write_bytes(b"half")
    (staged / ".manifest.json.1.tmp").write_bytes(b"half")
    assert finish_publish(tmp_path) == []
    assert not layout.staging(tmp_path).exists()
    assert read_table(tmp_path, "papers", VENUE).num_rows == 3


def test_finishing_where_nothing_was_begun_does_nothing(tmp_path):
    assert finish_publish(tmp_path) == []
    assert finish_publish(tmp_path / "nowhere") == []
    assert everything(tmp_path) == {}


def test_a_full_disk_leaves_the_old_tables_and_no_litter(tmp_path, monkeypatch):
    publish(tmp_path, VENUE, {"papers": papers(3), "reviews": reviews(2)})
    old = everything(tmp_path)
    written = []
    fsync = os.fsync

    def full(handle):
        written.append(handle)
        if len(written) == 3:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="nothing was lost"):
        publish(tmp_path, VENUE, {"papers": papers(5), "reviews": reviews(5)})
    assert everything(tmp_path) == old
    monkeypatch.undo()
    publish(tmp_path, VENUE, {"papers": papers(5), "reviews": reviews(5)})
    assert read_table(tmp_path, "papers", VENUE).num_rows == 5


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_folder_says_so(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(WarehouseReadOnly, match="cannot be written"):
        publish(tmp_path, VENUE, {"papers": papers(1)})
    tmp_path.chmod(0o755)


@pytest.mark.parametrize("number", [1, 13, 30])
def test_a_refusal_of_the_disk_says_so(tmp_path, number):
    kind = {1: WarehouseReadOnly, 13: WarehouseReadOnly, 30: WarehouseReadOnly}[number]
    with pytest.raises(kind, match="--warehouse"), disk.explained(tmp_path):
        raise OSError(number, os.strerror(number))


def test_other_trouble_of_the_disk_is_said_with_its_path(tmp_path):
    with (
        pytest.raises(DiskFailed, match=r"not be written \(Is a directory\); look at the disk"),
        disk.explained(tmp_path),
    ):
        tmp_path.read_bytes()


def test_a_damaged_published_file_is_named(tmp_path):
    publish(tmp_path, VENUE, {"papers": papers(3)})
    file = layout.table_file(tmp_path, "papers", VENUE)
    file.write_bytes(b"not parquet")
    with pytest.raises(CorruptTable, match=r"data\.parquet.*precited build"):
        read_table(tmp_path, "papers", VENUE)
    with pytest.raises(CorruptTable, match=r"data\.parquet.*precited build"):
        publish(tmp_path, VENUE, {"papers": papers(4)})


def test_files_of_before_a_column_was_declared_are_read_with_nulls(tmp_path):
    file = layout.table_file(tmp_path, "papers", VENUE)
    file.parent.mkdir(parents=True)
    pq.write_table(papers(2).drop_columns(["tldr"]), file)
    table = read_table(tmp_path, "papers", VENUE)
    assert table.schema.equals(PAPERS.schema)
    assert table["tldr"].to_pylist() == [None, None]
    pq.write_table(papers(2).drop_columns(["state"]), file)
    with pytest.raises(CorruptTable, match="cannot be read as papers"):
        read_table(tmp_path, "papers", VENUE)

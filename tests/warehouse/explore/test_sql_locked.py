"""SQL over the tables, and nothing but the tables."""

import threading
from datetime import UTC, datetime

import duckdb
import pyarrow as pa
import pytest

from warehouse import layout
from warehouse.errors import BadQuery
from warehouse.explore.sql import answer, connect
from warehouse.explore.views import VIEWS
from warehouse.store import publish
from warehouse.tables import PAPERS, TABLES

VENUE = "lantern.example/LANTERN/2025/Conference"


def papers(count, title="A title"):
    return PAPERS.from_rows(
        {
            "paper_id": f"p{number:04d}",
            "venue_id": VENUE,
            "title": title,
            "state": "accepted",
            "keywords": ["a", "b"],
            "forum_url": "https://openreview.net/forum?id=p",
            "submitted_at": datetime(2025, 1, 1, tzinfo=UTC),
        }
        for number in range(count)
    )


@pytest.fixture
def root(tmp_path):
    publish(tmp_path, VENUE, {"papers": papers(3)})
    return tmp_path


@pytest.fixture
def connection(root):
    with connect(root) as connection:
        yield connection


def everything(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.name)
def test_every_table_is_there_with_its_types_though_nothing_is_published(tmp_path, spec):
    found = answer(tmp_path, f"SELECT * FROM {spec.name}")  # noqa: S608 - our own names
    assert found.num_rows == 0
    assert found.column_names == spec.schema.names
    for field, wanted in zip(found.schema, spec.schema, strict=True):
        ours = wanted.type
        same_list = pa.types.is_list(ours) and field.type.value_type == ours.value_type
        same_time = pa.types.is_timestamp(ours) and field.type.tz in ("UTC", "Etc/UTC")
        assert field.type == ours or same_list or same_time, field.name


def test_questions_are_answered(root):
    rows = answer(root, "SELECT count(*) AS n, max(submitted_at) AS at FROM papers").to_pylist()
    assert rows == [{"n": 3, "at": datetime(2025, 1, 1, tzinfo=UTC)}]
    assert answer(root, "FROM papers WHERE list_contains(keywords, 'b')").num_rows == 3
    assert answer(root, "SHOW TABLES").num_rows == len(TABLES) + len(VIEWS)
    assert "venue" not in answer(root, "DESCRIBE papers")["column_name"].to_pylist()
    assert answer(root, "EXPLAIN SELECT 1").num_rows == 1


def test_the_zone_is_utc_wherever_one_is(root, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    found = answer(root, "SELECT submitted_at::VARCHAR AS at FROM papers LIMIT 1")
    assert found["at"].to_pylist() == ["2025-01-01 00:00:00+00"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT 1; SELECT 2",
        "COPY papers TO 'x.parquet'",
        "CREATE TABLE t AS SELECT 1",
        "INSERT INTO papers VALUES (1)",
        "DELETE FROM papers",
        "ATTACH 'x.db'",
        "INSTALL httpfs",
        "SET threads = 1",
        "CALL pragma_version()",
        "CALL enable_logging('QueryLog', storage = 'file', storage_path = 'x')",
        "FROM enable_logging('QueryLog', storage = 'file', storage_path = 'x')",
        "SELEC 1",
        "SELECT nothing FROM papers",
        "FROM nowhere",
        "FROM read_text('/etc/passwd')",
    ],
)
def test_all_else_is_refused_in_words(root, query):
    before = everything(root)
    with pytest.raises(BadQuery) as refused:
        answer(root, query)
    assert str(refused.value)
    assert everything(root) == before


@pytest.mark.parametrize(
    "query",
    [
        "COPY (SELECT 1) TO '{file}'",
        "COPY (SELECT 1) TO '{file}' (USE_TMP_FILE false)",
        "COPY (SELECT 1) TO '{root}/new.parquet'",
        "COPY (SELECT 1) TO '/dev/null'",
        "EXPORT DATABASE '{root}/dump'",
        "IMPORT DATABASE '{root}'",
        "ATTACH '{root}/new.db'",
        "ATTACH '{root}/new.db' (READ_ONLY)",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{root}/x.duckdb_extension'",
        "FROM read_text('/etc/passwd')",
        "FROM read_csv('/etc/passwd')",
        "FROM read_blob('{root}/**')",
        "FROM read_parquet('{file}')",
        "FROM '{file}'",
        "FROM glob('/etc/*')",
        "COPY papers FROM '/etc/passwd'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET allowed_directories = ['/']",
        "SET temp_directory = '{root}'",
        "SET log_query_path = '{root}/log'",
        "SET profiling_output = '{root}/profile'",
        "CREATE PERSISTENT SECRET s (TYPE s3)",
        "FROM query_table(['/etc/passwd'])",
    ],
)
def test_a_connection_reaches_no_file(root, connection, query):
    before = everything(root)
    file = layout.table_file(root, "papers", VENUE)
    with pytest.raises(duckdb.Error):
        connection.execute(query.format(root=root, file=file))
    assert everything(root) == before
    assert connection.execute("SELECT count(*) FROM papers").fetchone() == (3,)


def test_python_variables_are_no_tables(connection):
    secret = pa.table({"a": [1]})  # noqa: F841 - DuckDB would find it by its name
    with pytest.raises(duckdb.CatalogException):
        connection.execute("SELECT * FROM secret")


def test_nothing_is_written_where_it_runs(root, tmp_path_factory, monkeypatch):
    here = tmp_path_factory.mktemp("here")
    monkeypatch.chdir(here)
    with connect(root) as connection:
        connection.execute("SELECT * FROM range(100000) ORDER BY random()").fetchall()
    assert list(here.iterdir()) == []


def test_a_connection_sees_what_is_published_later(root, connection):
    assert connection.execute("SELECT count(*) FROM papers").fetchone() == (3,)
    publish(root, VENUE, {"papers": papers(500, title="Another title, and longer")})
    question = "SELECT count(*), count(DISTINCT title), max(length(title)) FROM papers"
    assert connection.execute(question).fetchone() == (500, 1, 25)
    assert connection.execute("SELECT title FROM papers WHERE paper_id = 'p0499'").fetchall()


def test_cursors_and_threads_share_a_connection(connection):
    counts = []

    def work():
        counts.append(connection.cursor().execute("SELECT count(*) FROM papers").fetchone())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [(3,)] * 4


def test_readers_see_whole_tables_while_a_writer_publishes(root, connection):
    done = threading.Event()

    def write():
        for number in range(30):
            count = 10 + number * 10
            publish(root, VENUE, {"papers": papers(count, title=f"of {count}")})
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    reads = 0
    question = "SELECT count(*), min(title), max(title) FROM papers WHERE paper_id >= 'p'"
    while not done.is_set():
        count, first, last = connection.cursor().execute(question).fetchone()
        assert (first, last) in {(f"of {count}",) * 2, ("A title",) * 2}
        reads += 1
    writer.join()
    assert reads > 5

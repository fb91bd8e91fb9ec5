"""A made-up release of the Datasets API: files of rows, and a server that gives them in ranges.

    python -m tests.benchmarks.bulk_release FOLDER

serves the files of a folder on loopback and prints its port; each file asked for is a line of
``FOLDER/asked.txt``. A process of its own, so that it takes no turn from who is measured.
"""

import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa

DAY = "2025-06-24"
PAPER_FILES, CITATION_FILES = 8, 16
OURS = 0.02
"""Share of the citations that go to the warehouse's papers."""
STRANGERS = 10**9
"""Corpus ids of other works begin here."""

FAR = 10**12
"""Between numbers whose hashes must have nothing to do with each other."""

_WORDS = """
adaptive amber analysis anchor bayesian bridges canal cells clay clinical cohort copper coral dam
deep dialects dune economy ferry fever forest fossil galaxy glacier graph harbour hospital insect
kernel language lattice learning lichen magnet market method model moss network neural nurse orbit
policy pollen protein quantum rainfall reef robust root salt school sensor soil sparse steel survey
theory tide timber training trial turbine urban valve virus voting wheat wind wool yeast zinc
"""


def make(folder: Path, ours: pa.Table, papers: int, citations: int) -> None:
    """Write the files.

    Args:
        folder: Where.
        ours: ``corpusid``, ``title`` and ``count`` of the records of the warehouse's papers.
        papers: Rows of ``papers``, ours among them.
        citations: Rows of ``citations``.
    """
    with duckdb.connect() as connection:
        connection.register("ours", ours)
        connection.execute("CREATE TABLE own AS SELECT *, row_number() OVER () - 1 AS n FROM ours")
        words = msgspec.json.encode(_WORDS.split()).decode().replace('"', "'")
        count = len(_WORDS.split())
        connection.execute(f"CREATE MACRO word(n) AS list_extract({words}, 1 + (n % {count})::INT)")
        for number in range(PAPER_FILES):
            _write(connection, folder, f"papers-{number}", _papers(number, papers, ours.num_rows))
        for number in range(CITATION_FILES):
            _write(
                connection,
                folder,
                f"citations-{number}",
                _citations(number, citations, ours.num_rows, papers),
            )


def _write(connection: duckdb.DuckDBPyConnection, folder: Path, name: str, select: str) -> None:
    file = folder / f"{name}.gz"
    connection.execute(f"COPY ({select}) TO '{file}' (FORMAT json, COMPRESSION gzip)")


def _papers(number: int, papers: int, ours: int) -> str:
    return f"""
    SELECT coalesce(own.corpusid, {STRANGERS} + i) AS corpusid,
        {{'ACL': NULL, 'DBLP': NULL, 'ArXiv': NULL, 'MAG': NULL, 'CorpusId': corpusid::VARCHAR,
          'PubMed': NULL, 'DOI': NULL, 'PubMedCentral': NULL}} AS externalids,
        'https://www.semanticscholar.org/paper/' || sha1(corpusid::VARCHAR) AS url,
        coalesce(own.title, 'On ' || word(hash(i)) || ' ' || word(hash(i + 1)) || ' and the '
            || word(hash(i + 2)) || ': a ' || word(hash(i + 3)) || ' ' || word(hash(i + 4))
        ) AS title,
        [{{'authorId': (hash(i, 1) % 900000)::VARCHAR, 'name': 'Ada ' || word(hash(i, 1))}},
         {{'authorId': (hash(i, 2) % 900000)::VARCHAR, 'name': 'Ben ' || word(hash(i, 2))}}
        ] AS authors,
        'arXiv.org' AS venue, NULL AS publicationvenueid, 2020 + i % 6 AS year,
        30 AS referencecount, coalesce(own.count, 10) AS citationcount,
        1 AS influentialcitationcount,
        true AS isopenaccess,
        [{{'category': 'Biology', 'source': 's2-fos-model'}}] AS s2fieldsofstudy,
        NULL AS publicationtypes, DATE '2020-01-01' + (i % 1900)::INT AS publicationdate,
        {{'name': 'ArXiv', 'pages': NULL, 'volume': NULL}} AS journal, NULL AS updated
    FROM range({number}, {papers}, {PAPER_FILES}) AS numbers(i)
    LEFT JOIN own ON own.n * {papers // max(ours, 1)} = i
    """  # noqa: S608 - numbers of this module


def _citations(number: int, citations: int, ours: int, papers: int) -> str:
    return f"""
    SELECT i AS citationid, {STRANGERS} + hash(i) % {papers} AS citingcorpusid,
        coalesce(own.corpusid, {STRANGERS} + hash(i + {3 * FAR}) % 300000000) AS citedcorpusid,
        i % 20 = 0 AS isinfluential,
        ['as was shown for ' || word(hash(i)) || ' and ' || word(hash(i + 9)) || ' before (2020)']
            AS contexts,
        [['background']] AS intents, '2025-06-01T00:00:00.000Z' AS updated
    FROM range({number}, {citations}, {CITATION_FILES}) AS numbers(i)
    LEFT JOIN own ON own.n =
        CASE WHEN hash(i + {FAR}) % 1000 < {int(OURS * 1000)}
            THEN (hash(i + {2 * FAR}) % {ours})::BIGINT END
    """  # noqa: S608 - numbers of this module


_RANGE = re.compile(r"bytes=(\d+)-(\d+)")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder = Path()

    def do_GET(self) -> None:
        """A listing, or some bytes of a file."""
        path = self.path.partition("?")[0]
        if path.startswith("/files/"):
            self._file(path.rpartition("/")[2])
        else:
            self._listing(path)

    def _listing(self, path: str) -> None:
        name = path.rpartition("/")[2]
        base = f"http://127.0.0.1:{self.server.server_address[1]}/files"
        files = sorted(file.name for file in self.folder.glob(f"{name}-*.gz"))
        body = {"name": name, "description": "", "README": "", "files": []} | {
            "files": [f"{base}/{file}?X-Amz-Signature=secret" for file in files]
        }
        self._send(200, msgspec.json.encode(body), {"Content-Type": "application/json"})

    def _file(self, name: str) -> None:
        found = _RANGE.fullmatch(self.headers.get("Range") or "")
        first, last = (int(found[1]), int(found[2])) if found else (0, sys.maxsize)
        whole = (self.folder / name).stat().st_size
        with (self.folder / "asked.txt").open("a") as asked:
            asked.write(f"{name} {first}\n")
        if first >= whole:
            self._send(416, b"", {"Content-Range": f"bytes */{whole}"})
            return
        with (self.folder / name).open("rb") as file:
            file.seek(first)
            body = file.read(min(last, whole) - first + 1)
        told = {"Content-Range": f"bytes {first}-{first + len(body) - 1}/{whole}"}
        self._send(206, body, told)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (headers | {"Content-Length": str(len(body))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the files asked for are noted."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Nothing: who reads is killed on purpose."""


if __name__ == "__main__":
    _Handler.folder = Path(sys.argv[1])
    server = _Server(("127.0.0.1", 0), _Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()

"""The recorded ICLR 2022 out of a release, and out of the API on the same day."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from connectors.standin.corpus import load
from connectors.standin.server import environment, serve
from flows.bulk_run import BulkJob
from flows.run import Job
from flows.settings import load_settings
from tests.flows import world
from tests.flows.bulk_world import bulk
from warehouse.store import read_venue

pytestmark = pytest.mark.corpora

ICLR = "ICLR.cc/2022/Conference"
# A Tuesday, so that the newest release and the API tell the same.
DAY = date(2022, 4, 19)

Tables = dict[str, pa.Table]


@pytest.mark.long
def test_iclr_2022_is_the_same_by_files_and_by_requests(
    corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Links, counts, citing works and flags, but for links by the address of a PDF alone."""
    with serve([load(corpora / "iclr2022")], today=DAY) as standin:
        for name, value in environment(standin.urls).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("SEMANTIC_SCHOLAR_API_KEY", "key-of-the-datasets-api")
        settings = load_settings()
        world.track(Job(ICLR, tmp_path / "api", DAY, influential=True), settings)
        bulk([BulkJob(ICLR, tmp_path / "bulk", DAY, release=DAY.isoformat())], settings)
    api, ours = (read_venue(tmp_path / name, ICLR) for name in ("api", "bulk"))
    lost = _lost(api, ours)
    assert len(lost) <= 2
    columns = ["paper_id", "status", "s2_paper_id", "s2_corpus_id", "arxiv_id", "dblp_key"]
    assert _rest(api["links"].select(columns), lost).equals(
        _rest(ours["links"].select(columns), lost)
    )
    for name, unlike in (("citation_counts", ["observed_at"]), ("citations", ["first_seen_at"])):
        theirs, mine = (tables[name].drop_columns(unlike) for tables in (api, ours))
        assert _rest(mine, lost).equals(_rest(theirs, lost)), name
    if not lost:
        assert ours["flags"].equals(api["flags"])


def _lost(api: Tables, ours: Tables) -> list[str]:
    """Papers that only the address of the record's PDF leads to, which files do not have."""
    pairs = zip(api["links"].to_pylist(), ours["links"].to_pylist(), strict=True)
    lost = [one for one, other in pairs if one["status"] != other["status"]]
    assert {row["method"] for row in lost} <= {"openreview_url"}
    return [row["paper_id"] for row in lost]


def _rest(table: pa.Table, without: list[str]) -> pa.Table:
    mask = pc.is_in(table["paper_id"], value_set=pa.array(without, pa.string()))
    return table.filter(pc.invert(mask))

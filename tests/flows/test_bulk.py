"""A venue out of a release is the venue out of the API, as of the release's day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from connectors.errors import NotAuthorised
from connectors.standin import made_up
from connectors.standin.corpus import Corpus
from connectors.standin.faults.profiles import profile_named
from connectors.standin.server import StandIn, environment, serve
from flows.build import rebuild
from flows.bulk_reading import Sifting
from flows.bulk_run import BulkJob, unfinished_release
from flows.run import Job
from flows.settings import Settings, load_settings
from tests.flows import world
from tests.flows.bulk_world import bulk
from tests.flows.world import LANTERN, QUILL, THIMBLE
from warehouse.citations.ledger import latest
from warehouse.quality import checks
from warehouse.store import read_venue

# A Tuesday, so that the newest release and the API tell the same.
DAY = date(2025, 6, 24)
RELEASE = DAY.isoformat()
KEY = "key-of-the-datasets-api"
VENUES = [LANTERN, QUILL]

# Moments at which something was asked, and what the files do not have: the address of the PDF,
# by which the API names the forum that a record was read at.
UNLIKE = {
    "links": ["linked_at", "method", "score", "reasons"],
    "link_candidates": ["score", "reasons"],
    "citations": ["first_seen_at"],
    "citation_counts": ["observed_at"],
    "flags": [],
}

Tables = dict[str, pa.Table]


def settings_for(standin: StandIn, patch: pytest.MonkeyPatch) -> Settings:
    for name, value in environment(standin.urls).items():
        patch.setenv(name, value)
    patch.setenv("SEMANTIC_SCHOLAR_API_KEY", KEY)
    return load_settings()


@pytest.fixture(scope="module")
def served() -> Iterator[StandIn]:
    with serve([made_up.corpus()], today=DAY) as standin:
        yield standin


@pytest.fixture(scope="module")
def settings(served: StandIn) -> Settings:
    """The settings under which the stand-in is asked, with a key."""
    with pytest.MonkeyPatch.context() as patch:
        return settings_for(served, patch)


@pytest.fixture(scope="module")
def by_api(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tables]:
    """The venues as the API gives them."""
    root = tmp_path_factory.mktemp("api")
    for venue in VENUES:
        world.track(Job(venue, root, as_of=DAY, influential=True), settings)
    return {venue: read_venue(root, venue) for venue in VENUES}


@pytest.fixture(scope="module")
def root(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse out of the release."""
    root = tmp_path_factory.mktemp("bulk")
    bulk([job(venue, root) for venue in VENUES], settings)
    return root


def job(venue: str, root: Path, **given: Any) -> BulkJob:
    return BulkJob(venue, root, as_of=DAY, **{"release": RELEASE, **given})


def like(tables: Tables, name: str) -> pa.Table:
    return tables[name].drop_columns(UNLIKE[name])


def named_by_pdf(api: Tables, ours: Tables) -> list[str]:
    """Papers that are linked by nothing but the address of the record's PDF.

    The files have no ``openAccessPdf``, which may name the forum that a record was read at.
    """
    pairs = zip(api["links"].to_pylist(), ours["links"].to_pylist(), strict=True)
    lost = [one for one, other in pairs if one["status"] != other["status"]]
    assert {row["method"] for row in lost} <= {"openreview_url"}
    return [row["paper_id"] for row in lost]


def rest(tables: Tables, name: str, without: list[str]) -> pa.Table:
    mask = pc.is_in(tables[name]["paper_id"], value_set=pa.array(without, pa.string()))
    return like(tables, name).filter(pc.invert(mask))


@pytest.mark.parametrize("name", ["links", "link_candidates", "citation_counts", "citations"])
@pytest.mark.parametrize("venue", VENUES)
def test_the_tables_are_those_of_the_api(
    by_api: dict[str, Tables], root: Path, venue: str, name: str
) -> None:
    """The same links, counts and citing works; what differs is said in ``UNLIKE``."""
    api, ours = by_api[venue], read_venue(root, venue)
    lost = named_by_pdf(api, ours)
    assert len(lost) <= 1
    assert rest(ours, name, lost).equals(rest(api, name, lost))
    assert ours[name].num_rows > 100


def test_the_flags_are_those_of_the_api(by_api: dict[str, Tables], root: Path) -> None:
    """Where every link is the same: a rank hangs on all papers of the venue."""
    ours = read_venue(root, QUILL)
    assert named_by_pdf(by_api[QUILL], ours) == []
    assert ours["flags"].equals(by_api[QUILL]["flags"])
    assert "yes" in ours["flags"]["cited"].to_pylist()


def test_counts_are_dated_by_the_release(root: Path) -> None:
    tables = read_venue(root, QUILL)
    midnight = datetime.combine(DAY, time(), UTC)
    assert pc.unique(tables["citation_counts"]["observed_at"]).to_pylist() == [midnight]
    assert pc.unique(tables["citations"]["first_seen_at"]).to_pylist() == [midnight]
    assert tables["runs"]["flow"].to_pylist() == ["bulk"]
    assert set(tables["flags"]["basis"].drop_null().to_pylist()) == {"observed"}


@pytest.mark.parametrize("venue", VENUES)
def test_a_rebuild_gives_the_same_tables_and_no_check_fails(root: Path, venue: str) -> None:
    assert rebuild(root, venue, anew=True) == []
    failed = [c for c in checks(read_venue(root, venue), DAY) if c.status == "fail"]
    assert failed == []


def test_no_paper_costs_a_request(served: StandIn, settings: Settings, tmp_path: Path) -> None:
    served.clear()
    bulk([job(THIMBLE, tmp_path)], settings)
    paths = [line["path"].rpartition("/semantic_scholar")[2] for line in served.journal()]
    asked = [path for path in paths if path.startswith("/datasets")]
    assert len(asked) == 3
    assert not [path for path in paths if path.startswith("/graph")]
    assert len(paths) - len(asked) <= 3 + 3 * 2


@pytest.mark.parametrize(
    "faults",
    ["expired-link", "truncated-gzip", "duplicate-lines", "text-ids"],
)
def test_faults_end_with_the_same_tables(
    faults: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve([made_up.corpus()], today=DAY, faults=profile_named(faults)) as standin:
        bulk([job(QUILL, tmp_path)], settings_for(standin, monkeypatch))
    ours, sound = read_venue(tmp_path, QUILL), read_venue(root, QUILL)
    for name in ("link_candidates", "citation_counts", "citations", "flags"):
        assert ours[name].equals(sound[name]), name
    assert like(ours, "links").equals(like(sound, "links"))


def test_citations_of_nobody_leave_the_others(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release in which some citations were not made out: fewer rows, and known to be fewer."""
    with serve([made_up.corpus()], today=DAY, faults=profile_named("null-cited")) as standin:
        bulk([job(QUILL, tmp_path)], settings_for(standin, monkeypatch))
    ours, sound = read_venue(tmp_path, QUILL), read_venue(root, QUILL)
    assert 0 < ours["citations"].num_rows < sound["citations"].num_rows
    assert ours["citation_counts"].equals(sound["citation_counts"])


class Killed(BaseException):
    """What nobody catches."""


def dying(after: int) -> Any:
    """Reads so many files and is killed."""
    read = 0

    def spread(sifting: Sifting, links: Any) -> Iterator[Any]:
        nonlocal read
        for link in links:
            if read == after:
                raise Killed
            read += 1
            yield link, sifting(link)

    return spread


def test_a_killed_run_reads_no_finished_file_again(
    served: StandIn, settings: Settings, root: Path, tmp_path: Path
) -> None:
    """Killed within each of the three passes, it goes on until all six files are read once."""
    served.clear()
    for after in (1, 2, 2):
        with pytest.raises(Killed):
            bulk([job(QUILL, tmp_path)], settings, dying(after))
    assert unfinished_release(tmp_path, [QUILL], datetime.now(UTC)) == RELEASE
    bulk([job(QUILL, tmp_path)], settings)
    files = [line["path"] for line in served.journal() if "/shards/" in line["path"]]
    assert len(files) == 6
    assert unfinished_release(tmp_path, [QUILL], datetime.now(UTC)) is None
    ours, sound = read_venue(tmp_path, QUILL), read_venue(root, QUILL)
    for name in ("citation_counts", "citations", "flags"):
        assert ours[name].equals(sound[name]), name
    assert ours["runs"].num_rows == 1


def test_half_a_release_is_never_taken_for_all_of_it(settings: Settings, tmp_path: Path) -> None:
    """Tables built of an interrupted run call no list whole that may go on in the next file."""
    with pytest.raises(Killed):
        bulk([job(QUILL, tmp_path)], settings, dying(3))
    rebuild(tmp_path, QUILL, anew=True)
    flags = read_venue(tmp_path, QUILL)["flags"].filter(pc.field("cited") == "no")
    counts = read_venue(tmp_path, QUILL)["citation_counts"]
    cited = counts.filter(pc.field("citation_count") > 0)["paper_id"].to_pylist()
    assert set(flags["paper_id"].to_pylist()).isdisjoint(cited)


def test_without_a_key_nothing_is_read(settings: Settings, tmp_path: Path) -> None:
    settings = settings.model_copy(update={"semantic_scholar_api_key": None})
    with pytest.raises(NotAuthorised, match="SEMANTIC_SCHOLAR_API_KEY"):
        bulk([job(QUILL, tmp_path)], settings)


def withdrawn(corpus: Corpus) -> Corpus:
    """The made-up world, in which some citations are taken back in the last weeks."""
    back = (DAY - timedelta(days=3)).isoformat()
    edges = [
        edge | {"withdrawnAt": back} if number % 19 == 0 else edge
        for number, edge in enumerate(corpus.citations)
    ]
    return replace(corpus, citations=edges)


def test_a_difference_leads_to_the_tables_of_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three weeks of updates and deletes; no file of citations is read whole again."""
    before = (DAY - timedelta(weeks=3)).isoformat()
    with serve([withdrawn(made_up.corpus())], today=DAY) as standin:
        settings = settings_for(standin, monkeypatch)
        bulk([job(LANTERN, tmp_path / "one", release=before)], settings)
        earlier = read_venue(tmp_path / "one", LANTERN)
        standin.clear()
        bulk([job(LANTERN, tmp_path / "one")], settings)
        paths = [line["path"] for line in standin.journal() if "/shards/" in line["path"]]
        bulk([job(LANTERN, tmp_path / "two", whole=True)], settings)
    assert not [path for path in paths if f"/{RELEASE}/citations/" in path]
    assert rebuild(tmp_path / "one", LANTERN, anew=True) == []
    by_steps, at_once = (read_venue(tmp_path / name, LANTERN) for name in ("one", "two"))
    gone = {row["citing_id"] for row in earlier["citations"].to_pylist()} - {
        row["citing_id"] for row in by_steps["citations"].to_pylist()
    }
    assert gone
    assert like(by_steps, "citations").equals(like(at_once, "citations"))
    assert latest(by_steps["citation_counts"]).equals(latest(at_once["citation_counts"]))
    for name in ("links", "flags"):
        assert like(by_steps, name).equals(like(at_once, name)), name
    days = pc.unique(by_steps["citation_counts"]["observed_at"]).to_pylist()
    assert [f"{day:%Y-%m-%d}" for day in sorted(days)] == [before, RELEASE]

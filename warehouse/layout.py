"""Where everything lies under the root of a warehouse: the one place that knows its paths."""

from pathlib import Path

from warehouse.errors import NoSuchVenue

HIVE_KEY = "venue"
"""The column that readers add from the folder names; no table may have one of this name."""


LONGEST = 200
"""Bytes of a venue's name: file systems take 255, and ours put a few more before and after it."""

# "=" and "%" mean something in names of Hive folders, the others in patterns of file names and to
# Windows. No venue of OpenReview has one.
_UNFIT = frozenset('\\=%*?[]<>|":')


def slug(venue_id: str) -> str:
    """The venue's name in paths: its id with ``-`` for ``/``.

    Two ids can have one name, as ``A/B`` and ``A-B`` do; who keeps them apart is
    :func:`warehouse.raw.run_ids` and :func:`warehouse.store.publish`.

    Raises:
        NoSuchVenue: The id is empty, hidden, too long, or would lead out of the warehouse.
    """
    name = venue_id.replace("/", "-")
    is_fit = name.isprintable() and not name.startswith(".") and not set(name) & _UNFIT
    if not name or not is_fit or len(name.encode()) > LONGEST:
        raise NoSuchVenue(f"{venue_id!r} cannot be a venue id; look it up with `precited venues`.")
    return name


def raw(root: Path) -> Path:
    """Pages as they were received."""
    return root / "raw"


def run_folder(raw_root: Path, source: str, venue_id: str, run_id: str) -> Path:
    """The pages of one run, source and venue."""
    return raw_root / source / slug(venue_id) / run_id


def tables(root: Path) -> Path:
    """Everything that is published."""
    return root / "tables"


def table_folder(root: Path, table: str) -> Path:
    """One table of all venues."""
    return tables(root) / table


def table_file(root: Path, table: str, venue_id: str) -> Path:
    """One table of one venue."""
    return table_folder(root, table) / f"{HIVE_KEY}={slug(venue_id)}" / "data.parquet"


def table_files(root: Path, table: str) -> list[Path]:
    """The files of one table that are published now, in order."""
    return sorted(table_folder(root, table).glob(f"{HIVE_KEY}=*/data.parquet"))


def cache(root: Path) -> Path:
    """Pages that may be thrown away at any time."""
    return root / "cache"


def link_log(root: Path) -> Path:
    """What people decided about links."""
    return root / "curation" / "links.jsonl"


def decision_log(root: Path) -> Path:
    """What curators decided about papers."""
    return root / "curation" / "decisions.jsonl"


def decision_lock(root: Path) -> Path:
    """Held while an entry is added to the decisions; never for as long as a run."""
    return root / "curation" / ".decisions.lock"


def staging(root: Path) -> Path:
    """New versions of tables that are not published yet, a folder for each venue."""
    return root / "staging"


def lock_file(root: Path, venue_id: str | None = None) -> Path:
    """Held by whoever publishes or decides; that of a venue by whoever works on its pages."""
    return root / ".writer.lock" if venue_id is None else root / ".locks" / f"{slug(venue_id)}.lock"


def lock_owner_file(root: Path, venue_id: str | None = None) -> Path:
    """Says who holds the lock."""
    return lock_file(root, venue_id).with_suffix(".json")

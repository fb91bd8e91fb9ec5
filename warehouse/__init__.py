"""Pages become tables, tables become answers. No network and no Prefect in this room.

For analysts there is one door::

    import warehouse

    w = warehouse.open("warehouse-data")
    w.pandas("flagged_papers")
    w.arrow("SELECT tier, count(*) AS papers FROM papers GROUP BY tier")
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.explore.reader import Reader

__all__ = ["open"]


def open(path: str | Path, copies: Path | None = None) -> "Reader":  # noqa: A001 - warehouse.open
    """A warehouse opened for reading; nothing is written, and nothing but the tables is read.

    Args:
        path: Its folder, or ``s3://bucket/prefix``, with endpoint and credentials as every tool of
            AWS finds them.
        copies: Where the tables of a warehouse on S3 are kept on this machine, so that only what
            changed is fetched; None for ``~/.cache/precited/s3``.

    Raises:
        NoSuchWarehouse: There is no warehouse.
    """
    # Imported here so that a module of this room does not bring pandas and DuckDB along.
    from warehouse.explore.reader import opened  # noqa: PLC0415

    return opened(path, copies)

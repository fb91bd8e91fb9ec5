"""Where a warehouse is worked on: its own folder, or a copy of the one on S3."""

import re
from hashlib import blake2b
from pathlib import Path

from flows.settings import Settings, load_settings
from warehouse import layout
from warehouse.remote import Address, make, working_copy_of


def working_copy(given: str | Path | None = None, settings: Settings | None = None) -> Path:
    """The folder for a warehouse; nothing is fetched, as whoever locks a venue fetches it.

    Args:
        given: A folder, or ``s3://bucket/prefix``; None for the warehouse of the settings.
        settings: Whose; None for those of this process.

    Raises:
        BadAddress: It names no bucket.
        S3Refused: The extra ``s3`` is not installed.
    """
    settings = settings or load_settings()
    given = given or settings.warehouse
    address = Address.of(given)
    if address is None:
        return Path(given)
    return make(settings.copies_folder.expanduser() / _name(address), address).root


def readable(given: str | Path | None = None, *, pages: bool = False) -> Path:
    """The folder for a warehouse with everything that is published in it now.

    Args:
        given: As for :func:`working_copy`.
        pages: Have the pages of all runs there too.

    Raises:
        S3Refused: S3 does not let us.
        S3Unreachable: S3 does not answer.
    """
    root = working_copy(given)
    copy = working_copy_of(root)
    if copy is not None:
        copy.pull(layout.tables(root), root / "curation")
        if pages:
            copy.add(layout.raw(root))
    return root


def shown(root: Path) -> str:
    """A warehouse as people know it."""
    copy = working_copy_of(root)
    return str(copy.address) if copy else str(root)


def _name(address: Address) -> str:
    """A folder's name that can be read, and that no other address has."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", f"{address.bucket}-{address.prefix}").strip("-")[:60]
    return f"{words}-{blake2b(str(address).encode(), digest_size=4).hexdigest()}"

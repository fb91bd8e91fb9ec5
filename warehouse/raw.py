"""Pages of a run, one file each, written once: what a resumed run must not ask again."""

import json
import logging
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from warehouse import disk, layout, writing
from warehouse.errors import CorruptPage, FolderTaken
from warehouse.layout import slug
from warehouse.page_file import Envelope, pack, read_envelope, unpack

__all__ = ["RunPages", "StoredPage", "run_ids", "slug", "venue_ids"]

logger = logging.getLogger(__name__)

SUFFIX = ".json.zst"
NAME = re.compile(r"(\d{4,})-.*-([0-9a-f]{20})\.json\.zst")


@dataclass(frozen=True, slots=True)
class StoredPage:
    """One answer of one service, as it lies in a run's folder.

    Attributes:
        source: Which service was asked; ``precited`` for the run's own records.
        endpoint: The path without its base, e.g. ``v1/notes``.
        params: The query, as sent.
        body: The JSON body of a POST; None for a GET.
        fetched_at: When it was answered, in UTC.
        status: The HTTP status.
        payload: The body as received.
    """

    source: str
    endpoint: str
    params: dict[str, Any]
    body: dict[str, Any] | None
    fetched_at: datetime
    status: int
    payload: bytes

    def json(self) -> Any:
        """The body as Python values, every text fit to be encoded.

        Services escape half of a surrogate pair where they cut a text, which no strict parser
        takes; such halves come out as U+FFFD.

        Raises:
            ValueError: The body is no JSON, or nested deeper than any answer has reason to be.
        """
        try:
            return _parsed(self.payload)
        except RecursionError as error:
            msg = f"{self.source} {self.endpoint}: a body nested too deep to be read"
            raise ValueError(msg) from error


@dataclass(slots=True)
class RunPages:
    """The pages of one run of one venue: look one up, keep one, read them all.

    One run has one writer (see ``store.writer_lock``); its threads may share this object.

    Attributes:
        raw: The warehouse's folder of pages.
        venue_id: OpenReview venue id.
        run_id: Name of the run.
    """

    raw: Path
    venue_id: str
    run_id: str
    _folders: dict[str, "_Folder"] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def find(
        self,
        source: str,
        endpoint: str,
        params: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> StoredPage | None:
        """The page that answered this very request, or None when it has to be asked.

        A damaged page file counts as not there: the request is asked again, and the new page
        takes its place.
        """
        path = self._folder(source).by_digest.get(_digest(endpoint, params, body))
        if path is None:
            return None
        try:
            return _load(path)
        except CorruptPage:
            logger.warning("damaged page file, asking again file=%s", path)
            return None

    def keep(  # noqa: PLR0913 - a page has as many parts, and flows pass them one by one
        self,
        *,
        source: str,
        endpoint: str,
        params: Mapping[str, Any],
        body: Mapping[str, Any] | None,
        fetched_at: datetime,
        status: int,
        payload: bytes,
        attempts: int = 1,
    ) -> StoredPage:
        """Write a page, after all others of the run, and give it back as it will be read.

        It is on disk when this returns. ``attempts`` is how many requests it took to get it.

        Raises:
            DiskFull: Nothing was written.
            WarehouseReadOnly: Nothing was written.
            DiskFailed: Nothing was written that can be relied upon.
            ValueError: ``fetched_at`` has no time zone.
        """
        if fetched_at.tzinfo is None:
            raise ValueError("fetched_at needs a time zone")
        asked = (source, endpoint, dict(params), None if body is None else dict(body))
        answered = (fetched_at.astimezone(UTC), status)
        folder, digest = self._folder(source), _digest(endpoint, params, body)
        with self._lock:
            folder.open_once(self.raw.parent)
            path = folder.path_of_next(endpoint, digest)
        envelope = Envelope(self.venue_id, *asked, *answered, attempts=attempts)
        writing.write(path, pack(envelope, payload))
        folder.by_digest[digest] = path
        return StoredPage(*asked, *answered, payload)

    def read(self, source: str, endpoint_prefix: str = "") -> list[StoredPage]:
        """Every page of a source whose endpoint begins so, in the order written.

        Raises:
            CorruptPage: A file is damaged and its request was not answered again.
        """
        pages = _Folder(self._path(source)).pages()
        return [page for page in pages if page.endpoint.startswith(endpoint_prefix)]

    def attempts(self, source: str) -> list[int]:
        """How many requests each page of a source took, in the order written."""
        return [read_envelope(path).attempts for _, _, path in _Folder(self._path(source)).files]

    def _path(self, source: str) -> Path:
        return layout.run_folder(self.raw, source, self.venue_id, self.run_id)

    def _folder(self, source: str) -> "_Folder":
        with self._lock:
            if source not in self._folders:
                self._folders[source] = _Folder(self._path(source))
            return self._folders[source]


def run_ids(raw: Path, venue_id: str) -> list[str]:
    """The runs that left pages of this venue, oldest first (run ids sort by their start).

    Raises:
        FolderTaken: The pages are another venue's, whose id gives the same folder.
    """
    if not raw.is_dir():
        return []
    folders = (source / slug(venue_id) for source in raw.iterdir())
    runs = [run for folder in folders if folder.is_dir() for run in folder.iterdir()]
    tenant = next(_tenants(runs), venue_id)
    if tenant != venue_id:
        raise FolderTaken(venue_id, tenant)
    return sorted({run.name for run in runs if run.is_dir()})


def _tenants(runs: Sequence[Path]) -> Iterator[str]:
    """Whose pages these are, by each sound page."""
    for run in runs:
        for _, _, path in _numbered(run):
            with suppress(CorruptPage):
                yield read_envelope(path).venue_id


def venue_ids(raw: Path) -> list[str]:
    """The venues that left pages, in order; folders of which no page can be read are left out."""
    found = (_venue_id(folder) for folder in raw.glob("*/*") if folder.is_dir())
    return sorted({venue_id for venue_id in found if venue_id is not None})


def _venue_id(folder: Path) -> str | None:
    # A slug cannot be turned back into an id, so the first sound page is asked.
    for path in sorted(folder.glob(f"*/*{SUFFIX}")):
        try:
            return unpack(path)[0].venue_id
        except CorruptPage:
            continue
    return None


class _Folder:
    """What lies in one folder of pages, listed once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = sorted(_numbered(path))
        self.by_digest = {digest: file for _, digest, file in self.files}
        self.number = self.files[-1][0] if self.files else 0
        self.is_open = False

    def path_of_next(self, endpoint: str, digest: str) -> Path:
        self.number += 1
        words = re.sub(r"[^A-Za-z0-9]+", "-", endpoint).strip("-")[:60] or "page"
        return self.path / f"{self.number:04d}-{words}-{digest}{SUFFIX}"

    def open_once(self, top: Path) -> None:
        # Only whoever writes may sweep: a reader must not take a writer's unfinished file away.
        if not self.is_open:
            disk.sweep(self.path)
            disk.make_folder(self.path)
            disk.settle(self.path, top)
            self.is_open = True

    def pages(self) -> Iterator[StoredPage]:
        for _, digest, path in self.files:
            try:
                yield _load(path)
            except CorruptPage:
                # The same request was answered again later: that page stands for this one.
                if self.by_digest[digest] == path:
                    raise


def _numbered(folder: Path) -> Iterator[tuple[int, str, Path]]:
    if folder.is_dir():
        for path in folder.iterdir():
            if found := NAME.fullmatch(path.name):
                yield int(found[1]), found[2], path


def _digest(endpoint: str, params: Mapping[str, Any] | None, body: Mapping[str, Any] | None) -> str:
    asked = [endpoint, dict(params or {}), None if body is None else dict(body)]
    return blake2b(msgspec.json.encode(asked, order="deterministic"), digest_size=10).hexdigest()


def _load(path: Path) -> StoredPage:
    envelope, payload = unpack(path)
    return StoredPage(
        envelope.source,
        envelope.endpoint,
        envelope.params,
        envelope.body,
        envelope.fetched_at,
        envelope.status,
        payload,
    )


def _parsed(payload: bytes) -> Any:
    try:
        return msgspec.json.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return _encodable(json.loads(payload.decode("utf-8", "replace")))


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return value

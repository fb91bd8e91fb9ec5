"""A published table as DuckDB sees it: the files that lie there at the moment of each query."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

Files = Callable[[], list[Path]]


class LiveDataset(ds.InMemoryDataset):  # type: ignore[misc]
    """A dataset whose files are looked up anew for each scan.

    An ordinary dataset keeps the footers of the files it saw first, and reads nonsense once a
    file was published anew. DuckDB asks ``scanner`` once per query, with the columns and the
    filter that it wants; so do we ask the disk.
    """

    def __new__(cls, _schema: pa.Schema, _files: Files) -> "LiveDataset":
        """The bare dataset; its base class takes no arguments here."""
        made: LiveDataset = super().__new__(cls)
        return made

    def __init__(self, schema: pa.Schema, files: Files) -> None:
        super().__init__(schema.empty_table())
        self._files = files

    def scanner(self, **wanted: Any) -> Any:
        """A scanner over the files as they are now; columns that a file lacks are null."""
        files = [str(path) for path in self._files()]
        if not files:
            return super().scanner(**wanted)
        return ds.dataset(files, schema=self.schema, format="parquet").scanner(**wanted)

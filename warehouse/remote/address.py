"""Where a warehouse on S3 lies."""

import re
from dataclasses import dataclass
from pathlib import Path

from warehouse.errors import BadAddress

# ``Path`` makes one slash of two, and some options are paths.
_S3 = re.compile(r"s3:/{1,2}(?P<bucket>[^/]*)(?P<prefix>.*)")


@dataclass(frozen=True, slots=True)
class Address:
    """A bucket, and where in it.

    Attributes:
        bucket: The bucket's name.
        prefix: What all keys begin with, without a slash at either end; empty for the whole bucket.
    """

    bucket: str
    prefix: str = ""

    @classmethod
    def of(cls, given: str | Path) -> "Address | None":
        """The address that is meant by ``s3://bucket/prefix``; None for a folder.

        Raises:
            BadAddress: It names no bucket.
        """
        found = _S3.fullmatch(str(given))
        if found is None:
            return None
        if not found["bucket"]:
            raise BadAddress(str(given))
        return cls(found["bucket"], found["prefix"].strip("/"))

    def key(self, path: str) -> str:
        """The key of a file by its path in the warehouse."""
        return f"{self.prefix}/{path}" if self.prefix else path

    def path(self, key: str) -> str:
        """The path in the warehouse of a key below this address."""
        return key.removeprefix(f"{self.prefix}/") if self.prefix else key

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")

"""What can go wrong with a warehouse, named by what to do about it."""

from pathlib import Path


class WarehouseError(Exception):
    """Something a person must decide or mend; ``str()`` is one sentence with the next step."""


class NoSuchVenue(WarehouseError):
    """Nothing is known of that venue here: pull it first, or correct its id."""


class FolderTaken(WarehouseError):
    """Another venue lies where this one would: keep them in two warehouses, or correct the id."""

    def __init__(self, venue_id: str, tenant: str) -> None:
        super().__init__(
            f"{venue_id!r} would lie in the folder of {tenant!r}: correct the id, or name another "
            "warehouse for it with --warehouse."
        )


class WarehouseBusy(WarehouseError):
    """Another process works on the same: wait until it is done, or end it."""

    def __init__(self, who: str, what: str = "The warehouse") -> None:
        super().__init__(f"{what} is in use by {who}; wait until that is done, or stop it.")
        self.who = who


class TableShrank(WarehouseError):
    """A new version of a table has suspiciously few rows: look why before it is published."""

    def __init__(self, table: str, before: int, after: int) -> None:
        super().__init__(
            f"{table} would fall from {before} to {after} rows, so nothing was published; "
            "look for failed requests in the run, then run again."
        )
        self.table = table
        self.before = before
        self.after = after


class WarehouseReadOnly(WarehouseError):
    """The warehouse cannot be written: give the right to, or choose another folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} cannot be written; allow it, or name another folder with --warehouse."
        )
        self.path = path


class DiskFull(WarehouseError):
    """No space is left: free some and run again; what was published stays as it was."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"No space is left to write {path}; free some and run again, nothing was lost."
        )
        self.path = path


class DiskFailed(WarehouseError):
    """The disk does not do what it should: look at it; what was published stays as it was."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"{path} could not be written ({why}); look at the disk and run again, "
            "what was published stays as it was."
        )
        self.path = path


class CorruptPage(WarehouseError):
    """A page file is damaged: fetch it again, or take it away to go on without it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The page file {path} is damaged; delete it and run that venue again to fetch it anew."
        )
        self.path = path


class CorruptTable(WarehouseError):
    """A published file is damaged or of an older version: build the tables again."""


class BadQuery(WarehouseError):
    """A query that is not answered: ask it differently; the message says what is wrong."""


class CorruptLog(WarehouseError):
    """The log of decisions has a line that is no decision: mend it by hand, nothing is lost."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} has a line that is no decision; mend or remove that line.")
        self.path = path


class NoSuchWarehouse(WarehouseError):
    """Nothing was ever published there: name another folder, or run a venue into this one."""

    def __init__(self, path: str | Path) -> None:
        super().__init__(
            f"There is no warehouse at {path}; name another folder, "
            f"or make one with `precited run VENUE --warehouse {path}`."
        )
        self.path = path


class BadAddress(WarehouseError):
    """An address of S3 that names no bucket: correct it."""

    def __init__(self, given: str) -> None:
        super().__init__(f"{given} names no bucket; write s3://bucket/prefix.")


class S3Refused(WarehouseError):
    """S3 does not let us: set the credentials, the endpoint or the bucket right."""

    def __init__(self, bucket: str, why: str) -> None:
        super().__init__(
            f"The bucket {bucket} cannot be used ({why}); set AWS_ACCESS_KEY_ID, "
            "AWS_SECRET_ACCESS_KEY and, for other services than AWS, AWS_ENDPOINT_URL."
        )


class S3Missing(WarehouseError):
    """An object is not there: what asked for it knows what that means."""

    def __init__(self, bucket: str) -> None:
        super().__init__(f"An object is missing in the bucket {bucket}; run again to write it.")


class S3Unreachable(WarehouseError):
    """S3 does not answer or fails: run again later; what was published stays as it was."""

    def __init__(self, bucket: str, why: str) -> None:
        super().__init__(
            f"The bucket {bucket} does not answer ({why}); look at the network and "
            "AWS_ENDPOINT_URL, then run again, nothing was lost."
        )


class LeaseLost(WarehouseError):
    """Another machine may work on the same by now: run again, which goes on from here."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"The lock on {address} ran out before it could be renewed; run again, "
            "what was kept is kept."
        )

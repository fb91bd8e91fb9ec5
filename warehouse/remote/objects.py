"""The objects of a bucket: listed, read, and written on condition."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

from warehouse.errors import S3Missing, S3Refused, S3Unreachable

AT_ONCE = 1_000
"""Keys that one request lists or deletes at most (S3 API reference)."""

TRIES = 5


class Outdated(Exception):
    """The object is not what it was when it was last seen."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as a listing has it.

    Attributes:
        key: Its key.
        size: In bytes.
        etag: The MD5 of its bytes, unless a key of AWS' own key service encrypts them.
    """

    key: str
    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class Seen:
    """An object as it was a moment ago."""

    data: bytes
    etag: str
    age: timedelta


@dataclass(frozen=True, slots=True)
class Objects:
    """One bucket.

    Attributes:
        bucket: Its name.
        client: As ``boto3.client("s3")`` gives it; safe for threads.
    """

    bucket: str
    client: Any

    def below(self, prefix: str) -> Iterator[Stored]:
        """All objects whose keys begin so, in the order of their keys."""
        pages = self.client.get_paginator("list_objects_v2")
        with explained(self.bucket):
            for page in pages.paginate(Bucket=self.bucket, Prefix=prefix):
                for found in page.get("Contents", []):
                    yield Stored(found["Key"], found["Size"], found["ETag"].strip('"'))

    def folders(self, prefix: str) -> list[str]:
        """The next parts of keys that begin with ``prefix``, which ends in a slash."""
        pages = self.client.get_paginator("list_objects_v2")
        with explained(self.bucket):
            parts = [
                part["Prefix"]
                for page in pages.paginate(Bucket=self.bucket, Prefix=prefix, Delimiter="/")
                for part in page.get("CommonPrefixes", [])
            ]
        return [part.removeprefix(prefix).strip("/") for part in parts]

    def seen(self, key: str) -> Seen | None:
        """An object with its age by the server's clock alone; None where there is none."""
        try:
            with explained(self.bucket):
                found = self.client.get_object(Bucket=self.bucket, Key=key)
                now = parsedate_to_datetime(found["ResponseMetadata"]["HTTPHeaders"]["date"])
                etag, age = found["ETag"].strip('"'), now - found["LastModified"]
                return Seen(found["Body"].read(), etag, age)
        except S3Missing:
            return None

    def write(self, key: str, data: bytes, *, only_over: str | None = None) -> str:
        """Write an object whole, and give its etag.

        Args:
            key: Its key.
            data: Its bytes.
            only_over: Write only if this is the etag of what stands there now, or, where it is
                empty, if nothing does.

        Raises:
            Outdated: Something else stands there.
        """
        condition = {}
        if only_over is not None:
            condition = {"IfMatch": only_over} if only_over else {"IfNoneMatch": "*"}
        try:
            with explained(self.bucket):
                put = self.client.put_object(Bucket=self.bucket, Key=key, Body=data, **condition)
        except Outdated:
            # Asked again because the answer was lost: what stands in our way may be our own.
            seen = self.seen(key)
            if seen is None or seen.data != data:
                raise
            return seen.etag
        return str(put["ETag"]).strip('"')

    def copy(self, source: str, target: str) -> None:
        """Put the bytes of one object in the place of another, without moving them here."""
        origin = {"Bucket": self.bucket, "Key": source}
        with explained(self.bucket):
            self.client.copy_object(Bucket=self.bucket, Key=target, CopySource=origin)

    def delete(self, keys: Iterable[str]) -> None:
        """Take objects away; those that are not there are no error."""
        gone = list(keys)
        for some in (gone[at : at + AT_ONCE] for at in range(0, len(gone), AT_ONCE)):
            self._delete(some)

    def _delete(self, keys: Sequence[str]) -> None:
        named = {"Objects": [{"Key": key} for key in keys], "Quiet": True}
        with explained(self.bucket):
            answer = self.client.delete_objects(Bucket=self.bucket, Delete=named)
        if answer.get("Errors"):
            raise S3Refused(self.bucket, answer["Errors"][0].get("Code", "refused"))


@contextmanager
def explained(bucket: str) -> Iterator[None]:
    """Turn what S3 answers into an error that says what to do.

    Raises:
        S3Refused: Credentials are missing, wrong, or not enough.
        S3Missing: There is no such object, or no such bucket.
        S3Unreachable: The service does not answer, or fails.
        Outdated: A condition of a write does not hold.
    """
    from botocore import exceptions  # noqa: PLC0415 - an extra, and half a second

    try:
        yield
    except exceptions.ClientError as error:
        raise _meaning(bucket, error.response) from error
    except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError) as error:
        raise S3Refused(bucket, "no credentials are set") from error
    except (exceptions.BotoCoreError, OSError) as error:
        raise S3Unreachable(bucket, type(error).__name__) from error


def _meaning(bucket: str, response: Any) -> Exception:
    code = str(response.get("Error", {}).get("Code", ""))
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    # 409: two conditional writes at the same moment, of which S3 took the other.
    if status in {409, 412} and code != "NoSuchBucket":
        return Outdated(code)
    if status == 404:
        return S3Missing(bucket) if code != "NoSuchBucket" else S3Refused(bucket, "no such bucket")
    if status in {400, 401, 403}:
        return S3Refused(bucket, code or "forbidden")
    return S3Unreachable(bucket, code or f"status {status}")


@cache
def client() -> Any:
    """This process' connection, with endpoint and credentials as every tool of AWS finds them.

    Raises:
        S3Refused: The extra is not installed, or what is set can't be used.
    """
    try:
        import boto3  # noqa: PLC0415 - an extra
        from botocore.config import Config  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415
    except ImportError as error:
        raise S3Refused("s3", "boto3 is missing: pip install 'precited[s3]'") from error
    config = Config(
        retries={"mode": "standard", "max_attempts": TRIES},
        # Newer checksums are refused by several servers that speak S3.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    session = boto3.session.Session()
    try:
        return session.client("s3", region_name=session.region_name or "us-east-1", config=config)
    except (BotoCoreError, ValueError) as error:
        raise S3Refused("s3", f"{error}") from error

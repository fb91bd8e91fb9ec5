"""Objects of a real S3 server: conditions, listings and what its refusals mean."""

import boto3
import pytest

from warehouse.errors import S3Refused, S3Unreachable
from warehouse.remote import Outdated
from warehouse.remote.objects import Objects, client


@pytest.fixture
def objects(bucket):
    return Objects(bucket, client())


def test_an_object_is_written_over_what_was_seen_and_nothing_else(objects):
    first = objects.write("a", b"1", only_over="")
    with pytest.raises(Outdated):
        objects.write("a", b"2", only_over="")
    second = objects.write("a", b"2", only_over=first)
    with pytest.raises(Outdated):
        objects.write("a", b"3", only_over=first)
    seen = objects.seen("a")
    assert (seen.data, seen.etag) == (b"2", second)
    assert 0 <= seen.age.total_seconds() < 60


def test_a_write_whose_answer_was_lost_is_no_conflict_with_itself(objects):
    etag = objects.write("a", b"ours", only_over="")
    assert objects.write("a", b"ours", only_over="") == etag


def test_what_is_not_there_is_none(objects):
    assert objects.seen("nothing") is None
    objects.delete(["nothing"])


@pytest.mark.long
def test_more_objects_than_one_request_lists_or_deletes(objects):
    for number in range(1_001):
        objects.client.put_object(Bucket=objects.bucket, Key=f"many/{number:04d}", Body=b"")
    objects.write("other", b"")
    found = [stored.key for stored in objects.below("many/")]
    assert found == [f"many/{number:04d}" for number in range(1_001)]
    objects.delete(found)
    assert [stored.key for stored in objects.below("")] == ["other"]


def test_the_next_parts_of_keys(objects):
    for key in ("raw/one/v/page", "raw/two/v/page", "raw/file"):
        objects.write(key, b"")
    assert objects.folders("raw/") == ["one", "two"]


def test_a_bucket_that_is_not_there_and_a_server_that_is_not(bucket):
    with pytest.raises(S3Refused, match="no such bucket"):
        Objects("no-such-bucket", client()).write("a", b"")
    from botocore.config import Config

    once = Config(retries={"max_attempts": 0})
    dead = boto3.client("s3", endpoint_url="http://127.0.0.1:9", region_name="x", config=once)
    with pytest.raises(S3Unreachable, match="AWS_ENDPOINT_URL"):
        Objects(bucket, dead).seen("a")


def test_missing_credentials_are_said(bucket, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    nobody = boto3.session.Session().client("s3", region_name="us-east-1")
    with pytest.raises(S3Refused, match="AWS_ACCESS_KEY_ID"):
        Objects(bucket, nobody).seen("a")

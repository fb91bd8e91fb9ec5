"""Addresses of warehouses on S3, as people and paths write them."""

from pathlib import Path

import pytest

from warehouse.errors import BadAddress
from warehouse.remote import Address


@pytest.mark.parametrize(
    ("given", "bucket", "prefix"),
    [
        ("s3://papers", "papers", ""),
        ("s3://papers/", "papers", ""),
        ("s3://papers/a/b/", "papers", "a/b"),
        (Path("s3://papers/a/b"), "papers", "a/b"),
    ],
)
def test_a_bucket_and_a_prefix(given, bucket, prefix):
    assert Address.of(given) == Address(bucket, prefix)
    assert str(Address.of(given)) == f"s3://{bucket}/{prefix}".rstrip("/")


@pytest.mark.parametrize("given", ["warehouse-data", Path("/srv/s3"), "s3", "a/s3://b", ""])
def test_a_folder_is_no_address(given):
    assert Address.of(given) is None


def test_an_address_without_a_bucket_is_refused():
    with pytest.raises(BadAddress, match="s3://bucket/prefix"):
        Address.of("s3:///prefix")


@pytest.mark.parametrize("address", [Address("b"), Address("b", "a/c")])
def test_keys_and_paths_are_each_other_s_inverse(address):
    assert address.path(address.key("tables/papers/data.parquet")) == "tables/papers/data.parquet"

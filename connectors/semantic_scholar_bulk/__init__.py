"""Semantic Scholar's Datasets API: releases, links to their files, and the files, line by line."""

from connectors.semantic_scholar_bulk.client import Datasets
from connectors.semantic_scholar_bulk.links import Link, diffs_path, release_path
from connectors.semantic_scholar_bulk.shards import Read, read_file

__all__ = ["Datasets", "Link", "Read", "diffs_path", "read_file", "release_path"]

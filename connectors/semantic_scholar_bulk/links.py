"""Links to files: they are secrets, they end, and a new listing has the same file under another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

Kind = Literal["all", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Link:
    """One file of a dataset.

    Attributes:
        path: The listing that named it, by which a new link is asked for.
        dataset: ``papers``, ``citations`` and so on.
        span: A release, or the two that a difference lies between, ``2024-01-02-to-2024-01-09``.
        kind: ``all`` for a file of a release; ``update`` or ``delete`` for one of a difference.
        name: The file's own name.
        url: Where it lies for now. Whoever has it needs no key, so it is never shown.
    """

    path: str
    dataset: str
    span: str
    kind: Kind
    name: str
    url: str = field(repr=False, compare=False)

    def __str__(self) -> str:
        """The file as a person names it."""
        return f"{self.dataset} {self.span} {self.name}"


def release_path(release: str, dataset: str) -> str:
    """Where the files of a dataset are listed."""
    return f"release/{release}/dataset/{dataset}"


def diffs_path(since: str, until: str, dataset: str) -> str:
    """Where the files are listed that lead from one release to another."""
    return f"diffs/{since}/to/{until}/{dataset}"


def links_of(path: str, dataset: str, release: str, body: Mapping[str, Any]) -> list[Link]:
    """The files that a listing names, in its order: differences one after the other.

    Raises:
        ValueError: It is no listing of files.
    """
    try:
        found = [
            Link(path, dataset, span, kind, _name(url), url)
            for span, kind, urls in _groups(release, body)
            for url in urls
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no listing of files") from error
    if len({(link.span, link.kind, link.name) for link in found}) < len(found):
        raise ValueError("two files of one name")
    return found


def _groups(release: str, body: Mapping[str, Any]) -> Iterator[tuple[str, Kind, list[str]]]:
    if "diffs" not in body:
        yield release, "all", body["files"]
        return
    for step in body["diffs"]:
        span = f"{step['from_release']}-to-{step['to_release']}"
        yield span, "update", step["update_files"]
        yield span, "delete", step["delete_files"]


def _name(url: str) -> str:
    name = urlsplit(url).path.rpartition("/")[2]
    if not name:
        raise KeyError(url)
    return name

"""A corpus: what the stand-in knows, read from a folder or made up.

The folder format is::

    openreview/groups.jsonl.gz               groups, as API v2 gives them
    openreview/v1/notes.jsonl.gz             notes of API v1; replies are notes of their own
    openreview/v2/notes.jsonl.gz             notes of API v2
    semantic_scholar/papers.jsonl.gz         records with every field of the Graph API
    semantic_scholar/citations.jsonl.gz      {citedPaperId, citingPaper, isInfluential, intents,
                                             contexts, indexedAt, withdrawnAt}
    semantic_scholar/aliases.jsonl.gz        {old, new, changed_at}: ids that moved

Every file may be absent. ``indexedAt`` and ``changed_at`` are never served: they say from which
day on the world looks so; ``withdrawnAt``, which most edges lack, from which day on no more.
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import msgspec

Json = dict[str, Any]

FILES = {
    "groups": "openreview/groups.jsonl.gz",
    "notes_v1": "openreview/v1/notes.jsonl.gz",
    "notes_v2": "openreview/v2/notes.jsonl.gz",
    "papers": "semantic_scholar/papers.jsonl.gz",
    "citations": "semantic_scholar/citations.jsonl.gz",
    "aliases": "semantic_scholar/aliases.jsonl.gz",
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Groups, notes, records and citation edges, as the services would hold them."""

    groups: list[Json] = field(default_factory=list)
    notes_v1: list[Json] = field(default_factory=list)
    notes_v2: list[Json] = field(default_factory=list)
    papers: list[Json] = field(default_factory=list)
    citations: list[Json] = field(default_factory=list)
    aliases: list[Json] = field(default_factory=list)

    def __add__(self, other: "Corpus") -> "Corpus":
        """Both together."""
        return Corpus(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def load(folder: Path) -> Corpus:
    """The corpus in a folder.

    Raises:
        FileNotFoundError: The folder holds none of the files of a corpus.
    """
    found = {name: folder / path for name, path in FILES.items() if (folder / path).exists()}
    if not found:
        msg = f"{folder} is no corpus: it holds none of {', '.join(FILES.values())}"
        raise FileNotFoundError(msg)
    return Corpus(**{name: list(_lines(path)) for name, path in found.items()})


def save(corpus: Corpus, folder: Path) -> None:
    """Write the corpus as a folder that :func:`load` reads back."""
    for name, path in FILES.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        body = b"".join(msgspec.json.encode(row) + b"\n" for row in getattr(corpus, name))
        # mtime 0: the same corpus gives the same bytes.
        target.write_bytes(gzip.compress(body, mtime=0))


def _lines(path: Path) -> Iterable[Json]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    with gzip.open(path) as lines:
        for line in lines:
            yield decoder.decode(line)

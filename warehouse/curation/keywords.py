"""What papers are about, in words that several of them share."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

MANY = 50
"""Keywords of one paper that are looked at: more are a mistake, and cost as their square."""
LONGEST = 200
"""Letters of a keyword; an abstract in the wrong field has more."""
TITLE = 500
"""Letters of a title that are looked at."""


def keywords_of(papers: pa.Table) -> list[list[str]]:
    """Each paper's keywords, and those of other papers that its title and keywords contain.

    Authors leave keywords out, or give only "offline reinforcement learning" where others say
    "reinforcement learning". Of spellings that differ in capitals, hyphens or a plural, the most
    usual one stands for all.

    Args:
        papers: Papers of one venue as in ``tables.PAPERS``.
    """
    given = [_tidy(words or ()) for words in papers["keywords"].to_pylist()]
    usual = _usual(word for words in given for word in words)
    longest = _longest(usual)
    return [
        _meant((title or "", *words), [usual[_key(word)] for word in words], usual, longest)
        for title, words in zip(papers["title"].to_pylist(), given, strict=True)
    ]


def _tidy(words: Iterable[str | None]) -> list[str]:
    tidied = (" ".join(word.casefold().split()) for word in words if word)
    return list(dict.fromkeys(word for word in tidied if 0 < len(word) <= LONGEST))[:MANY]


def _key(word: str) -> str:
    return word.replace("-", " ").removesuffix("s")


def _usual(words: Iterable[str]) -> dict[str, str]:
    """The spelling that stands for all of its key."""
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word in words:
        spelt[_key(word)][word] += 1
    return {key: max(found, key=lambda word: (found[word], word)) for key, found in spelt.items()}


def _longest(keys: Iterable[str]) -> dict[str, int]:
    """How many words the longest key has that begins with a word, so that few phrases are tried."""
    found: dict[str, int] = {}
    for words in (key.split() for key in keys):
        if words:
            found[words[0]] = max(found.get(words[0], 0), len(words))
    return found


def _meant(
    texts: Iterable[str], own: list[str], usual: Mapping[str, str], longest: Mapping[str, int]
) -> list[str]:
    keys = (key for text in texts for key in _phrases(_key(text[:TITLE].casefold()), longest))
    return list(dict.fromkeys([*own, *(usual[key] for key in keys if key in usual)]))


def _phrases(text: str, longest: Mapping[str, int]) -> Iterator[str]:
    """Keys of two words or more: a single word of a title is too often meant otherwise."""
    words = [word.strip(".,:;!?()[]\"'") for word in text.split()]
    for start, word in enumerate(words):
        for stop in range(start + 2, min(start + longest.get(word, 0), len(words)) + 1):
            yield _key(" ".join(words[start:stop]))

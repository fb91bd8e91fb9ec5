"""The boolean syntax of the bulk search.

``+`` and, ``|`` or, ``-`` not, ``"phrase"``, ``word*`` prefix, ``( )``, ``word~N`` edit distance,
``"phrase"~N`` words in between; words next to each other are joined by *and*. Operators bind from
left to right, as in Lucene's simple query parser, which this syntax comes from: ``a b | c d`` is
``((a b) | c) d``. Errors of syntax never fail; what cannot be read counts for nothing.
"""

import re

import numpy as np

from connectors.standin.semantic_scholar.text_index import Docs, TextIndex, words

_TOKEN = re.compile(r'"([^"]*)"?(?:~(\d+))?|([()|+])|(-)(?=\S)|([^\s()|+"~*]+)(\*|~(\d*))?|\S')
_FUZZY = 2  # what `word~` without a number means


def matching(query: str, index: TextIndex) -> Docs:
    """Which documents match; none when nothing of the query can be read."""
    found = _Reader(query, index).read()
    return index.nothing() if found is None else found


class _Reader:
    def __init__(self, query: str, index: TextIndex) -> None:
        self._tokens = list(_TOKEN.finditer(query))
        self._at = 0
        self._index = index

    def read(self) -> Docs | None:
        """Everything up to the closing parenthesis or the end."""
        found: Docs | None = None
        either, negated = False, False
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token[0] == ")":
                break
            if token[0] in ("|", "+"):
                either = token[0] == "|"
                continue
            if token[4]:
                negated = not negated
                continue
            part = self.read() if token[0] == "(" else self._term(token)
            if part is not None:
                found = _joined(found, ~part if negated else part, either=either)
            either, negated = False, False
        return found

    def _term(self, token: "re.Match[str]") -> Docs | None:
        if token[1] is not None:
            phrase = words(token[1])
            return self._index.with_phrase(phrase, int(token[2] or 0)) if phrase else None
        text, suffix = token[5], token[6] or ""
        stems = words(text) if text else []
        if not stems:
            return None
        if suffix == "*" and len(stems) == 1:
            return self._index.with_prefix(text.casefold())
        if suffix.startswith("~") and len(stems) == 1:
            return self._index.with_similar(stems[0], int(token[7] or _FUZZY))
        # A word such as `pre-training` is two words that follow each other.
        return self._index.with_phrase(stems)


def _joined(left: Docs | None, right: Docs, *, either: bool) -> Docs:
    if left is None:
        return right
    return np.logical_or(left, right) if either else np.logical_and(left, right)

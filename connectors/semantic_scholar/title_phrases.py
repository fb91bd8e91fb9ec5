"""Titles as a search engine takes them, and how many of them fit one request.

Semantic Scholar's bulk search knows a boolean language, so a title must lose what would be an
operator there; and it finds nothing for hyphenated terms or LaTeX. One request can ask for many
titles, quoted and joined by ``|``, as long as its address stays short.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from pylatexenc.latex2text import LatexNodes2Text

# CloudFront takes addresses of up to 8,192 bytes and the gateway behind it 10,240 bytes of
# request line and headers together; what is left is for headers and proxies on the way.
LONGEST_URL = 7_000

# Eight words tell a title apart and spare every further byte of an address: for the 1,095 papers
# of ICLR 2022 among 15,000 records they find the same 1,063 of 1,073 right ones as ten words do,
# and no others, in 12 requests for 13.
MOST_WORDS = 8
FEWEST_WORDS = 3
LONGEST_PHRASE = 240

# One page of bulk search. How many works hold a phrase falls steeply with its length; these
# figures are guesses on the safe side, unmeasured, and only keep short phrases apart.
MOST_ROWS = 1_000
ROWS_EXPECTED = {3: 200, 4: 50, 5: 10}
FEW_ROWS = 3

# With the letters that stick to it: M$^4$I is one word to a search engine.
_MATH = re.compile(r"\w*(?:\$[^$]*\$|\\\(.*?\\\))\w*")
_NOT_A_WORD = re.compile(r"[^\w']+|_|(?<!\w)'|'(?!\w)")
_COMMAND = re.compile(r"\\[A-Za-z]+|[\\{}$^]")


def words(title: str) -> list[str]:
    r"""The words of a title, without LaTeX, quotes, hyphens and other signs.

    >>> words(r'Schr\"{o}dinger on \emph{Cats}: a state-of-the-art $\ell_1$-Search?')
    ['Schrödinger', 'on', 'Cats', 'a', 'state', 'of', 'the', 'art', 'l', '1', 'Search']
    """
    return _NOT_A_WORD.sub(" ", _plain(title)).split()


def phrase(title: str) -> str | None:
    """The words of a title to be asked as a quoted phrase; None if they are too few to tell.

    Formulas are written in too many ways, so the longest stretch without one is taken.

    >>> phrase("A $k$-means of fitting many short questions: into one long request")
    'means of fitting many short questions into one'
    >>> phrase("LoRA") is None
    True
    """
    stretches = [words(part) for part in _MATH.split(title)]
    longest = max(stretches, key=len)[:MOST_WORDS]
    while longest and len(" ".join(longest)) > LONGEST_PHRASE:
        longest.pop()
    return " ".join(longest) if len(longest) >= FEWEST_WORDS else None


def pack(phrases: Iterable[str], params: dict[str, Any], address: str) -> list[list[str]]:
    """The phrases in groups, in order and each once, such that every group fits one request.

    Args:
        phrases: What :func:`phrase` gave.
        params: The rest of the query.
        address: The address up to the query.
    """
    groups: list[list[str]] = []
    rows = 0
    for text in dict.fromkeys(phrases):
        expected = ROWS_EXPECTED.get(len(text.split()), FEW_ROWS)
        together = [*groups[-1], text] if groups else []
        if together and rows + expected <= MOST_ROWS and _fits(together, params, address):
            groups[-1].append(text)
            rows += expected
        else:
            groups.append([text])
            rows = expected
    return groups


def query(phrases: Iterable[str]) -> str:
    """The phrases as one boolean query: any of them."""
    return " | ".join(f'"{text}"' for text in phrases)


def _fits(phrases: list[str], params: dict[str, Any], address: str) -> bool:
    return len(f"{address}?{urlencode({'query': query(phrases), **params})}") <= LONGEST_URL


def _plain(title: str) -> str:
    text = _without_latex(title) if "\\" in title or "$" in title else title
    return unicodedata.normalize("NFKC", text).replace("\u2019", "'")


def _without_latex(title: str) -> str:
    # A bare % would start a comment and hide the rest of the title.
    source = re.sub(r"(?<!\\)%", " ", title)
    try:
        return str(LatexNodes2Text(math_mode="text").latex_to_text(source, tolerant_parsing=True))
    except (IndexError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        # pylatexenc trips over some half commands, "\\verb" at the end for one.
        return _COMMAND.sub(" ", title)

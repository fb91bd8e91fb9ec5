"""Titles in a form in which two spellings of one title are the same string."""

import re
import unicodedata

from warehouse.linking.latex import latex_to_text

_GREEK = {
    chr(code): unicodedata.name(chr(code)).split()[-1].lower() for code in range(0x3B1, 0x3CA)
}
# Gone without a trace, so that "don't", "D^2" and "L_2" stay one word: apostrophes of all kinds,
# marks of LaTeX, and characters that nobody sees.
_DROPPED = "'`^_{}$\u2018\u2019\u02bc\u00b4\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SPELLED = {
    **_GREEK,
    "λ": "lambda",  # Unicode calls it LAMDA
    "ς": "sigma",
    "\N{MULTIPLICATION SIGN}": "x",
    "∞": "infinity",
    "√": "sqrt",
    "∇": "nabla",
    "∂": "partial",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "æ": "ae",
    "œ": "oe",
    "&": " and ",
    **dict.fromkeys(_DROPPED, ""),
}
_TABLE = str.maketrans(_SPELLED)
_AND = re.compile(r"\\?&")
_WORD = re.compile(r"[^\W_]+")
# One pass over ASCII, where nearly all titles live: 200,000 a second against 30,000, as long as
# each letter becomes one or (None) none.
_ASCII: dict[int, str | int | None] = str.maketrans(
    {chr(code): " " for code in range(128) if not chr(code).isalnum()}
    | dict.fromkeys("'`^_{}$")
    | {chr(code): chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
)


def normalise_title(title: str) -> str:
    r"""Lower-case words separated by single spaces; LaTeX, accents and punctuation resolved.

    >>> normalise_title(r"$\pi$BO: Bird's-Eye  View & $\ell_2$")
    'pibo birds eye view and l2'
    """
    if title.isascii() and "\\" not in title:
        return " ".join(title.replace("&", " and ").translate(_ASCII).split())
    # Before LaTeX is resolved, which takes an ampersand for the end of a table cell.
    return " ".join(_WORD.findall(_fold(latex_to_text(_AND.sub(" and ", title)))))


def compact(normalised: str) -> str:
    """A normalised title without spaces: hyphens and word breaks no longer tell titles apart."""
    return normalised.replace(" ", "")


def fold(text: str) -> str:
    """Text without accents, case and typographic variants; spaces and punctuation kept."""
    return _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower().translate(_TABLE)
    # Folding can uncover more to fold (casefold of some Greek decomposes), so: until it rests.
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def _fold_once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.translate(_TABLE)

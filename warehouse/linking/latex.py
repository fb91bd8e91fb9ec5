r"""LaTeX in titles, as plain text.

OpenReview keeps the LaTeX that authors typed; Semantic Scholar shows the same title as Unicode,
with the LaTeX left in, or with macro and argument run together (``\mathcalO``).
"""

import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text

# Fonts are dropped before conversion: pylatexenc loses the text of some of them inside math.
_FONT = re.compile(
    r"\\(?:math(?:cal|bb|rm|bf|tt|sf|scr|frak|it|normal)|text(?:tt|rm|bf|it|sf|sc|normal)"
    r"|(?:text|boldsymbol|operatorname|emph|tilde|hat|bar)(?![A-Za-z]))"
)
_GLUED_ROOT = re.compile(r"\\sqrt(?=[A-Za-z0-9])")
_MACRO = re.compile(r"\\([A-Za-z]+)\s*|\\(.)")


def latex_to_text(text: str) -> str:
    r"""The text with LaTeX macros as the characters they stand for.

    >>> latex_to_text(r"\pi-learning with \mathrm{SO}(2)")
    'π-learning with SO(2)'
    """
    if "\\" not in text:
        return text
    spaced = _GLUED_ROOT.sub(r"\\sqrt ", _FONT.sub("", text))
    try:
        return str(_converter().latex_to_text(spaced))
    # pylatexenc raises many kinds on malformed input, among them IndexError and its own.
    except Exception:  # noqa: BLE001
        return _MACRO.sub(r"\1\2 ", text)


@cache
def _converter() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="text", keep_comments=True)

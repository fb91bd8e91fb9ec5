"""Markdown in which no title, name or note can mean anything but its letters."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from warehouse.curation.issue.addresses import safe_address
from warehouse.curation.issue.passages import Block, Span
from warehouse.explore.labels import clean

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~$])")
# What means something at the start of a line only; "1." would begin a list.
_START = re.compile(r"^(?:([-+#=>:])|(\d{1,9})([.)])(?=\s|$))")
# GitHub makes links of these by itself, and "&lt;" would be read as "<".
_SCHEME = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(:)")
_WWW = re.compile(r"(?i)\b(www)(\.)")
_ENTITY = re.compile(r"&(?=#?\w+;)")


class Markdown(str):
    """Text that is Markdown already; any other text is escaped when a template prints it."""

    __slots__ = ()


def escaped(text: str) -> Markdown:
    r"""A text on one line whose letters a reader of the Markdown sees as they are.

    >>> escaped("# <b>[a](javascript:x)</b> 2*3"), escaped("1. www.a.org")
    ('\\# \\<b\\>\\[a\\](javascript:x)\\</b\\> 2\\*3', '1\\. www\\.a.org')
    """
    marked = _SPECIAL.sub(r"\\\1", clean(text))
    marked = _ENTITY.sub(r"\\&", marked)
    marked = _WWW.sub(r"\1\\\2", _SCHEME.sub(r"\1\\\2", marked)).replace("@", "\\@")
    return Markdown(_START.sub(_escape_start, marked))


def _escape_start(found: re.Match[str]) -> str:
    return f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}"


def printed(value: Any) -> str:
    """What a template prints for a value: Markdown as it is, all else escaped."""
    if isinstance(value, Markdown):
        return value
    return escaped(value.isoformat() if isinstance(value, date) else str(value))


def link(text: str, address: str | None) -> Markdown:
    """A link, or the text alone where there is no safe address.

    Args:
        text: What to show.
        address: As :func:`addresses.safe_address` gives it.
    """
    shown = text if isinstance(text, Markdown) else escaped(text)
    return Markdown(f"[{shown}](<{address}>)") if address else Markdown(shown)


def passage(found: Sequence[Block], lead: str, numbers: dict[str, int]) -> Markdown:
    """Paragraphs and lists, ``lead`` in bold at their beginning."""
    bold = f"**{escaped(lead)}**"
    written = [_block(block, numbers) for block in found]
    if not found or found[0].kind == "list":
        return Markdown("\n\n".join([bold, *written]))
    return Markdown("\n\n".join([f"{bold} {written[0]}", *written[1:]]))


def _block(block: Block, numbers: dict[str, int]) -> str:
    lines = ["".join(_span(span, numbers) for span in line) for line in block.lines]
    return lines[0] if block.kind == "paragraph" else "\n".join(f"- {line}" for line in lines)


def _span(span: Span, numbers: dict[str, int]) -> str:
    if span.kind == "mark":
        return f"\\[{numbers.get(span.text, '?')}\\]"
    if span.kind == "address":
        return link(span.text, safe_address(span.text))
    # White space at the ends separates pieces and has to stay.
    start = " " if span.text[:1].isspace() else ""
    end = " " if span.text[-1:].isspace() and span.text.strip() else ""
    return f"{start}{escaped(span.text)}{end}"


_RAISED = dict(zip("abcdefghij", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲ", strict=True))


def raised(letters: Sequence[str]) -> Markdown:
    r"""Letters of notes as small raised ones, which every reader of Markdown shows.

    >>> raised(["a", "c"]) == "ᵃ\u2009ᶜ"
    True
    """
    return Markdown("\u2009".join(_RAISED.get(letter, letter) for letter in letters))

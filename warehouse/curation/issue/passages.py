"""What curators write, taken apart: paragraphs, lists, and in them text, marks and addresses.

They write plain text. A blank line ends a paragraph, lines that begin with ``-``, ``*`` or ``•``
are a list, ``[[arxiv:2106.09685]]`` refers to a work, and a web address becomes a link. Nothing
else has a meaning, so that no text can do harm on a page.
"""

import re
from dataclasses import dataclass
from typing import Literal

_MARK = r"\[\[(?P<mark>[^\[\]\r\n]{1,400})\]\]"
_ADDRESS = r"(?P<address>https?://[^\s<>\"'`{}|\\^\[\]]+)"
_SPECIAL = re.compile(f"{_MARK}|{_ADDRESS}")
_ITEM = re.compile(r"\s*[-*•]\s+")
_AFTER_ADDRESS = ".,;:!?"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: ``kind`` says whether its text is to be shown, resolved or linked."""

    kind: Literal["text", "mark", "address"]
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, which has one line, or a list, which has one for each item."""

    kind: Literal["paragraph", "list"]
    lines: tuple[tuple[Span, ...], ...]


def blocks(text: str) -> list[Block]:
    r"""The paragraphs and lists of a text.

    >>> [(block.kind, len(block.lines)) for block in blocks("One\ntwo.\n\n- a\n- b")]
    [('paragraph', 1), ('list', 2)]
    """
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        found += _part(part)
    return found


def _part(part: str) -> list[Block]:
    """A part between blank lines: a paragraph, and maybe a list right below it."""
    paragraph: list[str] = []
    items: list[list[str]] = []
    for line in filter(None, (line.strip() for line in part.split("\n"))):
        if _ITEM.match(f"{line} "):
            items.append([_ITEM.sub("", line, count=1)])
        elif items:
            items[-1].append(line)
        else:
            paragraph.append(line)
    found = [Block("paragraph", (spans(" ".join(paragraph)),))] if paragraph else []
    lines = tuple(spans(" ".join(item)) for item in items)
    return [*found, Block("list", lines)] if lines else found


def spans(line: str) -> tuple[Span, ...]:
    """A line in pieces.

    >>> [(s.kind, s.text) for s in spans("As LoRA[[arxiv:2106.09685]], https://a.org/b.")]
    [('text', 'As LoRA'), ('mark', 'arxiv:2106.09685'), ('text', ', '), \
('address', 'https://a.org/b'), ('text', '.')]
    """
    found: list[Span] = []
    place = 0
    for special in _SPECIAL.finditer(line):
        found.append(Span("text", line[place : special.start()]))
        place = special.end()
        if special["mark"] is not None:
            found.append(Span("mark", special["mark"]))
        else:
            address = _address(special["address"])
            place -= len(special["address"]) - len(address)
            found.append(Span("address", address))
    found.append(Span("text", line[place:]))
    return tuple(span for span in found if span.text)


def _address(found: str) -> str:
    """The address without the punctuation of the sentence that it stands in."""
    address = found.rstrip(_AFTER_ADDRESS)
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(_AFTER_ADDRESS)
    return address


def without_marks(text: str) -> str:
    """The text with what a mark stands for in its place, for formats without references.

    >>> without_marks("As LoRA[[arxiv:2106.09685|LoRA, 2021]] and [[p1]].")
    'As LoRA [LoRA, 2021] and [p1].'
    """
    return re.sub(rf"(?<=\w)(?=\[\[)|{_MARK}", _named, text)


def _named(found: re.Match[str]) -> str:
    mark = found["mark"]
    if mark is None:
        return " "
    name, _, label = (part.strip() for part in mark.partition("|"))
    return f"[{label or name}]"


def marks(text: str | None) -> list[str]:
    """Every mark of a text, in order."""
    return [
        span.text
        for block in blocks(text or "")
        for line in block.lines
        for span in line
        if span.kind == "mark"
    ]

"""Pieces of the HTML page; everything that is not markup of ours is escaped."""

from collections.abc import Sequence

from markupsafe import Markup

from warehouse.curation.issue.addresses import safe_address
from warehouse.curation.issue.passages import Block, Span


def link(text: str, address: str | None) -> Markup:
    """A link, or the text alone where there is no safe address.

    Args:
        text: What to show.
        address: As :func:`addresses.safe_address` gives it.
    """
    shown = Markup('<bdi dir="auto">{}</bdi>').format(text)
    if not address:
        return shown
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(address, shown)


def passage(found: Sequence[Block], lead: str, numbers: dict[str, int]) -> Markup:
    """Paragraphs and lists, ``lead`` in bold at their beginning."""
    bold = Markup("<strong>{}</strong>").format(lead)
    written = [_block(block, numbers) for block in found]
    if not found or found[0].kind == "list":
        return Markup("\n").join([Markup("<p>{}</p>").format(bold), *written])
    first = Markup("<p>{} {}</p>").format(bold, _line(found[0].lines[0], numbers))
    return Markup("\n").join([first, *written[1:]])


def _block(block: Block, numbers: dict[str, int]) -> Markup:
    lines = [_line(line, numbers) for line in block.lines]
    if block.kind == "paragraph":
        return Markup("<p>{}</p>").format(lines[0])
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    return Markup("<ul>{}</ul>").format(items)


def _line(line: Sequence[Span], numbers: dict[str, int]) -> Markup:
    return Markup("").join(_span(span, numbers) for span in line)


def _span(span: Span, numbers: dict[str, int]) -> Markup:
    if span.kind == "address":
        return link(span.text, safe_address(span.text))
    if span.kind == "text":
        return Markup("{}").format(span.text)
    number = numbers.get(span.text)
    if number is None:
        return Markup("<sup>[?]</sup>")
    return Markup('<sup><a href="#ref-{0}">[{0}]</a></sup>').format(number)


def raised(letters: Sequence[str]) -> Markup:
    """Letters of notes, each a link to its note."""
    return Markup('<sup class="note">{}</sup>').format(
        Markup(",\u2009").join(Markup('<a href="#note-{0}">{0}</a>').format(x) for x in letters)
    )

"""What a search brought up, for a terminal or a program."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from rich.console import Console
from rich.text import Text

from warehouse.explore.search import Hit
from warehouse.explore.search.hits import Snippet
from warehouse.spreadsheet import as_csv

MARK = "bold yellow"


def shown(hits: Sequence[Hit], format_: str, console: Console) -> None:
    """Print hits as a list to read, or as CSV or JSON.

    Args:
        hits: Best first.
        format_: table, csv or json.
        console: Where to print.
    """
    if format_ != "table":
        _print_rows([_row(hit) for hit in hits], format_, console)
    elif not hits:
        console.print("Nothing found: try fewer or other words, or the beginning of one with *.")
    else:
        for number, hit in enumerate(hits, start=1):
            _print(number, hit, console)


def shown_related(
    own: Mapping[str, Any], near: Sequence[Mapping[str, Any]], format_: str, console: Console
) -> None:
    """Print the papers related to one; arguments as :func:`shown`."""
    if format_ != "table":
        _print_rows(near, format_, console)
        return
    console.print(Text(f"Like {own['title'] or own['paper_id']}:", style="bold"))
    for row in near:
        note = "  (nearly the same text)" if row["is_near_duplicate"] else ""
        console.print(Text(f"{row['rank']:>3} {row['similarity']:.2f}  {row['title']}{note}"))
        console.print(Text(f"          {row['forum_url']}", style="dim"))
    basis = {"specter2": "SPECTER2 vectors", "text": "the words of their texts"}[near[0]["basis"]]
    console.print(Text(f"By {basis}; similarity is the cosine.", style="dim"))


def _print_rows(rows: Sequence[Mapping[str, Any]], format_: str, console: Console) -> None:
    if format_ == "json":
        text = msgspec.json.format(msgspec.json.encode(list(rows))).decode()
        console.out(text, highlight=False)
    else:
        console.out(as_csv(rows), end="", highlight=False)


def _print(number: int, hit: Hit, console: Console) -> None:
    by_field = {snippet.field: snippet for snippet in hit.snippets}
    title = by_field.get("title")
    head = Text(f"{number:>3} ")
    head.append_text(_marked(title) if title else Text(hit.paper["title"] or "(no title)"))
    head.stylize("bold", 4)
    console.print(head)
    console.print(Text(f"    {_facts(hit)}", style="dim"))
    rest = [snippet for name, snippet in by_field.items() if name != "title"][:1]
    for snippet in rest:
        console.print(Text(f"    {snippet.field}: ").append_text(_marked(snippet)))


def _facts(hit: Hit) -> str:
    paper = hit.paper
    low, high = paper["citations_low"], paper["citations_high"]
    told = (
        "citations unknown"
        if low is None
        else f"cited {low}"
        if low == high
        else (f"cited {low}-{high}")
    )
    found_by = " and ".join(hit.found_by)
    parts = (paper["tier"], paper["venue_id"], told, f"found by {found_by}", paper["forum_url"])
    return " · ".join(filter(None, parts))


def _marked(snippet: Snippet) -> Text:
    text = Text(" ".join(snippet.text.split()) if not snippet.marks else snippet.text)
    for start, end in snippet.marks:
        text.stylize(MARK, start, end)
    return text


def _row(hit: Hit) -> dict[str, Any]:
    return hit.paper | {
        "score": hit.score,
        "matched": hit.words,
        "found_by": list(hit.found_by),
    }

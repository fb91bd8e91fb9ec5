"""``precited links``: look at doubtful links and decide them."""

from enum import StrEnum
from typing import Annotated

import typer

from flows.commands.options import Warehouse, warehouse_root

EXAMPLES = (
    "Examples: [bold]precited links ICLR.cc/2022/Conference[/] lists what is doubtful; "
    "[bold]precited links accept PAPER[/] takes its best candidate; "
    "[bold]precited links reject PAPER --why 'another work'[/]; "
    "[bold]precited links pin PAPER CorpusId:235458009[/]; "
    "[bold]precited links undo PAPER[/] takes the last decision about it back."
)


class Format(StrEnum):
    """How to print the list."""

    text = "text"
    json = "json"


def links(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="VENUE | accept|reject|pin PAPER [S2ID] | undo DECISION",
            help="A venue to look at, or a decision. PAPER is a forum id or its address.",
        ),
    ],
    warehouse: Warehouse = None,
    absent: Annotated[
        bool, typer.Option("--absent", help="Also show papers without any trusted record.")
    ] = False,
    why: Annotated[str | None, typer.Option("--why", help="Why, for those after you.")] = None,
    curator: Annotated[
        str | None, typer.Option("--curator", help="Who decides (default: your login name).")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.text,
) -> None:
    """Show doubtful links with their candidates, or decide one.

    Decisions are kept in curation/links.jsonl, hold for every later run and rebuild, and can be
    taken back.
    """
    from datetime import UTC, datetime
    from getpass import getuser

    from flows.link_decisions import decide, doubtful
    from flows.queue import as_json
    from flows.show import terminal
    from flows.show_links import show_decision, show_doubtful

    root = warehouse_root(warehouse)
    first, *rest = words
    if first in ("accept", "reject", "pin", "undo"):
        who = curator or getuser()
        show_decision(decide(root, first, rest, who, why, datetime.now(UTC)), root, terminal())
    elif form is Format.json:
        typer.echo(as_json(doubtful(root, first, absent=absent)))
    else:
        show_doubtful(first, doubtful(root, first, absent=absent), terminal())

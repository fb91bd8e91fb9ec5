"""``precited decisions``: what curators decided, to take along and to bring in."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import Warehouse, warehouse_root

EXAMPLES = (
    "Examples: [bold]precited decisions ICLR.cc/2022/Conference[/] sums up; "
    "[bold]... --format ris --out papers.ris[/] for ASReview or a reference manager; "
    "[bold]precited decisions import papers.ris ICLR.cc/2022/Conference --curator ada[/] brings "
    "its labels and notes back."
)


class Format(StrEnum):
    """How to write the decisions."""

    text = "text"
    csv = "csv"
    ris = "ris"
    json = "json"


def decisions(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="VENUE | import FILE VENUE",
            help="A venue to look at, or a CSV, RIS or JSON file to add to its decisions.",
        ),
    ],
    warehouse: Warehouse = None,
    form: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.text,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write there, not to the screen.")
    ] = None,
    curator: Annotated[
        str | None,
        typer.Option(
            "--curator",
            help="Only this curator's; on import, who says what the file says in nobody's name "
            "(default: your login name).",
        ),
    ] = None,
) -> None:
    """Show or export what curators decided about papers, or import it from a file.

    An import adds what is new and takes nothing away; the same file twice adds nothing.
    """
    from datetime import UTC, datetime
    from getpass import getuser

    from flows.decisions import exported, imported, told
    from flows.failures import Failed
    from warehouse import disk

    root = warehouse_root(warehouse)
    match words:
        case ["import", file, venue]:
            who = curator or getuser()
            for line in told(imported(root, Path(file), venue, who, datetime.now(UTC))):
                typer.echo(line)
        case [venue] if venue != "import":
            text = exported(root, venue, form.value, curator)
            if out is None:
                typer.echo(text, nl=False)
            else:
                disk.write(out, text.encode())
        case _:
            msg = "Say: precited decisions VENUE, or precited decisions import FILE VENUE."
            raise Failed(msg)

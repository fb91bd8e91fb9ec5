"""``precited tables``: the data dictionary."""

from typing import Annotated

import typer

EXAMPLES = "Example: [bold]precited tables --markdown > tables.md[/]."


def tables(
    markdown: Annotated[bool, typer.Option("--markdown", help="As Markdown, whole.")] = False,
) -> None:
    """Say what every table and column means."""
    from rich.markdown import Markdown

    from flows.show import terminal
    from warehouse.explore.dictionary import dictionary

    if markdown:
        typer.echo(dictionary())
    else:
        terminal().print(Markdown(dictionary()))

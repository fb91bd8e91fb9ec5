"""``precited board``: the curation page."""

from typing import Annotated

import typer

from flows.commands.options import Warehouse, warehouse_root

EXAMPLES = (
    "Examples: [bold]precited board[/] opens the page on this machine; "
    "[bold]precited board ICLR.cc/2022/Conference --curator anna[/] begins with that venue, "
    "as that curator; [bold]precited board --no-browser --port 0[/] prints its address only."
)


def board(
    venue: Annotated[
        str | None,
        typer.Argument(metavar="[VENUE]", help="Venue to begin with; the page switches."),
    ] = None,
    warehouse: Warehouse = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8350,
    host: Annotated[
        str, typer.Option(help="Address to listen on; any but loopback lets others in.")
    ] = "127.0.0.1",
    curator: Annotated[
        str | None, typer.Option("--curator", help="Who decides (default: your login name).")
    ] = None,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser on it.")
    ] = True,
) -> None:
    """Go through the queue and decide, in a page on this machine.

    Decisions are kept in curation/decisions.jsonl, on disk before the page says saved.
    """
    from getpass import getuser

    from flows.board import board_of, is_loopback, serve_board

    if not is_loopback(host):
        typer.secho(
            f"Everybody who reaches {host} can read and decide there: the board has no passwords "
            "and no encryption.",
            err=True,
            fg="yellow",
        )
    shown = board_of(warehouse_root(warehouse), venue, curator or getuser())
    serve_board(shown, host, port, browser=browser, say=typer.echo)

"""The command line: ``precited COMMAND``."""

import sys
from typing import Annotated

import typer

from flows.commands import (
    backtest,
    board,
    build,
    bulk,
    check,
    decisions,
    demo,
    flags,
    issue,
    links,
    plan,
    related,
    run,
    schedule,
    search,
    sql,
    standin,
    tables,
    venues,
)
from flows.commands import map as map_command
from flows.failures import explain

app = typer.Typer(
    help="Which accepted papers of a conference are already cited when its doors open.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with [bold]precited demo[/]: the whole pipeline, offline, on a made-up venue.",
)

for command in (
    demo,
    run,
    plan,
    venues,
    build,
    bulk,
    check,
    flags,
    issue,
    links,
    board,
    decisions,
    backtest,
    search,
    related,
    map_command,
    sql,
    tables,
    schedule,
    standin,
):
    name = command.__name__.rpartition(".")[2]
    app.command(name, epilog=command.EXAMPLES)(getattr(command, name))


@app.callback()
def precited(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")
    ] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Set up what all commands share."""
    _state["debug"] = debug
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"precited {installed('precited')}")
        raise typer.Exit


_state = {"debug": False}


def main() -> None:
    """Run a command; a failure is one sentence on stderr and exit code 1."""
    try:
        app()
    except Exception as error:
        if _state["debug"]:
            raise
        typer.echo(explain(error), err=True)
        sys.exit(1)

"""``precited standin``: both services on this machine, for trying out and for tests."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import Day

EXAMPLES = (
    "Example: [bold]precited standin > standin.env & sleep 3; source standin.env[/], "
    "then any other command asks it in place of the services."
)


def standin(
    corpora: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[CORPUS]...", help="Folders; the made-up corpus when none is given."
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port on loopback; 0 takes a free one.")
    ] = 0,
    today: Day = None,
    faults: Annotated[
        str,
        typer.Option(
            help="What goes wrong: none, flaky, throttled, hostile, mix or switches, parted by "
            "commas, as in 'flaky,expired-token,seed=7'. 'list' names them all."
        ),
    ] = "none",
) -> None:
    """Serve OpenReview and Semantic Scholar from recorded or made-up data.

    Prints lines for a shell to eval, then serves until it is stopped.
    """
    from shlex import quote

    from connectors.standin import corpus, made_up
    from connectors.standin.faults.profiles import BadFaultsError, NoSuchProfileError, described
    from connectors.standin.faults.switches import table
    from connectors.standin.server import environment, run_forever
    from flows.failures import Failed

    if faults in ("list", "table"):
        typer.echo(described() if faults == "list" else table())
        return
    worlds = (corpus.load(folder) for folder in corpora) if corpora else iter([made_up.corpus()])
    try:
        run_forever(
            worlds,
            port=port,
            today=today.date() if today else None,
            faults=faults,
            on_ready=lambda urls: typer.echo(
                "\n".join(f"export {n}={quote(v)}" for n, v in environment(urls).items())
            ),
        )
    except (OSError, NoSuchProfileError, BadFaultsError) as error:
        raise Failed(str(error)) from error

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
    port: Annotated[int, typer.Option(help="Port on loopback; 0 takes a free one.")] = 0,
    today: Day = None,
    faults: Annotated[str, typer.Option(help="none, flaky, throttled or hostile.")] = "none",
) -> None:
    """Serve OpenReview and Semantic Scholar from recorded or made-up data.

    Prints lines for a shell to eval, then serves until it is stopped.
    """
    from shlex import quote

    from connectors.standin import corpus, made_up
    from connectors.standin.server import environment, run_forever

    loaded = [corpus.load(folder) for folder in corpora or []] or [made_up.corpus()]
    run_forever(
        loaded,
        port=port,
        today=today.date() if today else None,
        faults=faults,
        on_ready=lambda urls: typer.echo(
            "\n".join(f"export {name}={quote(value)}" for name, value in environment(urls).items())
        ),
    )

"""``precited demo``: the whole pipeline, offline."""

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = "Example: [bold]precited demo --out /tmp/precited-demo[/]."


def demo(
    out: Annotated[
        Path, typer.Option("--out", help="Folder for what the demo makes; emptied first.")
    ] = Path("demo-out"),
) -> None:
    """Run the whole pipeline offline, on a made-up venue served from this machine."""
    from flows.demo import run_demo

    run_demo(out.resolve())

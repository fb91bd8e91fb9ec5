"""``precited demo``: the whole pipeline, offline."""

import sys
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

    called = sys.argv[0]
    # Where no script is on the path, as under make, the path is how to call it.
    run_demo(out.resolve(), called if called.endswith("precited") else "precited")

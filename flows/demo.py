"""The whole pipeline on a made-up venue: nothing leaves this machine."""

import os
import shutil
from pathlib import Path

from connectors.standin import made_up
from connectors.standin.made_up.venues import LANTERN
from connectors.standin.server import environment, serve
from flows.commands.tracking import track_all
from flows.failures import Failed
from flows.show import terminal

MARKER = ".precited-demo"
QUERY = "SELECT cited, count(*) FROM flags GROUP BY cited"


def run_demo(out: Path, command: str) -> None:
    """Serve the made-up corpus, run its main venue into ``out/warehouse`` and say what to do next.

    Args:
        out: A folder for what the demo makes; emptied first.
        command: How precited was called, for what to try next.

    Raises:
        Failed: ``out`` holds something that no demo made.
    """
    console = terminal()
    warehouse = _fresh(out) / "warehouse"
    console.print(
        "A made-up conference is served from this machine in place of OpenReview and Semantic "
        "Scholar;\nits papers, people and citations are invented."
    )
    with serve([made_up.corpus()]) as standin:
        # The flow reads its settings from the environment, as every run does.
        os.environ.update(environment(standin.urls))
        os.environ.pop("SEMANTIC_SCHOLAR_API_KEY", None)
        track_all([LANTERN.id], warehouse=warehouse, timings=True)
    console.print(_next_steps(warehouse, command), highlight=False, soft_wrap=True)


def _fresh(out: Path) -> Path:
    marker = out / MARKER
    if out.exists() and any(out.iterdir()):
        if not marker.exists():
            msg = f"{out} holds something that no demo made: name another folder with --out."
            raise Failed(msg)
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    marker.touch()
    return out


def _next_steps(warehouse: Path, command: str) -> str:
    here = Path.cwd()
    shown = warehouse.relative_to(here) if warehouse.is_relative_to(here) else warehouse
    where = f"--warehouse {shown}"
    return (
        "\nLook further:\n"
        f"  {command} flags {LANTERN.id} {where}\n"
        f'  {command} sql "{QUERY}" {where}\n'
        f"  {command} check {where}"
    )

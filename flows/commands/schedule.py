"""``precited schedule``: run the venues of a watch list by itself."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import Warehouse

EXAMPLES = (
    "Examples: [bold]precited schedule --list[/] shows what the watch list comes to; "
    "[bold]precited schedule[/] runs it until it is stopped; "
    "[bold]precited schedule --prefect-yaml > prefect.yaml[/] is for workers on other machines. "
    "A watch list to begin with: docs/watch.example.toml."
)


def schedule(
    watch_list: Annotated[
        Path | None,
        typer.Option(
            "--watch-list",
            envvar="PRECITED_WATCH_LIST",
            help="The venues to run (default: ./watch.toml).",
            show_default=False,
        ),
    ] = None,
    warehouse: Warehouse = None,
    only_list: Annotated[
        bool, typer.Option("--list", help="Only show what is scheduled and when it runs next.")
    ] = False,
    prefect_yaml: Annotated[
        bool, typer.Option("--prefect-yaml", help="Only print it as a prefect.yaml.")
    ] = False,
    port: Annotated[
        int,
        typer.Option(
            min=0, max=65535, help="Of our own Prefect server on loopback; 0 takes a free one."
        ),
    ] = 4200,
) -> None:
    """Run the venues of a watch list weekly, and daily around their conferences.

    With PREFECT_API_URL set it is served with that Prefect server; else one is started on this
    machine for as long as this command runs. Ctrl-C or SIGTERM stops both; what was under way
    goes on at the next start.
    """
    from datetime import UTC, datetime

    from flows.place import working_copy
    from flows.schedule import read_schedule
    from flows.settings import load_settings
    from flows.show import terminal
    from flows.show_schedule import show_schedule

    path = watch_list or load_settings().watch_list
    if prefect_yaml:
        from flows.prefect_yaml import prefect_yaml as text

        typer.echo(text(read_schedule(path, None)), nl=False)
        return
    root = working_copy(warehouse).resolve()
    show_schedule(read_schedule(path, root), datetime.now(UTC), terminal())
    if not only_list:
        from flows.scheduling import schedule_all

        schedule_all(path.resolve(), root, port)

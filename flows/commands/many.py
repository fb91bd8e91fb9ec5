"""The options of ``precited run`` that make it run many venues at once."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from flows.runners import Runner, is_address

MANY = 50
"""Venues of which a person at a terminal is asked whether so many are meant."""


@dataclass(frozen=True, slots=True)
class Many:
    """Which venues are meant, beside those that are named, and who works on them.

    Attributes:
        everything: All on OpenReview's list.
        year: Of these, those of a year.
        watch_list: All of this file.
        runner: Who works on them; None for the usual.
        workers: How many threads or processes.
        address: Of a Dask scheduler.
        yes: Not to ask whether so many are meant.
    """

    everything: bool = False
    year: int | None = None
    watch_list: Path | None = None
    runner: Runner | None = None
    workers: int | None = None
    address: str | None = None
    yes: bool = False

    @property
    def is_meant(self) -> bool:
        """Whether venues are to run at once, and not one after another."""
        return any((self.everything, self.watch_list, self.runner, self.workers))

    def confirm(self, number: int) -> None:
        """Ask a person at a terminal before very many venues are run.

        Raises:
            Abort: They are not meant.
        """
        if number > MANY and not self.yes and sys.stdin.isatty():
            typer.confirm(f"Run {number:,} venues?", abort=True)

    def check(self, names: Sequence[str], *, timings: bool) -> None:
        """Refuse what does not go together.

        Args:
            names: What was given as VENUE.
            timings: Whether the time of each stage is to be shown.

        Raises:
            BadParameter: The message says which two options exclude each other.
        """
        for is_wrong, why in self._wrongs(names, timings=timings):
            if is_wrong:
                raise typer.BadParameter(why)

    def _wrongs(self, names: Sequence[str], *, timings: bool) -> list[tuple[bool, str]]:
        is_listed = self.watch_list is not None
        return [
            (self.everything and is_listed, "--all and --watch-list exclude each other."),
            (is_listed and bool(names), "name venues, or give a --watch-list, and not both."),
            (self.year is not None and not self.everything, "--year is for --all."),
            (
                self.everything and self.year is None and not names,
                "--all wants a --year, or words of the ids: OpenReview lists thousands of venues.",
            ),
            (
                not (names or self.everything or is_listed),
                "name a venue, or give --all --year YEAR, or --watch-list FILE.",
            ),
            (
                self.address is not None and self.runner is not Runner.dask,
                "--address is for --runner dask.",
            ),
            (
                self.address is not None and self.workers is not None,
                "--workers is for a cluster on this machine; one at an --address has its own.",
            ),
            (
                self.address is not None and not is_address(self.address),
                f"--address must be like tcp://127.0.0.1:8786, and not {self.address!r}.",
            ),
            (timings and self.is_meant, "--timings is for venues that run one after another."),
        ]

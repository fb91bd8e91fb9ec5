"""The benchmarks as one Markdown table, with what has to be said about each part below it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.benchmarks.measuring import Row, shown

HEAD = ("", "input", "time", "CPU", "peak MB", "requests", "stands against", "which takes")
RIGHT = {2, 3, 4, 5}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the benchmarks.

    Attributes:
        name: As it is asked for by ``--only``.
        title: As it is shown.
        module: Has ``rows(place)``, which measures, and says in its docstring what and how.
    """

    name: str
    title: str
    module: str


@dataclass(frozen=True, slots=True)
class Told:
    """A part that was measured.

    Attributes:
        part: Which.
        about: What was measured and how.
        rows: What came of it.
        seconds: How long the whole part took.
    """

    part: Part
    about: str = ""
    rows: Sequence[Row] = field(default_factory=tuple)
    seconds: float = 0.0


def document(heading: str, parts: Sequence[Told]) -> str:
    """The whole page: heading, table, and the parts in words."""
    return "\n".join((heading, "", table(parts), "", *map(_told, parts)))


def table(parts: Sequence[Told]) -> str:
    """One table of all rows, part by part."""
    ruler = ["---:" if place in RIGHT else "---" for place in range(len(HEAD))]
    lines = [_line(HEAD), _line(ruler)]
    for told in parts:
        lines.append(_line([f"**{told.part.title}**", *[""] * (len(HEAD) - 1)]))
        lines += [_line(_cells(row)) for row in told.rows]
    return "\n".join(lines)


def _cells(row: Row) -> list[str]:
    if row.missing:
        times = ["-"] * 4
        return [row.what, row.given, *times, f"not measured: {row.missing}", ""]
    spent = row.taken
    return [
        row.what,
        row.given,
        shown(spent.seconds) if spent else "-",
        shown(spent.cpu) if spent else "-",
        f"{spent.peak:,.0f}" if spent else "-",
        "-" if row.requests is None else f"{row.requests:,}",
        row.against or "-",
        row.figure or "-",
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _told(told: Told) -> str:
    notes = [f"- {row.what}, {row.given}: {row.note}" for row in told.rows if row.note]
    took = f"`--only {told.part.name}`; this part took {shown(told.seconds)}."
    return "\n".join((f"## {told.part.title}", "", told.about.strip(), "", took, "", *notes, ""))

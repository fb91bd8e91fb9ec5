"""The register of all switches, in the order in which they lie around an answer."""

from collections.abc import Mapping

from connectors.standin.faults import (
    files,
    gates,
    graph_records,
    lies,
    limits,
    matches,
    odd_notes,
    outages,
    paging,
    status_flip,
    twins,
    wires,
)
from connectors.standin.faults.switch import Switch

_ROOMS = (
    paging,
    odd_notes,
    graph_records,
    twins,
    matches,
    files,
    lies,
    wires,
    outages,
    gates,
    status_flip,
    limits,
)

SWITCHES: Mapping[str, Switch] = {s.name: s for room in _ROOMS for s in room.SWITCHES}


def table() -> str:
    """All switches as a table in Markdown, for docs/standin.md."""
    head = (
        "| switch | service | when | share | what it does | invented |\n|---|---|---|---|---|---|"
    )
    rows = [
        f"| `{s.name}` | {s.service.replace('_', ' ')} | {s.when} | {s.share:g} | {s.about} "
        f"| {s.invented} |"
        for s in SWITCHES.values()
    ]
    return "\n".join([head, "|---" * 6 + "|", *rows])

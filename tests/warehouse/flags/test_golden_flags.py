"""Small venues whose flags were thought out by hand (tests/cases/flags)."""

from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "cases" / "flags"


@pytest.mark.parametrize("folder", sorted(CASES.iterdir()), ids=lambda folder: folder.name)
def test_the_flags_are_as_thought_out(folder: Path, golden, flagged) -> None:
    given, expected = golden(folder)
    found = flagged(given)
    papers = given["papers"]
    accepted = {row["paper_id"] for row in papers if row.get("state", "accepted") == "accepted"}
    assert set(found) == accepted
    for row in expected:
        empty = dict.fromkeys(row.pop("null", ()))
        wanted = row | empty
        assert {name: found[row["paper_id"]][name] for name in wanted} == wanted

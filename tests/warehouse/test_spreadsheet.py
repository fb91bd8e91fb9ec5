"""CSV: harmless in a spreadsheet, and the same when it comes back."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.spreadsheet import as_csv, from_csv, shielded, unshielded

FORMULAS = [
    '=HYPERLINK("http://evil.example","look")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\uff1d1+1",
]

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.from_regex(r"\A'{0,3}[=+\-@\t\r].*")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_compute_is_text(text: str) -> None:
    ((_,), (cell,)) = csv.reader(io.StringIO(as_csv([{"title": text}]), newline=""))

    assert cell == "'" + text


def test_a_header_is_a_cell_too() -> None:
    assert as_csv([{"=1+1": 1}]).splitlines()[0] == "'=1+1"


@pytest.mark.parametrize("number", [-5, -0.5, 12, "-5", "+3", "-1.5e-3"])
def test_numbers_stay_numbers(number: object) -> None:
    assert as_csv([{"n": number}]) == f"n\n{number}\n"


def test_cells_are_written_as_people_read_them() -> None:
    row = {
        "authors": ["Ada", "Bob"],
        "tier": None,
        "as_of": date(2022, 4, 25),
        "at": datetime(2022, 4, 25, 12, tzinfo=UTC),
        "own": True,
    }
    assert as_csv([row]).splitlines()[1] == "Ada; Bob,,2022-04-25,2022-04-25T12:00:00+00:00,true"


def test_columns_can_be_chosen_and_hold_without_rows() -> None:
    assert as_csv([], ["a", "b"]) == "a,b\n"
    assert as_csv([{"b": 1, "c": 2}], ["a", "b"]) == "a,b\n,1\n"


@given(TEXTS)
def test_the_apostrophe_comes_off_again(text: str) -> None:
    assert unshielded(shielded(text)) == text


@given(st.lists(st.fixed_dictionaries({"a": TEXTS, "b": TEXTS}), min_size=1))
def test_rows_come_back(rows: list[dict[str, str]]) -> None:
    expected = [{name: text or None for name, text in row.items()} for row in rows]

    assert from_csv(as_csv(rows)) == expected


def test_a_file_that_a_spreadsheet_saved_is_read() -> None:
    assert from_csv("\ufeffa,b\r\n1\r\n\r\n'=x,2,3\r\n") == [
        {"a": "1", "b": None},
        {"a": "=x", "b": "2"},
    ]

"""CSV that a spreadsheet can open without running what a stranger wrote, and back.

A title may begin with ``=``: a spreadsheet would take it for a formula, and formulas can fetch
addresses and start programs. Such a cell gets an apostrophe before it, which spreadsheets read
as "this is text". :func:`from_csv` takes it off again, so nothing is lost on the way.
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

SHIELD = "'"

# The signs that open a formula (OWASP, "CSV Injection"), their full-width forms among them, with
# white space before them or not; tab and line ends, which some programs drop before they look.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_NUMBER = re.compile(r"'*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def as_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None) -> str:
    """Rows as CSV with a header, every cell harmless in a spreadsheet.

    Missing values are empty, lists are joined by ``; ``, dates are ISO, numbers stay numbers
    (negative ones too), and text that a spreadsheet would take for a formula begins with ``'``.

    Args:
        rows: What to write.
        columns: Which columns, in order; None for all that the rows have.
    """
    names = dict.fromkeys(name for row in rows for name in row) if columns is None else columns
    lines = _Lines()
    writer = csv.writer(lines, lineterminator=_Lines.ENDING)
    writer.writerow([shielded(name) for name in names])
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return lines.text()


def from_csv(text: str) -> list[dict[str, str | None]]:
    """The rows of a CSV that :func:`as_csv` wrote, or a person after it, as text.

    An empty cell is None, and so is one that its row is too short for.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    names = [unshielded(name) for name in next(reader, [])]
    return [_row(names, cells) for cells in reader if cells]


class _Lines:
    """Lines that end in a line feed alone.

    Python 3.11 quotes a cell for a carriage return in it only where lines end in one, so the
    writer ends them so, and the ending is changed here.
    """

    ENDING = "\r\n"

    def __init__(self) -> None:
        self._lines: list[str] = []

    def write(self, line: str) -> None:
        self._lines.append(line.removesuffix(self.ENDING))

    def text(self) -> str:
        return "".join(f"{line}\n" for line in self._lines)


def shielded(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would compute it."""
    return SHIELD + text if _is_formula(text) else text


def unshielded(text: str) -> str:
    """What :func:`shielded` was given."""
    return text.removeprefix(SHIELD) if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    # Apostrophes before the sign count as none: else "'=1" could not be told from a shielded "=1".
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def _cell(value: Any) -> str | int | float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return shielded(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def _row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str | None]:
    padded = [*cells, *[""] * (len(names) - len(cells))]
    return {name: unshielded(cell) or None for name, cell in zip(names, padded, strict=False)}

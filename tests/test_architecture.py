"""The shape of the house, as far as no linter looks at it."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("connectors", "warehouse", "flows")
LONGEST_FILE = 300


def modules() -> list[Path]:
    return [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    long = {str(f.relative_to(ROOT)): len(f.read_text().splitlines()) for f in modules()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "helpers", "common", "misc", "tools"}
    assert [f for f in modules() if f.stem in vague] == []


def test_only_settings_read_the_environment() -> None:
    allowed = {"flows/settings.py"}
    reading = [
        str(f.relative_to(ROOT))
        for f in modules()
        if any(word in f.read_text() for word in ("os.getenv", "environ.get(", "environ["))
    ]
    assert set(reading) <= allowed

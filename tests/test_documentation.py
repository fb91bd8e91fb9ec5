"""What README and docs say is what there is."""

from pathlib import Path

from flows.cli import app
from flows.settings import Settings
from warehouse.explore.dictionary import dictionary
from warehouse.tables import TABLES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_readme_names_every_command() -> None:
    missing = [c.name for c in app.registered_commands if f"`precited {c.name}" not in README]
    assert missing == []


def test_readme_names_every_setting() -> None:
    names = [str(field.validation_alias) for field in Settings.model_fields.values()]
    assert [name for name in names if f"`{name}`" not in README] == []


def test_readme_names_every_table() -> None:
    assert [table.name for table in TABLES if f"`{table.name}`" not in README] == []


def test_the_dictionary_is_that_of_the_declarations() -> None:
    written = (ROOT / "docs" / "tables.md").read_text()
    assert written.rstrip() == dictionary().rstrip(), "run `make docs`"


def test_readme_holds_no_placeholder() -> None:
    assert "<!--" not in README

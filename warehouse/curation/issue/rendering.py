"""An issue as Markdown or as one page of HTML, by templates that users can replace.

Templates run in Jinja's sandbox, so that one from elsewhere can do no more than print the issue.
In the HTML everything is escaped by Jinja; in the Markdown by :func:`markdown.printed`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from warehouse import disk
from warehouse.curation.issue import markdown, web
from warehouse.curation.issue.contents import Issue
from warehouse.curation.issue.passages import blocks
from warehouse.errors import WarehouseError
from warehouse.explore.charts import colours
from warehouse.explore.labels import clean, span
from warehouse.flags.reasons import day_in_words
from warehouse.linking.latex import latex_to_text

MARKDOWN, HTML, STYLE = "issue.md.jinja", "issue.html.jinja", "issue.css"
TEMPLATES = (MARKDOWN, HTML, STYLE)


class BadTemplate(WarehouseError):
    """A template that cannot be read or printed: mend it; the message names its place."""


@dataclass(frozen=True, slots=True)
class Charts:
    """The drawn chart: for a page of text, and for a phone."""

    wide: str
    narrow: str


def as_markdown(issue: Issue, chart: str | None = None, templates: Path | None = None) -> str:
    """The issue as Markdown.

    Args:
        issue: What to print.
        chart: Where the chart's picture lies, as seen from the file; None for no picture.
        templates: A folder whose templates come before our own.

    Raises:
        BadTemplate: A template is at fault.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=_loader(templates),
        undefined=StrictUndefined,
        finalize=markdown.printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # This is no HTML; finalize escapes Markdown.
    )
    environment.filters.update(_filters(issue, markdown.passage, markdown.raised, markdown.link))
    environment.filters["ready"] = markdown.Markdown
    text = _printed(environment, MARKDOWN, {"issue": issue, "chart": chart})
    # An optional line that was left out leaves a gap.
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def as_html(issue: Issue, charts: Charts | None = None, templates: Path | None = None) -> str:
    """The issue as one page that loads nothing from elsewhere.

    Args:
        issue: What to print.
        charts: Drawings to put into it, made by us; None for none.
        templates: A folder whose templates and style sheet come before our own.

    Raises:
        BadTemplate: A template is at fault.
    """
    environment = ImmutableSandboxedEnvironment(
        loader=_loader(templates),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
    )
    environment.filters.update(_filters(issue, web.passage, web.raised, web.link))
    drawn = {"wide": Markup(charts.wide), "narrow": Markup(charts.narrow)} if charts else None  # noqa: S704
    values = {"issue": issue, "charts": drawn, "style": _style(templates)}
    return _printed(environment, HTML, values)


def write_templates(folder: Path) -> list[Path]:
    """Our templates as files to change.

    Raises:
        BadTemplate: One of them is there already; nothing was written.
        WarehouseReadOnly: The folder cannot be written.
    """
    paths = [folder / name for name in TEMPLATES]
    for path in paths:
        if path.exists():
            raise BadTemplate(f"{path} is there already; name another folder, or take it away.")
    ours = files("warehouse.curation.issue") / "templates"
    for path in paths:
        disk.write(path, (ours / path.name).read_bytes())
    return paths


def _loader(templates: Path | None) -> BaseLoader:
    ours = PackageLoader("warehouse.curation.issue")
    return ours if templates is None else ChoiceLoader([FileSystemLoader(templates), ours])


def _style(templates: Path | None) -> Markup:
    own = None if templates is None else templates / STYLE
    ours = files("warehouse.curation.issue") / "templates" / STYLE
    text = (own if own is not None and own.is_file() else ours).read_text(encoding="utf-8")
    # A style sheet that ends its element would let its text into the page.
    return Markup((text + colours.dark_rules(".chart")).replace("</", "<\\/"))  # noqa: S704


def _printed(
    environment: ImmutableSandboxedEnvironment, name: str, values: Mapping[str, Any]
) -> str:
    try:
        return environment.get_template(name).render(values)
    # A template is a user's program: it can fail in any way that a program can.
    except Exception as error:
        place = getattr(error, "name", None) or name
        line = getattr(error, "lineno", None)
        where = f"{place}, line {line}" if line else place
        msg = f"The template {where} cannot be printed: {error}; mend it, see docs/issue.md."
        raise BadTemplate(msg) from error


def _filters(
    issue: Issue,
    passage: Callable[..., str],
    raised: Callable[[Sequence[str]], str],
    link: Callable[[str, str | None], str],
) -> dict[str, Callable[..., Any]]:
    numbers = {mark: r.number for r in issue.references for mark in r.marks}
    letters = {method.key: method.letter for method in issue.methods}

    def note(keys: str | Sequence[str]) -> str:
        asked = [keys] if isinstance(keys, str) else keys
        return raised([letters[key] for key in asked if key in letters])

    return {
        "plain": plain,
        "day": day_in_words,
        "span": span,
        "link": lambda text, address: link(plain(text), address),
        "note": note,
        "passage": lambda text, lead: passage(blocks(text), lead, numbers),
        "people": people,
        "all_of": all_of,
        "isoday": date.isoformat,
    }


def plain(text: str | None) -> str:
    r"""A title as a reader wants it: on one line, LaTeX as the letters it stands for.

    >>> plain("The $\\alpha$ and \n the $\\Omega$") == "The \u03b1 and the \u03a9"
    True
    """
    return clean(latex_to_text(text or ""))


def all_of(names: Sequence[str]) -> str:
    """Names as a sentence gives them.

    >>> all_of(["A"]), all_of(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    *others, last = [clean(name) for name in names] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def people(names: Sequence[str], most: int = 0) -> str:
    """Names in a row, as the text of an issue gives them.

    >>> people(["A", "B", "C"]), people(["A", "B", "C"], 2), people(["A", "B"], 2)
    ('A, B, C', 'A et al.', 'A, B')
    """
    shown = [clean(name) for name in names]
    return f"{shown[0]} et al." if most and len(shown) > most else ", ".join(shown)

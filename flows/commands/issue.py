"""``precited issue``: the curated issue."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.commands.options import AsOf, Warehouse, warehouse_root

EXAMPLES = (
    "Examples: [bold]precited issue ICLR.cc/2022/Conference --format html --out issue.html[/]; "
    "[bold]... --check[/] to see what is missing; [bold]... --write-templates mine[/] to change "
    "how it looks, then [bold]... --templates mine[/]."
)


class Form(StrEnum):
    """What the issue is written as."""

    md = "md"
    html = "html"
    bib = "bib"
    ris = "ris"
    csv = "csv"
    json = "json"


def issue(
    venue: Annotated[
        str | None,
        typer.Argument(metavar="VENUE", help="OpenReview venue id, e.g. ICLR.cc/2022/Conference."),
    ] = None,
    warehouse: Warehouse = None,
    form: Annotated[Form, typer.Option("--format", help="What to write it as.")] = Form.md,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; else it is printed.")
    ] = None,
    curator: Annotated[
        str | None,
        typer.Option(
            "--curator",
            metavar="NAME",
            help="Only this curator's shortlist; else what at least one shortlisted and none "
            "skipped.",
        ),
    ] = None,
    as_of: AsOf = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="Title of the issue.")
    ] = None,
    templates: Annotated[
        Path | None,
        typer.Option(
            "--templates",
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="Folder with templates that come before our own.",
        ),
    ] = None,
    write_templates: Annotated[
        Path | None,
        typer.Option(
            "--write-templates", metavar="DIR", help="Write our templates there, and stop."
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Only say what is missing; exit 1 if it is not ready."),
    ] = False,
) -> None:
    """Write what curators shortlisted as an issue: Markdown, HTML, BibTeX, RIS, CSV or JSON."""
    if write_templates is not None:
        from warehouse.curation.issue import write_templates as write

        for path in write(write_templates):
            typer.echo(path)
        return
    if venue is None:
        raise typer.BadParameter("Name a venue, e.g. ICLR.cc/2022/Conference.")

    from flows.issue import draft, written
    from warehouse.curation.issue import lint

    made = draft(
        warehouse_root(warehouse),
        venue,
        as_of=as_of.date() if as_of else None,
        curator=curator,
        title=title,
    )
    findings = lint(made.compiled)
    for finding in findings:
        typer.echo(str(finding), err=True)
    if check:
        raise typer.Exit(1 if any(f.severity == "error" for f in findings) else 0)
    text = written(made, form.value, out, templates)
    if text is not None:
        typer.echo(text, nl=False)

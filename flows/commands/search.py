"""``precited search``: find papers."""

from typing import Annotated

import typer

from flows.commands.options import Warehouse, warehouse_root

EXAMPLES = (
    'Examples: [bold]precited search "denoising diffusion"[/]; '
    "[bold]precited search '\"message passing\" author:lee title:equivarian* -survey'[/]; "
    '[bold]precited search --neural "teaching robots from videos of people" --cited yes[/].'
)


def search(
    words: Annotated[
        str,
        typer.Argument(
            metavar="WORDS",
            help='Words, "phrases", beginnings*, field:word (title, tldr, keyword, abstract, '
            "author), +must, -not.",
        ),
    ],
    warehouse: Warehouse = None,
    venue: Annotated[str | None, typer.Option("--venue", help="Only this venue.")] = None,
    year: Annotated[int | None, typer.Option("--year", help="Only venues of this year.")] = None,
    tier: Annotated[str | None, typer.Option("--tier", help="oral, spotlight, poster ...")] = None,
    keyword: Annotated[
        str | None, typer.Option("--keyword", help="Only papers with this keyword.")
    ] = None,
    cited: Annotated[str | None, typer.Option("--cited", help="yes, no or unknown.")] = None,
    neural: Annotated[
        bool, typer.Option("--neural", help="Also search by meaning (extra `neural`), and fuse.")
    ] = False,
    meaning_only: Annotated[
        bool, typer.Option("--meaning-only", help="Search by meaning, not by words.")
    ] = False,
    model: Annotated[
        str | None, typer.Option("--model", help="A sentence-transformers model or folder.")
    ] = None,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Also papers that were not accepted (by words).")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most papers to show.")] = 10,
    format: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",  # noqa: A002
) -> None:
    """Search titles, TL;DRs, keywords, abstracts and authors of a warehouse."""
    from functools import partial

    from flows.search import found, prepared
    from flows.show import terminal
    from flows.show_search import shown
    from flows.stages import Stages
    from warehouse.explore.search import Filters
    from warehouse.explore.search.sentence_model import sentence_model

    if format not in {"table", "csv", "json"}:
        raise typer.BadParameter("choose table, csv or json", param_hint="--format")
    make = partial(sentence_model, model) if neural or meaning_only else None
    ready = prepared(warehouse_root(warehouse), make, Stages(terminal(stderr=True)))
    filters = Filters(venue.strip("/") if venue else None, year, tier, keyword, cited, not rejected)
    hits = found(ready, words, filters, limit, words=not meaning_only)
    shown(hits, format, terminal())

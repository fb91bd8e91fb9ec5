"""What is worked out from the papers' texts: relations, places on the map, vectors."""

import pyarrow as pa

from warehouse.columns import PAPER_ID, VENUE_ID, choice, text
from warehouse.spec import Column, TableSpec

BASES = ("specter2", "text")

NEIGHBOURS = TableSpec(
    name="neighbours",
    doc="Which accepted papers of a venue are about the same things.",
    grain="accepted paper and related paper of the venue",
    key=("paper_id", "neighbour_id"),
    columns=(
        PAPER_ID,
        VENUE_ID,
        Column("neighbour_id", pa.string(), "paper_id of the related paper.", nullable=False),
        Column("rank", pa.int64(), "1 for the nearest.", nullable=False, minimum=1),
        Column(
            "similarity",
            pa.float64(),
            "Cosine of their vectors; comparable within one basis.",
            nullable=False,
            minimum=-1,
            maximum=1,
        ),
        choice(
            "basis",
            "What the vectors are: Semantic Scholar's SPECTER2, or words of title, TL;DR, "
            "abstract and keywords.",
            *BASES,
        ).required(),
        Column(
            "is_near_duplicate",
            pa.bool_(),
            "Whether the two say nearly the same words: versions or parts of one work, not two.",
            nullable=False,
        ),
    ),
    shrink_limit=1.0,
    warnings=("Not symmetric: b may be among the nearest of a, and a not among those of b.",),
)

MAP_POINTS = TableSpec(
    name="map_points",
    doc="Where each accepted paper stands on the map of its venue; near means alike.",
    grain="accepted paper",
    key=("paper_id",),
    columns=(
        PAPER_ID,
        VENUE_ID,
        Column("x", pa.float64(), "To the right; the map is about 100 wide.", nullable=False),
        Column("y", pa.float64(), "Upwards, in the same unit.", nullable=False),
        Column("cluster", pa.int64(), "Number of its group, from 1.", nullable=False, minimum=1),
        text("cluster_label", "What the group is about: its most telling keywords."),
        choice("basis", "As in neighbours.", *BASES).required(),
    ),
    shrink_limit=1.0,
    warnings=("Only nearness means something; axes and distances across the map do not.",),
)

EMBEDDINGS = TableSpec(
    name="embeddings",
    doc="Vectors of papers for search by meaning, computed once per paper, model and text.",
    grain="accepted paper and model",
    key=("paper_id", "model"),
    columns=(
        PAPER_ID,
        VENUE_ID,
        Column("model", pa.string(), "Name of the model that made it.", nullable=False),
        Column("text_digest", pa.string(), "Digest of the text it was made of.", nullable=False),
        Column("vector", pa.list_(pa.float32()), "Of length 1.", nullable=False),
    ),
    shrink_limit=1.0,
    warnings=("Made by `precited search --neural`, not by `build`: it holds what was asked for.",),
)

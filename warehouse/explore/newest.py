"""Flags of the newest day alone: a table of them has rows of every day that was asked for."""

NEWEST_FLAGS = """(
    FROM flags QUALIFY row_number() OVER (PARTITION BY paper_id ORDER BY as_of DESC) = 1
)"""
"""One row a paper, as DuckDB reads it after FROM or JOIN."""

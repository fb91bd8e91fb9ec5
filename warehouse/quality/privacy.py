"""Nothing that identifies a person by address is published."""

import pyarrow as pa

from warehouse.quality.check import Check, Subject, verdict

WATCHED = {"authorships": "*", "rejects": "*", "reviews": "*", "papers": "authors"}
"""Tables with the column to watch, * for all. Abstracts may give an address to the public."""

# Letters of any script; a sign before the @, so that an address already masked as ****@x.edu is
# none; groups as {a,b}@x.edu; %40 as in links.
_ADDRESS = r"[\p{L}\p{N}_.+}-](?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}"


def addresses(subject: Subject) -> Check:
    """No e-mail address among authors, nor in any text of authorships, rejects and reviews."""
    faults: dict[str, int] = {}
    for name in WATCHED:
        found = subject.row(f"SELECT {_counts(subject, name)} FROM {name}", pattern=_ADDRESS)  # noqa: S608 - our own names
        faults |= {
            f"values of {name}.{column} with an e-mail address": found[column] for column in found
        }
    return verdict("e-mail addresses", "fail", faults, "none of people in any table")


def _counts(subject: Subject, name: str) -> str:
    return ", ".join(
        f'count(*) FILTER (regexp_matches(CAST("{field.name}" AS VARCHAR), $pattern)) '
        f'AS "{field.name}"'
        for field in subject.tables[name].schema
        if WATCHED[name] in ("*", field.name)
        and (pa.types.is_string(field.type) or pa.types.is_list(field.type))
    )

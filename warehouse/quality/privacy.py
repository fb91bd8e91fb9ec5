"""Nothing that identifies a person by address is published."""

import pyarrow as pa

from warehouse.quality.check import Check, Subject, verdict

WATCHED = ("authorships", "rejects", "reviews")

# Letters of any script; a sign before the @, so that an address already masked as ****@x.edu is
# none; groups as {a,b}@x.edu; %40 as in links.
_ADDRESS = r"[\p{L}\p{N}_.+}-](?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}"


def addresses(subject: Subject) -> Check:
    """No e-mail address in any text of authorships, rejects and reviews."""
    faults = {}
    for name in WATCHED:
        for field in subject.tables[name].schema:
            if pa.types.is_string(field.type) or pa.types.is_list(field.type):
                found = subject.row(
                    f"""SELECT count(*) FILTER (
                        regexp_matches(CAST("{field.name}" AS VARCHAR), $pattern)) AS n
                    FROM {name}""",  # noqa: S608 - names of our own declarations
                    pattern=_ADDRESS,
                )
                faults[f"values of {name}.{field.name} hold an e-mail address"] = found["n"]
    return verdict("e-mail addresses", "fail", faults, "none in authorships, rejects and reviews")

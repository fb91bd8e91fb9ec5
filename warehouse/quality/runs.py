"""Runs that did not end well."""

from warehouse.quality.check import Check, Subject


def unfinished(subject: Subject) -> Check:
    """Whether the newest run of each venue finished."""
    rows = subject.rows("""
        SELECT venue_id, arg_max(run_id, started_at) AS run_id,
            arg_max(status, started_at) AS status, count(*) AS runs
        FROM runs GROUP BY venue_id ORDER BY venue_id
    """)
    open_runs = [row for row in rows if row["status"] != "finished"]
    if open_runs:
        listed = "; ".join(f"{row['run_id']} of {row['venue_id']}" for row in open_runs)
        message = f"{listed} did not finish: run the venue again, it goes on from there"
        return Check("runs", "warn", message)
    total = sum(row["runs"] for row in rows)
    return Check("runs", "pass", f"the newest of each venue finished, of {total:,} in all")

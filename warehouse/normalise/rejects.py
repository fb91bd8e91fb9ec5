"""Records that could not be read: kept whole, but for what must never be kept."""

from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec

from warehouse.normalise.privacy import scrubbed, without_emails


def reject_row(
    source: str, venue_id: str, record: Any, reason: str, seen_at: datetime
) -> dict[str, Any]:
    """A row of ``rejects``; the record's own id, or one made from its content."""
    payload = _payload(record)
    made_up = blake2b((payload or f"{reason} {seen_at}").encode(), digest_size=10).hexdigest()
    return {
        "source": source,
        "venue_id": venue_id,
        "record_id": _id(record) or made_up,
        "reason": reason,
        "payload": payload,
        "seen_at": seen_at,
    }


def newest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a record: the one seen last."""
    ordered = sorted(rows, key=lambda row: row["seen_at"])
    return list({(row["source"], row["record_id"]): row for row in ordered}.values())


def _payload(record: Any) -> str | None:
    """The record as JSON; None where it is nested so deep that it cannot be walked through."""
    try:
        return msgspec.json.encode(scrubbed(record), order="deterministic").decode()
    except RecursionError:
        return None


def _id(record: Any) -> str | None:
    found = (record.get("id") or record.get("paperId")) if isinstance(record, dict) else None
    is_id = isinstance(found, str) and found.strip() and without_emails(found) == found
    return found if is_id else None

"""Records that could not be read: kept whole, but for what must never be kept."""

from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec

from warehouse.normalise.privacy import scrubbed


def reject_row(
    source: str, venue_id: str, record: Any, reason: str, seen_at: datetime
) -> dict[str, Any]:
    """A row of ``rejects``; the record's own id, or one made from its content."""
    payload = msgspec.json.encode(scrubbed(record), order="deterministic").decode()
    return {
        "source": source,
        "venue_id": venue_id,
        "record_id": _id(record) or blake2b(payload.encode(), digest_size=10).hexdigest(),
        "reason": reason,
        "payload": payload,
        "seen_at": seen_at,
    }


def newest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a record: the one seen last."""
    ordered = sorted(rows, key=lambda row: row["seen_at"])
    return list({(row["source"], row["record_id"]): row for row in ordered}.values())


def _id(record: Any) -> str | None:
    found = (record.get("id") or record.get("paperId")) if isinstance(record, dict) else None
    return found if isinstance(found, str) and "@" not in found else None

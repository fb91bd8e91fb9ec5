"""Addresses that may become links: what authors and services wrote is not to be trusted."""

from urllib.parse import quote, urlsplit

_SCHEMES = frozenset({"http", "https"})


def safe(address: str | None) -> str | None:
    """The address where it is one of the web (http or https, with a host), else None."""
    if address is None:
        return None
    address = address.strip()
    try:
        parts = urlsplit(address)
        is_web = parts.scheme.lower() in _SCHEMES and bool(parts.hostname)
    except ValueError:
        return None
    # Browsers drop control characters inside an address, so that what is read is not what opens.
    return address if is_web and address.isprintable() and " " not in address else None


def semantic_scholar(s2_paper_id: str | None) -> str | None:
    """The page of a record on Semantic Scholar."""
    if not s2_paper_id:
        return None
    return f"https://www.semanticscholar.org/paper/{quote(s2_paper_id, safe='')}"

"""Addresses that strangers gave: what may become a link, and what may not."""

from urllib.parse import quote, urlsplit

LONGEST = 2000
"""Letters; browsers and mail programs cut longer ones."""


def safe_address(given: str | None) -> str | None:
    """The address as it can stand in a link, or None.

    Only web addresses with a host become links, so that nothing runs by a click; quotes, brackets
    and letters beyond ASCII are percent-encoded, so that none can end the link early. A user name
    in an address is refused: it makes another host look like a known one.

    >>> safe_address("https://openreview.net/forum?id=a(b)")
    'https://openreview.net/forum?id=a%28b%29'
    >>> safe_address("javascript:alert(1)"), safe_address("github.com/a/b"), safe_address(None)
    (None, None, None)
    """
    address = (given or "").strip()
    if not address or len(address) > LONGEST or not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or "." not in host:
        return None
    if parts.username is not None or not set(host) <= _HOST:
        return None
    return quote(address, safe=_KEPT)


_HOST = set("abcdefghijklmnopqrstuvwxyz0123456789.-")
_KEPT = "%:/?#&=+,;@~!$-._"

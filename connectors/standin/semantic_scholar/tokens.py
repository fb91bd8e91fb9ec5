"""The tokens of the bulk search: opaque, and good for one query only.

Recorded ones are upper-case letters and digits, 122 to 128 of them, and begin with PCO. These hold
the offset, veiled by a digest of the query, so a token lives as long as the corpus, even over a
restart of the server.
"""

import base64
import binascii
import hashlib

from connectors.standin.exchange import Question

_MARK = "PCO"
_UNBOUND = ("token", "fields", "offset", "limit")


class BadTokenError(ValueError):
    """A token that was not given for this query; the service's wording is not known."""


def token_for(question: Question, offset: int) -> str:
    """The token that leads on to this offset."""
    veil, start = _veil(question), offset.to_bytes(8, "big")
    plain = start + hashlib.shake_256(veil + start).digest(68)
    sealed = bytes(byte ^ mask for byte, mask in zip(plain, veil, strict=True))
    return _MARK + base64.b32encode(sealed).decode().rstrip("=")


def offset_of(question: Question) -> int:
    """The offset that the question's token leads to; 0 without a token.

    Raises:
        BadTokenError: The token does not belong to the query.
    """
    token = question.value("token")
    if not token:
        return 0
    text = token.removeprefix(_MARK)
    try:
        sealed = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error:
        sealed = b""
    plain = bytes(byte ^ mask for byte, mask in zip(sealed, _veil(question), strict=False))
    offset = int.from_bytes(plain[:8], "big")
    if token != token_for(question, offset):
        raise BadTokenError("Unacceptable query params: [token=" + token + "]")
    return offset


def _veil(question: Question) -> bytes:
    query = sorted((k, v) for k, v in question.params.items() if k not in _UNBOUND)
    return hashlib.shake_256(repr(query).encode()).digest(76)

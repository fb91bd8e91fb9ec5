"""Telling a webhook: one POST of JSON to an address that somebody gave us in confidence.

Whoever knows a webhook's address can write to the channel behind it, so no error, log line or
traceback shows it.
"""

import logging
from collections.abc import Mapping
from typing import Any

import requests

from connectors.errors import ConnectorError
from connectors.transport.sending import harness

logger = logging.getLogger(__name__)

# Seconds to connect and to answer. Nobody waits for a message longer than for a page.
TIMEOUTS = (5.0, 10.0)


class NotDelivered(ConnectorError):
    """A message that did not arrive; the work it tells of is done all the same."""


def post(url: str, message: Mapping[str, Any], timeouts: tuple[float, float] = TIMEOUTS) -> None:
    """Send a message, once.

    Redirects are not followed: they would carry the message to another host.

    Raises:
        NotDelivered: It was not taken, or nobody answered; says which, and not where.
    """
    said = _answer(url, message, timeouts)
    logger.info("webhook answered=%s", said or "ok")
    if said:
        # Raised here and not where the library's exception is at hand: that one holds the address.
        raise NotDelivered(f"The webhook did not take the message ({said}): look at its address.")


def _answer(url: str, message: Mapping[str, Any], timeouts: tuple[float, float]) -> str:
    """What went wrong, in a word; "" when nothing did."""
    with requests.Session() as session:
        harness(session, timeouts)
        try:
            answer = session.post(url, json=message, allow_redirects=False)
        except (requests.RequestException, UnicodeError) as error:
            return type(error).__name__
    return "" if 200 <= answer.status_code < 300 else f"status {answer.status_code}"

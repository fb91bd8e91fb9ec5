"""openreview-py's two clients, made without a request and put on our transport.

The library is asked for its addresses, its headers and its sessions. Its own habits are switched
off: it logs in while it is constructed when the environment names a user, retries in silence for
minutes, prints, and never sets a timeout.
"""

from dataclasses import dataclass
from typing import Any

from connectors.errors import NotAuthorised, Refused
from connectors.transport.sending import TIMEOUTS, harness

HOW_TO_LOG_IN = (
    "set OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD, or OPENREVIEW_TOKEN (any free account does)"
)

NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Clients:
    """Both clients of openreview-py: ``v1`` and ``v2``."""

    v1: Any
    v2: Any

    def of(self, api: str) -> Any:
        """The client of ``v1`` or ``v2``."""
        return self.v1 if api == "v1" else self.v2

    def authorise(self, token: str) -> None:
        """Use one token on both hosts, as OpenReview allows; "" for none."""
        for client in (self.v1, self.v2):
            client.token = token or None
            client.headers.pop("Authorization", None)
            if token:
                client.headers["Authorization"] = f"Bearer {token}"


def clients(v1_url: str, v2_url: str, timeouts: tuple[float, float] = TIMEOUTS) -> Clients:
    """The two clients, anonymous; nothing is sent.

    The import takes two to three seconds, so it waits until somebody asks OpenReview something.

    Raises:
        Refused: The library will not have these addresses, as when the two are swapped.
    """
    import openreview  # noqa: PLC0415

    try:
        # A token that is no JWT keeps the constructors from logging in and from asking for a
        # profile, whatever the environment says.
        made = Clients(
            openreview.Client(baseurl=v1_url, token=NOBODY),
            openreview.api.OpenReviewClient(baseurl=v2_url, token=NOBODY),
        )
    except openreview.OpenReviewException as refusal:
        raise Refused(
            "the addresses of OpenReview's two APIs are swapped: correct "
            "PRECITED_OPENREVIEW_V1_URL and PRECITED_OPENREVIEW_V2_URL"
        ) from refusal
    made.authorise("")
    for client in (made.v1, made.v2):
        harness(client.session, timeouts)
    return made


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """An OpenReview account, or nothing. A token wins over name and password.

    Attributes:
        username: The account's e-mail address.
        password: Its password.
        token: A bearer token got elsewhere, as for accounts with a second factor.
    """

    username: str | None = None
    password: str | None = None
    token: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be sent.

        Raises:
            NotAuthorised: Only half of a login, or a token with characters no token has.
        """
        if not self.token and bool(self.username) != bool(self.password):
            have, lack = ("USERNAME", "PASSWORD") if self.username else ("PASSWORD", "USERNAME")
            raise NotAuthorised(f"OPENREVIEW_{have} is set, OPENREVIEW_{lack} is not: set both")
        token = self.bearer
        if not token.isascii() or not token.isprintable() or " " in token:
            raise NotAuthorised("OPENREVIEW_TOKEN holds characters that no token has: correct it")

    @property
    def bearer(self) -> str:
        """The token as sent after ``Bearer``; "" without one."""
        return (self.token or "").strip().removeprefix("Bearer ").strip()

    @property
    def can_log_in(self) -> bool:
        """Whether a name and a password are there."""
        return bool(self.username and self.password)

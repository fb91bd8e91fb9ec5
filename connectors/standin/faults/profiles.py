"""The profiles of faults by name.

``none``: nothing goes wrong. ``flaky``: 429, 500, 502, 503, 504, resets, broken bodies and slow
first bytes in 3 of 10 requests; the third try at the latest is good. ``throttled``: Semantic
Scholar grants 1 request a second with a key and 1 in 3 s without; OpenReview 500 an hour, of which
10 are left when the first comes, and that hour ends 5 s later. ``hostile``: answers that look good
and are not, most of them once, some each time.
"""

from collections.abc import Callable, Mapping

from connectors.standin.faults.flaky import Flaky
from connectors.standin.faults.hostile import Hostile
from connectors.standin.faults.profile import Faultless, Profile
from connectors.standin.faults.throttled import Throttled


class NoSuchProfileError(ValueError):
    """A name under which there is no profile; the message lists those there are."""


PROFILES: Mapping[str, Callable[[], Profile]] = {
    "none": Faultless,
    "flaky": Flaky,
    "throttled": Throttled,
    "hostile": Hostile,
}


def profile_named(name: str) -> Profile:
    """A fresh profile of this name.

    Raises:
        NoSuchProfileError: There is none.
    """
    if name not in PROFILES:
        raise NoSuchProfileError(f"no fault profile {name!r}; choose from {', '.join(PROFILES)}")
    return PROFILES[name]()

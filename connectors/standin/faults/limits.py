"""Limits kept to the letter, and what else hangs on a count of requests: pools and tokens."""

from collections import Counter
from random import Random

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.budgets import Interval, Window
from connectors.standin.faults.outages import of_semantic_scholar
from connectors.standin.faults.profile import Profile, fingerprint
from connectors.standin.faults.switch import Setting, Switch
from connectors.standin.faults.throttled import ANONYMOUS, KEYED, WINDOW, Throttled
from connectors.standin.openreview import answers as openreview_answers
from connectors.standin.semantic_scholar import answers as graph_answers

_SECONDS_WITH_KEY, _SECONDS_WITHOUT = 1.0, 3.0
_LONGEST_BAD_LUCK = 6
_TOKEN_LASTS = (3, 12)  # requests
_FREE = Interval(0.0)


class PoorPool:
    """The pool that all guests of Semantic Scholar share, empty most of the time.

    A question meets a 429 six times in a row at most: the seventh attempt is granted.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._asked: Counter[bytes] = Counter()
        self._refused: Counter[bytes] = Counter()

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The handler's answer, or a 429."""
        if not of_semantic_scholar(question) or "x-api-key" in question.headers:
            return handler(question)
        asked = fingerprint(question)
        self._asked[asked] += 1
        words = f"{self._setting.seed} {asked.hex()} {self._asked[asked]}"
        dice = Random(words)  # noqa: S311 - repeatable on purpose
        if self._refused[asked] >= _LONGEST_BAD_LUCK or dice.random() >= self._setting.share:
            self._refused[asked] = 0
            return handler(question)
        self._refused[asked] += 1
        return graph_answers.too_many(question.number).marked("poor-pool")


class ToldWait:
    """Every 429 that names no wait gets a ``Retry-After`` of a second."""

    def __init__(self, _setting: Setting) -> None:
        pass

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The handler's answer, a 429 among them with its wait."""
        answer = handler(question)
        if answer.status != 429 or "Retry-After" in answer.headers:
            return answer
        return answer.but(headers={**answer.headers, "Retry-After": "1"}).marked("retry-after")


class ShortTokens:
    """Tokens of OpenReview that end after a few requests, in the middle of a crawl."""

    def __init__(self, setting: Setting) -> None:
        self._seed = setting.seed
        self._used: Counter[str] = Counter()

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The handler's answer; 401 for a token that has ended."""
        token = question.headers.get("authorization", "")
        if not token or of_semantic_scholar(question) or question.path.endswith("/login"):
            return handler(question)
        self._used[token] += 1
        # Each token has a life of its own: the first, the second and so on by the same dice.
        number = list(self._used).index(token)
        lasts = Random(f"{self._seed} {number}").randrange(*_TOKEN_LASTS)  # noqa: S311 - repeatable
        if self._used[token] <= lasts:
            return handler(question)
        answer = openreview_answers.failed(
            question, 401, "TokenExpiredError", "Token has expired", {}
        )
        return answer.marked("expired-token")


def _keyed(setting: Setting) -> Profile:
    return _throttled(setting, keyed=Interval(_SECONDS_WITH_KEY))


def _anonymous(setting: Setting) -> Profile:
    return _throttled(setting, anonymous=Interval(_SECONDS_WITHOUT))


def _window(setting: Setting) -> Profile:
    return _throttled(setting, window=Window(limit=500, seconds=3600, left=10, ends_in=5))


def _throttled(
    setting: Setting,
    keyed: Interval = _FREE,
    anonymous: Interval = _FREE,
    window: Window | None = None,
) -> Profile:
    """Throttled as asked, and not at all otherwise."""
    plenty = Window(limit=10**6, seconds=3600, left=10**6, ends_in=3600)
    return Throttled(keyed, anonymous, window or plenty, retry_after_every=0, clock=setting.clock)


SWITCHES = (
    Switch(
        KEYED,
        "429 for more than one request a second with a key, over all routes.",
        "semantic_scholar",
        "counting",
        1.0,
        made=_keyed,
    ),
    Switch(
        ANONYMOUS,
        "429 for more than one request in three seconds without a key.",
        "semantic_scholar",
        "counting",
        1.0,
        made=_anonymous,
        invented="the interval",
    ),
    Switch(
        "poor-pool",
        "429 for three in four requests without a key, at most six in a row for one question.",
        "semantic_scholar",
        "counting",
        0.75,
        made=PoorPool,
        invented="the end after six",
    ),
    Switch(
        WINDOW,
        "500 requests an hour to OpenReview, told in headers; 10 are left in the first 5 s.",
        "openreview",
        "counting",
        1.0,
        made=_window,
        invented="that others used most of the first window",
    ),
    Switch(
        "retry-after",
        "Every 429 of other switches tells a wait of a second in `Retry-After`.",
        "both",
        "counting",
        1.0,
        made=ToldWait,
        invented="the header itself: neither service was seen to send it",
    ),
    Switch(
        "expired-token",
        "401 TokenExpiredError after 3 to 11 requests with one token, in the middle of a crawl.",
        "openreview",
        "counting",
        1.0,
        made=ShortTokens,
        invented="the sentence",
    ),
)

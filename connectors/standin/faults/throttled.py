"""The profile ``throttled``: limits kept to the letter."""

import math
import time
from collections.abc import Callable

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults import outages
from connectors.standin.faults.budgets import Interval, Window
from connectors.standin.openreview import answers as openreview_answers
from connectors.standin.semantic_scholar import answers as graph_answers

KEYED, ANONYMOUS, WINDOW = "keyed-bucket", "anonymous-bucket", "openreview-window"


class Throttled:
    """Hard limits, kept to the letter.

    Args:
        keyed: What Semantic Scholar grants all keys together.
        anonymous: What it grants those without a key.
        openreview: What OpenReview grants, logins aside.
        retry_after_every: Which refusals carry ``Retry-After``: every n-th; none when 0.
        clock: Seconds since 1970, as its clients count them.
    """

    def __init__(
        self,
        keyed: Interval | None = None,
        anonymous: Interval | None = None,
        openreview: Window | None = None,
        retry_after_every: int = 2,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._keyed = keyed or Interval(1.0)
        self._anonymous = anonymous or Interval(3.0)
        self._openreview = openreview or Window(limit=500, seconds=3600, left=10, ends_in=5)
        self._retry_after_every = retry_after_every
        self._refusals = 0
        self._clock = clock

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The handler's answer, or a 429."""
        if outages.of_semantic_scholar(question):
            return self._semantic_scholar(question, handler)
        if question.path.endswith("/login"):
            return handler(question)
        return self._of_openreview(question, handler)

    def _semantic_scholar(self, question: Question, handler: Handler) -> Answer:
        keyed = "x-api-key" in question.headers
        wait = (self._keyed if keyed else self._anonymous).wait(self._clock())
        if not wait:
            return handler(question)
        answer = graph_answers.too_many(question.number, self._retry_after(wait))
        return answer.marked(KEYED if keyed else ANONYMOUS)

    def _of_openreview(self, question: Question, handler: Handler) -> Answer:
        window, now = self._openreview, self._clock()
        wait = window.wait(now)
        left = max(0, window.limit - window.used)
        told = openreview_answers.limit_headers(
            window.limit, round(window.seconds), left, math.ceil(window.ends_after(now)), now
        )
        if not wait:
            answer = handler(question)
            return answer.but(headers={**answer.headers, **told})
        answer = openreview_answers.too_many(question, window.limit, window.used, wait, now)
        if (seconds := self._retry_after(wait)) is not None:
            told["Retry-After"] = str(seconds)
        return answer.but(headers={**answer.headers, **told}).marked(WINDOW)

    def _retry_after(self, wait: float) -> int | None:
        self._refusals += 1
        every = self._retry_after_every
        return math.ceil(wait) if every and self._refusals % every == 0 else None

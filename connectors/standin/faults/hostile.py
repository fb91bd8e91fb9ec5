"""The profile ``hostile``: answers with status 200 that are not what they seem.

Transient, told once a question: truncated JSON, a page for JSON, an early last page, a cursor that
does not move, a total that is off by a few. The same question then gets the truth.

Persistent, told each time: a row that comes twice, citation counts that drift by one, lists of
references (and a few of citations) that are null.
"""

from collections.abc import Sequence
from random import Random

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults import lies
from connectors.standin.faults.profile import dice, fingerprint

TRANSIENT: Sequence[lies.Lie] = (
    lies.truncated,
    lies.page_for_json,
    lies.early_end,
    lies.stuck_cursor,
    lies.drifting_total,
)
_SHARE = 0.3
# Publishers keep back lists of references; of citations it may happen.
_ELIDED = {"references": 0.3, "citations": 0.05}


class Hostile:
    """Answers that look good and are not.

    Args:
        seed: Another seed, other lies.
        transient: Lies told once a question; the same question then gets the truth.
        share: How often, 0 to 1.
    """

    def __init__(
        self, seed: int = 0, transient: Sequence[lies.Lie] = TRANSIENT, share: float = _SHARE
    ) -> None:
        self._seed, self._transient, self._share = seed, transient, share
        self._told: set[bytes] = set()

    def answer(self, question: Question, handler: Handler) -> Answer:
        """The handler's answer, twisted."""
        answer = handler(question)
        if answer.status != 200 or question.path.endswith("/login"):
            return answer
        if "json" not in answer.headers.get("Content-Type", ""):
            return answer
        asked, thrown = fingerprint(question), dice(self._seed, question.number)
        answer = self._persistent(question, answer, handler, thrown)
        if asked in self._told or thrown.random() >= self._share:
            return answer
        self._told.add(asked)
        twisted = (
            lie(question, answer, handler, thrown)
            for lie in thrown.sample(self._transient, len(self._transient))
        )
        return next((told for told in twisted if told is not None), answer)

    def _persistent(
        self, question: Question, answer: Answer, handler: Handler, thrown: Random
    ) -> Answer:
        same = Random(fingerprint(question))  # noqa: S311 - the same each time it is asked
        answer = lies.drifting_citations(question, answer, handler, thrown) or answer
        if same.random() < self._share:
            answer = lies.duplicate_row(question, answer, handler, same) or answer
        of_list = Random(question.path)  # noqa: S311 - the same for all pages of a list
        if of_list.random() < _ELIDED.get(question.path.rpartition("/")[2], 0):
            answer = lies.elided(question, answer, handler, same) or answer
        return answer

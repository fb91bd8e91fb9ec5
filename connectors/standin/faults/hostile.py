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
from connectors.standin.faults.profile import dice, fingerprint, name_of
from connectors.standin.faults.switch import is_data

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
        if not is_data(question, answer):
            return answer
        asked, thrown = fingerprint(question), dice(self._seed, question.number)
        answer = self._persistent(question, answer, handler, thrown)
        if asked in self._told or thrown.random() >= self._share:
            return answer
        self._told.add(asked)
        twisted = (
            told.marked(name_of(lie))
            for lie in thrown.sample(self._transient, len(self._transient))
            if (told := lie(question, answer, handler, thrown)) is not None
        )
        return next(twisted, answer)

    def _persistent(
        self, question: Question, answer: Answer, handler: Handler, thrown: Random
    ) -> Answer:
        same = Random(fingerprint(question))  # noqa: S311 - the same each time it is asked
        of_list = Random(question.path)  # noqa: S311 - the same for all pages of a list
        due: list[tuple[lies.Lie, Random]] = [(lies.drifting_citations, thrown)]
        if same.random() < self._share:
            due.append((lies.duplicate_row, same))
        if of_list.random() < _ELIDED.get(question.path.rpartition("/")[2], 0):
            due.append((lies.elided, same))
        for lie, die in due:
            told = lie(question, answer, handler, die)
            if told is not None and told.body != answer.body:
                answer = told.marked(name_of(lie))
        return answer

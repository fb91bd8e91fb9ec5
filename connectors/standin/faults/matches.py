"""The title match at its worst: always an answer, whatever was asked, and a score that jitters."""

from dataclasses import replace

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults import lies
from connectors.standin.faults.switch import Dice, Switch, twisting


def nearest(question: Question, handler: Handler, _dice: Dice) -> Answer | None:
    """Some record or other for a title that the service does not hold."""
    if not question.path.endswith("/paper/search/match"):
        return None
    answer = handler(question)
    words = (question.value("query") or "").split()
    while answer.status == 404 and len(words) > 1:
        words = words[: len(words) // 2]
        params = {**question.params, "query": [" ".join(words)]}
        nearer = handler(replace(question, params=params))
        if nearer.status == 200:
            return nearer
    return None


def jittering(question: Question, answer: Answer, _handler: Handler, dice: Dice) -> Answer | None:
    """A ``matchScore`` of anything between half and one and a half."""
    if not question.path.endswith("/paper/search/match"):
        return None
    value = lies.decoded(answer)
    by = dice.uniform(0.5, 1.5)
    rows = [row | {"matchScore": row["matchScore"] * by} for row in value["data"]]
    return lies.retold(question, answer, value | {"data": rows})


SWITCHES = (
    Switch(
        "nearest-match",
        "A match names the nearest record for titles that are not indexed, never a 404.",
        "semantic_scholar",
        "always",
        1.0,
        nearest,
        invented="what is near",
    ),
    Switch(
        "jittering-score",
        "The `matchScore` of one title is another one each time, by half up or down.",
        "semantic_scholar",
        "briefly",
        1.0,
        twisting(jittering),
        invented="by how much",
    ),
)

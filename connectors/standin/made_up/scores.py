"""Review scores: what a paper of some fate gets, and how each era writes it."""

from random import Random

from connectors.standin.made_up.submissions import Submission

_USUAL = {
    "oral": (8, 8, 8, 10),
    "talk": (8, 8, 8, 6),
    "spotlight": (6, 8, 8, 8),
    "poster": (5, 6, 6, 8),
    "accepted": (5, 6, 6, 8),
    "rejected": (3, 3, 5, 6),
    "withdrawn": (1, 3, 3, 5),
}
_RATINGS = {
    1: "1: strong reject",
    3: "3: reject, not good enough",
    5: "5: a little below the bar",
    6: "6: a little above the bar",
    8: "8: accept, good paper",
    10: "10: strong accept, show it to everyone",
}
_CONFIDENCES = {
    2: "2: willing to be told otherwise",
    3: "3: fairly confident",
    4: "4: confident, but not certain",
    5: "5: certain; I know this literature well",
}


def ratings(rng: Random, submission: Submission) -> list[int]:
    """The scores a submission got: three or four, or none where it was never reviewed."""
    usual = _USUAL.get(submission.tier or submission.state)
    if usual is None or (submission.state == "withdrawn" and rng.random() < 0.5):
        return []
    return [rng.choice(usual) for _ in range(rng.choice((3, 3, 4)))]


def confidence(rng: Random) -> int:
    """How sure a reviewer is: 2 to 5."""
    return rng.choice((2, 3, 3, 4, 4, 4, 5))


def in_words(rating: int, sure: int) -> tuple[str, str]:
    """Rating and confidence as API v1 forms spelled them out."""
    return _RATINGS[rating], _CONFIDENCES[sure]

"""Sentences: summaries, abstracts, reviews, and how others cite."""

from random import Random

from connectors.standin.made_up.titles import Topic

_SUMMARIES = (
    "{way} makes {task} work with a tenth of the {data}.",
    "We show when {way} helps with {task}, and when it quietly hurts.",
    "{things} can do {task} if they are shown {data} in the right order.",
    "A simple change to {things} makes {task} robust, at no extra cost.",
    "We explain why {things} fail at {task} and repair them with {way}.",
    "A careful look at {task}: most of the gain comes from {way}.",
    "Nobody had tried {way} for {task}; it works.",
    "{data} are harder for {things} than they look, and {way} is part of the answer.",
    "Two small changes to {things} halve the error on {data}.",
    "A negative result: {way} does not help with {task}, whatever the {data} say.",
    "{way} lets {things} say when they do not know, which {task} had been missing.",
    "We prove that {things} need few samples for {task}, and check it on {data}.",
)
_OPENINGS = (
    "{task} is usually taken for solved, yet {things} stumble as soon as {data} get messy.",
    "Practitioners who face {task} rarely have clean {data}.",
    "Much recent work applies {things} to {task}, with mixed success.",
    "How much do {things} really know about {data}?",
    "Ask five people about {task} and you get six opinions, two of them about {data}.",
    "{data} hold more than {things} have been able to read out of them.",
)
_METHODS = (
    "We propose {way}, which asks for one extra line of code.",
    "Our remedy, {way}, needs neither labels nor patience.",
    "We study {way} in isolation and find that two of its five parts carry the effect.",
    "Building on earlier ideas, we combine {things} with {way}.",
    "The answer we suggest is {way}: slower at first, then much faster.",
    "We derive {way} from first principles and keep only what survives an ablation.",
)
_RESULTS = (
    "On {count} collections of {data} it beats strong baselines by {points} points.",
    "It needs {points} times fewer steps than the best earlier method.",
    "An ablation over {count} seeds shows that the gain is no accident.",
    "Theory and experiment agree to within {points} per cent.",
)
_CLOSINGS = (
    "We release the data and the lamp we read them by.",
    "We close with three questions that we could not answer.",
    "The negative results are in the appendix, and worth reading.",
    "We hope that this makes {task} a little less mysterious.",
)
_REVIEWS = (
    "The idea is clear and the experiments on {data} convince me.",
    "I like the question, but {task} is only looked at from one side.",
    "The comparison with earlier {things} could be fairer.",
    "Well written; I would have liked one more ablation.",
)
_CONTEXTS = {
    "background": "{task} has been studied before ({name} et al.).",
    "methodology": "We build on the training recipe of {name} et al. for {task}.",
    "result": "This agrees with what {name} et al. report for {task}.",
}


def summary(rng: Random, topic: Topic) -> str:
    """One sentence: what the work shows."""
    return _said(rng.choice(_SUMMARIES), topic)


def abstract(rng: Random, topic: Topic) -> str:
    """Four sentences: problem, method, result, outlook."""
    numbers = {"count": rng.randrange(3, 12), "points": rng.randrange(2, 19)}
    parts = (rng.choice(kind) for kind in (_OPENINGS, _METHODS, _RESULTS, _CLOSINGS))
    return " ".join(_said(part, topic, **numbers) for part in parts)


def review(rng: Random, topic: Topic) -> str:
    """A reviewer's remark."""
    return _said(rng.choice(_REVIEWS), topic)


def context(intent: str, topic: Topic, name: str) -> str:
    """The sentence in which somebody cites a work of that person, for that reason."""
    return _said(_CONTEXTS[intent], topic, name=name)


def _said(pattern: str, topic: Topic, **more: object) -> str:
    words = {
        "way": topic.way.lower(),
        "things": topic.things.lower(),
        "task": topic.task.lower(),
        "data": topic.data.lower(),
    }
    said = pattern.format(**words, **more)
    return said[0].upper() + said[1:]

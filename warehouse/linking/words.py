"""How much a word of a title says, and words that tell two works apart.

The weights are fixed, not counted in the data at hand, so that a link's score does not move when
records are added that have nothing to do with it.
"""

_SMALL = frozenset(
    """a an and are as at be beyond by can do does for from how in into is it its of on or over
    s than that the their this through to toward towards under upon use using via vs what when
    where which while why with within without your""".split()
)
# Words that a third of machine learning titles share, so that sharing them says little.
_COMMON = frozenset(
    """adaptive adversarial algorithm algorithms analysis approach attention based classification
    data deep detection distribution efficient estimation evaluation fast framework general
    generation generative graph image images improved improving inference language large learning
    method methods model modeling modelling models multi network networks neural new novel online
    optimal optimization performance policy prediction representation representations robust
    robustness self semi supervised simple system systems task tasks theory training transfer
    transformer transformers understanding unsupervised video vision visual""".split()
)
_SEQUEL = frozenset(
    """ii iii iv vi vii viii part sequel revisited survey review overview tutorial erratum
    corrigendum correction addendum appendix supplement supplementary reply comment commentary
    rebuttal reproducibility reproducing replication re retracted retraction workshop
    proceedings""".split()
)


def weight(word: str) -> float:
    """How much it says that two titles share the word: 0, 0.4 or 1."""
    if word in _SMALL:
        return 0.0
    return 0.4 if word in _COMMON else 1.0


def is_sequel_mark(word: str) -> bool:
    """Whether a word that only one of two titles has makes them different works.

    >>> [is_sequel_mark(word) for word in ("ii", "2", "survey", "deep")]
    [True, True, True, False]
    """
    return word in _SEQUEL or word.isdigit()

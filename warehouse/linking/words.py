"""How much a word of a title says, and words that tell two works apart.

The weights are fixed, not counted in the data at hand, so that a link's score does not move when
records are added that have nothing to do with it.
"""

import re
from functools import lru_cache

_SMALL_WORDS = """
a an and are as at be by can do does for from how in into is it its of on or s than that the their
this through to toward towards upon use using via vs what when where which while why with within
your
"""
_SMALL = frozenset(_SMALL_WORDS.split())

# Words that so many titles of machine learning share that sharing them says little.
_COMMON_WORDS = """
adaptive adversarial algorithm algorithms analysis approach attention based classification data
deep detection distribution efficient estimation evaluation fast framework general generation
generative graph image images improved improving inference language large learning method methods
model modeling modelling models multi network networks neural new novel online optimal
optimization over performance policy prediction representation representations robust robustness
self semi supervised simple system systems task tasks theory training transfer transformer
transformers under understanding unsupervised video vision visual
"""
_COMMON = frozenset(_COMMON_WORDS.split())

_PARTS = frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "part"))
_SEQUEL_WORDS = """
sequel revisited survey review overview tutorial erratum corrigendum correction addendum appendix
supplement supplementary reply comment commentary rebuttal reproducibility reproducing
replication re retracted retraction workshop proceedings
"""
_SEQUEL = frozenset(_SEQUEL_WORDS.split())
_VERSION = re.compile(r"v\d{1,2}")

# Endings of forms of one word, and of words made from it; a stem keeps 3 and 5 letters at least.
_INFLECTIONS = ("ings", "ies", "ing", "ers", "ed", "er", "es", "e", "s", "y")
_DERIVATION_ENDINGS = """
isation ization ically ability ising izing ical ised ized ally ually able ably etic etical ions
ities ness ial ual ary ise ize ion ity ive ic al ar ly
"""
_DERIVATIONS = tuple(sorted(_DERIVATION_ENDINGS.split(), key=len, reverse=True))


def weight(word: str) -> float:
    """How much it says that two titles share the word: 0, 0.4 or 1."""
    if word in _SMALL:
        return 0.0
    return 0.4 if word in _COMMON else 1.0


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The word without a common English ending, coarse: to see that two forms are one word.

    >>> {stem(word) for word in ("molecule", "molecules", "molecular")}
    {'molecul'}
    """
    if word.endswith("ss"):
        return word
    for endings, least in ((_DERIVATIONS, 5), (_INFLECTIONS, 3)):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= least:
                return word[: -len(ending)]
    return word


def is_sequel_mark(word: str) -> bool:
    """Whether a word that only one of two titles has makes them different works.

    >>> [is_sequel_mark(word) for word in ("ii", "v2", "survey", "deep")]
    [True, True, True, False]
    """
    return word in _SEQUEL or is_part_mark(word)


def is_part_mark(word: str) -> bool:
    """Whether a word counts parts or versions."""
    return word in _PARTS or word.isdigit() or _VERSION.fullmatch(word) is not None

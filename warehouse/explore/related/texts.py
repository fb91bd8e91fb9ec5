"""Papers as vectors of the words they use: TF-IDF, cut to their main directions by SVD."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

Matrix = npt.NDArray[np.float64]

DIRECTIONS = 100
"""Of ICLR 2022 neighbours share most keywords at 50 to 200; below that topics run together."""

TOO_COMMON = 0.5
WORD = r"(?u)\b[^\W\d_][\w\-]+\b"

# A title and the authors' keywords say in a few words what an abstract says in many.
TITLE_COUNTS = 2
KEYWORDS_COUNT = 2


@dataclass(frozen=True, slots=True)
class TextVectors:
    """Papers in the order they were given.

    Attributes:
        words: TF-IDF, a row a paper, of length 1 (0 for a paper without words).
        meaning: The same cut to its main directions, of length 1.
        terms: The word that each column of ``words`` stands for.
    """

    words: csr_matrix
    meaning: Matrix
    terms: npt.NDArray[np.object_]


def text_vectors(papers: pa.Table) -> TextVectors:
    """Vectors of papers with title, tldr, abstract and keywords.

    The same papers in the same order give the same vectors.
    """
    texts = _texts(papers)
    if not any(texts):
        return _wordless(len(texts))
    vectoriser = TfidfVectorizer(
        sublinear_tf=True,
        stop_words="english",
        token_pattern=WORD,
        ngram_range=(1, 2),
        min_df=2 if len(texts) > DIRECTIONS else 1,
        max_df=TOO_COMMON if len(texts) > DIRECTIONS else 1.0,
        dtype=np.float64,
    )
    try:
        words = csr_matrix(vectoriser.fit_transform(texts))
    except ValueError:
        # Nothing but stop words: a vocabulary that scikit-learn refuses.
        return _wordless(len(texts))
    return TextVectors(words, _cut(words), vectoriser.get_feature_names_out())


def _cut(words: csr_matrix) -> Matrix:
    most = min(DIRECTIONS, min(words.shape) - 1)
    if most < 1:
        return np.asarray(words.todense())
    svd = TruncatedSVD(n_components=most, random_state=0)
    cut: Matrix = normalize(svd.fit_transform(words))
    return cut


def _texts(papers: pa.Table) -> list[str]:
    columns = [papers[name].to_pylist() for name in ("title", "tldr", "abstract", "keywords")]
    return [
        " ".join(
            [
                *[title or ""] * TITLE_COUNTS,
                tldr or "",
                abstract or "",
                *[" ".join(filter(None, keywords or []))] * KEYWORDS_COUNT,
            ]
        ).strip()
        for title, tldr, abstract, keywords in zip(*columns, strict=True)
    ]


def _wordless(count: int) -> TextVectors:
    return TextVectors(csr_matrix((count, 1)), np.zeros((count, 1)), np.array([""], dtype=object))

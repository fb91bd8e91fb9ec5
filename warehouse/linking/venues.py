"""Whether a record's venue is the paper's venue, some other one, or says nothing."""

import re
from functools import lru_cache
from typing import Literal

from warehouse.linking.titles import normalise_title
from warehouse.linking.words import weight

VenueFit = Literal["same", "other", "open"]

# Names under which Semantic Scholar files the larger venues of OpenReview, by the short name that
# stands in the venue id.
_FULL_NAMES = {
    "iclr": ("international conference on learning representations",),
    "neurips": ("neural information processing systems", "nips", "neurips"),
    "nips": ("neural information processing systems", "nips", "neurips"),
    "icml": ("international conference on machine learning",),
    "tmlr": ("trans mach learn res", "transactions on machine learning research"),
    "corl": ("conference on robot learning",),
    "colm": ("conference on language modeling", "first conference on language modeling"),
    "uai": ("conference on uncertainty in artificial intelligence",),
    "aistats": ("international conference on artificial intelligence and statistics",),
    "automl": ("international conference on automated machine learning",),
    "midl": ("international conference on medical imaging with deep learning",),
    "log": ("learning on graphs conference", "log"),
    "acl": ("annual meeting of the association for computational linguistics",),
    "emnlp": ("conference on empirical methods in natural language processing",),
    "naacl": ("north american chapter of the association for computational linguistics",),
    "cvpr": ("computer vision and pattern recognition",),
    "eccv": ("european conference on computer vision",),
    "iccv": ("ieee international conference on computer vision",),
    "kdd": ("knowledge discovery and data mining",),
    "www": ("the web conference",),
    "aaai": ("aaai conference on artificial intelligence",),
}
_PREPRINT = re.compile(
    r"^(|arxiv\w*( org)?|corr|.*\b(biorxiv|medrxiv|chemrxiv|ssrn|openreview)\b.*)$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@lru_cache(maxsize=10_000)
def venue_fit(venue_id: str, record_venue: str | None) -> VenueFit:
    """How a record's venue stands to an OpenReview venue id; preprint servers say nothing.

    >>> venue_fit("ICLR.cc/2022/Conference", "International Conference on Learning Representations")
    'same'
    >>> venue_fit("ICLR.cc/2022/Conference", "arXiv.org")
    'open'
    """
    theirs = normalise_title(record_venue or "")
    if _PREPRINT.match(theirs):
        return "open"
    short = short_name(venue_id)
    if theirs in _FULL_NAMES.get(short, ()) or short in theirs.split():
        return "same"
    if "".join(word[0] for word in theirs.split() if weight(word)) == short:
        return "same"
    # A workshop paper may well appear at a conference later, so only conferences rule out.
    return "open" if "Workshop" in venue_id else "other"


@lru_cache(maxsize=10_000)
def short_name(venue_id: str) -> str:
    """The venue's short name out of its id, lower case ("iclr" of "ICLR.cc/2022/Conference").

    >>> short_name("colmweb.org/COLM/2024/Conference")
    'colm'
    """
    parts = [part for part in venue_id.split("/") if part]
    named = [p for p in parts[1:] if p.isalpha() and p not in {"Conference", "Workshop", "Track"}]
    if named and not _YEAR.search(parts[1]):
        return named[0].lower()
    return parts[0].split(".")[0].lower() if parts else ""


def venue_year(venue_id: str) -> int | None:
    """The year in a venue id, if it has one."""
    found = _YEAR.search(venue_id)
    return int(found[0]) if found else None

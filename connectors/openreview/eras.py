"""How each venue and year keeps its submissions on OpenReview, as data.

A new exception is a new row above the two that hold for every venue. A row tells where the notes
lie and where acceptance is written; which of the two APIs holds a venue is asked of its group
(:mod:`kinds`), so a family that moved from one to the other has a row for each.

OpenReview's own status, ``content.venueid``, tells acceptance on API v2 alone: on v1 rejected
papers carry the bare venue id too (ICLR 2017, 2022 and 2023, NeurIPS 2021 and 2022).
"""

import re
from dataclasses import dataclass
from typing import Literal

Api = Literal[1, 2]
Filter = tuple[str, str]
Way = tuple[Filter, ...]
Evidence = Literal["venueid", "venue", "decision_note", "meta_review", "submission"]


@dataclass(frozen=True, slots=True)
class Era:
    """Where the venues whose id matches keep their submissions, and their decisions.

    Attributes:
        name: Whom the row is about.
        pattern: Regular expression over the whole venue id.
        api: The API that holds the notes.
        ways: Ways to list the submissions, tried in this order until one has notes; each is one
            or more filters of ``/notes`` of which the first is tried and all are listed. In them
            ``{submission_id}`` stands for the invitation that the group names, ``{venue}`` for
            the id.
        evidence: Where acceptance is written, the most trusted first: the status ``venueid``, the
            text ``venue``, a decision or a meta-review among the replies, the submission itself.
            Empty where OpenReview holds no decisions.
        remark: What else to know.
    """

    name: str
    pattern: str
    api: Api
    ways: tuple[Way, ...]
    evidence: tuple[Evidence, ...]
    remark: str = ""

    @property
    def is_told_by_replies(self) -> bool:
        """Whether a reply alone may bring the decision.

        A listing by time of change does not show it then: OpenReview is not known to touch a
        submission when somebody replies to it.
        """
        return any(told in self.evidence for told in ("decision_note", "meta_review"))


def _form(name: str) -> Filter:
    return ("invitation", f"{{venue}}/-/{name}")


# API v1 takes the beginning of an invitation: one listing then has every form at once, those who
# left among them. Not before 2020, when reviews too were made by forms of this beginning.
EVERY = _form(".*")
BLIND, OPEN, OLD = _form("Blind_Submission"), _form("Submission"), _form("submission")
LEFT = (_form("Withdrawn_Submission"), _form("Desk_Rejected_Submission"))

SMALL_LETTERS: tuple[Way, ...] = ((OLD,),)
BLIND_COPIES: tuple[Way, ...] = ((BLIND, *LEFT),)
NO_COPIES: tuple[Way, ...] = ((OPEN, *LEFT),)
V1: tuple[Way, ...] = ((EVERY,), *BLIND_COPIES, *NO_COPIES, *SMALL_LETTERS)

# By invitation one listing has every state, with the replies that decide where the status stays
# at "/Submission". The second way is for papers that were brought in by another invitation.
V2: tuple[Way, ...] = ((("invitation", "{submission_id}"),), (("content.venueid", "{venue}"),))

NOTES: tuple[Evidence, ...] = ("decision_note",)
TEXT: tuple[Evidence, ...] = ("venue",)
TEXT_OR_NOTES: tuple[Evidence, ...] = ("venue", "decision_note")
ANYWHERE: tuple[Evidence, ...] = ("venue", "decision_note", "meta_review", "submission")
STATUS: tuple[Evidence, ...] = ("venueid", "decision_note")


def _v1(name: str, pattern: str, evidence: tuple[Evidence, ...], remark: str = "") -> Era:
    return Era(name, pattern, 1, V1, evidence, remark)


def _v2(name: str, pattern: str, remark: str = "") -> Era:
    return Era(name, pattern, 2, V2, STATUS, remark)


_ICLR = (
    Era(
        "ICLR 2013",
        r"ICLR\.cc/2013/conference",
        1,
        SMALL_LETTERS,
        ("submission",),
        "The decision names a form and a track: only the conference's track is an acceptance.",
    ),
    Era(
        "ICLR 2014 and 2016",
        r"ICLR\.cc/201[46]/(conference|workshop)",
        1,
        SMALL_LETTERS,
        (),
        "Submissions without decisions.",
    ),
    Era(
        "ICLR 2017",
        r"ICLR\.cc/2017/(conference|workshop)",
        1,
        SMALL_LETTERS,
        TEXT_OR_NOTES,
        "Authors may be one string; the workshop repeats 53 papers of the conference.",
    ),
    Era(
        "ICLR 2018",
        r"ICLR\.cc/2018/Conference",
        1,
        BLIND_COPIES,
        NOTES,
        "Notes of Acceptance_Decision; 24 papers are there twice, blind and withdrawn.",
    ),
    Era("ICLR 2018 workshop", r"ICLR\.cc/2018/Workshop", 1, NO_COPIES, NOTES),
    Era(
        "ICLR 2019",
        r"ICLR\.cc/2019/Conference",
        1,
        BLIND_COPIES,
        ("meta_review",),
        "The meta-review's recommendation is the decision, no score.",
    ),
    _v1("ICLR 2020", r"ICLR\.cc/2020/Conference", NOTES),
    _v1(
        "ICLR 2021",
        r"ICLR\.cc/2021/Conference",
        TEXT_OR_NOTES,
        "Rejected papers have neither text nor status.",
    ),
    _v1("ICLR 2022 and 2023", r"ICLR\.cc/202[23]/Conference", TEXT),
    _v1("ICLR workshops to 2022", r"ICLR\.cc/20(19|2[0-2])/Workshop/.+", TEXT_OR_NOTES),
    _v1(
        "ICLR blog posts and tiny papers to 2023",
        r"ICLR\.cc/202[23]/(Track/Blog|BlogPosts|TinyPapers)",
        TEXT,
        "All tiny papers of 2023 stay at 'Submitted to'.",
    ),
    _v2("ICLR since 2024", r"ICLR\.cc/20(2[4-9]|[3-9]\d)/Conference"),
    _v2("ICLR blog posts and tiny papers", r"ICLR\.cc/20\d\d/(BlogPosts|TinyPapers)"),
)
_NEURIPS = (
    _v1(
        "NeurIPS 2021",
        r"NeurIPS\.cc/2021/Conference",
        TEXT,
        "300 papers are there twice, under two ids with the same content.",
    ),
    _v1("NeurIPS 2022", r"NeurIPS\.cc/2022/Conference", TEXT),
    _v2("NeurIPS since 2023", r"NeurIPS\.cc/20(2[3-9]|[3-9]\d)/Conference"),
    _v1(
        "Datasets and Benchmarks 2021",
        r"NeurIPS\.cc/2021/Track/Datasets_and_Benchmarks/Round[12]",
        TEXT,
        "Two rounds, each a venue of its own.",
    ),
    _v1(
        "Datasets and Benchmarks 2022",
        r"NeurIPS\.cc/2022/Track/Datasets_and_Benchmarks",
        TEXT,
        "Only accepted papers are shown; the text ends in a space.",
    ),
    _v2(
        "Datasets and Benchmarks since 2023",
        r"NeurIPS\.cc/(2023/Track/Datasets_and_Benchmarks"
        r"|20\d\d/(Datasets_and_Benchmarks|Evaluations_and_Datasets)_Track)",
    ),
)
_OTHERS = (
    _v2(
        "ICML since 2023",
        r"ICML\.cc/20\d\d/Conference",
        "Position papers of 2024 stand unmarked among the others.",
    ),
    _v2(
        "TMLR",
        r"TMLR",
        "A journal: states are TMLR/Rejected, TMLR/Under_Review and so on; the year is pdate's.",
    ),
    _v1("CoRL to 2022", r"robot-learning\.org/CoRL/20\d\d/Conference", TEXT_OR_NOTES),
    _v2("CoRL since 2023", r"robot-learning\.org/CoRL/20\d\d/Conference"),
    _v2("COLM", r"colmweb\.org/COLM/20\d\d/Conference", "The text names no year."),
    _v1("UAI to 2022", r"auai\.org/UAI/20\d\d(/Conference)?", TEXT_OR_NOTES),
    _v2("UAI since 2023", r"auai\.org/UAI/20\d\d/Conference"),
    _v2("AISTATS since 2025", r"aistats\.org/AISTATS/20\d\d/Conference"),
    _v1("MIDL at first", r"MIDL\.(amsterdam|io)/20\d\d/.+", TEXT_OR_NOTES),
    _v2("MIDL later", r"MIDL\.io/20\d\d/.+"),
    Era(
        "ACL Rolling Review",
        r"aclweb\.org/ACL/ARR/.+",
        1,
        V1,
        (),
        "Reviews only: decisions are made where papers are committed to.",
    ),
    Era(
        "ACL Rolling Review",
        r"aclweb\.org/ACL/ARR/.+",
        2,
        V2,
        (),
        "Reviews only: decisions are made where papers are committed to.",
    ),
    _v2(
        "workshops",
        r".+/Workshops?(_[^/]+)?/.+",
        "Some release their papers and leave them at '/Submission'.",
    ),
    _v2("tracks", r".+/(Track/[^/]+|[^/]+_Track(_[^/]+)?)"),
)
_ANY = (
    _v1("any venue of API v1", r".*", ANYWHERE),
    _v2("any venue of API v2", r".*"),
)

ERAS: tuple[Era, ...] = (*_ICLR, *_NEURIPS, *_OTHERS, *_ANY)


def era(venue_id: str, api: Api) -> Era:
    """The first row for this venue on this API."""
    return next(e for e in ERAS if e.api == api and re.fullmatch(e.pattern, venue_id))


ELSEWHERE: tuple[tuple[str, str], ...] = (
    (r"ICLR\.cc/2015/.*", "ICLR 2015 was not on OpenReview, its papers are listed at iclr.cc"),
    (
        r"ICLR\.cc/2016/[Cc]onference",
        "the conference track of ICLR 2016 was not on OpenReview, its papers are listed at iclr.cc",
    ),
    (
        r"(NeurIPS|NIPS)\.cc/20(0\d|1\d|20)/Conference",
        "the main track of NeurIPS came to OpenReview in 2021, earlier papers are at "
        "proceedings.neurips.cc",
    ),
    (
        r"ICML\.cc/20([01]\d|2[0-2])/Conference",
        "ICML shows its papers on OpenReview since 2023, earlier ones are at proceedings.mlr.press",
    ),
    (
        r"aistats\.org/AISTATS/20([01]\d|2[0-4])/Conference",
        "AISTATS is on OpenReview since 2025, earlier papers are at proceedings.mlr.press",
    ),
)
"""Venues that people look for on OpenReview in vain, and where their papers are."""


def elsewhere(venue_id: str) -> str | None:
    """Where the papers of a venue are that OpenReview does not have; None where nobody said so."""
    return next((said for pattern, said in ELSEWHERE if re.fullmatch(pattern, venue_id)), None)

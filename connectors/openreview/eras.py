"""How each venue and year keeps its submissions on OpenReview, as data.

A new exception is a new row, above the two rows that hold for every venue.
"""

import re
from dataclasses import dataclass
from typing import Literal

Filter = tuple[str, str]
Acceptance = Literal["venueid", "venue", "decision_note", "meta_review"]


@dataclass(frozen=True, slots=True)
class Era:
    """Where the venues whose id matches keep their submissions.

    Attributes:
        pattern: Regular expression over the whole venue id.
        api: The API that holds the notes.
        submissions: Filters of ``/notes`` to try in this order until one has notes, with
            ``{submission_id}`` for the invitation that the venue's group names and ``{venue}``
            for the venue id.
        others: Filters for submissions kept apart from these, all of them listed.
        acceptance: Where acceptance is written.
    """

    pattern: str
    api: Literal[1, 2]
    submissions: tuple[Filter, ...]
    others: tuple[Filter, ...]
    acceptance: Acceptance


BLIND = (("invitation", "{venue}/-/Blind_Submission"),)
# Blind venues keep public copies under the first name; single-blind and old ones have no copies.
ANY_V1 = (
    *BLIND,
    ("invitation", "{venue}/-/Submission"),
    ("invitation", "{venue}/-/submission"),
)
LEFT = (
    ("invitation", "{venue}/-/Withdrawn_Submission"),
    ("invitation", "{venue}/-/Desk_Rejected_Submission"),
)
# One listing by invitation holds every state, told apart by venueid; the second filter is for
# venues whose accepted notes were imported under another invitation.
ANY_V2 = (("invitation", "{submission_id}"), ("content.venueid", "{venue}"))

ERAS = (
    Era(r"ICLR\.cc/(2018|2020)/Conference", 1, BLIND, LEFT, "decision_note"),
    Era(r"ICLR\.cc/2019/Conference", 1, BLIND, LEFT, "meta_review"),
    # Rejected papers carry the bare venueid too (ICLR 2022-23, NeurIPS 2021-22), so on API v1 it
    # is ``content.venue`` that tells.
    Era(r"(ICLR|NeurIPS)\.cc/202[123]/Conference", 1, BLIND, LEFT, "venue"),
    Era(r".*", 1, ANY_V1, LEFT, "venue"),
    Era(r".*", 2, ANY_V2, (), "venueid"),
)


def era(venue_id: str, api: Literal[1, 2]) -> Era:
    """The first row for this venue on this API."""
    return next(e for e in ERAS if e.api == api and re.fullmatch(e.pattern, venue_id))

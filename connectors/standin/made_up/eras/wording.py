"""How each kind of venue worded its decisions, odd spellings included."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors.standin.made_up.submissions import Submission
from connectors.standin.made_up.venues import Era

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one kind of venue, by tier, or by state where there is no tier.

    Of several words for the same the venue uses one after the other. ``{short}``, ``{name}``,
    ``{year}`` and ``{low}`` stand for the venue's short name and its parts.

    Attributes:
        text: ``content.venue``; where empty the venue has none.
        decision: What a decision note, a meta-review or the submission says.
        form: The form of the decision.
        field: The field that says it.
        summary: The field of the authors' summary; None where authors gave none.
    """

    text: Words = field(default_factory=dict)
    decision: Words = field(default_factory=dict)
    form: str = "Decision"
    field: str = "decision"
    summary: str | None = "one-sentence_summary"


_TIERS: Words = {
    "oral": ("Accept (Oral)",),
    "poster": ("Accept (Poster)",),
    "rejected": ("Reject",),
}
_INVITED: Words = {**_TIERS, "rejected": ("Reject", "Invite to Workshop Track", "Reject")}

WORDINGS: dict[Era, Wording] = {
    "v1_2013": Wording(
        decision={
            "oral": ("conferenceOral-{low}-conference",),
            "poster": ("conferencePoster-{low}-conference",),
            "rejected": (
                "reject",
                "conferencePoster-{low}-workshop",
                "conferenceOral-{low}-workshop",
            ),
        },
        summary=None,
    ),
    "v1_undecided": Wording(summary=None),
    "v1_2017": Wording(
        text={
            "oral": ("{short} Oral",),
            "poster": ("{short} Poster",),
            "rejected": (
                "Submitted to {short}",
                "{short} Invite to Workshop",
                "Submitted to {short}",
            ),
        },
        decision=_INVITED,
        form="acceptance",
        summary="TL;DR",
    ),
    "v1_2018": Wording(decision=_INVITED, form="Acceptance_Decision", summary="TL;DR"),
    "v1_2018_workshop": Wording(
        decision={"accepted": ("Accept",), "rejected": ("Reject", "Not Accept")},
        form="Acceptance_Decision",
        summary="TL;DR",
    ),
    "v1_2019": Wording(
        decision=_TIERS, form="Meta_Review", field="recommendation", summary="TL;DR"
    ),
    "v1_workshop": Wording(
        decision={
            "oral": ("Accept (Oral)",),
            "poster": ("Accept (Poster)", "Conditional Accept (Poster)"),
            "rejected": ("Reject", "Not Accept"),
        },
        summary="one_sentence_summary",
    ),
    "v1_odd_texts": Wording(
        text={
            "oral": ("{short} Oral", "{name}{year} oral", "{short} Oral Presentation"),
            "spotlight": ("{short} Spotlight", "{short} spotlight", "{short} Spotlight-Poster"),
            "poster": (
                "{short} Poster",
                "{short} Poster ",
                "{short} poster",
                "{short} Accept (Poster)",
                "{short} Conditional Poster",
                "{name}  {year} Posters",
            ),
            "notable top 5%": ("{short} notable top 5%",),
            "rejected": (
                "{short} Submitted",
                "Submitted to {short}",
                "{short} Reject",
                "{short} Invite to Workshop",
                "{short} Not Accept",
                "Submitted to {short} ",
            ),
            # The last contradicts itself: it left, and the text says that it was accepted.
            "withdrawn": ("", "", "{short} Poster"),
            "desk_rejected": ("", "{short} Desk Rejected"),
        },
    ),
    "v1_track": Wording(
        text={"accepted": ("{short}", "{short} "), "rejected": ("Submitted to {short}",)},
    ),
    "v2": Wording(summary="TLDR"),
    "v2_words": Wording(
        text={
            "oral": ("{short} oral",),
            "spotlight": ("{short} spotlight",),
            "poster": ("{short} poster", "{short} conditional poster", "{short} poster"),
        },
        decision={
            "oral": ("Accept (oral)",),
            "spotlight": ("Accept (spotlight)",),
            "poster": ("Accept (poster)", "Accept (conditional poster)", "Accept (poster)"),
            "rejected": ("Reject",),
        },
        summary="TLDR",
    ),
    "v2_overall": Wording(
        text={
            "oral": ("{short} oral",),
            "spotlight": ("{short} spotlightposter",),
            "poster": ("{short} poster",),
        },
        summary="TLDR",
    ),
    "v2_people": Wording(summary="TLDR"),
    "v2_left": Wording(
        text=dict.fromkeys(
            ("oral", "accepted", "rejected", "under_review"),
            ("Submitted to {short}", "{short} Submission"),
        ),
        decision={
            "oral": ("Accept (Oral)",),
            "accepted": ("Accept", "Accept", "Conditional Accept"),
            "rejected": ("Reject", "Not Accept", "Invite to Workshop Track"),
        },
        summary="TL;DR",
    ),
    "v2_plain": Wording(
        text={"accepted": ("{short}",)}, decision={"accepted": ("Accept",)}, summary="TLDR"
    ),
    "v2_journal": Wording(
        decision={
            "accepted": ("Accept as is", "Accept with minor revision"),
            "rejected": ("Reject",),
        },
        field="recommendation",
        summary=None,
    ),
}


def outcome(submission: Submission) -> str:
    """Under what its words are found."""
    return submission.tier or submission.state


def worded(words: Words, submission: Submission, turn: int) -> str | None:
    """What the venue says of it; None where it has no words for that.

    Args:
        words: The venue's words.
        submission: Of whom they are.
        turn: How many were said to be the same before this one.
    """
    choices = words.get(outcome(submission))
    if not choices:
        return None
    name, _, year = submission.venue.short.partition(" ")
    fill = {
        "short": submission.venue.short,
        "name": name,
        "year": year.partition(" ")[0],
        "low": f"{name}{year}".lower(),
    }
    return choices[turn % len(choices)].format(**fill)

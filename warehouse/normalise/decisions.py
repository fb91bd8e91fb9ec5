"""What became of a submission, and who says so.

API v2 has a status: ``venueid`` is the venue's own id for accepted papers and an id below it for
the others. In API v1 rejected papers carry the venue's id too, so there the venue *text* decides,
else a decision note, else a meta-review, else the submission itself (ICLR 2013).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from warehouse.normalise.content import text
from warehouse.normalise.dates import first_moment
from warehouse.normalise.groups import Group
from warehouse.normalise.notes import Note

DECISION_FORMS = {"decision", "acceptance_decision", "acceptance"}
META_REVIEW_FORMS = {"meta_review"}

# In this order: "Spotlight-Poster" is a spotlight and "OralPoster" an oral.
TIERS = ("oral", "spotlight", "talk", "highlight", "regular", "poster", "findings")
TIER_WORD = re.compile(rf"({'|'.join(TIERS)})s?(?:{'|'.join(TIERS)})?s?", re.I)
NOTABLE = re.compile(r"notable(?:[ -]top[ -]\d+%)?", re.I)
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")

# Papers are only reviewed here; what became of them is written where they were committed to.
REVIEWING_POOL = re.compile(r"aclweb\.org/ACL/ARR/")

# An invitation to the workshop is no acceptance (ICLR 2013, 2017, 2018), nor is "Not Accept".
STATE_WORDS = (
    ("withdrawn", re.compile(r"withdraw|retract", re.I)),
    ("desk_rejected", re.compile(r"\bdesk", re.I)),
    (
        "rejected",
        re.compile(
            r"reject|submitted|not accept|unaccept|invite to work|^conference\w+-.*-workshop$", re.I
        ),
    ),
    ("under_review", re.compile(r"submission|under.?review|pending", re.I)),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """The state of a submission with its evidence.

    Attributes:
        state: One of ``tables.papers.STATES``.
        source: Where the state was read; None when nothing says it.
        text: The decision as written.
        tier: oral, spotlight, poster...; None unless accepted and said.
        at: When the acceptance was recorded; None unless accepted and known.
    """

    state: str
    source: str | None = None
    text: str | None = None
    tier: str | None = None
    at: datetime | None = None


def decide(submission: Note, replies: Iterable[Note], group: Group) -> Decision:
    """What became of the submission, by the best evidence there is.

    Raises:
        Unreadable: The venue or a decision is no text.
    """
    spoken = _by_notes(submission, list(replies), group)
    found = _by_status(submission, group)
    # Some venues decide but leave their papers at "Submission" or "Submitted to".
    if found is None or (spoken is not None and _outweighs(spoken, found)):
        found = spoken
    if found is None:
        return Decision("unknown", text=text(submission.content, "venue"))
    if found.state != "accepted":
        return found
    if REVIEWING_POOL.match(group.id):
        return Decision("unknown", text=found.text)
    return _completed(found, submission, spoken)


def tier(written: str | None, short_name: str | None = None) -> str | None:
    """The tier that a decision names, the venue's own name left aside.

    >>> tier("ICML 2025 spotlightposter"), tier("Accept (Talk)"), tier("COLM")
    ('spotlight', 'talk', None)
    """
    said = (written or "").removeprefix(short_name or "")
    if notable := NOTABLE.search(said):
        return notable[0].lower().replace("-", " ")
    named = {
        found[1].lower() for word in WORD.findall(said) if (found := TIER_WORD.fullmatch(word))
    }
    return next((name for name in TIERS if name in named), None)


def state_of(written: str) -> str | None:
    """The state that these words mean; None when they speak of no other than acceptance.

    >>> state_of("ICLR 2022 Submitted"), state_of("ICLR 2022 Oral")
    ('rejected', None)
    """
    return next((state for state, words in STATE_WORDS if words.search(written)), None)


def _outweighs(spoken: Decision, found: Decision) -> bool:
    return found.state in ("under_review", "unknown") or (
        (found.source, found.state, spoken.state) == ("venue", "rejected", "accepted")
    )


def _by_status(submission: Note, group: Group) -> Decision | None:
    if submission.api_version == 2:
        return _by_venueid(submission, group)
    return _by_form(submission) or _by_venue(submission, group)


def _by_venueid(submission: Note, group: Group) -> Decision | None:
    venueid = text(submission.content, "venueid")
    written = text(submission.content, "venue")
    if venueid is None or not f"{venueid}/".startswith(f"{group.id}/"):
        return None
    if venueid == group.id:
        return Decision("accepted", "venueid", written, tier(written, group.short_name))
    for state in ("withdrawn", "desk_rejected", "rejected"):
        if venueid == group.text(f"{state}_venue_id"):
            return Decision(state, "venueid", written)
    return Decision(state_of(venueid.removeprefix(group.id)) or "unknown", "venueid", written)


def _by_form(submission: Note) -> Decision | None:
    written = text(submission.content, "venue")
    if "withdrawn_submission" in submission.form_names:
        return Decision("withdrawn", "submission", written)
    if "desk_rejected_submission" in submission.form_names:
        return Decision("desk_rejected", "submission", written)
    return None


def _by_venue(submission: Note, group: Group) -> Decision | None:
    written = text(submission.content, "venue")
    if written is None:
        return None
    state = state_of(written.removeprefix(group.short_name or "")) or "accepted"
    named = tier(written, group.short_name) if state == "accepted" else None
    return Decision(state, "venue", written, named)


def _by_notes(submission: Note, replies: list[Note], group: Group) -> Decision | None:
    field = group.text("decision_field_name") or "decision"
    forms = DECISION_FORMS | {(group.text("decision_name") or "decision").lower()}
    accepts = group.names("accept_decision_options")
    decisions = [note for note in replies if note.form_names & forms]
    meta_reviews = [note for note in replies if note.form_names & META_REVIEW_FORMS]
    return (
        _said(decisions, "decision_note", (field, "decision", "recommendation"), accepts)
        or _said(meta_reviews, "meta_review", ("recommendation", field), accepts)
        or _said([submission], "submission", ("decision",), accepts)
    )


def _said(
    notes: list[Note], source: str, fields: tuple[str, ...], accepts: Iterable[str]
) -> Decision | None:
    """The decision in the newest of these notes that holds one."""
    for note in sorted(notes, key=_written_at, reverse=True):
        if (written := text(note.content, *fields)) is not None:
            return _spoken(written, source, accepts, note)
    return None


def _spoken(written: str, source: str, accepts: Iterable[str], note: Note) -> Decision:
    refused = None if written in set(accepts) else state_of(written)
    named = tier(written)
    if refused is not None:
        return Decision(refused, source, written)
    if written in set(accepts) or named is not None or "accept" in written.lower():
        at = first_moment(note.raw, "tcdate", "cdate")
        return Decision("accepted", source, written, named, at)
    return Decision("unknown", source, written)


def _written_at(note: Note) -> float:
    at = first_moment(note.raw, "tmdate", "tcdate", "cdate")
    return at.timestamp() if at else 0.0


def _completed(found: Decision, submission: Note, spoken: Decision | None) -> Decision:
    """An acceptance with what other evidence adds: the tier of the note, the day of the mark."""
    agrees = spoken is not None and spoken.state == "accepted"
    at = first_moment(submission.raw, "pdate") or (spoken.at if spoken and agrees else None)
    named = found.tier or (spoken.tier if spoken and agrees else None)
    return Decision("accepted", found.source, found.text, named, at)

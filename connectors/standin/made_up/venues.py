"""The four main venues, and the other places where made-up papers appear."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

State = Literal["accepted", "rejected", "withdrawn", "desk_rejected", "under_review", "unknown"]
Era = Literal[
    "v1",
    "v1_decision_notes",
    "v1_2013",
    "v1_undecided",
    "v1_2017",
    "v1_2018",
    "v1_2018_workshop",
    "v1_2019",
    "v1_odd_texts",
    "v1_workshop",
    "v1_track",
    "v2",
    "v2_words",
    "v2_overall",
    "v2_people",
    "v2_left",
    "v2_plain",
    "v2_journal",
]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A place of publication as Semantic Scholar knows it.

    Attributes:
        id: Identifier of the publication venue.
        name: Normalised name, as it stands in ``venue``.
        alternate_names: Abbreviations.
        url: Its home page.
        kind: Conference or journal.
        key: How DBLP keys of its papers begin.
    """

    id: str
    name: str
    alternate_names: tuple[str, ...]
    url: str
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Venue:
    """A venue on OpenReview.

    Attributes:
        id: OpenReview id.
        title: Full name.
        short: Short name, used in the strings that tell acceptance.
        era: How acceptance is recorded: see the connector's table of eras.
        submitted_on: Deadline.
        shown_on: The day its papers became public: soon after the deadline where review is
            open, else after the decisions.
        decided_on: Day of the decisions; for a venue under review, still to come.
        start_on: First day.
        location: Where it takes place.
        website: Its home page.
        outlet: Its name on Semantic Scholar.
        tiers: Accepted papers by tier.
        others: The other submissions by state.
        settings: What its group says otherwise than most; None where it says nothing.
        header_date: When it takes place in the words of its home page, for API v1.
    """

    id: str
    title: str
    short: str
    era: Era
    submitted_on: date
    shown_on: date
    decided_on: date
    start_on: date
    location: str
    website: str
    outlet: Outlet
    tiers: Mapping[str, int] = field(default_factory=dict)
    others: Mapping[State, int] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    header_date: str | None = None

    @property
    def api(self) -> Literal[1, 2]:
        """The API that has its notes."""
        return 2 if self.era.startswith("v2") else 1

    @property
    def accepted(self) -> int:
        """How many papers it accepted."""
        return sum(self.tiers.values())

    @property
    def submitted(self) -> int:
        """How many submissions can be read, in whatever state."""
        return self.accepted + sum(self.others.values())

    @property
    def year(self) -> int:
        """The year in its id; a journal's is that of its first issue."""
        found = re.search(r"/(\d{4})(?:/|$)", self.id)
        return int(found[1]) if found else self.start_on.year

    @property
    def reviewed_on(self) -> date:
        """The day its reviews came in."""
        return self.decided_on - timedelta(days=45)

    @property
    def host(self) -> str:
        """The organisation: the first part of its id, or two where the first is a domain."""
        first, *rest = self.id.split("/")
        return f"{first}/{rest[0]}" if first.islower() and rest else first


_LANTERN = Outlet(
    "1a77e700-2025-4a11-8e57-0a9e10a97e01",
    "Lantern Conference on Learning Machines",
    ("LANTERN", "Lantern Conf Learn Mach"),
    "https://lanterns.example/",
    "conference",
    "conf/lantern",
)
_QUILL = Outlet(
    "9011e700-2021-4b22-9f68-1b8f21b08f02",
    "Quill Conference on Learning and Inference",
    ("QUILL", "Quill Conf Learn Inference"),
    "https://quill.example/",
    "conference",
    "conf/quill",
)
_THIMBLE = Outlet(
    "74b1e700-2020-4c33-a079-2c7032c19003",
    "Thimble Meeting on Small Models",
    ("THIMBLE", "Thimble Meet Small Model"),
    "https://thimble.example/",
    "conference",
    "conf/thimble",
)

LANTERN = Venue(
    id="Lanterns.example/2025/Conference",
    title="The Fourth Lantern Conference on Learning Machines",
    short="LANTERN 2025",
    era="v2",
    submitted_on=date(2024, 10, 4),
    shown_on=date(2025, 2, 10),
    decided_on=date(2025, 2, 3),
    start_on=date(2025, 5, 19),
    location="Old Lamp Works, Port Vesper",
    website="https://lanterns.example/2025",
    outlet=_LANTERN,
    tiers={"oral": 12, "spotlight": 36, "poster": 132},
    others={"rejected": 214, "withdrawn": 98, "desk_rejected": 28},
)
QUILL = Venue(
    id="Quill.example/2021/Conference",
    title="The Seventh Quill Conference on Learning and Inference",
    short="QUILL 2021",
    era="v1",
    submitted_on=date(2020, 10, 2),
    shown_on=date(2020, 10, 9),
    decided_on=date(2021, 1, 18),
    start_on=date(2021, 5, 10),
    location="Virtual, hosted from Inkstone Bay",
    website="https://quill.example/2021",
    outlet=_QUILL,
    tiers={"oral": 8, "spotlight": 22, "poster": 90},
    others={"rejected": 188, "withdrawn": 58, "desk_rejected": 14},
)
THIMBLE = Venue(
    id="Thimble.example/2020/Conference",
    title="The Second Thimble Meeting on Small Models",
    short="THIMBLE 2020",
    era="v1_decision_notes",
    submitted_on=date(2020, 3, 6),
    shown_on=date(2020, 3, 13),
    decided_on=date(2020, 6, 15),
    start_on=date(2020, 9, 14),
    location="Haberdashers' Hall, Needle Quay",
    website="https://thimble.example/2020",
    outlet=_THIMBLE,
    tiers={"talk": 2, "spotlight": 3, "poster": 7},
    others={"rejected": 19},
)
SMALL_LIGHTS = Venue(
    id="Lanterns.example/2027/Workshop/Small_Lights",
    title="Workshop on Small Lights: Learning with Little Energy",
    short="LANTERN 2027 Workshop Small Lights",
    era="v2",
    submitted_on=date(2026, 10, 9),
    shown_on=date(2026, 10, 16),
    decided_on=date(2027, 2, 8),
    start_on=date(2027, 5, 22),
    location="Port Vesper",
    website="https://lanterns.example/2027/small-lights",
    outlet=_LANTERN,
    others={"under_review": 24},
)

VENUES = (LANTERN, QUILL, THIMBLE, SMALL_LIGHTS)

PREPRINTS = Outlet(
    "a0c1e700-0000-4d44-b18a-3d8143d2a104",
    "arXiv.org",
    ("ArXiv",),
    "https://arxiv.org",
    "",
    "journals/corr",
)

ELSEWHERE = (
    Outlet(
        "a1a0ac00-0001-4e55-829b-4e9254e3b205",
        "Almanac Symposium on Machine Reasoning",
        ("ALMANAC", "Almanac Symp Mach Reason"),
        "https://almanac.example/",
        "conference",
        "conf/almanac",
    ),
    Outlet(
        "c0b61e00-0002-4f66-93ac-5fa365f4c306",
        "Cobblestone Conference on Vision and Language",
        ("COBBLE", "Cobblestone Conf Vis Lang"),
        "https://cobble.example/",
        "conference",
        "conf/cobble",
    ),
    Outlet(
        "7ea10000-0003-4077-84bd-60b47605d407",
        "Journal of Patient Computation",
        ("JPC", "J Patient Comput"),
        "https://jpc.example/",
        "journal",
        "journals/jpc",
    ),
)
"""Venues that Semantic Scholar knows and OpenReview does not."""

"""A small venue for each way in which OpenReview ever recorded acceptance."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from connectors.standin.made_up.ids import midnight
from connectors.standin.made_up.venues import Era, Outlet, State, Venue

# Organisations: TALLOW met from 2013 on, with small letters in its ids; WICKET came when review
# became blind, BURROW when the venue's text began to tell, LAGOON with API v2.


def _venue(
    id_: str,
    title: str,
    era: Era,
    start_on: date,
    tiers: Mapping[str, int],
    others: Mapping[State, int],
    **more: Any,
) -> Venue:
    short = more.pop("short", None) or _short(id_)
    website = f"https://{id_.partition('/')[0].lower()}/{start_on.year}"
    return Venue(
        id=id_,
        title=title,
        short=short,
        era=era,
        submitted_on=start_on - timedelta(days=200),
        shown_on=start_on - timedelta(days=193),
        decided_on=start_on - timedelta(days=90),
        start_on=start_on,
        location=more.pop("location", "Port Vesper"),
        website=website,
        outlet=_outlet(short, title, website),
        tiers=tiers,
        others=others,
        **more,
    )


def _short(id_: str) -> str:
    organisation, year, *inner = id_.split("/")
    name = organisation.partition(".")[0].upper()
    words = " ".join(inner).replace("_", " ")
    told = "" if words in {"Conference", "conference"} else f" {words}"
    return f"{name} {year}{told}"


def _outlet(short: str, title: str, website: str) -> Outlet:
    name = short.split(maxsplit=1)[0]
    number = sum(map(ord, short))
    id_ = f"e1a5e700-{number:04x}-4d44-b18a-{number * 7919:012x}"
    return Outlet(id_, title, (name,), website, "conference", f"conf/{name.lower()}")


EARLY = (
    _venue(
        "Tallow.example/2013/conference",
        "The First Tallow Meeting on Learned Representations",
        "v1_2013",
        date(2013, 5, 2),
        {"oral": 3, "poster": 5},
        {"rejected": 8},
        header_date="May 2 - 4, 2013",
    ),
    _venue(
        "Tallow.example/2014/conference",
        "The Second Tallow Meeting on Learned Representations",
        "v1_undecided",
        date(2014, 4, 14),
        {},
        {"unknown": 10},
        header_date="TBD",
    ),
    _venue(
        "Tallow.example/2017/conference",
        "The Fifth Tallow Meeting on Learned Representations",
        "v1_2017",
        date(2017, 4, 24),
        {"oral": 2, "poster": 8},
        {"rejected": 9},
        header_date="April 24-26, 2017",
    ),
    _venue(
        "Tallow.example/2017/workshop",
        "Workshop Track of the Fifth Tallow Meeting",
        "v1_2017",
        date(2017, 4, 24),
        {"poster": 6},
        {"rejected": 4},
        header_date="April 24-26, 2017",
    ),
)
BLIND = (
    _venue(
        "Wicket.example/2018/Conference",
        "The Wicket Conference on Small Gates",
        "v1_2018",
        date(2018, 4, 30),
        {"oral": 2, "poster": 7},
        {"rejected": 9, "withdrawn": 2},
        header_date="30 April - 3 May, 2018",
    ),
    _venue(
        "Wicket.example/2018/Workshop",
        "Workshop Track of the Wicket Conference",
        "v1_2018_workshop",
        date(2018, 4, 30),
        {"": 7},
        {"rejected": 5},
        header_date="",
    ),
    _venue(
        "Wicket.example/2019/Conference",
        "The Second Wicket Conference on Small Gates",
        "v1_2019",
        date(2019, 5, 6),
        {"oral": 2, "poster": 8},
        {"rejected": 9, "withdrawn": 2},
        header_date="May 6th - 9th, 2019",
    ),
    _venue(
        "Wicket.example/2022/Workshop/Small_Hours",
        "Workshop on Learning in the Small Hours",
        "v1_workshop",
        date(2022, 4, 29),
        {"oral": 3, "poster": 8},
        {"rejected": 4},
        header_date="April 29, 2022",
    ),
    _venue(
        "Wicket.example/2023/TinyPapers",
        "Tiny Papers of the Wicket Conference",
        "v1_undecided",
        date(2023, 5, 5),
        {},
        {"unknown": 12},
        header_date="May 5, 2023",
    ),
)
TOLD = (
    _venue(
        "Burrow.example/2021/Conference",
        "The Burrow Conference on Deep Places",
        "v1_odd_texts",
        date(2021, 12, 6),
        {"oral": 3, "spotlight": 3, "poster": 6, "notable top 5%": 1},
        {"rejected": 6, "withdrawn": 3, "desk_rejected": 2},
        header_date="Dec 6, 2021",
    ),
    _venue(
        "Burrow.example/2021/Track/Lamps_and_Ledgers/Round1",
        "Lamps and Ledgers, Round 1",
        "v1_track",
        date(2021, 12, 6),
        {"": 6},
        {"rejected": 5},
        short="BURROW 2021 Lamps and Ledgers Track (Round 1)",
        header_date="Dec 6, 2021",
    ),
    _venue(
        "Burrow.example/2021/Track/Lamps_and_Ledgers/Round2",
        "Lamps and Ledgers, Round 2",
        "v1_track",
        date(2021, 12, 6),
        {"": 5},
        {"rejected": 5},
        short="BURROW 2021 Lamps and Ledgers Track (Round 2)",
        header_date="Dec 6, 2021",
    ),
    _venue(
        "Burrow.example/2022/Track/Lamps_and_Ledgers",
        "Lamps and Ledgers",
        "v1_track",
        date(2022, 11, 28),
        {"": 10},
        {},
        short="BURROW 2022 Lamps and Ledgers",
        header_date="Nov 28, 2022",
    ),
    _venue(
        "tidemark.example/TIDEMARK/2022/Conference",
        "The Tidemark Conference on Moving Things",
        "v1",
        date(2022, 12, 14),
        {"oral": 2, "poster": 7},
        {"rejected": 5, "withdrawn": 1},
        short="TIDEMARK 2022",
        header_date="December 14, 2022",
    ),
)
MODERN = (
    _venue(
        "Lagoon.example/2024/Conference",
        "The First Lagoon Conference on Still Water",
        "v2_words",
        date(2024, 5, 7),
        {"oral": 2, "spotlight": 3, "poster": 7},
        {"rejected": 7, "withdrawn": 2, "desk_rejected": 1},
        settings={
            "accept_decision_options": [
                "Accept (oral)",
                "Accept (spotlight)",
                "Accept (poster)",
                "Accept (conditional poster)",
            ]
        },
    ),
    _venue(
        "Lagoon.example/2025/Conference",
        "The Second Lagoon Conference on Still Water",
        "v2_overall",
        date(2025, 7, 13),
        {"oral": 2, "spotlight": 3, "poster": 7},
        {"rejected": 3},
        settings={
            "review_rating": "overall_recommendation",
            "start_date": midnight(date(2025, 7, 13)),
        },
    ),
    _venue(
        "Lagoon.example/2025/Position_Paper_Track",
        "Position Papers of the Lagoon Conference",
        "v2",
        date(2025, 7, 14),
        {"oral": 1, "poster": 7},
        {"rejected": 3},
        settings={"start_date": ""},
    ),
    _venue(
        "Lagoon.example/2025/Workshop/Night_Tide-2",
        "Second Workshop on Night Tides",
        "v2_left",
        date(2025, 7, 18),
        {"oral": 2, "": 7},
        {"rejected": 5, "under_review": 1},
        settings={"start_date": "TBD", "accept_decision_options": ""},
    ),
    _venue(
        "Lagoon.example/2026/Conference",
        "The Third Lagoon Conference on Still Water",
        "v2_people",
        date(2026, 7, 6),
        {"oral": 2, "poster": 10},
        {"rejected": 5, "withdrawn": 1},
    ),
    _venue(
        "tidemark.example/TIDEMARK/2024/Conference",
        "The Third Tidemark Conference on Moving Things",
        "v2_plain",
        date(2024, 10, 7),
        {"": 14},
        {},
        short="TIDEMARK",
        settings={"start_date": None, "location": None},
    ),
    _venue(
        "Fathom.example",
        "Fathom: Proceedings in Deep Water",
        "v2_journal",
        date(2022, 2, 1),
        {"": 11},
        {"rejected": 4, "under_review": 4, "withdrawn": 3, "desk_rejected": 1},
        short="FATHOM",
        location="",
        settings={
            "under_review_venue_id": "Fathom.example/Under_Review",
            **dict.fromkeys(
                ("start_date", "date", "location", "submission_venue_id", "rejected_venue_id",
                 "withdrawn_venue_id", "desk_rejected_venue_id", "submission_name",
                 "accept_decision_options", "decision_heading_map", "decision_name",
                 "decision_field_name", "review_name", "review_rating", "review_confidence"),
            ),
        },
    ),
)  # fmt: skip

ERA_VENUES = (*EARLY, *BLIND, *TOLD, *MODERN)

"""Made-up venues under real ids: at least one case for every row of the table of eras.

The stand-in's own venues are called otherwise than real ones, so their ids would only ever meet
the last two rows. Here each is served once more under an id that its row is about.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from connectors.standin.corpus import Corpus
from connectors.standin.made_up.eras import ERA_VENUES

TALLOW, WICKET, BURROW, LAGOON = (
    f"{name}.example" for name in ("Tallow", "Wicket", "Burrow", "Lagoon")
)
TIDEMARK, ROUND = "tidemark.example/TIDEMARK", f"{BURROW}/2021/Track/Lamps_and_Ledgers/Round1"
LEDGERS, POSITION = f"{BURROW}/2022/Track/Lamps_and_Ledgers", f"{LAGOON}/2025/Position_Paper_Track"
SMALL_HOURS, NIGHT_TIDE = (
    f"{WICKET}/2022/Workshop/Small_Hours",
    f"{LAGOON}/2025/Workshop/Night_Tide-2",
)
DATASETS = "Datasets_and_Benchmarks"

# Real id, the made-up venue that goes by it, and how many listings it takes.
ROWS: dict[tuple[str, int], list[tuple[str, str, int]]] = {
    ("ICLR 2013", 1): [("ICLR.cc/2013/conference", f"{TALLOW}/2013/conference", 1)],
    ("ICLR 2014 and 2016", 1): [
        ("ICLR.cc/2014/conference", f"{TALLOW}/2014/conference", 1),
        ("ICLR.cc/2014/workshop", f"{TALLOW}/2014/conference", 1),
        ("ICLR.cc/2016/workshop", f"{TALLOW}/2014/conference", 1),
    ],
    ("ICLR 2017", 1): [
        ("ICLR.cc/2017/conference", f"{TALLOW}/2017/conference", 1),
        ("ICLR.cc/2017/workshop", f"{TALLOW}/2017/workshop", 1),
    ],
    ("ICLR 2018", 1): [("ICLR.cc/2018/Conference", f"{WICKET}/2018/Conference", 3)],
    ("ICLR 2018 workshop", 1): [("ICLR.cc/2018/Workshop", f"{WICKET}/2018/Workshop", 3)],
    ("ICLR 2019", 1): [("ICLR.cc/2019/Conference", f"{WICKET}/2019/Conference", 3)],
    ("ICLR 2020", 1): [("ICLR.cc/2020/Conference", SMALL_HOURS, 1)],
    ("ICLR 2021", 1): [("ICLR.cc/2021/Conference", f"{BURROW}/2021/Conference", 1)],
    ("ICLR 2022 and 2023", 1): [
        ("ICLR.cc/2022/Conference", f"{BURROW}/2021/Conference", 1),
        ("ICLR.cc/2023/Conference", f"{BURROW}/2021/Conference", 1),
    ],
    ("ICLR workshops to 2022", 1): [("ICLR.cc/2022/Workshop/GTRL", SMALL_HOURS, 1)],
    ("ICLR blog posts and tiny papers to 2023", 1): [
        ("ICLR.cc/2022/Track/Blog", LEDGERS, 1),
        ("ICLR.cc/2023/BlogPosts", LEDGERS, 1),
        ("ICLR.cc/2023/TinyPapers", f"{WICKET}/2023/TinyPapers", 1),
    ],
    ("ICLR since 2024", 2): [
        (f"ICLR.cc/{year}/Conference", f"{LAGOON}/2024/Conference", 1)
        for year in (2024, 2025, 2026, 2030)
    ],
    ("ICLR blog posts and tiny papers", 2): [("ICLR.cc/2024/TinyPapers", POSITION, 1)],
    ("NeurIPS 2021", 1): [("NeurIPS.cc/2021/Conference", f"{BURROW}/2021/Conference", 1)],
    ("NeurIPS 2022", 1): [("NeurIPS.cc/2022/Conference", f"{BURROW}/2021/Conference", 1)],
    ("NeurIPS since 2023", 2): [
        (f"NeurIPS.cc/{year}/Conference", f"{LAGOON}/2024/Conference", 1)
        for year in (2023, 2024, 2025)
    ],
    ("Datasets and Benchmarks 2021", 1): [
        (f"NeurIPS.cc/2021/Track/{DATASETS}/Round1", ROUND, 1),
        (f"NeurIPS.cc/2021/Track/{DATASETS}/Round2", f"{ROUND[:-1]}2", 1),
    ],
    ("Datasets and Benchmarks 2022", 1): [(f"NeurIPS.cc/2022/Track/{DATASETS}", LEDGERS, 1)],
    ("Datasets and Benchmarks since 2023", 2): [
        (f"NeurIPS.cc/2023/Track/{DATASETS}", POSITION, 1),
        (f"NeurIPS.cc/2024/{DATASETS}_Track", POSITION, 1),
        (f"NeurIPS.cc/2025/{DATASETS}_Track", POSITION, 1),
        ("NeurIPS.cc/2026/Evaluations_and_Datasets_Track", POSITION, 1),
    ],
    ("ICML since 2023", 2): [
        (f"ICML.cc/{year}/Conference", f"{LAGOON}/2025/Conference", 1) for year in (2023, 2026)
    ],
    ("TMLR", 2): [("TMLR", "Fathom.example", 1)],
    ("CoRL to 2022", 1): [
        ("robot-learning.org/CoRL/2021/Conference", f"{TIDEMARK}/2022/Conference", 1)
    ],
    ("CoRL since 2023", 2): [
        ("robot-learning.org/CoRL/2023/Conference", f"{TIDEMARK}/2024/Conference", 1)
    ],
    ("COLM", 2): [("colmweb.org/COLM/2024/Conference", f"{TIDEMARK}/2024/Conference", 1)],
    ("UAI to 2022", 1): [
        ("auai.org/UAI/2022/Conference", f"{TIDEMARK}/2022/Conference", 1),
        ("auai.org/UAI/2018", f"{TIDEMARK}/2022/Conference", 1),
    ],
    ("UAI since 2023", 2): [("auai.org/UAI/2024/Conference", f"{LAGOON}/2026/Conference", 1)],
    ("AISTATS since 2025", 2): [
        ("aistats.org/AISTATS/2025/Conference", f"{LAGOON}/2024/Conference", 1)
    ],
    ("MIDL at first", 1): [
        ("MIDL.amsterdam/2018/Conference", SMALL_HOURS, 1),
        ("MIDL.io/2019/Conference/Abstract", SMALL_HOURS, 1),
    ],
    ("MIDL later", 2): [("MIDL.io/2024/Short_Papers", POSITION, 1)],
    ("ACL Rolling Review", 1): [
        ("aclweb.org/ACL/ARR/2022/May", f"{WICKET}/2023/TinyPapers", 1)
    ],
    ("ACL Rolling Review", 2): [("aclweb.org/ACL/ARR/2024/June", POSITION, 1)],
    ("workshops", 2): [
        ("ICLR.cc/2024/Workshop/AGI", NIGHT_TIDE, 1),
        ("NeurIPS.cc/2025/Workshop_Mexico_City/AI-4-D", NIGHT_TIDE, 1),
    ],
    ("tracks", 2): [
        ("NeurIPS.cc/2025/Position_Paper_Track", POSITION, 1),
        ("NeurIPS.cc/2023/Track/Competition", POSITION, 1),
        ("KDD.org/2026/Research_Track_August", POSITION, 1),
    ],
    ("any venue of API v1", 1): [
        (venue.id, venue.id, 1) for venue in ERA_VENUES if venue.api == 1
    ],
    ("any venue of API v2", 2): [
        (venue.id, venue.id, 1)
        for venue in ERA_VENUES
        if venue.api == 2 and "Workshop" not in venue.id and "Track" not in venue.id
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A made-up venue that goes by another id; its notes by other ids too, to share a server."""

    row: str
    api: int
    real: str
    own: str
    listings: int
    turn: int

    def turned(self, note_id: str) -> str:
        return note_id[self.turn :] + note_id[: self.turn]

    def corpus(self, corpus: Corpus) -> Corpus:
        rows = (corpus.groups, corpus.notes_v1, corpus.notes_v2)
        mine = [[row for row in some if _is_of(row, self.own)] for some in rows]
        ids = {note["id"] for note in mine[1] + mine[2]}
        text = msgspec.json.encode(mine).decode().replace(self.own, self.real)
        text = re.sub("|".join(map(re.escape, ids)), lambda found: self.turned(found[0]), text)
        groups, v1, v2 = msgspec.json.decode(text)
        listed = {"id": "venues", "domain": "OpenReview.net", "members": [self.real]}
        return Corpus([*groups, listed], v1, v2)


def _is_of(row: dict[str, Any], venue_id: str) -> bool:
    made_by = row.get("domain") or row.get("invitation") or row["id"]
    return f"{made_by}/".startswith(f"{venue_id}/")


def _cases() -> Iterator[Case]:
    turns: Counter[str] = Counter()
    for (name, api), cases in ROWS.items():
        for real, own, listings in cases:
            yield Case(name, api, real, own, listings, turns[own])
            turns[own] += 1


CASES = list(_cases())

"""Made-up titles, people, papers and records, by the handful or by the million.

Nothing here is real: titles are put together from phrases, people from given and family names,
a few of which are as common as Wang, Li and Kim are.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.normalise.s2_records import S2_RECORDS
from warehouse.tables import PAPERS

Row = dict[str, Any]

VENUE = "Tidal.org/2031/Conference"
VENUE_NAME = "Tidal Conference"
SUBMITTED = datetime(2030, 9, 28, 12, tzinfo=UTC)

_MANNERS_TEXT = """amortised anytime asynchronous bounded calibrated cascaded certified composable
contractive curvature-aware decoupled delayed dissipative entropic ergodic factored fluctuating
frugal gauge-free geodesic granular hierarchical incremental isotropic latent layered lazy
low-rank marginal metered modular monotone nested oblique orthogonal patient perturbed piecewise
plural prudent quiet recursive relaxed reversible scattered shallow sparse spectral staged
stratified symbolic tempered tidal truncated uneven weighted"""
MANNERS = _MANNERS_TEXT.split()
_THINGS_TEXT = """anchoring annealing attribution backtracking braiding carving chaining coarsening
coupling crossover decoding distillation draughting embedding entrainment excavation filtering
flattening folding foraging gating grafting hashing imputation indexing interleaving lifting
masking merging mooring navigation ordering packing parsing percolation pooling pruning quilting
ranking recall refraction relabelling rerouting resampling rooting routing scheduling segmentation
sieving smoothing splicing stitching tabulation threading tuning unrolling voting weaving"""
THINGS = _THINGS_TEXT.split()
_MATTERS_TEXT = """aquifers archives auctions ballads barometers beacons bridges canals catalogues
ceramics coral currents dialects dunes estuaries ferries fjords folios forges galleries genomes
glaciers granaries harbours herbaria hillsides kilns lagoons lanterns ledgers lichens locks looms
manuscripts marshes mazes meadows mosaics orchards parchments pigments quarries rafts reefs rivers
scrolls seedlings semaphores sluices songbirds spindles spores tapestries terraces tides turbines
viaducts vineyards wetlands windmills"""
MATTERS = _MATTERS_TEXT.split()
SETTINGS = """shifted priors|missing labels|scarce supervision|strict budgets|noisy oracles|moving
targets|two clocks|partial views|long horizons|rare events|mixed units|slow feedback|hidden
confounders|sudden drift|tight memory|many agents""".replace("\n", " ").split("|")
_GIVEN_TEXT = """Ada Aiko Alejandro Anneliese Arjun Beatriz Bohdan Carlos Chen-Yu Chidi Dafne Dmitri
Elif Emeka Fatima Feng Gudrun Haoran Hyun-Woo Ibrahim Ingrid Jiaqi Jia-Wei João Jun Kavya Kenji
Leila Lukas Mei Mikołaj Min-Jun Naledi Noor Olufemi Paolo Priya Qing Rahel Rui Sanjay Séverine
Sofia Tao Tatiana Thabo Uma Viktor Wanjiru Wei Xiaoli Yan Yusuf Zoë"""
GIVEN = _GIVEN_TEXT.split()
COMMON_FAMILIES = ("Wang", "Li", "Zhang", "Chen", "Liu", "Kim", "Singh", "Nguyen")
_FAMILIES_TEXT = """Abara Achterberg Björklund Bratović Casagrande Castellanos Demirtaş Eszterházy
Farrokhzad Ferreira Gansbrink Grønvold Hallgrímsson Hoekstra Ibekwe Jankowiak Kariuki Kowalczyk
Lindqvist Maddison-Rao Mbeki Montalbán Nakagawa O'Rahilly Okonkwo Papadakis Quintero Ramaswamy
Rosenthal Schönfeld Sigurdsson Szymanski Tanizaki Tremblay Uzun Vandenberg Venkataraman Vögtlin
Weatherby Wickramasinghe Yamanaka Zuberbühler"""
FAMILIES = _FAMILIES_TEXT.split()


@dataclass
class Writer:
    """Makes things up, the same ones for the same seed."""

    random: random.Random
    used: set[str] = field(default_factory=set)
    count: int = 0

    def title(self) -> str:
        """A title that was not made before: five words or so that say something."""
        pick = self.random.choice
        while True:
            text = f"{pick(MANNERS)} {pick(THINGS)} of {pick(MATTERS)} under {pick(SETTINGS)}"
            if self.random.random() < 0.4:
                text = f"{pick(MANNERS)} {text}"
            title = text.title().replace(" Of ", " of ").replace(" Under ", " under ")
            if title not in self.used:
                self.used.add(title)
                return title

    def person(self, common: float = 0.3) -> str:
        """A full name; with probability ``common`` one of the very common family names."""
        families = COMMON_FAMILIES if self.random.random() < common else tuple(FAMILIES)
        return f"{self.random.choice(GIVEN)} {self.random.choice(families)}"

    def people(self, least: int = 2, most: int = 6) -> list[str]:
        """An author list of different people."""
        wanted, people = self.random.randint(least, most), dict[str, None]()
        while len(people) < wanted:
            people[self.person()] = None
        return list(people)

    def strangers(self, people: list[str]) -> list[str]:
        """Authors of another work: no family name in common."""
        families = {person.rsplit(maxsplit=1)[-1] for person in people}
        while True:
            others = self.people()
            if families.isdisjoint(person.rsplit(maxsplit=1)[-1] for person in others):
                return others

    def name(self) -> str:
        """A name for a method: a word that no title has."""
        self.count += 1
        return f"{self.random.choice(THINGS)[:4].title()}{self.random.choice(MATTERS)[:4].title()}"

    def number(self) -> int:
        """The next number."""
        self.count += 1
        return self.count


def paper_row(writer: Writer, title: str, authors: list[str] | None, **other: Any) -> Row:
    """An accepted paper of the made-up venue."""
    number = writer.number()
    forum = f"forum{number:06d}"
    row = {
        "paper_id": forum,
        "venue_id": VENUE,
        "number": number,
        "title": title,
        "state": "accepted",
        "authors": authors,
        "forum_url": f"https://openreview.net/forum?id={forum}",
        "submitted_at": SUBMITTED,
    }
    return row | other


def record_row(writer: Writer, title: str, authors: list[str], **other: Any) -> Row:
    """A record, by default a preprint some weeks around the submission."""
    number = writer.number()
    published = (SUBMITTED + timedelta(days=writer.random.randint(-200, 200))).date()
    venue = writer.random.choice((VENUE_NAME, VENUE_NAME, "arXiv.org", None))
    row = {
        "s2_paper_id": f"{number:040x}",
        "s2_corpus_id": 900_000_000 + number,
        "title": title,
        "authors": authors,
        "author_ids": [None] * len(authors),
        "year": published.year,
        "venue": venue,
        "published_on": published,
        "citation_count": writer.random.randint(0, 60),
        "influential_citation_count": 0,
        "reference_count": 30,
        "seen_at": SUBMITTED,
    }
    changed = row | other
    if "published_on" in other and "year" not in other and other["published_on"]:
        changed["year"] = other["published_on"].year
    return changed


def noise(writer: Writer, count: int) -> list[Row]:
    """Records that are nobody's: other titles, now and then by the same common names."""
    return [record_row(writer, writer.title(), writer.people()) for _ in range(count)]


def papers_table(rows: list[Row]) -> pa.Table:
    """The papers as the declared table."""
    return PAPERS.from_rows(rows)


def records_table(rows: list[Row]) -> pa.Table:
    """The records as the declared table."""
    return S2_RECORDS.from_rows(rows)


def years_before(years: float) -> date:
    """The day so many years before the submission (after it when negative)."""
    return (SUBMITTED - timedelta(days=365.25 * years)).date()


def large(papers: int, records: int, seed: int = 7) -> tuple[pa.Table, pa.Table]:
    """Many papers and many more records, for time and memory; nine papers in ten have a record.

    Words follow Zipf's law over 60,000 invented ones, so that some are in a tenth of all titles;
    one title in three is changed by a word, one author in three abbreviated.
    """
    rng = np.random.default_rng(seed)
    titles = _many_titles(rng, records)
    people = _many_people(rng, records)
    ids = [f"{number:040x}" for number in range(records)]
    years = rng.integers(2026, 2033, records)
    table = {
        "s2_paper_id": ids,
        "s2_corpus_id": np.arange(records),
        "title": titles,
        "authors": people,
        "author_ids": [[None] * len(names) for names in people],
        "year": years.astype("int32"),
        "venue": pa.array(rng.choice(["arXiv.org", VENUE_NAME, "Other Conference"], records)),
        "citation_count": rng.integers(0, 200, records),
        "seen_at": pa.array([SUBMITTED] * records, pa.timestamp("us", "UTC")),
    }
    columns = [
        pa.array(table[f.name], f.type) if f.name in table else pa.nulls(records, f.type)
        for f in S2_RECORDS.schema
    ]
    chosen = rng.choice(records, papers, replace=False)
    rows = [_paper_like(rng, n, titles[i], people[i], int(years[i])) for n, i in enumerate(chosen)]
    return papers_table(rows), pa.Table.from_arrays(columns, schema=S2_RECORDS.schema)


def _many_titles(rng: np.random.Generator, count: int) -> list[str]:
    vocabulary = np.array([_word(rng) for _ in range(60_000)])
    lengths = rng.integers(5, 14, count)
    ranks = np.minimum(rng.zipf(1.15, lengths.sum()) - 1, len(vocabulary) - 1)
    words = iter(vocabulary[ranks].tolist())
    return [" ".join(next(words) for _ in range(length)).capitalize() for length in lengths]


def _word(rng: np.random.Generator) -> str:
    syllables = ("ba", "cor", "de", "fil", "gra", "hu", "jo", "kel", "lin", "mor", "nes", "pu")
    return "".join(rng.choice(syllables, rng.integers(2, 5)))


def _many_people(rng: np.random.Generator, count: int) -> list[list[str]]:
    families = np.array([*COMMON_FAMILIES * 40, *(_word(rng).title() for _ in range(20_000))])
    given = np.array([*GIVEN, *(_word(rng).title() for _ in range(3_000))])
    sizes = rng.integers(1, 8, count)
    names = iter(
        np.char.add(
            np.char.add(rng.choice(given, sizes.sum()), " "), rng.choice(families, sizes.sum())
        ).tolist()
    )
    return [[next(names) for _ in range(size)] for size in sizes]


def _paper_like(
    rng: np.random.Generator, number: int, title: str, people: list[str], year: int
) -> Row:
    if rng.random() < 0.1:
        title, people = f"Nothing {number} of {title[::-1]}", [name[::-1] for name in people]
    elif rng.random() < 0.33:
        words = title.split()
        words[rng.integers(len(words))] = "altered"
        title = " ".join(words)
    people = [_shortened(name) if rng.random() < 0.33 else name for name in people]
    return {
        "paper_id": f"forum{number:06d}",
        "venue_id": VENUE,
        "title": title,
        "state": "accepted",
        "authors": people,
        "forum_url": f"https://openreview.net/forum?id=forum{number:06d}",
        "submitted_at": datetime(year, 3, 1, tzinfo=UTC),
    }


def _shortened(name: str) -> str:
    return f"{name[0]}. {name.rsplit(maxsplit=1)[-1]}"

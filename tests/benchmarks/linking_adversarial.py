"""Cases that linking must get right, by kind; all titles and people are made up.

Each case is a paper with the records that could be taken for it. All cases are linked together,
among thousands of records that have nothing to do with them.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from tests.benchmarks.linking_made_up import (
    MANNERS,
    VENUE_NAME,
    Row,
    Writer,
    noise,
    paper_row,
    papers_table,
    record_row,
    records_table,
    years_before,
)


@dataclass(frozen=True)
class Case:
    """A paper, the records around it, and what is right.

    Attributes:
        kind: What is hard about it.
        paper: Row of papers.
        records: Rows of records.
        right: The record to link; None when linking any would be wrong.
        twins: Other records of the work.
        may_abstain: Whether leaving it to a person is as good as linking.
    """

    kind: str
    paper: Row
    records: tuple[Row, ...]
    right: str | None
    twins: tuple[str, ...] = ()
    may_abstain: bool = False


@dataclass(frozen=True)
class Cases:
    """All cases as tables, and what is right for each paper."""

    papers: pa.Table
    records: pa.Table
    by_paper: dict[str, Case]


Maker = Callable[[Writer], list[Case]]


def adversarial(each: int = 15, others: int = 3_000, seed: int = 31) -> Cases:
    """``each`` cases of every kind among ``others`` records that are nobody's."""
    writer = Writer(random.Random(seed))  # noqa: S311
    cases = [case for make in MAKERS for _ in range(each) for case in make(writer)]
    records = [record for case in cases for record in case.records] + noise(writer, others)
    writer.random.shuffle(records)
    return Cases(
        papers_table([case.paper for case in cases]),
        records_table(records),
        {case.paper["paper_id"]: case for case in cases},
    )


def _same(kind: str, paper: Row, record: Row, *, may_abstain: bool = False) -> Case:
    return Case(kind, paper, (record,), record["s2_paper_id"], may_abstain=may_abstain)


def _other(kind: str, paper: Row, *records: Row) -> Case:
    return Case(kind, paper, records, None, may_abstain=True)


def _titles(kind: str, ours: Callable[[str], str], theirs: Callable[[str], str]) -> Maker:
    """One work whose title the two services write differently; the people agree."""

    def make(writer: Writer) -> list[Case]:
        title, people = writer.title(), writer.people(3)
        paper = paper_row(writer, ours(title), people)
        return [_same(kind, paper, record_row(writer, theirs(title), people))]

    return make


def _names(kind: str, change: Callable[[Writer, list[str]], list[str]]) -> Maker:
    """One work whose author lists differ; the titles agree."""

    def make(writer: Writer) -> list[Case]:
        title, people = writer.title(), writer.people(3, 8)
        paper = paper_row(writer, title, people)
        return [_same(kind, paper, record_row(writer, title, change(writer, people)))]

    return make


def _initialled(person: str) -> str:
    return f"{person[0]}. {person.rsplit(maxsplit=1)[-1]}"


def _middled(writer: Writer, people: list[str]) -> list[str]:
    letter = writer.random.choice("ABCDEJKLMRST")
    return [person.replace(" ", f" {letter}. ", 1) for person in people]


def _swapped(person: str) -> str:
    first, last = person.split()
    return f"{last} {first}"


def _plain(person: str) -> str:
    table = str.maketrans("éëöüøćşíłãğá", "eeouocsilaga")
    return person.translate(table).replace("'", "").replace("-", " ")


def _shuffled(writer: Writer, people: list[str]) -> list[str]:
    return writer.random.sample(people, len(people))


def _misspelt(title: str) -> str:
    words = title.split()
    longest = max(range(len(words)), key=lambda i: len(words[i]))
    word = words[longest]
    words[longest] = word[:3] + word[4] + word[3] + word[5:]
    return " ".join(words)


def _with_word(title: str, word: str) -> str:
    first, rest = title.split(" ", 1)
    return f"{first} {word} {rest}"


def _replaced(title: str, word: str) -> str:
    return f"{word} {title.split(' ', 1)[1]}"


def one_word_title(writer: Writer) -> list[Case]:
    title, people = writer.name(), writer.people(3)
    paper = paper_row(writer, title, people)
    return [_same("one_word_title", paper, record_row(writer, title, people))]


def no_authors(writer: Writer) -> list[Case]:
    title, people = writer.title(), writer.people(3)
    paper = paper_row(writer, title, writer.random.choice((None, ["Anonymous"], [])))
    record = record_row(writer, title, people, venue=VENUE_NAME)
    return [_same("no_authors", paper, record)]


def record_without_authors(writer: Writer) -> list[Case]:
    title = writer.title()
    record = record_row(writer, title, [], venue=VENUE_NAME)
    paper = paper_row(writer, title, writer.people(3))
    return [_same("record_without_authors", paper, record)]


def early_preprint(writer: Writer) -> list[Case]:
    title, people = writer.title(), writer.people(2)
    record = record_row(writer, title, people, published_on=years_before(2.4), venue="arXiv.org")
    return [_same("early_preprint", paper_row(writer, title, people), record)]


def undated(writer: Writer) -> list[Case]:
    title, people = writer.title(), writer.people(2)
    record = record_row(writer, title, people, published_on=None, year=None, venue=None)
    return [_same("undated", paper_row(writer, title, people), record)]


def named_forum_retitled(writer: Writer) -> list[Case]:
    people = writer.people(3)
    paper = paper_row(writer, writer.title(), people)
    record = record_row(writer, writer.title(), people, openreview_id=paper["paper_id"])
    return [_same("named_forum_retitled", paper, record)]


def named_arxiv(writer: Writer) -> list[Case]:
    people, number = writer.people(3), f"3009.{writer.number():05d}"
    paper = paper_row(
        writer, writer.title(), people, pdf_url=f"https://arxiv.org/pdf/{number}v3.pdf"
    )
    record = record_row(writer, writer.title(), people[:2], arxiv_id=number)
    return [_same("named_arxiv", paper, record)]


def twins(writer: Writer) -> list[Case]:
    title, people = writer.title(), writer.people(2)
    counts = writer.random.sample(range(300), 3)
    records = [
        record_row(writer, title, [_initialled(p) for p in people], citation_count=count)
        for count in counts
    ]
    paper = paper_row(writer, title, people)
    records[0]["openreview_id"] = paper["paper_id"]
    ordered = sorted(records, key=lambda r: -int(r["citation_count"]))
    ids = [record["s2_paper_id"] for record in ordered]
    return [Case("twins", paper, tuple(records), ids[0], tuple(ids[1:]))]


def shared_record(writer: Writer) -> list[Case]:
    title, people = writer.title(), writer.people(3)
    record = record_row(writer, title, people)
    first, second = paper_row(writer, title, people), paper_row(writer, title, people[:-1])
    right = record["s2_paper_id"]
    return [
        Case("shared_record", first, (record,), right),
        Case("shared_record", second, (), right),
    ]


def impostor(writer: Writer) -> list[Case]:
    title, people = writer.title(), writer.people(2)
    day = years_before(writer.random.choice((0, 0, 1, 4, 12)))
    others = writer.strangers(people)
    record = record_row(
        writer, title, others, published_on=day, venue=VENUE_NAME, citation_count=900
    )
    return [_other("impostor", paper_row(writer, title, people), record)]


def impostor_beside_right(writer: Writer) -> list[Case]:
    title, people = writer.title(), writer.people(2)
    right = record_row(writer, title, [_initialled(p) for p in people], citation_count=1)
    wrong = record_row(writer, title, writer.strangers(people), citation_count=900)
    paper = paper_row(writer, title, people)
    return [Case("impostor_beside_right", paper, (right, wrong), right["s2_paper_id"])]


def impostor_namesake(writer: Writer) -> list[Case]:
    """Other people, one of whom has a family name in common, with another given name."""
    title = writer.title()
    others = writer.strangers(["Ada Wang"])
    paper = paper_row(writer, title, ["Ada Wang", *writer.strangers([*others, "Ada Wang"])])
    record = record_row(writer, title, ["Wei Wang", *others], venue=VENUE_NAME)
    return [_other("impostor_namesake", paper, record)]


def impostor_unknown_authors(writer: Writer) -> list[Case]:
    """No authors to compare, and the record is of another time and venue."""
    title, people = writer.title(), writer.people(2)
    record = record_row(
        writer, title, people, published_on=years_before(7), venue="Journal of Quiet Studies"
    )
    return [_other("impostor_unknown_authors", paper_row(writer, title, None), record)]


def short_title_unknown_authors(writer: Writer) -> list[Case]:
    title = writer.random.choice((writer.name(), "Deep Learning", "Introduction", "Reply"))
    record = record_row(writer, title, writer.people(2), venue=VENUE_NAME)
    return [_other("short_title_unknown_authors", paper_row(writer, title, None), record)]


def next_part(writer: Writer) -> list[Case]:
    """Part II by the same people a year later; the paper itself has no record."""
    title, people = writer.title(), writer.people(2)
    mark = writer.random.choice((" II", " 2", ", Part II", ": A Survey", " Revisited"))
    record = record_row(writer, title + mark, people, published_on=years_before(-0.8))
    return [_other("next_part", paper_row(writer, title, people), record)]


def part_of_two(writer: Writer) -> list[Case]:
    """Two parts by the same people in one venue, both with a record."""
    title, people = writer.title(), writer.people(2)
    cases = []
    for mark in (" I", " II"):
        record = record_row(writer, title + mark, people)
        cases.append(_same("part_of_two", paper_row(writer, title + mark, people), record))
    return cases


def other_version(writer: Writer) -> list[Case]:
    """A numbered method: the record is of the other number."""
    title, people, name = writer.title(), writer.people(2), writer.name()
    record = record_row(writer, f"{name}-3: {title}", people)
    return [_other("other_version", paper_row(writer, f"{name}-2: {title}", people), record)]


def follow_up(writer: Writer) -> list[Case]:
    """A longer title by some of the same people, elsewhere, a year later."""
    title, people = writer.title(), writer.people(4)
    record = record_row(
        writer,
        _with_word(title, writer.random.choice(MANNERS).title()),
        [*people[1:], *writer.strangers(people)[:1]],
        published_on=years_before(-1.1),
        venue="Symposium on Quiet Machines",
    )
    return [_other("follow_up", paper_row(writer, title, people), record)]


def older_relative(writer: Writer) -> list[Case]:
    """A like title by the very same people, six years before."""
    title, people = writer.title(), writer.people(2)
    changed = _replaced(title, writer.random.choice(MANNERS).title())
    record = record_row(writer, changed, people, published_on=years_before(6), venue="arXiv.org")
    return [_other("older_relative", paper_row(writer, title, people), record)]


def same_group(writer: Writer) -> list[Case]:
    """Another work of the very same people in the same months: half the words are the same."""
    title, people = writer.title(), writer.people(2)
    half = " ".join(title.split()[:-2])
    record = record_row(writer, f"{writer.name()}: {writer.title()} and {half}", people)
    return [_other("same_group", paper_row(writer, title, people), record)]


def taken_record(writer: Writer) -> list[Case]:
    """Two like papers of the same people in one venue, of which one has a record."""
    title, people = writer.title(), writer.people(3)
    longer = _with_word(title, "Amphibious")
    record = record_row(writer, title, people)
    owner = Case("taken_record", paper_row(writer, title, people), (record,), record["s2_paper_id"])
    return [owner, _other("taken_record", paper_row(writer, longer, people))]


def replication(writer: Writer) -> list[Case]:
    title, people = writer.title(), writer.people(2)
    record = record_row(writer, f"[Re] {title}: A Reproducibility Study", writer.strangers(people))
    return [_other("replication", paper_row(writer, title, people), record)]


def opposite(writer: Writer) -> list[Case]:
    """The same words in another order or with a not, by some of the same people."""
    title, people = writer.title(), writer.people(4)
    changed = " ".join([*title.split()[2:], *title.split()[:2]])
    record = record_row(writer, changed, [*people[:2], *writer.strangers(people)])
    return [_other("opposite", paper_row(writer, title, people), record)]


def wrong_forum_named(writer: Writer) -> list[Case]:
    """The record names the paper's page, but all else is another work's."""
    paper = paper_row(writer, writer.title(), writer.people(2))
    record = record_row(
        writer, writer.title(), writer.strangers(paper["authors"]), openreview_id=paper["paper_id"]
    )
    return [_other("wrong_forum_named", paper, record)]


def retitled_far(writer: Writer) -> list[Case]:
    """Hardly a word is left of the title: a person may have to say that it is one work."""
    title, people = writer.title(), writer.people(4)
    record = record_row(writer, f"{writer.name()}: {' '.join(title.split()[-4:])}", people)
    paper = paper_row(writer, title, people)
    return [_same("retitled_far", paper, record, may_abstain=True)]


MAKERS: tuple[Maker, ...] = (
    _titles("plain", str, str),
    _titles("capitals", str.upper, str.lower),
    _titles(
        "latex",
        lambda t: rf"$\alpha$-{t} in $\mathrm{{SO}}(2)$",
        lambda t: f"\N{GREEK SMALL LETTER ALPHA}-{t} in SO(2)",
    ),
    _titles("latex_glued", lambda t: rf"{t} at $\mathcalO(\sqrtT)$", lambda t: f"{t} at O(√T)"),
    _titles("accents", lambda t: f"Schrödinger {t}", lambda t: f"Schrodinger {t}"),
    _titles("hyphens", lambda t: t.replace(" ", "-", 1), lambda t: t.replace("-", " ")),
    _titles("subtitle_added", str, lambda t: f"{t}: A Field Guide for Tired Sailors"),
    _titles("subtitle_dropped", lambda t: f"{t}: Notes and Queries", str),
    _titles("name_added", str, lambda t: f"Kelpie: {t}"),
    _titles("name_dropped", lambda t: f"Kelpie-Net: {t}", str),
    _titles("misspelt", str, _misspelt),
    _titles("plural", str, lambda t: f"Towards {t}s"),
    _titles("word_added", str, lambda t: _with_word(t, "Amphibious")),
    _titles(
        "word_replaced", lambda t: f"{t} and {t.split()[0]} Kelp", lambda t: f"{t} and Sea Kelp"
    ),
    _names("initials", lambda _, people: [_initialled(p) for p in people]),
    _names("middle_names", _middled),
    _names("family_first", lambda _, people: [_swapped(p) for p in people]),
    _names("accents_lost", lambda _, people: [_plain(p) for p in people]),
    _names("names_in_capitals", lambda _, people: [p.upper() for p in people]),
    _names("reordered", _shuffled),
    _names("truncated", lambda _, people: people[:2]),
    _names("first_author_only", lambda _, people: [people[0], "et al."]),
    _names("author_joined", lambda w, people: [*people, *w.strangers(people)[:1]]),
    _names("one_string", lambda _, people: [" and ".join(people)]),
    _names("footnote_marks", lambda _, people: [f"{p}*{i}" for i, p in enumerate(people, 1)]),
    _names("han_among_them", lambda _, people: [*people[:-1], "江海潮"]),
    one_word_title,
    no_authors,
    record_without_authors,
    early_preprint,
    undated,
    named_forum_retitled,
    named_arxiv,
    twins,
    shared_record,
    impostor,
    impostor_beside_right,
    impostor_namesake,
    impostor_unknown_authors,
    short_title_unknown_authors,
    next_part,
    part_of_two,
    other_version,
    follow_up,
    older_relative,
    same_group,
    taken_record,
    replication,
    opposite,
    wrong_forum_named,
    retitled_far,
)

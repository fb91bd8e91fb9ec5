"""Titles, names and sentences read well and mean nobody."""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.standin.corpus import Corpus
from connectors.standin.made_up.areas import AREAS
from connectors.standin.made_up.dice import dice
from connectors.standin.made_up.names import people
from connectors.standin.made_up.titles import TitleMaker

SHARED = Path(__file__).parents[4] / "shared" / "corpora"


def value(field: Any) -> Any:
    return field["value"] if isinstance(field, dict) and "value" in field else field


def submitted(corpus: Corpus) -> list[dict[str, Any]]:
    return [
        {name: value(field) for name, field in note["content"].items()}
        for note in corpus.notes_v1 + corpus.notes_v2
        if note["id"] == note["forum"] and "content" in note
    ]


def titles(corpus: Corpus) -> set[str]:
    found = {note["title"] for note in submitted(corpus) if isinstance(note["title"], str)}
    found |= {record["title"] for record in corpus.papers}
    return found | {edge["citingPaper"]["title"] for edge in corpus.citations}


def names(corpus: Corpus) -> set[str]:
    lists = [note.get("authors", []) for note in submitted(corpus)]
    people = [author for authors in lists if isinstance(authors, list) for author in authors]
    found = {person if isinstance(person, str) else person["fullname"] for person in people}
    found -= {"Anonymous"}
    works = [*corpus.papers, *(edge["citingPaper"] for edge in corpus.citations)]
    return found | {author["name"] for work in works for author in work["authors"]}


def test_titles_have_no_holes_and_are_not_too_long(corpus: Corpus) -> None:
    for title in titles(corpus):
        assert title == title.strip()
        assert len(title) <= 130, title
        assert not re.search(r"\{(way|task|things|data|coined|setting)\}", title)


def test_summaries_and_abstracts_are_sentences(corpus: Corpus) -> None:
    for note in submitted(corpus):
        summary = note.get("TLDR") or note.get("one-sentence_summary") or note.get("TL;DR") or "X."
        for text in (summary, note["abstract"]):
            assert text[0].isupper()
            assert text.endswith(".")
            assert "{" not in text
        assert len(note["abstract"].split()) > 25


def test_areas_are_distinct_and_all_in_use(corpus: Corpus) -> None:
    used = Counter(note["primary_area"] for note in submitted(corpus) if "primary_area" in note)
    assert used.keys() == {area.name for area in AREAS}
    assert min(used.values()) >= 30


def test_some_people_share_a_family_name_some_the_whole_name_and_all_have_their_own_id() -> None:
    made = people(dice("test"), 1_500)
    assert len({person.profile_id for person in made}) == len(made)
    assert len({person.s2_id for person in made}) == len(made)
    whole = Counter(person.name for person in made)
    assert sum(count > 1 for count in whole.values()) >= 20
    assert any(" " not in name for name in whole)
    assert any(re.search(r" [A-Z]\. ", name) for name in whole)
    assert any("-" in name for name in whole)
    assert any(not name.isascii() for name in whole)


def test_no_title_is_made_twice() -> None:
    maker = TitleMaker(dice("test"))
    made = [maker.topic().title for _ in range(3_000)]
    assert len(set(made)) == len(made)


@pytest.mark.corpora
@pytest.mark.skipif(not SHARED.exists(), reason="the recorded corpora are not beside the project")
def test_no_title_and_no_person_is_found_among_real_ones(corpus: Corpus) -> None:
    real = {text.casefold() for folder in sorted(SHARED.iterdir()) for text in _real(folder)}
    assert len(real) > 20_000
    assert not {text.casefold() for text in titles(corpus) | names(corpus)} & real


def _real(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("openreview/*/notes.jsonl.gz")):
        for row in _rows(path):
            content = row.get("content") or {}
            yield from _texts(value(content.get("title")))
            yield from _texts(value(content.get("authors")))
    for path in sorted(folder.glob("semantic_scholar/papers.jsonl.gz")):
        for row in _rows(path):
            yield row["title"]
            yield from (author["name"] for author in row["authors"])
    for path in sorted((SHARED.parent / "hard_cases").glob("*.csv")):
        with path.open(newline="") as lines:
            yield from (row["title"] for row in csv.DictReader(lines) if row.get("title"))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path) as lines:
        yield from map(json.loads, lines)


def _texts(found: Any) -> list[str]:
    found = found if isinstance(found, list) else [found]
    return [text for text in found if isinstance(text, str)]

"""BibTeX, RIS, CSV and JSON of an issue, read back by the programs that people use."""

import json
from dataclasses import replace

import bibtexparser  # type: ignore[import-untyped]
import pytest
import rispy  # type: ignore[import-untyped]

from tests.warehouse.curation.issue.issue_world import compiled, read_case
from warehouse.curation.issue import Issue, as_bibtex, as_json, as_listing, as_ris
from warehouse.spreadsheet import from_csv

OPENREVIEWS = """@inproceedings{
kittiwake2025gullformer,
title={{Gull-Former}: Attention over Harbours},
author={Ada Kittiwake and Bo T{\\"e}rn},
booktitle={Conference on Gulls and Gradients},
year={2025},
url={https://openreview.net/forum?id=gull1}
}"""


@pytest.fixture
def issue() -> Issue:
    return compiled(read_case("three_picks")).issue


@pytest.fixture
def hostile() -> Issue:
    return compiled(read_case("hostile")).issue


def with_bibtex(issue: Issue, *entries: str | None) -> Issue:
    """The issue, its papers with these entries of OpenReview."""
    picks = [replace(p, bibtex=b) for p, b in zip(issue.picks, entries, strict=False)]
    return replace(issue, picks=tuple(picks))


def read_bib(text: str) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = bibtexparser.loads(text).entries
    return entries


def test_every_bibtex_entry_is_read_back_with_its_fields(issue: Issue) -> None:
    entries = {entry["url"]: entry for entry in read_bib(as_bibtex(issue))}

    assert len(entries) == len(issue.picks) == 3
    for pick in issue.picks:
        entry = entries[str(pick.forum_url)]
        assert entry["title"] == f"{{{pick.title}}}"
        assert entry["author"].split(" and ") == list(pick.authors)
        assert (entry["year"], entry["ENTRYTYPE"]) == ("2025", "inproceedings")
        assert entry["booktitle"] == "Conference on Gulls and Gradients"


def test_openreviews_own_entry_is_used_where_it_is_of_the_paper(issue: Issue) -> None:
    (entry, *_) = read_bib(as_bibtex(with_bibtex(issue, OPENREVIEWS)))
    assert entry["ID"] == "kittiwake2025gullformer"
    assert entry["author"] == 'Ada Kittiwake and Bo T{\\"e}rn'


@pytest.mark.parametrize(
    "entry",
    [
        "no entry at all",
        "@inproceedings{x, title={unclosed",
        OPENREVIEWS.replace("Attention over", "Something else about"),
        OPENREVIEWS.replace("Ada Kittiwake and", "\\input{/etc/passwd}"),
        OPENREVIEWS.replace('Ada Kittiwake and Bo T{\\"e}rn', "Anonymous"),
        OPENREVIEWS + OPENREVIEWS,
        "@preamble{{\\def\\x{}}}" + OPENREVIEWS,
        OPENREVIEWS.replace("year={2025},", ""),
    ],
    ids=["text", "cut", "other title", "tex", "anonymous", "two", "preamble", "no year"],
)
def test_an_entry_that_cannot_be_trusted_is_made_anew(issue: Issue, entry: str) -> None:
    (made, *_) = read_bib(as_bibtex(with_bibtex(issue, entry)))
    assert made["ID"] == "kittiwake2025gull"
    assert made["author"] == "Ada Kittiwake and Bo Tern"


def test_keys_are_unique_and_do_not_move_with_the_order(issue: Issue) -> None:
    alike = [replace(p, title="Gull things", authors=("A B",)) for p in issue.picks]
    forward = read_bib(as_bibtex(replace(issue, picks=tuple(alike))))
    back = read_bib(as_bibtex(replace(issue, picks=tuple(reversed(alike)))))

    def keys(entries: list[dict[str, str]]) -> dict[str, str]:
        return {entry["url"]: entry["ID"] for entry in entries}

    assert sorted(keys(forward).values()) == ["b2025gull", "b2025gullb", "b2025gullc"]
    assert keys(forward) == keys(back)


def test_letters_that_mean_something_to_tex_are_escaped(hostile: Issue) -> None:
    titled = replace(hostile.picks[0], title="50% of $\\alpha$ & {x}_1 \\input{y} #2")
    (entry,) = read_bib(as_bibtex(replace(hostile, picks=(titled,))))
    assert entry["title"] == (r"{50\% of $\alpha$ \& \{x\}\_1 \textbackslash{}input\{y\} \#2}")


def test_every_ris_record_is_read_back_with_its_fields(issue: Issue) -> None:
    text = as_ris(issue)
    records = rispy.loads(text)

    assert text.startswith("TY  - CPAPER")
    assert [record["id"] for record in records] == [pick.paper_id for pick in issue.picks]
    for record, pick in zip(records, issue.picks, strict=True):
        assert record["title"] == pick.title
        assert record["authors"] == list(pick.authors)
        assert record["year"] == "2025"
        assert record["secondary_title"] == "Conference on Gulls and Gradients"
        assert record.get("keywords", []) == list(pick.keywords)
        assert record["urls"][0] == pick.forum_url
    notes = records[0]["notes"]
    assert "Why (anna): Harbours are long, and attention is dear." in notes
    assert any("as did [gull4] and [Attention Is All You Need, 2017]" in note for note in notes)


def test_no_title_can_add_a_record_or_a_field(hostile: Issue) -> None:
    title = "One\nER  - \n\nTY  - JOUR\nTI  - Two"
    both = replace(hostile, picks=(replace(hostile.picks[0], title=title),))
    (record,) = rispy.loads(as_ris(both))
    assert record["title"] == "One ER - TY - JOUR TI - Two"
    assert len(read_bib(as_bibtex(both))) == 1


def test_csv_has_a_row_for_each_paper_and_computes_nothing(issue: Issue, hostile: Issue) -> None:
    rows = from_csv(as_listing(issue))
    assert [row["paper_id"] for row in rows] == ["gull1", "gull2", "gull3"]
    assert rows[0]["independent_low"] == "9"
    assert rows[2]["citations_low"] is None
    assert rows[2]["why"] == "anna: It is new.\n\nben: It is good."
    shown = replace(hostile.picks[0], title="=1+1")
    assert ",'=1+1," in as_listing(replace(hostile, picks=(shown,)))


def test_json_is_the_whole_issue(issue: Issue) -> None:
    read = json.loads(as_json(issue))
    assert read["as_of"] == "2025-05-19"
    assert read["picks"][2]["count"]["citations_low"] is None
    assert [work["number"] for work in read["references"]] == [1, 2, 3, 4]
    assert {method["key"] for method in read["methods"]} >= {"total", "observed", "unknown"}

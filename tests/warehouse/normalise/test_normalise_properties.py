"""Whatever a service sends: rows or rejects, never an error, and nobody's address."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.normalise.dates import conference_day, moment
from warehouse.normalise.privacy import EMAIL, without_emails
from warehouse.normalise.s2_answers import S2_ANSWERS, batch_answers
from warehouse.normalise.s2_records import S2_RECORDS, newest, s2_records, s2_rejects
from warehouse.normalise.scores import score
from warehouse.normalise.submissions import normalise_submissions
from warehouse.normalise.venues import venue_row
from warehouse.tables import AUTHORSHIPS, PAPERS, REJECTS, REVIEWS, VENUES

VENUE = "LAMP.example/2024/Conference"
many = settings(max_examples=60, deadline=None)

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.sampled_from([0, 1, 1700000000000])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["", " ", "everyone", "ada@lab.example", "~Ada_Ember1", "\u0000", "2024-02-30"]
    )
    | st.text(st.characters(codec="utf-8"), max_size=6)
)
keys = st.sampled_from(["value", "readers", "fullname", "username", "name", "institutions", "x"])
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)
text = st.sampled_from(["One", "Two; three", "Ada, ada@lab.example", "\U0001f525", ""])
names = st.lists(st.sampled_from(["Ada Ember", "Bo Flint", "cy@grate.example"]), max_size=3)
moments = st.sampled_from([1, 1700000000000, 1800000000000, 9000000000000])


def mostly(sound):
    """A sound value nineteen times in twenty, anything at all otherwise."""
    return st.integers(0, 19).flatmap(lambda draw: anything if draw == 0 else sound)


def mostly_sound(required, optional):
    """An object whose every field is mostly sound, and which may lack some."""
    return st.fixed_dictionaries(
        {name: mostly(sound) for name, sound in required.items()},
        optional={name: mostly(sound) for name, sound in optional.items()},
    )


def in_either_api(sound):
    """The value as API v1 gives it, or as v2 does."""
    return sound | st.fixed_dictionaries({"value": sound}, optional={"readers": names})


contents = mostly_sound(
    {"title": in_either_api(text)},
    {
        "abstract": in_either_api(text),
        "TLDR": in_either_api(text),
        "keywords": in_either_api(names | text),
        "authors": in_either_api(names | text),
        "authorids": in_either_api(names),
        "venue": in_either_api(st.sampled_from(["LAMP 2024 Oral", "Submitted to LAMP", ""])),
        "venueid": in_either_api(st.sampled_from([VENUE, f"{VENUE}/Rejected_Submission", ""])),
        "decision": in_either_api(st.sampled_from(["Accept (Poster)", "Reject", "Hm"])),
        "rating": in_either_api(st.sampled_from([8, "6: good", "bad", -1])),
        "confidence": in_either_api(st.sampled_from([4, "3: sure"])),
        "pdf": in_either_api(st.sampled_from(["/pdf/a.pdf", "https://a.example/b.pdf"])),
        "code": in_either_api(st.sampled_from(["github.com/a/b", "/attachment/a.zip"])),
    },
)
FORMS = ["Submission", "Blind_Submission", "Withdrawn_Submission", "Official_Review", "Decision"]
forms = st.sampled_from([f"{VENUE}/-/{form}" for form in FORMS])
dates = dict.fromkeys(("cdate", "tcdate", "tmdate", "mdate", "odate", "pdate"), moments)
outside = {"readers": st.just(["everyone"]), "content": contents}
inside = {"invitations": st.lists(forms, max_size=2), "invitation": forms, **dates}
replies = mostly_sound(
    {"id": st.sampled_from(["r1", "r2", "r3"]), "forum": st.sampled_from(["p1", "p2"]), **outside},
    inside,
)
details = mostly_sound({}, {"replies": st.lists(replies, max_size=3), "directReplies": st.just([])})
notes = st.sampled_from(["p1", "p2"]).flatmap(
    lambda id_: mostly_sound(
        {"id": st.just(id_), "forum": st.just(id_), **outside},
        {**inside, "details": details, "ddate": st.none(), "license": text, "number": moments},
    )
)
groups = mostly_sound(
    {"id": st.just(VENUE)},
    {"content": mostly_sound({}, {"title": text, "start_date": text | moments}), "web": text},
)
external_ids = mostly_sound({}, {"ArXiv": text, "DOI": text, "DBLP": text, "CorpusId": moments})
records = mostly_sound(
    {"paperId": st.sampled_from(["a" * 40, "b" * 40])},
    {
        "corpusId": st.sampled_from([1, "2"]),
        "externalIds": external_ids,
        "title": text,
        "authors": st.lists(mostly_sound({}, {"authorId": text, "name": text}), max_size=2),
        "year": st.sampled_from([1999, 2024, 0]),
        "venue": text,
        "publicationDate": st.sampled_from(["2024-02-30", "2024-02-29", "2024"]),
        "openAccessPdf": mostly_sound({}, {"url": text, "disclaimer": text}),
        "citationCount": st.integers(0, 5),
        "influentialCitationCount": st.integers(0, 5),
        "referenceCount": st.none() | st.integers(0, 5),
    },
)
ids = st.sampled_from(["CorpusId:1", "CorpusId:2", "ARXIV:1"])


@given(
    listed=st.lists(notes | replies, max_size=4),
    group=groups,
    endpoint=st.sampled_from(["v1/notes", "v2/notes"]),
)
@many
def test_notes_of_any_shape_become_rows_or_rejects(page, listed, group, endpoint):
    pages = [
        page({"groups": [group]}, endpoint="v2/groups"),
        page({"notes": listed}, endpoint=endpoint),
    ]
    found = normalise_submissions(VENUE, pages)
    for spec, table in [
        (PAPERS, found.papers),
        (AUTHORSHIPS, found.authorships),
        (REVIEWS, found.reviews),
        (REJECTS, found.rejects),
    ]:
        assert spec.problems(table) == []
        assert not EMAIL.search(str(table.to_pylist()))
    assert VENUES.from_rows([venue_row(VENUE, pages)]).num_rows == 1
    assert set(found.reviews["paper_id"].to_pylist()) <= set(found.papers["paper_id"].to_pylist())


@given(
    payload=anything, endpoint=st.sampled_from(["v1/notes", "v2/notes", "v1/groups", "v2/groups"])
)
@many
def test_pages_of_any_shape_do_no_harm(page, payload, endpoint):
    found = normalise_submissions(VENUE, [page(payload, endpoint=endpoint)])
    assert found.papers.num_rows == 0
    assert found.rejects.num_rows == (1 if endpoint.endswith("notes") else 0)


@given(
    listed=st.lists(st.none() | records, max_size=4),
    asked=st.lists(ids, max_size=4),
    endpoint=st.sampled_from(["paper/batch", "paper/search/bulk", "paper/search/match"]),
)
@many
def test_records_of_any_shape_become_rows_or_rejects(page, listed, asked, endpoint):
    payload = listed if endpoint == "paper/batch" else {"data": listed}
    pages = [page(payload, endpoint=endpoint, body={"ids": asked})]
    found = s2_records(pages)
    assert S2_RECORDS.problems(found) == []
    assert REJECTS.problems(s2_rejects(VENUE, pages)) == []
    assert newest([found, found]).equals(found)
    assert S2_ANSWERS.problems(batch_answers(pages)) == []
    for row in found.select(["authors", "author_ids"]).to_pylist():
        assert len(row["authors"] or []) == len(row["author_ids"] or [])


@given(payload=anything, endpoint=st.sampled_from(["paper/batch", "paper/search/bulk"]))
@many
def test_answers_of_any_shape_do_no_harm(page, payload, endpoint):
    pages = [page(payload, endpoint=endpoint, body={"ids": ["CorpusId:1"]})]
    assert s2_records(pages).num_rows == 0
    s2_rejects(VENUE, pages)
    assert batch_answers(pages)["found"].to_pylist() in ([], [False])


@pytest.mark.parametrize(
    "body", [b"<html>", b"", b"\xff", b"[" * 3000 + b"]" * 3000, b"[" * 700 + b"]" * 700]
)
def test_pages_that_are_no_json_are_rejects(page, body):
    given_pages = [
        replace(page(None, endpoint=endpoint, body={"ids": ["CorpusId:1"]}), payload=body)
        for endpoint in ("v2/groups", "v2/notes", "paper/batch", "paper/search/bulk")
    ]
    found = normalise_submissions(VENUE, given_pages)
    assert (found.papers.num_rows, found.rejects.num_rows) == (0, 1)
    assert venue_row(VENUE, given_pages)["api_version"] == 2
    assert s2_records(given_pages).num_rows == batch_answers(given_pages).num_rows == 0
    assert s2_rejects(VENUE, given_pages).num_rows == 1


def test_one_note_nested_too_deep_does_not_take_the_others_along(page):
    deep = "x"
    for _ in range(400):
        deep = [deep]
    odd = {"id": "odd", "forum": "odd", "readers": ["everyone"], "content": {"title": deep}}
    fine = {"id": "fine", "forum": "fine", "readers": ["everyone"], "content": {"title": "T"}}
    found = normalise_submissions(VENUE, [page({"notes": [odd, fine]})])
    assert found.papers["paper_id"].to_pylist() == ["fine"]
    assert found.rejects["record_id"].to_pylist() == ["odd"]


@given(anything)
@many
def test_dates_and_scores_are_values_or_nothing(written):
    day, at, number = conference_day(written), moment(written), score(written)
    assert day is None or 1900 <= day.year <= 2200
    assert at is None or 1970 <= at.year <= 2200
    assert number is None or abs(number) < 10**7


@given(
    st.text(max_size=60),
    st.from_regex(r"[a-z][a-z0-9.]{0,8}@[a-z]{1,8}\.(example|org)", fullmatch=True),
    st.text(max_size=60),
)
@many
def test_no_address_stays_in_a_text(before, address, after):
    cleaned = without_emails(f"{before} {address} {after}")
    assert address not in cleaned
    assert without_emails(cleaned) == cleaned


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "abstract",
        "TLDR",
        "keywords",
        "authors",
        "primary_area",
        "_bibtex",
        "venue",
        "code",
        "license",
    ],
)
def test_no_field_lets_an_address_through(page, field):
    content = {"title": "T", field: "Ada, ada@lab.example"}
    note = {"id": "a", "forum": "a", "readers": ["everyone"], "content": content}
    found = normalise_submissions(VENUE, [page({"notes": [note]}, endpoint="v1/notes")])
    assert found.papers.num_rows == 1
    everything = str([found.papers.to_pylist(), found.authorships.to_pylist()])
    assert not re.search(r"ada@lab", everything)

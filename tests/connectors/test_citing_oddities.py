"""Lists of citing works as no documentation has them: null, short, circular, too much."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import RetryLater, SourceChanged
from connectors.semantic_scholar import SemanticScholar, citing_works
from connectors.semantic_scholar.citing_lists import Cited, Listing, Work
from connectors.semantic_scholar.citing_slices import DAY, Span, beyond
from connectors.transport.terms import Terms

TOO_LARGE = {"error": "Response would exceed maximum size. Please use a smaller batch"}
LATE = {"message": "Endpoint request timed out"}


@pytest.fixture
def fetch(script, time):
    terms = Terms(timing=time.timing)
    return SemanticScholar(base_url=script.url, interval=0, terms=terms).fetch


def read(fetch, counts, **options):
    return list(citing_works(fetch, counts, influential=True, **options))


def page(*ids, **rest):
    return {"offset": 0, "data": [{"citingPaper": {"paperId": i}} for i in ids], **rest}


def offsets(script):
    return [(int(a.query["offset"][0]), int(a.query["limit"][0])) for a in script.asked]


def test_pages_are_followed_by_what_next_says(script, fetch):
    script.say(page("a", next=1))
    script.say(page("b", next=800))
    script.say(page("c"))
    assert len(read(fetch, {5: 3})) == 3
    assert offsets(script) == [(0, 1000), (1, 1000), (800, 1000)]
    assert script.asked[0].path == "/graph/v1/paper/CorpusId:5/citations"
    assert script.asked[0].query["fields"][0].startswith("isInfluential,intents,")


def test_an_empty_page_that_leads_on_is_asked_again(script, fetch):
    """What it held may come then; if not, the list goes on where the page says."""
    script.say(page("a", next=1))
    for following in (800, 799, 798):
        script.say(page(next=following))
    script.say(page("b"))
    assert len(read(fetch, {5: 2})) == 5
    assert offsets(script) == [(0, 1000), (1, 1000), (1, 999), (1, 998), (798, 1000)]


def test_the_last_page_within_reach_is_one_work_smaller(script, fetch):
    script.say(page("a", next=9000))
    script.say(page("b"))
    read(fetch, {5: 9_999})
    assert offsets(script) == [(0, 1000), (9000, 999)]


def test_a_list_without_a_date_cannot_be_gone_on_with(script, fetch, caplog):
    script.say(page("a", next=9000))
    script.say(page("b", next=9999))
    assert len(read(fetch, {5: 12_000})) == 2
    assert "beyond reach" in caplog.text


@pytest.mark.parametrize("body", [{"data": None}, {"offset": 0, "data": None, "next": 5}])
def test_a_list_that_is_kept_back_is_told(script, fetch, caplog, body):
    script.say(body)
    assert len(read(fetch, {5: 3})) == 1
    assert "list kept back" in caplog.text
    assert "short lists of citing works papers=1 missing=3" in caplog.text


def test_rows_without_a_work_and_works_that_come_twice_do_no_harm(script, fetch, caplog):
    rows = [
        None,
        {},
        {"citingPaper": None},
        {"citingPaper": {"paperId": None, "publicationDate": 7}},
        {"citingPaper": {"paperId": "a", "publicationDate": "yesterday"}},
        {"citingPaper": {"paperId": "a", "publicationDate": "9999-12-31"}},
    ]
    script.say({"offset": 0, "data": rows})
    assert len(read(fetch, {5: 1})) == 1
    assert "short" not in caplog.text


def test_a_page_that_leads_to_itself_is_asked_for_otherwise(script, fetch):
    script.say(page("a", next=0))
    script.say(page("a", next=999))
    script.say(page("b"))
    read(fetch, {5: 2})
    assert offsets(script) == [(0, 1000), (0, 999), (999, 1000)]


def test_a_list_that_goes_in_circles_is_not_believed(script, fetch):
    script.answer = lambda _: script.reply(page("a", next=0))
    with pytest.raises(SourceChanged, match="in circles"):
        read(fetch, {5: 2})
    assert len(set(offsets(script))) == len(script.asked) == 3


def test_pages_without_a_new_work_come_to_an_end(script, fetch, caplog):
    def answer(asked):
        return script.reply(page("a", next=int(asked.query["offset"][0]) + 1))

    script.answer = answer
    assert len(read(fetch, {5: 2})) < 6
    assert "pages without a new work" in caplog.text


@pytest.mark.parametrize("body", [[], {}, {"data": {}}, {"error": "odd"}])
def test_what_is_no_list_is_not_believed(script, fetch, body):
    script.answer = lambda _: script.reply(body)
    with pytest.raises(SourceChanged, match="another shape"):
        read(fetch, {5: 2})


def test_a_next_that_is_no_offset_is_not_believed(script, fetch):
    script.say(page("a", next="https://example.org/2"))
    with pytest.raises(SourceChanged, match="no page of citing works"):
        read(fetch, {5: 2})


@pytest.mark.parametrize(("refusal", "tries"), [((TOO_LARGE, 400), 1), ((LATE, 504), 2)])
def test_a_page_that_is_too_much_is_halved(script, fetch, refusal, tries):
    def answer(asked):
        offset, limit = int(asked.query["offset"][0]), int(asked.query["limit"][0])
        if limit > 300:
            return script.reply(*refusal)
        more = {"next": offset + limit} if offset + limit < 600 else {}
        return script.reply(page(f"{offset}", **more))

    script.answer = answer
    read(fetch, {5: 600})
    halved = [(0, 1000)] * tries + [(0, 500)] * tries
    assert offsets(script) == [*halved, (0, 250), (250, 250), (500, 250)]


@pytest.mark.parametrize("refusal", [({"error": "No such fields"}, 400), (TOO_LARGE, 400)])
def test_a_paper_that_is_refused_does_not_keep_the_others_back(script, fetch, refusal, caplog):
    def answer(asked):
        return script.reply(*refusal) if "Id:5/" in asked.path else script.reply(page("a"))

    script.answer = answer
    assert len(read(fetch, {5: 1, 6: 1})) == 1
    assert "refused corpus_id=5" in caplog.text
    assert "papers=1 missing=1" in caplog.text


def test_a_service_that_is_down_is_no_short_list(script, fetch):
    script.answer = lambda _: script.reply({"message": "oops"}, 503)
    with pytest.raises(RetryLater):
        read(fetch, {5: 1})


def test_a_paper_that_is_gone_is_told(script, fetch, caplog):
    script.say({"error": "Paper with id CorpusId:5 not found"}, 404)
    assert [page.status for page in read(fetch, {5: 1})] == [404]
    assert "no such paper" in caplog.text


def row(*citing, count=None):
    works = [{"paperId": i} for i in citing]
    return {"paperId": "x", "citationCount": len(works) if count is None else count} | {
        "citations": works
    }


def batches(script):
    return [json.loads(asked.body)["ids"] for asked in script.asked]


def test_papers_that_are_gone_from_a_batch_are_told_and_let_go(script, fetch, caplog):
    script.say([row("a"), None])
    assert len(list(citing_works(fetch, {5: 1, 6: 1}))) == 1
    assert "no such paper corpus_id=6" in caplog.text


def test_a_batch_of_which_nothing_is_known_is_let_go(script, fetch):
    script.say({"error": "No valid paper ids given"}, 400)
    assert [page.status for page in citing_works(fetch, {5: 1, 6: 1})] == [400]


@pytest.mark.parametrize("citations", [None, "many", {"a": 1}, []])
def test_a_nested_list_that_is_kept_back_is_asked_for_once_more(script, fetch, caplog, citations):
    script.answer = lambda _: script.reply([row(count=3) | {"citations": citations}])
    list(citing_works(fetch, {5: 3}))
    assert batches(script) == [["CorpusId:5"], ["CorpusId:5"]]
    assert script.asked[0].query != script.asked[1].query
    assert "papers=1 missing=3" in caplog.text


def test_a_count_that_is_null_is_the_one_that_was_counted(script, fetch):
    script.say([row("a", "b") | {"citationCount": None}])
    assert len(list(citing_works(fetch, {5: 2}))) == 1


def test_a_service_that_cuts_for_ever_is_asked_page_by_page(script, fetch):
    full = [f"w{n}" for n in range(9_999)]

    def answer(asked):
        if asked.method == "GET":
            return script.reply(page("z"))
        ids = json.loads(asked.body)["ids"]
        return script.reply([row(*full), *(row(count=1) for _ in ids[1:])])

    script.answer = answer
    assert list(citing_works(fetch, dict.fromkeys(range(30), 1)))
    asked = [(a.address, a.body) for a in script.asked]
    assert len(asked) == len(set(asked)) < 40


def test_lists_by_date_that_are_of_other_days_are_not_believed(script, fetch):
    def answer(asked):
        offset = int(asked.query["offset"][0])
        day = f"2024-01-{28 - offset // 1000:02}"
        rows = [
            {"citingPaper": {"paperId": f"{offset}-{n}", "publicationDate": day}} for n in range(3)
        ]
        return script.reply({"offset": offset, "next": min(offset + 1000, 9999), "data": rows})

    script.answer = answer
    with pytest.raises(SourceChanged, match="lists by date have changed"):
        read(fetch, {5: 12_000})
    assert script.asked[10].query["publicationDateOrYear"] == [":2024-01-19"]


def test_a_single_work_that_is_too_much_is_told(script, fetch, caplog):
    script.answer = lambda _: script.reply(TOO_LARGE, 400)
    assert list(citing_works(fetch, {5: 3})) == []
    assert "refused corpus_id=5" in caplog.text


any_day = st.dates(date(1990, 1, 1), date(2027, 1, 1))


@settings(deadline=None)
@given(st.lists(any_day, min_size=1, max_size=40), any_day, any_day)
def test_what_lies_beyond_a_cut_is_smaller_and_holds_all_that_is_missing(days, one, other):
    span = Span(min(one, other), max(one, other))
    days = [day for day in days if span.first <= day <= span.last]
    for listed in (days, sorted(days, reverse=True)):
        parts = beyond(span, listed)
        assert span not in parts
        for part in parts:
            assert span.first <= part.first <= part.last <= span.last
    if len(set(days)) > 1:
        held = beyond(span, sorted(days, reverse=True))
        assert [part.first for part in held] == [span.first]
        assert held[0].last >= min(*days, span.last - DAY)


def test_known_works_at_the_end_of_a_page_settle_a_list():
    listing = Listing(Cited(5, 300, frozenset(f"k{n}" for n in range(200))))
    listing.take([Work(f"n{n}", None) for n in range(100)])
    assert not listing.is_settled
    listing.take([Work("n100", None), *(Work(f"k{n}", None) for n in range(100))])
    assert listing.is_settled

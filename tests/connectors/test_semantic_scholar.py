"""Keys, batches, bulk searches and matches, as Semantic Scholar answers them."""

import json

import pytest

from connectors.errors import AskForLess, NotAuthorised, Refused, RetryLater, SourceChanged
from connectors.outcomes import Failed, Found, Missing, batch_outcomes, match_outcome
from connectors.page import Request
from connectors.semantic_scholar import (
    SemanticScholar,
    counts,
    match_title,
    search_titles,
    search_venue,
)
from connectors.semantic_scholar.client import INTERVAL_WITH_KEY, INTERVAL_WITHOUT_KEY
from connectors.transport.terms import Terms

NOT_FOUND = {"error": "Title match not found"}
NONE_KNOWN = {"error": "No valid paper ids given"}
TOO_LARGE = {"error": "Response would exceed maximum size. Please use a smaller batch"}
FORBIDDEN = {"message": "Forbidden"}
BULK = Request("semantic_scholar", "paper/search/bulk", {"query": "x"})


@pytest.fixture
def connect(script, time):
    def made(key=None, interval=0):
        terms = Terms(timing=time.timing)
        return SemanticScholar(key, base_url=script.url, interval=interval, terms=terms).fetch

    return made


@pytest.fixture
def fetch(connect):
    return connect("k3y-0f-ours")


def records(asked):
    ids = json.loads(asked.body)["ids"]
    return [{"corpusId": int(i.removeprefix("CorpusId:")), "citationCount": 1} for i in ids]


def batch_sizes(script):
    return [len(json.loads(asked.body)["ids"]) for asked in script.asked]


@pytest.mark.parametrize(("key", "sent"), [("abc-1", "abc-1"), (" abc-1\n", "abc-1")])
def test_the_key_goes_in_its_header(script, connect, key, sent):
    script.say({"data": []})
    connect(key)(Request("semantic_scholar", "paper/search/match", {"query": "x"}))
    assert script.asked[0].headers["x-api-key"] == sent


@pytest.mark.parametrize("key", [None, "", "  "])
def test_no_key_means_no_header(script, connect, key):
    script.say({"data": []})
    connect(key)(Request("semantic_scholar", "paper/search/match", {"query": "x"}))
    assert "x-api-key" not in script.asked[0].headers


@pytest.mark.parametrize("key", ["schlüssel", "two words", "line\nbreak"])
def test_a_key_that_cannot_be_one_is_refused_before_any_work(key):
    with pytest.raises(NotAuthorised, match="SEMANTIC_SCHOLAR_API_KEY"):
        SemanticScholar(key)


@pytest.mark.parametrize(
    ("key", "gap"), [("abc-1", INTERVAL_WITH_KEY), (None, INTERVAL_WITHOUT_KEY)]
)
def test_the_pace_depends_on_the_key(script, connect, time, key, gap):
    fetch = connect(key, None)
    for _ in range(2):
        script.say({"total": 0, "data": []})
        fetch(BULK)
    assert time.slept == [pytest.approx(gap)]


def test_a_refused_key_is_said_at_once(script, fetch):
    script.say(FORBIDDEN, 403)
    with pytest.raises(NotAuthorised, match="correct SEMANTIC_SCHOLAR_API_KEY, or unset it"):
        fetch(BULK)
    assert len(script.asked) == 1


def test_without_a_key_a_403_may_pass(script, connect):
    script.say(FORBIDDEN, 403)
    script.say({"total": 0, "data": []})
    assert connect()(BULK).status == 200


def test_without_a_key_a_403_that_stays_means_later_or_a_key(script, connect):
    script.answer = lambda _: script.reply(FORBIDDEN, 403)
    with pytest.raises(RetryLater, match="set SEMANTIC_SCHOLAR_API_KEY"):
        connect()(BULK)
    assert len(script.asked) == 4


def test_counts_go_by_corpus_id_five_hundred_at_a_time(script, fetch):
    script.answer = lambda asked: script.reply(records(asked))
    pages = list(counts(fetch, [*range(1, 1096), 1, 2]))
    rows = [row["corpusId"] for page in pages for row in page.json()]
    assert rows == list(range(1, 1096))
    assert batch_sizes(script) == [500, 500, 95]
    assert script.asked[0].method == "POST"
    assert "citationCount" in script.asked[0].query["fields"][0].split(",")
    assert json.loads(script.asked[0].body)["ids"][0] == "CorpusId:1"


def test_nothing_to_count_is_no_request(script, fetch):
    assert list(counts(fetch, [])) == []
    assert script.asked == []


def test_a_batch_of_which_nothing_is_known_is_an_answer(script, fetch):
    script.say(NONE_KNOWN, 400)
    (page,) = counts(fetch, [1, 2])
    assert page.status == 400
    assert batch_outcomes(page) == [Missing(), Missing()]


def test_a_batch_knows_found_and_missing_by_position(script, fetch):
    script.say([{"corpusId": 1}, None])
    (page,) = counts(fetch, [1, 2])
    assert batch_outcomes(page) == [Found({"corpusId": 1}), Missing()]


@pytest.mark.parametrize(
    ("body", "status", "tries"), [(TOO_LARGE, 400, 1), ({"message": "timed out"}, 504, 2)]
)
def test_a_batch_that_is_too_much_is_halved(script, fetch, body, status, tries):
    def answer(asked):
        rows = records(asked)
        return script.reply(rows) if len(rows) <= 3 else script.reply(body, status)

    script.answer = answer
    pages = list(counts(fetch, range(10)))
    assert [row["corpusId"] for page in pages for row in page.json()] == list(range(10))
    assert [len(page.json()) for page in pages] == [2, 3, 2, 3]
    assert len(script.asked) == 4 + 3 * tries


def test_a_single_record_that_is_too_much_is_an_error_and_not_missing(script, fetch):
    script.answer = lambda _: script.reply(TOO_LARGE, 400)
    with pytest.raises(AskForLess, match="exceed maximum size"):
        list(counts(fetch, [1, 2]))


@pytest.mark.parametrize("rows", [[], [{"corpusId": 1}], [1, 2], {"error": "odd"}])
def test_a_batch_that_lost_its_alignment_is_not_believed(script, fetch, rows):
    script.answer = lambda _: script.reply(rows)
    with pytest.raises(SourceChanged, match="another shape"):
        list(counts(fetch, [1, 2]))


def test_a_venue_is_asked_for_under_all_names_that_can_be_asked(script, fetch):
    script.say({"total": 0, "token": None, "data": []})
    list(
        search_venue(
            fetch, ["ICLR", "Conference on A, B and C", "ICLR", "Learning R."], (2020, 2022)
        )
    )
    query = script.asked[0].query
    assert query["venue"] == ["ICLR,Learning R."]
    assert query["year"] == ["2020-2022"]
    assert "openAccessPdf" in query["fields"][0]
    assert "query" not in query


def rows(*ids):
    return [{"paperId": i} for i in ids]


def test_the_last_page_may_lack_the_token_or_carry_null(script, fetch):
    for last in ({"total": 1, "data": rows("a")}, {"total": 1, "token": None, "data": rows("a")}):
        script.say(last)
        assert len(list(search_venue(fetch, ["V"], (2020, 2022)))) == 1


def test_a_search_that_ends_early_is_asked_from_the_other_end(script, fetch, caplog):
    script.say({"total": 5, "token": None, "data": rows("a", "b")})
    script.say({"total": 5, "token": "PCOZ", "data": rows("e", "d")})
    script.say({"total": 5, "token": None, "data": rows("c", "b", "a")})
    pages = list(search_venue(fetch, ["V"], (2020, 2022)))
    assert {row["paperId"] for page in pages for row in page.json()["data"]} == set("abcde")
    assert script.asked[1].query["sort"] == ["paperId:desc"]
    assert "short bulk search got=2 promised=5" in caplog.text
    assert "stays short" not in caplog.text


def test_a_search_that_stays_short_is_reported(script, fetch, caplog):
    for _ in range(2):
        script.say({"total": 9, "token": None, "data": rows("a", "b")})
    assert len(list(search_venue(fetch, ["V"], (2020, 2022)))) == 2
    assert "stays short got=2 promised=9" in caplog.text


def test_a_search_that_is_off_by_a_little_is_not_repeated(script, fetch):
    script.say({"total": 100, "token": None, "data": rows(*map(str, range(98)))})
    assert len(list(search_venue(fetch, ["V"], (2020, 2022)))) == 1


def test_a_circle_that_mends_itself_is_no_trouble(script, fetch):
    script.say({"total": 3, "token": "PCOA", "data": rows("a")})
    script.say({"total": 3, "token": "PCOA", "data": rows("a")})
    script.say({"total": 3, "token": None, "data": rows("c", "b", "a")})
    assert len(list(search_venue(fetch, ["V"], (2020, 2022)))) == 3


def test_pages_that_never_end_and_bring_nothing_are_noticed(script, fetch):
    def answer(_):
        return script.reply({"total": 9, "token": f"PCO{len(script.asked)}", "data": rows("a")})

    script.answer = answer
    with pytest.raises(SourceChanged, match="in circles"):
        list(search_venue(fetch, ["V"], (2020, 2022)))
    assert len(script.asked) < 10


def test_a_token_that_is_refused_is_asked_around(script, fetch):
    script.say({"total": 2, "token": "PCOA", "data": rows("a")})
    script.say({"error": "bad token"}, 400)
    script.say({"total": 2, "token": None, "data": rows("b", "a")})
    assert len(list(search_venue(fetch, ["V"], (2020, 2022)))) == 2


TITLES = [f"The number {n} of many long titles" for n in range(4)]


def phrases(asked):
    return asked.query["query"][0].split(" | ")


def test_titles_share_a_request(script, fetch):
    script.say({"total": 4, "token": None, "data": rows("a", "b", "c", "d")})
    assert len(list(search_titles(fetch, [*TITLES, "Too short"]))) == 1
    assert phrases(script.asked[0]) == [f'"{title}"' for title in TITLES]


def test_the_pages_of_titles_are_followed(script, fetch):
    script.say({"total": 2, "token": "PCOA", "data": rows("a")})
    script.say({"total": 2, "token": None, "data": rows("b")})
    assert len(list(search_titles(fetch, TITLES))) == 2


@pytest.mark.parametrize(
    "refusal",
    [
        ({"error": "too many hits"}, 400),
        (TOO_LARGE, 400),
        ({"total": 20_000, "token": "PCOA", "data": rows("z")}, 200),
    ],
)
def test_a_group_that_is_refused_is_halved_down_to_the_title_to_blame(script, fetch, refusal):
    bad = f'"{TITLES[1]}"'

    def answer(asked):
        if bad in phrases(asked):
            return script.reply(*refusal)
        return script.reply({"total": 1, "token": None, "data": rows(asked.query["query"][0])})

    script.answer = answer
    pages = list(search_titles(fetch, TITLES))
    answered = [page.json()["data"][0]["paperId"] for page in pages]
    assert answered == [f'"{TITLES[0]}"', f'"{TITLES[2]}" | "{TITLES[3]}"']


def test_a_match_is_a_page_and_so_is_a_miss(script, fetch):
    script.say({"data": [{"paperId": "a", "matchScore": 99.5}]})
    script.say(NOT_FOUND, 404)
    script.say({"data": []})
    pages = [match_title(fetch, "A Title: of $x$-es") for _ in range(3)]
    assert [page.status for page in pages] == [200, 404, 200]
    assert script.asked[0].query["query"] == ["A Title of x es"]
    outcomes = [match_outcome(lambda page=page: page) for page in pages]
    assert isinstance(outcomes[0], Found)
    assert outcomes[1:] == [Missing(), Missing()]


@pytest.mark.parametrize("title", ["", "???", "\ud835", "$$"])
def test_a_title_without_words_is_not_asked(script, fetch, title):
    outcome = match_outcome(lambda: match_title(fetch, title))
    assert isinstance(outcome, Failed)
    assert isinstance(outcome.error, Refused)
    assert script.asked == []


def test_a_failure_is_never_a_miss(script, fetch):
    script.say({"error": "Unacceptable query params"}, 400)
    assert isinstance(match_outcome(lambda: match_title(fetch, "A title")), Failed)
    script.answer = lambda _: script.reply({}, 503)
    with pytest.raises(RetryLater):
        match_outcome(lambda: match_title(fetch, "A title"))


def test_the_404_of_a_single_paper_is_a_page_and_that_of_a_search_is_not(script, fetch):
    script.say({"error": "Paper with id 0 not found"}, 404)
    assert fetch(Request("semantic_scholar", "paper/0/citations")).status == 404
    script.say({"error": "not found"}, 404)
    with pytest.raises(SourceChanged):
        fetch(BULK)


def test_ids_with_slashes_and_spaces_stay_one_path(script, fetch):
    script.say({"data": []})
    fetch(Request("semantic_scholar", "paper/DOI:10.1/a b/citations"))
    assert script.asked[0].path == "/graph/v1/paper/DOI:10.1/a%20b/citations"

"""Citing works from the stand-in: all that can be had, in as few requests as planned."""

from collections import Counter
from datetime import date, timedelta
from itertools import count
from random import Random

import msgspec
import pytest

from connectors.errors import BudgetSpent
from connectors.semantic_scholar import SemanticScholar, citing_works, counts, plan_citing
from connectors.semantic_scholar.citing_plan import CAPACITY
from connectors.standin.corpus import Corpus
from connectors.standin.faults.profile import Faultless
from connectors.standin.semantic_scholar import answers
from connectors.standin.server import serve
from connectors.transport.terms import Budget, Terms

LAST = date(2025, 12, 24)
serial = count(1)


def edge(cited, published, indexed=None):
    """A work that cites a paper: dated, of a year alone, or neither."""
    number = next(serial)
    day = published if isinstance(published, date) else None
    citing = {
        "paperId": f"{number:040x}",
        "corpusId": 10**8 + number,
        "title": f"Citing work {number}",
        "authors": [{"authorId": str(number), "name": f"Author {number}"}],
        "venue": "arXiv.org",
        "year": day.year if day else published,
        "publicationDate": day and day.isoformat(),
    }
    indexed = indexed or day or date(2022, 1, 1)
    return {
        "citedPaperId": sha(cited),
        "citingPaper": citing,
        "isInfluential": number % 10 == 0,
        "intents": ["background"],
        "indexedAt": indexed.isoformat(),
    }


def sha(paper):
    return f"{paper:040d}"


def days(dated, over=1500):
    """Days of publication, ever more of them a day."""
    return [LAST - timedelta(days=int(over * (n / dated) ** 2)) for n in range(dated)]


def corpus(edges, papers, stored=()):
    """A corpus of papers with these edges; ``stored`` says counts that are not their number."""
    found = Counter(int(e["citedPaperId"]) for e in edges) | Counter(dict.fromkeys(papers, 0))
    found.update(dict.fromkeys(papers, 0))
    records = [
        {
            "paperId": sha(paper),
            "corpusId": paper,
            "title": f"Paper {paper}",
            "citationCount": dict(stored).get(paper, found[paper]),
        }
        for paper in papers
    ]
    return Corpus(papers=records, citations=edges)


def edges_of(sizes):
    return [edge(paper, day) for paper, size in sizes.items() for day in days(size)]


SMALL = {1: 0, **{paper: 1 + paper * paper % 97 for paper in range(2, 100)}, 400: 6_000, 401: 3_500}
LARGE = 999


@pytest.fixture(scope="module")
def small():
    return corpus(edges_of(SMALL), SMALL)


@pytest.fixture(scope="module")
def large():
    """A paper with 25,000 citing works: 23,000 dated, 1,500 of a year alone, 500 of neither."""
    years = [2022 + n % 4 for n in range(1_500)]
    dates = [*days(23_000), *years, *[None] * 500]
    return corpus([edge(LARGE, day) for day in dates], [LARGE])


@pytest.fixture
def ask(time):
    """A connector to a stand-in, unpaced, in time that only pretends to pass."""

    def made(standin, limit=None):
        terms = Terms(timing=time.timing, budget=Budget(limit))
        url = standin.semantic_scholar
        return SemanticScholar(base_url=url, interval=0, terms=terms).fetch

    return made


def works(pages):
    """Distinct citing works by corpus id of the paper they cite."""
    got = {}
    for page in pages:
        for paper, citing in cited(page):
            got.setdefault(paper, set()).update(row["paperId"] for row in citing)
    return got


def cited(page):
    body = page.json()
    if isinstance(body, list):
        ids = [int(asked.removeprefix("CorpusId:")) for asked in page.request.body["ids"]]
        return [(i, row["citations"] or []) for i, row in zip(ids, body, strict=True) if row]
    paper = int(page.request.endpoint.split("/")[1].removeprefix("CorpusId:"))
    return [(paper, [row["citingPaper"] for row in body["data"] or []])]


def truth(known, until=LAST):
    found = {}
    for e in known.citations:
        if e["indexedAt"] <= until.isoformat():
            found.setdefault(int(e["citedPaperId"]), set()).add(e["citingPaper"]["paperId"])
    return found


def sizes(known):
    return {paper: len(citing) for paper, citing in known.items()}


def sent(standin):
    """Requests served, by kind."""
    lines = standin.journal()
    kinds = (line["path"].rpartition("/")[2] + _slice(str(line["query"])) for line in lines)
    return Counter(kinds)


def _slice(query):
    return " by date" if "publicationDateOrYear" in query else ""


def questions(standin):
    return [(line["path"], str(line["query"]), str(line["body"])) for line in standin.journal()]


def test_many_small_papers_come_in_the_batches_that_were_planned(small, ask):
    with serve([small]) as standin:
        got = works(citing_works(ask(standin), SMALL))
        assert sent(standin) == {"batch": plan_citing(SMALL).requests}
        assert "CorpusId:1'" not in str(questions(standin))
    assert got == truth(small)
    assert plan_citing(SMALL).requests == -(-sum(SMALL.values()) // CAPACITY)


def test_no_cited_paper_is_no_request(small, ask):
    with serve([small]) as standin:
        assert list(citing_works(ask(standin), {1: 0})) == []
        assert standin.journal() == []


def test_the_same_papers_in_another_order_are_the_same_requests(small, ask):
    dice = Random(1)  # noqa: S311
    shuffled = dict(dice.sample(list(SMALL.items()), len(SMALL)))
    with serve([small]) as standin:
        one = [page.request for page in citing_works(ask(standin), SMALL)]
        two = [page.request for page in citing_works(ask(standin), shuffled)]
    assert one == two


def test_of_a_paper_with_25_000_all_dated_works_come(large, ask, caplog):
    with serve([large]) as standin:
        got = works(citing_works(ask(standin), {LARGE: 25_000}))
        seen = sent(standin)
    assert seen == {"batch": 1, "citations by date": 14}
    assert seen.total() <= plan_citing({LARGE: 25_000}).requests
    dated = {e["citingPaper"]["paperId"] for e in large.citations if date_of(e)}
    # Undated works come last in a list, and lists by date leave them out.
    assert got[LARGE] == dated
    assert "short lists of citing works papers=1 missing=2000" in caplog.text


def date_of(edge):
    return edge["citingPaper"]["publicationDate"]


def test_influence_is_asked_for_page_by_page(large, ask):
    with serve([large]) as standin:
        pages = list(citing_works(ask(standin), {LARGE: 25_000}, influential=True))
        assert sent(standin) == {"citations": 10, "citations by date": 14}
    rows = [row for page in pages for row in page.json()["data"]]
    assert {row["isInfluential"] for row in rows} == {True, False}
    assert rows[0]["intents"] == ["background"]


class Documented(Faultless):
    """Lists by date as the documentation has them: undated works count as of 1 January."""

    def __init__(self, known):
        self._edges = sorted(known.citations, key=lambda e: date_of(e) or "", reverse=True)

    def answer(self, question, handler):
        within = question.value("publicationDateOrYear")
        if within is None:
            return handler(question)
        first, last = within.split(":")
        found = [e for e in self._edges if first <= self._day(e) <= last]
        offset, limit = question.number_of("offset", 0), question.number_of("limit", 100)
        rows = [{"citingPaper": e["citingPaper"]} for e in found[offset : offset + limit]]
        more = {"next": offset + limit} if offset + limit < len(found) else {}
        return answers.found(question.number, {"offset": offset, **more, "data": rows})

    @staticmethod
    def _day(edge):
        return date_of(edge) or f"{edge['citingPaper']['year'] or 9999}-01-01"


def test_works_of_a_year_alone_come_where_lists_by_date_hold_them(large, ask):
    with serve([large], faults=Documented(large)) as standin:
        got = works(citing_works(ask(standin), {LARGE: 25_000}))
        assert sent(standin)["citations by date"] <= 14 + 2 + 4
    placed = {e["citingPaper"]["paperId"] for e in large.citations if e["citingPaper"]["year"]}
    assert got[LARGE] == placed


class Shuffled(Faultless):
    """Batches tell citing works in no order."""

    def answer(self, question, handler):
        answer = handler(question)
        if not question.path.endswith("/batch"):
            return answer
        rows = msgspec.json.decode(answer.body)
        for row in rows:
            Random(1).shuffle(row.get("citations", []))  # noqa: S311
        return answer.but(body=msgspec.json.encode(rows))


def test_a_list_in_no_order_is_halved_by_date(large, ask):
    with serve([large], faults=Shuffled()) as standin:
        got = works(citing_works(ask(standin), {LARGE: 25_000}))
        assert sent(standin).total() < 40
    dated = {e["citingPaper"]["paperId"] for e in large.citations if date_of(e)}
    assert got[LARGE] >= dated


def test_papers_that_were_cut_are_asked_again_with_others(ask):
    real = dict.fromkeys(range(1, 201), 120)
    known = corpus(edges_of(real), real)
    # Counted when each had a fifth less, so that a batch holds too many papers now.
    counted = dict.fromkeys(real, 100)
    with serve([known]) as standin:
        got = works(citing_works(ask(standin), counted))
        assert sent(standin) == {"batch": 3}
        assert len(set(questions(standin))) == 3
    assert got == truth(known)


def test_a_paper_that_outgrew_a_batch_is_gone_on_with_by_date(ask):
    known = corpus(edges_of({5: 10_400, 6: 10}), [5, 6])
    with serve([known]) as standin:
        got = works(citing_works(ask(standin), {5: 9_500, 6: 10}))
        assert sent(standin) == {"batch": 2, "citations by date": 1}
        assert len(set(questions(standin))) == 3
    assert got == truth(known)


def test_a_list_that_is_short_for_good_is_asked_twice_and_told(ask, caplog):
    known = corpus(edges_of({5: 40, 6: 10}), [5, 6, 7], stored={5: 43, 7: 2}.items())
    with serve([known]) as standin:
        got = works(citing_works(ask(standin), {5: 43, 6: 10, 7: 2}))
        assert sent(standin) == {"batch": 2}
        assert len(set(questions(standin))) == 2
    assert sizes(got) == {5: 40, 6: 10, 7: 0}
    assert "short lists of citing works papers=2 missing=5" in caplog.text


def test_a_short_list_is_tried_again_in_a_batch_that_is_sent_anyway(small, ask):
    counted = SMALL | {22: SMALL[22] + 1}
    stored = corpus(small.citations, SMALL, stored={22: SMALL[22] + 1}.items())
    with serve([stored]) as standin:
        got = works(citing_works(ask(standin), counted))
        assert sent(standin).total() == plan_citing(counted).requests
    assert got == truth(small)


class Slow(Faultless):
    """A gateway that gives up on batches of more than so many papers."""

    def __init__(self, most):
        self._most = most

    def answer(self, question, handler):
        body = question.json()
        if body and len(body["ids"]) > self._most:
            late = b'{"message":"Endpoint request timed out"}'
            return answers.gateway(question.number, 504, late, "GatewayTimeoutException")
        return handler(question)


@pytest.mark.parametrize("most", [15, 1])
def test_a_batch_that_is_too_much_is_halved(ask, most):
    real = dict.fromkeys(range(1, 41), 10)
    known = corpus(edges_of(real), real)
    with serve([known], faults=Slow(most)) as standin:
        assert works(citing_works(ask(standin), real)) == truth(known)


def test_a_paper_that_is_too_much_for_a_batch_is_paged(ask):
    known = corpus(edges_of({5: 2_500}), [5])
    with serve([known], faults=Slow(0)) as standin:
        assert works(citing_works(ask(standin), {5: 2_500})) == truth(known)
        assert sent(standin) == {"batch": 2, "citations": 3}


@pytest.mark.parametrize("broken_after", [1, 2, 4])
def test_an_interrupted_run_asks_nothing_twice(ask, broken_after):
    real = {5: 12_500, 6: 100}
    known = corpus(edges_of(real), real)
    kept = {}

    def through(fetch):
        def once(request):
            key = str((request.endpoint, request.params, request.body))
            if key not in kept:
                kept[key] = fetch(request)
            return kept[key]

        return once

    with serve([known]) as standin:
        with pytest.raises(BudgetSpent):
            list(citing_works(through(ask(standin, broken_after)), real))
        got = works(citing_works(through(ask(standin)), real))
        assert sent(standin) == {"batch": 2, "citations by date": 3}
        assert len(set(questions(standin))) == 5
    assert got == truth(known)


def counts_of(fetch, papers):
    return {
        r["corpusId"]: r["citationCount"] for page in counts(fetch, papers) for r in page.json()
    }


def test_a_week_later_only_papers_that_moved_are_asked(small, ask):
    monday = LAST - timedelta(days=7)
    with serve([small], today=monday) as standin:
        before = counts_of(ask(standin), SMALL)
        on_file = works(citing_works(ask(standin), before))
    with serve([small], today=LAST) as standin:
        now = counts_of(ask(standin), SMALL)
        standin.clear()
        got = works(citing_works(ask(standin), now, known=on_file))
        assert sent(standin) == {"batch": plan_citing(now, known_counts=sizes(on_file)).batches}
    moved = {paper for paper in SMALL if now[paper] != before[paper]}
    assert set(got) == moved != set(SMALL)
    assert got == {paper: citing for paper, citing in truth(small).items() if paper in moved}


def test_nothing_moved_is_no_request(small, ask):
    with serve([small]) as standin:
        assert list(citing_works(ask(standin), SMALL, known=truth(small))) == []
        assert standin.journal() == []


@pytest.mark.parametrize("influential", [False, True])
def test_the_news_of_a_very_large_paper_are_one_page(large, ask, influential):
    with serve([large]) as standin:
        pages = citing_works(
            ask(standin),
            {LARGE: 25_000},
            known={LARGE: truth(large)[LARGE] - newest(large, 300)},
            influential=influential,
        )
        got = works(pages)
        assert sent(standin) == {"citations": 1}
    assert newest(large, 300) <= got[LARGE]


def newest(known, number):
    """The paper ids of so many citing works, the last to be published."""
    rank = [(date_of(e) or "", e["citingPaper"]["paperId"]) for e in known.citations]
    return {paper_id for _, paper_id in sorted(rank, reverse=True)[:number]}


def test_much_news_of_a_very_large_paper_are_one_batch(large, ask):
    known = truth(large)[LARGE] - newest(large, 3_000)
    with serve([large]) as standin:
        got = works(citing_works(ask(standin), {LARGE: 25_000}, known={LARGE: known}))
        assert sent(standin) == {"batch": 1}
    assert newest(large, 3_000) <= got[LARGE]


def test_a_list_that_is_short_for_good_is_not_asked_every_week(ask):
    known = corpus(edges_of({5: 40}), [5], stored={5: 43}.items())
    with serve([known]) as standin:
        fetch = ask(standin)
        assert not list(citing_works(fetch, {5: 43}, known=truth(known), known_counts={5: 43}))
        assert standin.journal() == []


@pytest.mark.parametrize("faults", ["flaky", "hostile"])
@pytest.mark.parametrize("influential", [False, True])
def test_bad_days_lose_nothing_that_is_not_kept_back(ask, faults, influential, caplog):
    real = {paper: 5 * paper for paper in range(1, 40)} | {60: 1_200}
    known = corpus(edges_of(real), real)
    with serve([known], faults=faults) as standin:
        got = works(citing_works(ask(standin), real, influential=influential))
    kept_back = caplog.text.count("list kept back")
    whole = [paper for paper, citing in truth(known).items() if got.get(paper) == citing]
    assert len(whole) == len(real) - kept_back

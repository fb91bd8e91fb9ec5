"""Single values in the many ways in which people and forms write them."""

import doctest
import importlib
import pkgutil
from datetime import UTC, date, datetime

import pytest

from warehouse import normalise
from warehouse.normalise.addresses import code_url, pdf_url
from warehouse.normalise.authors import authors, profile
from warehouse.normalise.content import Unreadable, text, text_or_none, texts, value
from warehouse.normalise.dates import conference_day, iso_day, moment
from warehouse.normalise.decisions import state_of, tier
from warehouse.normalise.groups import Group
from warehouse.normalise.privacy import scrubbed, without_emails
from warehouse.normalise.scores import score, score_text
from warehouse.normalise.venues import kind, year


def test_the_examples_in_the_docstrings_hold():
    for module in pkgutil.iter_modules(normalise.__path__, "warehouse.normalise."):
        assert doctest.testmod(importlib.import_module(module.name)).failed == 0


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Apr 24 2025", date(2025, 4, 24)),
        ("April 24, 2025", date(2025, 4, 24)),
        ("Sept 3rd 2024", date(2024, 9, 3)),
        ("April 25-29, 2022", date(2022, 4, 25)),
        ("April 30 - May 3, 2018", date(2018, 4, 30)),
        ("Mon May 2 \u2013 Wed May 4, 2016", date(2016, 5, 2)),
        ("24 Apr 2025", date(2025, 4, 24)),
        ("25-29 April 2022", date(2022, 4, 25)),
        ("30 April - 3 May 2018", date(2018, 4, 30)),
        ("3rd December, 2023", date(2023, 12, 3)),
        ("2022-04-25", date(2022, 4, 25)),
        (" 2022-04-25T09:00:00Z ", date(2022, 4, 25)),
        (1745452800000, date(2025, 4, 24)),
        (1745452800000.0, date(2025, 4, 24)),
        ("TBD", None),
        ("", None),
        (None, None),
        ("2025", None),
        ("April 2025", None),
        ("Feb 30 2025", None),
        ("2022-13-45", None),
        ("Decision 5 2022", None),
        ("Submission Start: Aug 01 2024, Submission Deadline: Oct 01 2024", None),
        ("Abstracts due Apr 24 2025", None),
        (0, None),
        (-5, None),
        (True, None),
        (10**30, None),
        (["Apr 24 2025"], None),
    ],
)
def test_days_of_conferences(written, expected):
    assert conference_day(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (1643407560000, datetime(2022, 1, 28, 22, 6, tzinfo=UTC)),
        (1643407560001, datetime(2022, 1, 28, 22, 6, 0, 1000, tzinfo=UTC)),
        (1643407560000.0, datetime(2022, 1, 28, 22, 6, tzinfo=UTC)),
        (0, None),
        (-1, None),
        (2**70, None),
        (float("nan"), None),
        (float("inf"), None),
        ("1643407560000", None),
        (False, None),
        (None, None),
    ],
)
def test_moments(written, expected):
    assert moment(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("2022-04-25", date(2022, 4, 25)), ("2022-04", None), ("2022", None), (None, None), (5, None)],
)
def test_days_of_publication(written, expected):
    assert iso_day(written) == expected


@pytest.mark.parametrize(
    ("written", "number", "kept"),
    [
        ("8: accept, good paper", 8, "8: accept, good paper"),
        ("4: ", 4, "4:"),
        ("10", 10, "10"),
        ("-2: strong reject", -2, "-2: strong reject"),
        ("6.5: between", 6.5, "6.5: between"),
        ("3 (weak reject)", 3, "3 (weak reject)"),
        ("7/10", 7, "7/10"),
        ("5 - borderline", 5, "5 - borderline"),
        (8, 8, "8"),
        (0, 0, "0"),
        (100, 100, "100"),
        (2.5, 2.5, "2.5"),
        ("strong accept", None, "strong accept"),
        ("2nd best", None, "2nd best"),
        ("", None, None),
        ("  ", None, None),
        (None, None, None),
        (True, None, None),
        ([8], None, None),
        ({"value": 8}, None, None),
        (float("nan"), None, "nan"),
        (float("inf"), None, "inf"),
        (10**400, None, str(10**400)),
    ],
)
def test_scores(written, number, kept):
    assert score(written) == number
    assert score_text(written) == kept


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ICLR 2022 Oral", "oral"),
        ("ICLR 2025 Spotlight", "spotlight"),
        ("ICLR 2024 poster", "poster"),
        ("ICML 2025 spotlightposter", "spotlight"),
        ("ICML 2023 OralPoster", "oral"),
        ("ICML 2026 regular", "regular"),
        ("Accept (Talk)", "talk"),
        ("Accept (conditional poster)", "poster"),
        ("Conditional Accept (Oral)", "oral"),
        ("ICLR 2023 notable top 25%", "notable top 25%"),
        ("Accept: notable-top-5%", "notable top 5%"),
        ("Tiny Papers @ ICLR 2024 Notable", "notable"),
        ("conferenceOral-iclr2013-conference", "oral"),
        ("NeurIPS 2022 Accept", None),
        ("COLM", None),
        ("Accepted by TMLR", None),
        ("Workshop on Posterior Inference in Temporal Doctoral Models", None),
        ("", None),
        (None, None),
    ],
)
def test_tiers(written, expected):
    assert tier(written) == expected


def test_the_venues_own_name_is_no_tier():
    assert tier("Oral History 2024 poster", "Oral History 2024") == "poster"
    assert tier("Oral History 2024", "Oral History 2024") is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ICLR 2022 Submitted", "rejected"),
        ("Submitted to ICLR 2017", "rejected"),
        ("Reject", "rejected"),
        ("Not Accept", "rejected"),
        ("Invite to Workshop Track", "rejected"),
        ("Invite to workshop", "rejected"),
        ("conferenceOral-iclr2013-workshop", "rejected"),
        ("conferencePoster-lamp-workshop", "rejected"),
        ("conferenceOral-iclr2013-conference", None),
        ("Wax 2021-workshop poster", None),
        ("ICLR 2025 Conference Withdrawn Submission", "withdrawn"),
        ("ICLR 2025 Conference Desk Rejected Submission", "desk_rejected"),
        ("ICLR 2025 Conference Submission", "under_review"),
        ("Under review for TMLR", "under_review"),
        ("ICLR 2022 Poster", None),
        ("NeurIPS 2022 Accept", None),
        ("Accept with minor revision", None),
    ],
)
def test_states_in_words(written, expected):
    assert state_of(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mail ada@lab.example.", "Mail [removed]."),
        ("ADA.Ember+x@Lab-1.Example.ORG", "[removed]"),
        ("{ada,bo, cy}@lab.example", "[removed]"),
        ("<ada@lab.example>", "<[removed]>"),
        ("mailto:ada%40lab.example", "mailto:[removed]"),
        ("\u00e4d\u00e4@l\u00e4b.ex\u00e4mple", "[removed]"),
        ("a@b.co,c@d.co", "[removed],[removed]"),
        ("****@lab.example", "[removed]"),
        ("b}@lab.example", "[removed]"),
        ("Hits@10 and mAP@.5", "Hits@10 and mAP@.5"),
        ("@inproceedings{ember, title={x}}", "@inproceedings{ember, title={x}}"),
        ("https://medium.com/@ada/post.html", "https://medium.com/@ada/post.html"),
        ("me at lab dot example", "me at lab dot example"),
    ],
)
def test_addresses_are_taken_out_of_text(written, expected):
    assert without_emails(written) == expected
    assert without_emails(expected) == expected


def test_a_long_text_without_spaces_takes_no_long_time():
    assert without_emails("a" * 100_000 + "@") == "a" * 100_000 + "@"
    assert without_emails("%40" * 30_000) == "%40" * 30_000


def test_signers_and_readers_are_taken_out_of_records():
    record = {
        "signatures": ["~Ada_Ember1"],
        "readers": ["everyone", "V/Reviewer_1"],
        "nonreaders": None,
        "tauthor": "ada@lab.example",
        "ada@lab.example": [{"writers": ["V"], "note": "to bo@lab.example", "n": 1.5}],
    }
    assert scrubbed(record) == {
        "signatures": ["[removed]"],
        "readers": ["everyone", "[removed]"],
        "nonreaders": None,
        "tauthor": "[removed]",
        "[removed]": [{"writers": ["[removed]"], "note": "to [removed]", "n": 1.5}],
    }


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"x": "flat"}, "flat"),
        ({"x": {"value": "deep"}}, "deep"),
        ({"x": {"value": "public", "readers": ["everyone"]}}, "public"),
        ({"x": {"value": "hidden", "readers": ["V/Chairs"]}}, None),
        ({"x": {"readers": ["V/Chairs"]}}, None),
        ({"x": {"readers": ["everyone"]}}, None),
        ({"x": {}}, None),
        ({"x": {"value": None}, "y": "second"}, "second"),
        ({"x": ""}, ""),
        ({}, None),
    ],
)
def test_fields_of_both_apis(content, expected):
    assert value(content, "x", "y") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (" a\n", "a"),
        ("", None),
        ("  ", None),
        (7, "7"),
        (1.5, "1.5"),
        (["a", "b"], "a; b"),
        ([None, ""], None),
        (True, None),
        (None, None),
    ],
)
def test_text_fields(written, expected):
    assert text({"x": written}, "x") == expected


def test_an_object_is_no_text():
    with pytest.raises(Unreadable, match="x is no text"):
        text({"x": {"value": {"a": 1}}}, "x")
    with pytest.raises(Unreadable):
        text({"x": [["deep"]]}, "x")
    assert text_or_none({"x": {"value": {"a": 1}}}, "x") is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["a", "b "], ["a", "b"]),
        (["a; b;"], ["a", "b"]),
        ("a, b", ["a", "b"]),
        ("a; b, c", ["a", "b, c"]),
        (["a, b"], ["a", "b"]),
        (["a, b", "c"], ["a, b", "c"]),
        ([], []),
        ("", []),
        (["", None], []),
        (None, None),
        ([{"a": 1}], None),
    ],
)
def test_list_fields(written, expected):
    assert texts({"x": written}, "x") == expected


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("~Ada_Ember1", "~Ada_Ember1"),
        ("~\u00c9va_Na\u00efve-Name12", "~\u00c9va_Na\u00efve-Name12"),
        ("ada@lab.example", None),
        ("~ada@lab.example1", None),
        ("https://dblp.org/search/pid/api?q=author:Ada1", None),
        ("V.cc/2018/Conference/Paper1/Authors", None),
        ("~No_Number", None),
        ("", None),
        (None, None),
        (5, None),
    ],
)
def test_only_profiles_are_profile_ids(username, expected):
    assert profile(username) == expected


@pytest.mark.parametrize("odd", [5, {"a": 1}, [5], ["ok", ["deep"]]])
def test_authors_that_are_none(odd):
    with pytest.raises(Unreadable):
        authors({"authors": odd})


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"code": "https://github.com/a/b"}, "https://github.com/a/b"),
        ({"code": "see github.com/a/b."}, "https://github.com/a/b"),
        ({"code": "git@github.com:a/b.git"}, "https://github.com/a/b"),
        ({"code": {"value": "/attachment/ab.zip"}}, "https://openreview.net/attachment/ab.zip"),
        ({"code": "on request"}, None),
        (
            {"abstract": "At https://github.com/a/b.git, again https://github.com/a/b."},
            "https://github.com/a/b",
        ),
        ({"abstract": "github.com/a/b beats github.com/c/d"}, None),
        ({"abstract": "https://example.org/a"}, None),
        ({}, None),
    ],
)
def test_addresses_of_code(content, expected):
    assert code_url(content) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/pdf/ab.pdf", "https://openreview.net/pdf/ab.pdf"),
        ("http://arxiv.org/abs/1301.1", "http://arxiv.org/abs/1301.1"),
        ("none", None),
        ("", None),
        (None, None),
        (5, None),
    ],
)
def test_addresses_of_pdfs(written, expected):
    assert pdf_url({"pdf": written}) == expected


@pytest.mark.parametrize(
    ("venue_id", "name", "number", "short_name"),
    [
        ("ICLR.cc/2022/Conference", "conference", 2022, "ICLR 2022"),
        ("ICLR.cc/2017/conference", "conference", 2017, "ICLR 2017"),
        ("ICLR.cc/2018/Workshop", "workshop", 2018, "ICLR 2018 Workshop"),
        ("ICLR.cc/2022/Workshop/GTRL", "workshop", 2022, "ICLR 2022 GTRL"),
        (
            "NeurIPS.cc/2025/Workshop_Mexico_City/Re-Align",
            "workshop",
            2025,
            "NeurIPS 2025 Re-Align",
        ),
        ("robot-learning.org/CoRL/2022/Conference", "conference", 2022, "CoRL 2022"),
        (
            "NeurIPS.cc/2021/Track/Datasets_and_Benchmarks/Round1",
            "track",
            2021,
            "NeurIPS 2021 Round1",
        ),
        (
            "NeurIPS.cc/2024/Datasets_and_Benchmarks_Track",
            "track",
            2024,
            "NeurIPS 2024 Datasets and Benchmarks Track",
        ),
        ("ICLR.cc/2024/TinyPapers", "track", 2024, "ICLR 2024 TinyPapers"),
        ("TMLR", "journal", None, "TMLR"),
        ("aclweb.org/ACL/ARR/2022/May", None, 2022, "ARR 2022 May"),
        ("csail.mit.edu/MIT/MIT-6.864", None, None, "MIT-6.864"),
        ("HRI/2021I/Workshop/VAM-HRI", "workshop", None, "VAM-HRI"),
        ("X.org/9999/Conference", "conference", None, "X 9999"),
    ],
)
def test_what_an_id_says_of_its_venue(venue_id, name, number, short_name):
    group = Group(venue_id)
    assert (kind(venue_id, group), year(venue_id), group.short_name) == (name, number, short_name)


@pytest.mark.parametrize(
    ("web", "expected"),
    [
        ('var HEADER = {title: \'A\', "subtitle": "B\'s"};', {"title": "A", "subtitle": "B's"}),
        (
            "const HEADER={\n'location' : `Here`,\n date:'May 2 - 4, 2016' }",
            {"location": "Here", "date": "May 2 - 4, 2016"},
        ),
        ("HEADER = {title: 'it\\'s', website: ''}", {"title": "it's"}),
        ("HEADER = {title: 'unfinished", {}),
        ("var TITLE = 'A'", {}),
        ("", {}),
    ],
)
def test_constants_of_home_pages(web, expected):
    assert Group("v", web=web).header() == expected

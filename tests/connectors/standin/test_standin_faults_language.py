"""Faults by name: what a text means, that a seed says all, and that faults end."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from connectors.standin.exchange import Answer, Question
from connectors.standin.faults.profiles import (
    PROFILES,
    BadFaultsError,
    NoSuchProfileError,
    described,
    faults,
    mixed,
    profile_named,
)
from connectors.standin.faults.switches import SWITCHES, table

ROOT = Path(__file__).parents[3]
JSON = {"Content-Type": "application/json"}
TRANSIENT = [name for name, one in SWITCHES.items() if one.when in ("once", "briefly")]
LASTING = [name for name, one in SWITCHES.items() if one.when == "always" and not one.is_final]


def good(_question: Question) -> Answer:
    body = {
        "total": 90,
        "count": 90,
        "offset": 0,
        "next": 50,
        "token": "PCOX",
        "data": [{"paperId": f"{n:040x}", "corpusId": n, "citationCount": 20} for n in range(50)],
    }
    return Answer(200, json.dumps(body).encode() + b"\n", JSON)


def question(number: int, query: str = "q=1", path: str = "paper/search/bulk") -> Question:
    return Question(number, "GET", f"/semantic_scholar/graph/v1/{path}", query)


def test_words() -> None:
    read = faults(" flaky, expired-token ,reset=0.5,seed=7,delay=0.1")
    assert read.profiles == ["flaky"]
    assert {one.switch.name: one.share for one in read.chosen} == {"expired-token": 1, "reset": 0.5}
    assert (read.seed, read.delay) == (7, 0.1)
    assert str(read) == "flaky,reset=0.5,expired-token=1,seed=7"


def test_no_words_are_no_faults() -> None:
    for text in ("", "none", "none,seed=3"):
        assert profile_named(text).answer(question(1), good) == good(question(1))


def test_words_that_mean_nothing() -> None:
    with pytest.raises(NoSuchProfileError, match=r"no fault 'flakey'; choose .*--faults list"):
        faults("flakey,seed=1")
    for text in ("reset=2", "reset=often", "seed=-1", "delay=nan", "delay=inf"):
        with pytest.raises(BadFaultsError, match=text):
            faults(text)


def test_the_list_has_a_line_for_every_word() -> None:
    lines = described().splitlines()
    named = {line.split()[0] for line in lines}
    assert named >= {*PROFILES, *SWITCHES, "mix"}
    assert max(map(len, lines)) < 130


@pytest.mark.parametrize(("word", "printed"), [("list", described), ("table", table)])
def test_the_command_prints_list_and_table(word: str, printed: Callable[[], str]) -> None:
    command = [sys.executable, "-m", "flows", "standin", "--faults", word]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.rstrip() == printed()


def test_the_page_has_the_table_of_the_register() -> None:
    assert table() in (ROOT / "docs" / "standin.md").read_text(), (
        "paste what `precited standin --faults table` prints"
    )


def test_a_mix_is_its_seed() -> None:
    assert mixed(3) == mixed(3) != mixed(4)
    assert all(3 <= len(mixed(seed)) <= 8 for seed in range(50))
    drawn = {name for seed in range(400) for name in mixed(seed)}
    assert drawn == {name for name, one in SWITCHES.items() if not one.is_final}
    assert "reset=1" in str(faults("mix,seed=5,reset=1"))


@st.composite
def texts(draw: DrawFn) -> str:
    """Some switches with shares and a seed."""
    names = draw(st.sets(st.sampled_from([*TRANSIENT, *LASTING]), min_size=1, max_size=8))
    words = [f"{name}={draw(st.sampled_from([0.2, 0.5, 1.0]))}" for name in sorted(names)]
    return ",".join([*words, f"seed={draw(st.integers(0, 9))}"])


@settings(deadline=None, max_examples=40)
@given(texts())
def test_the_same_seed_is_the_same_course_of_events(text: str) -> None:
    def course() -> list[Answer]:
        profile = profile_named(text)
        asked = [question(n, f"q={n % 7}") for n in range(1, 30)]
        return [profile.answer(one, good) for one in asked]

    assert course() == course()


@settings(deadline=None, max_examples=40)
@given(st.permutations(range(7)), st.integers(0, 9))
def test_what_befalls_a_question_does_not_depend_on_others(order: list[int], seed: int) -> None:
    def told(sequence: list[int]) -> dict[int, tuple[str, ...]]:
        profile = profile_named(f"reset=0.5,truncated-json=0.5,error-500=0.5,seed={seed}")
        answers = {n: profile.answer(question(1, f"q={n}"), good) for n in sequence}
        return {n: answer.faults for n, answer in answers.items()}

    assert told(order) == told(sorted(order))


@settings(deadline=None, max_examples=40)
@given(texts())
def test_the_fourth_attempt_meets_what_lasts_and_nothing_else(text: str) -> None:
    profile = profile_named(text)
    answers = [profile.answer(question(n), good) for n in range(1, 9)]
    passing = [not set(answer.faults) & set(TRANSIENT) for answer in answers]
    assert any(passing[:4])
    assert any(passing[4:])


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(LASTING), st.integers(0, 9))
def test_what_lasts_is_the_same_each_time(name: str, seed: int) -> None:
    profile = profile_named(f"{name},seed={seed}")
    assert profile.answer(question(1), good) == profile.answer(question(2), good)


def test_every_fault_of_an_answer_is_named() -> None:
    profile = profile_named("short-pages,null-author-ids=1,old-sha=1,drifting-total=1")
    answer = profile.answer(question(1), good)
    assert answer.faults == ("short-pages", "old-sha", "drifting-total")
    assert profile_named("old-sha=1,reset=1").answer(question(1), good).faults == ("reset",)


def test_profiles_and_switches_together() -> None:
    profile = profile_named("flaky,hostile,bulk-early-end=1,seed=3")
    met = Counter(
        fault for n in range(1, 80) for fault in profile.answer(question(n, f"q={n}"), good).faults
    )
    assert met["bulk-early-end"] > 20
    assert met["bad-gateway"]
    assert met["page-for-json"]


def test_what_is_cut_short_is_not_read_by_other_switches() -> None:
    rest = ",".join(name for name, one in SWITCHES.items() if one.when in ("always", "briefly"))
    profile = profile_named(
        f"hostile,truncated-json=1,slow-pages=1,drifting-counts=1,venueid-flip,{rest}"
    )
    for n in range(1, 12):
        assert profile.answer(question(n, f"q={n % 3}"), good).status

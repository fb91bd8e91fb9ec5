"""Runs under faults, a few of those that the benchmark tries: right tables, or a clear error."""

from dataclasses import replace

import pytest

from connectors.standin.faults.switches import SWITCHES
from tests.benchmarks.faults_bench import Case, cases, drawn, line, mixed, single, survive
from tests.benchmarks.faults_bench_tables import MAY_DIFFER
from tests.flows.world import THIMBLE


@pytest.mark.parametrize(
    "text",
    [
        "flaky,expired-token,short-pages,seed=3,delay=0.01",
        "hostile,challenge=1,error-429-gzip,seed=5,delay=0.01",
        "throttled,anonymous-403,half-body,retry-after,seed=7,delay=0.01",
        "venueid-flip,duplicate-notes,short-pages,authors-objects=1,seed=2",
        "missing-content=0.3,old-sha=1,null-author-ids,seed=4",
        "mix,seed=17,delay=0.01",
    ],
)
def test_a_run_under_faults_ends_right(text: str) -> None:
    runs = 2 if "venueid-flip" in text else 1
    case = Case(text, text, THIMBLE, influential="hostile" in text, runs=runs)
    ending = survive(case)
    assert ending.wrong == ""
    assert ending.is_right
    assert ending.met
    assert ending.requests > ending.repeats


@pytest.mark.parametrize(("name", "said"), [("unknown-key", "the key"), ("mfa-login", "factor")])
def test_a_run_that_cannot_get_past_a_fault_says_what_to_do(name: str, said: str) -> None:
    ending = survive(replace(single(name), venue=THIMBLE))
    assert (ending.wrong, ending.is_right) == ("", False)
    assert said in ending.said[-1]
    assert str(ending).startswith("error: ")


def test_what_may_differ_is_told_of_switches_alone() -> None:
    assert MAY_DIFFER.keys() - {"hostile"} <= SWITCHES.keys()


def test_the_benchmark_tries_everything() -> None:
    tried = list(cases(seeds=2))
    assert [case.name for case in tried[:4]] == ["none", "flaky", "throttled", "hostile"]
    assert {switch for case in tried for switch in drawn(case.text)} >= SWITCHES.keys()
    assert (tried[-1].name, tried[-1]) == ("mix 2", mixed(2))
    assert line(tried[0], survive(replace(tried[0], venue=THIMBLE))).endswith("| right |")

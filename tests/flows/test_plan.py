"""What is planned is what then is asked, and both together ask nothing twice."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from connectors.errors import BudgetSpent
from connectors.standin import made_up
from connectors.standin.server import StandIn
from flows.plan import NothingToCount, Plan, plan_run
from flows.request_kinds import Kind
from flows.run import Job
from flows.settings import Settings
from flows.show import show_plan, terminal
from flows.steps import NoSuchVenue
from tests.benchmarks.plan_bench import INFLUENTIAL, LIFE, Visit, live
from tests.flows.conftest import Pulled
from tests.flows.test_interrupted_runs import asked
from tests.flows.world import LANTERN, THIMBLE, UNDECIDED, PassingTime, track
from warehouse.store import read_table


def planned(job: Job, settings: Settings) -> Plan:
    return plan_run(job, settings, timing=PassingTime().timing())


def numbers(plan: Plan) -> dict[str, tuple[int, int]]:
    """By kind: requests in all, and answered."""
    return {part.kind.name: (part.requests, part.kept) for part in plan.parts}


@pytest.mark.parametrize(
    ("venue", "visits"),
    [(THIMBLE, (*LIFE[:2], LIFE[3])), (LANTERN, LIFE[:1]), (THIMBLE, INFLUENTIAL)],
)
def test_every_kind_of_run_asks_what_was_planned(venue: str, visits: tuple[Visit, ...]) -> None:
    lines = list(live(made_up.corpus(), venue, date(2026, 10, 5), visits))
    assert [line.visit for line in lines if not line.is_right] == []
    assert [line.asked_by_plan for line in lines[1:]] == [0] * (len(lines) - 1)


def test_the_plan_of_a_first_run_asks_the_runs_own_questions(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    track(Job(THIMBLE, tmp_path / "unplanned"), settings)
    alone = asked(standin)
    standin.clear()

    plan = planned(Job(THIMBLE, tmp_path), settings)
    by_plan = asked(standin)
    track(Job(THIMBLE, tmp_path), settings)

    assert numbers(plan) == {
        "VENUE": (2, 2),
        "SUBMISSIONS": (1, 1),
        "TITLES": (1, 1),
        "MATCHES": (1, 0),
        "COUNTS": (1, 0),
        "CITING": (1, 0),
    }
    assert by_plan == alone[: len(by_plan)]
    assert asked(standin) == alone
    runs = read_table(tmp_path, "runs", THIMBLE).to_pylist()
    assert [run["status"] for run in runs] == ["finished"]


def test_a_second_plan_asks_nobody_and_says_the_same(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    first = planned(Job(THIMBLE, tmp_path), settings)
    standin.clear()
    second = planned(Job(THIMBLE, tmp_path), settings)
    assert asked(standin) == []
    assert (second.left, second.minutes) == (first.left, first.minutes)


def test_a_run_with_other_options_than_the_plan_asks_again_only_what_changes(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    planned(Job(LANTERN, tmp_path), settings)
    standin.clear()
    outcome = track(Job(LANTERN, tmp_path, as_of=date(2026, 1, 1)), settings)
    paths = Counter(path.rpartition("/")[2] for path, *_ in asked(standin))
    assert outcome.links["linked"] == 168
    assert paths["notes"] == 1  # ids and times of change
    assert "venue=" not in "".join(query for _, query, _ in asked(standin))


def test_a_run_that_was_interrupted_is_planned_from_where_it_is(
    standin: StandIn, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(BudgetSpent):
        track(Job(LANTERN, tmp_path, max_requests=12), settings)
    plan = planned(Job(LANTERN, tmp_path), settings)
    standin.clear()
    track(Job(LANTERN, tmp_path), settings)
    assert plan.left == len(standin.journal())
    assert numbers(plan)["MATCHES"] == (12, 6)


def test_a_venue_without_decisions_costs_its_listing(settings: Settings, tmp_path: Path) -> None:
    plan = planned(Job(UNDECIDED, tmp_path), settings)
    assert numbers(plan) == {"VENUE": (2, 2), "SUBMISSIONS": (1, 1)}
    assert plan.left == 0


def test_a_known_venue_is_planned_from_its_tables(
    standin: StandIn, settings: Settings, pulled: Pulled
) -> None:
    plan = plan_run(Job(LANTERN, pulled.root), settings, datetime.now(UTC) + timedelta(days=10))
    counts = planned(Job(LANTERN, pulled.root, counts_only=True), settings)
    without = planned(Job(LANTERN, pulled.root, citers=False), settings)

    assert standin.journal() == []
    assert numbers(counts) == {"COUNTS": (1, 0)}
    assert Kind.CITING in {part.kind for part in plan.parts}
    assert Kind.CITING not in {part.kind for part in without.parts}
    assert "nobody was asked" in plan.basis
    assert "new citing works" in plan.doubt


def test_titles_are_due_again_after_four_weeks(settings: Settings, pulled: Pulled) -> None:
    job = Job(LANTERN, pulled.root)
    month = datetime.now(UTC) + timedelta(days=29)
    later = plan_run(job, settings, month)
    assert "MATCHES" not in numbers(planned(job, settings))
    assert numbers(later)["MATCHES"][0] == pulled.outcomes[LANTERN].links["absent"] + 1


def test_minutes_follow_the_pace(settings: Settings, pulled: Pulled) -> None:
    paced = settings.model_copy(update={"semantic_scholar_interval": 58.5})
    plan = planned(Job(LANTERN, pulled.root, counts_only=True), paced)
    assert plan.minutes == 1.0


@pytest.mark.usefixtures("standin")
def test_counts_of_a_venue_never_pulled_cannot_be_planned(
    settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(NothingToCount, match=f"`precited run {THIMBLE}` first"):
        planned(Job(THIMBLE, tmp_path, counts_only=True), settings)


def test_a_venue_that_is_misspelt_is_answered_with_the_nearest(
    settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(NoSuchVenue, match=THIMBLE):
        planned(Job("Thimbel.example/2020/Conference", tmp_path), settings)


def test_a_plan_is_shown_with_what_is_left(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show_plan(planned(Job(THIMBLE, tmp_path), settings), terminal())
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{THIMBLE}: a run will send 3 requests")
    everything = next(line.split() for line in lines if line.strip().startswith("all"))
    assert everything[:4] == ["all", "7", "4", "3"]
    assert "In doubt: only lists" in " ".join(lines[-2:])

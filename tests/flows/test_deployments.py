"""What runs by itself, and when; all of it without Prefect."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.deployments import deployments, with_known_dates
from flows.prefect_yaml import prefect_yaml
from flows.rhythms import Rhythm, hours
from flows.watch_list import Watched, read_watch_list

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "docs" / "watch.example.toml"

CONFERENCE = Watched("A.example/2025", date(2025, 4, 24), date(2025, 4, 28), day=0, hour=3)


def rhythm(name: str, watched: Watched = CONFERENCE) -> Rhythm:
    [found] = [r for r in deployments([watched])[0].rhythms if r.name == name]
    return found


def runs(rhythm_: Rhythm, since: str, count: int) -> list[datetime]:
    start = datetime.fromisoformat(since).replace(tzinfo=UTC)
    return list(islice(rhythm_.runs_after(start), count))


def test_the_weekly_run_leaves_the_first_week_of_a_month_to_the_full_one() -> None:
    weekly = [run.date() for run in runs(rhythm("weekly"), "2025-03-25", 4)]
    monthly = [run.date() for run in runs(rhythm("monthly"), "2025-03-25", 2)]

    assert [d.isoformat() for d in weekly] == [
        "2025-03-31",
        "2025-04-14",
        "2025-04-21",
        "2025-04-28",
    ]
    assert [d.isoformat() for d in monthly] == ["2025-04-07", "2025-05-05"]
    assert {run.hour for run in runs(rhythm("weekly"), "2025-01-01", 9)} == {3}


def test_counts_are_daily_from_two_weeks_before_the_conference_to_one_after() -> None:
    days = [run.date() for run in runs(rhythm("daily"), "2025-01-01", 100)]

    assert days[0] == date(2025, 4, 10)
    assert days[-1] == date(2025, 5, 4)  # the 5th is a Monday, with the whole run
    assert len(days) == 26 - 4
    assert dict(rhythm("daily").parameters) == {"counts_only": True}


def test_a_conference_without_a_last_day_is_taken_for_five_days_long() -> None:
    short = Watched("A.example/2025", date(2025, 4, 24), day=0, hour=3)
    assert rhythm("daily", short).last_on == date(2025, 4, 28) + timedelta(days=7)


def test_no_two_rhythms_of_a_venue_share_a_day_and_no_week_is_without_a_run() -> None:
    year = [d for r in deployments([CONFERENCE])[0].rhythms for d in runs(r, "2025-01-01", 400)]
    days = Counter(run.date() for run in year if run.year == 2025)

    assert max(days.values()) == 1
    whole = sorted(d for d in days if d.weekday() == 0)
    assert {b - a for a, b in pairwise(whole)} == {timedelta(days=7)}


def test_a_rhythm_that_is_over_has_no_next_run() -> None:
    assert runs(rhythm("daily"), "2026-01-01", 1) == []
    assert runs(rhythm("daily"), "2020-01-01", 1)[0].date() == date(2025, 4, 10)


def test_dates_of_the_list_go_before_those_of_openreview_and_none_means_no_conference() -> None:
    table = pa.table(
        {
            "venue_id": ["A.example/2025", "B.example/2025", "C.example/2025"],
            "start_on": [date(2025, 1, 1), date(2025, 6, 1), None],
        }
    )
    listed = [CONFERENCE, *(Watched(f"{name}.example/2025") for name in "BCD")]

    dated = with_known_dates(listed, table)

    assert [w.starts_on for w in dated] == [date(2025, 4, 24), date(2025, 6, 1), None, None]
    assert [len(d.rhythms) for d in deployments(dated)] == [3, 3, 2, 2]


@given(st.sets(st.integers(0, 10_000), min_size=1, max_size=80), st.integers(0, 23))
@settings(max_examples=30, deadline=None)
def test_many_venues_do_not_start_in_the_same_minute(numbers: set[int], hour: int) -> None:
    free = [Watched(f"V{n}.example/2025") for n in numbers]
    crowded = [Watched(w.venue_id, day=0, hour=hour) for w in free]

    assert len({at for _, at in hours(free).values()}) == len(free)
    assert len({at for _, at in hours(crowded).values()}) == min(len(free), 60)
    assert {at.hour for _, at in hours(crowded).values()} == {hour}


def test_a_venue_keeps_its_hour_as_others_come_and_go() -> None:
    few = [Watched(f"V{n}.example/2025") for n in range(5)]
    more = [*few, Watched("W.example/2025")]

    assert {v: at for v, at in hours(more).items() if v != "W.example/2025"} == hours(few)


def test_a_venue_is_one_deployment_whose_limit_holds_for_all_its_rhythms() -> None:
    listed = [CONFERENCE, Watched("B.example/2025/Workshop/C", influential=True, active=False)]
    first, second = deployments(listed, Path("/data/warehouse"))

    assert (first.name, second.name) == ("A.example-2025", "B.example-2025-Workshop-C")
    assert first.parameters == {
        "venue_id": "A.example/2025",
        "warehouse": "/data/warehouse",
        "wait_minutes": 120,
    }
    assert second.parameters["influential"] is True
    assert (first.active, second.active) == (True, False)
    assert first.tags == ("precited", "A.example/2025")
    assert [s["slug"] for s in first.schedules] == ["weekly", "monthly", "daily"]


def test_prefect_yaml_is_what_the_list_says() -> None:
    """Were it to fail: `precited schedule --watch-list docs/watch.example.toml --prefect-yaml`."""
    written = (PROJECT / "prefect.yaml").read_text()
    assert written == prefect_yaml(deployments(read_watch_list(EXAMPLE)))


@pytest.mark.parametrize("venue_id", ["Ünï.example/2025", "a - b # c/2025", "on", "'quoted'/2025"])
def test_odd_ids_survive_the_yaml(venue_id: str) -> None:
    import yaml  # type: ignore[import-untyped]

    content = yaml.safe_load(prefect_yaml(deployments([Watched(venue_id)])))
    assert content["deployments"][0]["parameters"]["venue_id"] == venue_id


def test_the_container_files_name_what_there_is() -> None:
    import yaml

    folder = PROJECT / "docs" / "containers"
    compose = yaml.safe_load((folder / "compose.yaml").read_text())
    copied = re.findall(r"^COPY (.+) \S+$", (folder / "Dockerfile").read_text(), re.MULTILINE)

    assert set(compose["services"]) == {"postgres", "server", "deploy", "worker"}
    build = compose["services"]["worker"]["build"]
    assert (folder / build["context"]).resolve() == PROJECT
    assert (PROJECT / build["dockerfile"]).exists()
    assert "--pool precited" in " ".join(compose["services"]["worker"]["entrypoint"])
    assert all((PROJECT / name).exists() for line in copied for name in line.split())

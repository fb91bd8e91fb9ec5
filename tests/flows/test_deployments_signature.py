"""Deployments against what Prefect makes of them: the flow's signature, and the moments."""

import asyncio
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

import pytest
import yaml

from flows.deployments import CONCURRENCY, Deployment, deployments
from flows.prefect_yaml import prefect_yaml
from flows.watch_list import Watched

pytestmark = pytest.mark.flow

LISTED = [
    Watched("A.example/2025", date(2025, 4, 24), date(2025, 4, 28), day=0, hour=3),
    Watched("B.example/2025", date(2028, 2, 20), influential=True),
    Watched("C.example/2025"),
]


def runs(deployment: Deployment) -> list[dict[str, Any]]:
    """The parameters of every kind of run of a deployment."""
    return [{**deployment.parameters, **s["parameters"]} for s in deployment.schedules]


def is_accepted(parameters: dict[str, Any]) -> bool:
    """Whether a Prefect server takes a run with these, as it checks them by the flow's schema."""
    from prefect.utilities.callables import parameter_schema
    from prefect.utilities.schema_tools import is_valid_schema, validate
    from prefect.utilities.schema_tools.validation import preprocess_schema

    from flows.track import track

    schema = parameter_schema(track).model_dump(exclude_unset=True)
    is_valid_schema(schema)
    names = set(schema["properties"])
    schema = preprocess_schema(schema)
    return set(parameters) <= names and not validate(parameters, schema)


@pytest.mark.parametrize("deployment", deployments(LISTED), ids=lambda d: d.name)
def test_every_run_is_one_the_flow_takes(deployment: Deployment, tmp_path: Any) -> None:
    from flows.track import track

    [placed] = [d for d in deployments(LISTED, tmp_path) if d.name == deployment.name]
    for parameters in runs(deployment) + runs(placed):
        assert is_accepted(parameters)
        assert track.validate_parameters(parameters)["venue_id"] == deployment.venue_id


@pytest.mark.parametrize(
    "wrong",
    [{"all_citers": "perhaps"}, {"all_citer": True}, {"max_requests": "many"}, {"venue_id": None}],
    ids=str,
)
def test_parameters_that_the_flow_does_not_know_are_refused(wrong: dict[str, Any]) -> None:
    assert not is_accepted({"venue_id": "A.example/2025"} | wrong)


def test_the_entry_point_leads_to_the_flow() -> None:
    from prefect.flows import load_flow_from_entrypoint

    from flows.deployments import ENTRYPOINT, FLOW
    from flows.track import track

    assert load_flow_from_entrypoint(ENTRYPOINT, use_placeholder_flow=False) is track
    assert track.name == FLOW


@pytest.mark.parametrize("since", ["2025-03-01", "2025-04-30", "2028-02-01"])
def test_prefect_reckons_the_moments_that_we_show(since: str) -> None:
    from prefect.server.schemas.schedules import CronSchedule, RRuleSchedule

    start = datetime.fromisoformat(since).replace(tzinfo=UTC)
    for deployment in deployments(LISTED):
        for rhythm in deployment.rhythms:
            kind = CronSchedule if "cron" in rhythm.schedule else RRuleSchedule
            theirs = asyncio.run(kind(**rhythm.schedule).get_dates(20, start=start))
            assert list(islice(rhythm.runs_after(start), 20)) == list(theirs), rhythm.name


def test_prefect_reads_the_yaml_as_it_was_meant() -> None:
    from prefect.cli.deploy._models import PrefectYamlModel

    listed = deployments(LISTED)
    model = PrefectYamlModel.model_validate(yaml.safe_load(prefect_yaml(listed)))

    assert [d.name for d in model.deployments] == [d.name for d in listed]
    for read, meant in zip(model.deployments, listed, strict=True):
        assert read.concurrency_limit.limit == CONCURRENCY["limit"]
        assert [s.slug for s in read.schedules] == [r.name for r in meant.rhythms]
        assert [s.parameters for s in read.schedules] == [dict(r.parameters) for r in meant.rhythms]
        assert {s.timezone for s in read.schedules} == {"UTC"}

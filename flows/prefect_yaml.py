"""``prefect.yaml``: the deployments for a work pool, as ``prefect deploy --all`` reads them."""

from collections.abc import Sequence
from typing import Any

import yaml  # type: ignore[import-untyped]

from flows.deployments import CONCURRENCY, ENTRYPOINT, POOL, Deployment

HEAD = """\
# Written by `precited schedule --prefect-yaml` from a watch list; don't edit it by hand.
# `prefect deploy --all` registers it with a Prefect server; see docs/running.md.
"""


def prefect_yaml(deployments: Sequence[Deployment], pool: str = POOL) -> str:
    """The text of a ``prefect.yaml`` with these deployments."""
    content = {
        "name": "precited",
        # No code is fetched for a run: workers have precited installed.
        "pull": [],
        "deployments": [_entry(deployment, pool) for deployment in deployments],
    }
    text: str = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100)
    return HEAD + text


def _entry(deployment: Deployment, pool: str) -> dict[str, Any]:
    return {
        "name": deployment.name,
        "description": deployment.description,
        "tags": list(deployment.tags),
        "entrypoint": ENTRYPOINT,
        "parameters": dict(deployment.parameters),
        "concurrency_limit": dict(CONCURRENCY),
        "paused": not deployment.active,
        "schedules": deployment.schedules,
        "work_pool": {"name": pool},
    }

"""A served deployment end to end, on this machine alone: ``make served``.

A Prefect server with a fresh database, a process work pool, what ``precited schedule
--prefect-yaml`` writes deployed with ``prefect deploy --all``, a worker, the made-up services; two
runs of one venue asked for at once; and a schedule of every minute that ``precited schedule``'s
own serving fires. Everything goes into one log; every process started here is ended here.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import httpx

from connectors.standin import made_up
from connectors.standin.server import StandIn, environment, serve
from flows.deployments import Deployment, deployments
from flows.prefect_server import prefect_server
from flows.rhythms import Rhythm
from flows.settings import prepare_serving, server_environment
from flows.watch_list import Watched
from tests.flows.world import QUILL, THIMBLE
from warehouse.store import read_table

POOL = "precited"
PATIENCE = 240.0


@dataclass
class Log:
    """What was done and seen, line by line, on the screen and in a file."""

    path: Path
    began: float = field(default_factory=time.monotonic)

    def say(self, what: str) -> None:
        line = f"{time.monotonic() - self.began:6.1f} s  {what}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        with self.path.open("a") as file:
            file.write(line + "\n")


@dataclass
class Api:
    """The Prefect server, asked as its own pages ask it."""

    url: str

    def post(self, path: str, **body: Any) -> Any:
        answer = httpx.post(f"{self.url}/{path}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def deployment(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = httpx.get(
            f"{self.url}/deployments/name/track/{name}", timeout=30
        ).json()
        return found

    def run(self, name: str, **parameters: Any) -> str:
        deployment = self.deployment(name)
        made = self.post(
            f"deployments/{deployment['id']}/create_flow_run",
            parameters=deployment["parameters"] | parameters,
        )
        return str(made["id"])

    def runs(self, **wanted: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.post("flow_runs/filter", flow_runs=wanted)
        return found

    def states(self, run_id: str) -> list[str]:
        answer = httpx.get(f"{self.url}/flow_run_states/", params={"flow_run_id": run_id})
        return [state["name"] for state in answer.json()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("served-out"))
    parser.add_argument("--minutely", type=Path, help="serve QUILL every minute (used by itself)")
    given = parser.parse_args()
    if given.minutely:
        serve_every_minute(given.minutely)
        return 0
    if given.out.exists() and not (given.out / "served.log").exists():
        parser.error(f"{given.out} holds something else; name another folder with --out")
    shutil.rmtree(given.out, ignore_errors=True)
    given.out.mkdir(parents=True)
    log = Log(given.out.resolve() / "served.log")
    with ExitStack() as started:
        try:
            end_to_end(given.out.resolve(), log, started)
        except Exception as error:
            log.say(f"FAILED  {error!r}")
            raise
    log.say("everything was stopped")
    return 0


def end_to_end(out: Path, log: Log, started: ExitStack) -> None:
    standin = started.enter_context(serve([made_up.corpus()]))
    environ = _environ(out, standin)
    api = started.enter_context(prefect_server(server_environment(environ), out / "prefect", 0))
    log.say(f"a Prefect server answers, its database is new ({api})")
    environ |= {"PREFECT_API_URL": api}

    precited = (sys.executable, "-m", "flows")
    prefect = (sys.executable, "-m", "prefect", "--no-prompt")
    text = _output([*precited, "schedule", "--prefect-yaml"], out, environ)
    (out / "prefect.yaml").write_text(text)
    _output([*prefect, "work-pool", "create", "--type", "process", POOL], out, environ)
    _output([*prefect, "deploy", "--all"], out, environ)
    log.say("prefect deploy --all took the prefect.yaml that precited wrote")
    _check_deployed(Api(api), log)

    worker = [*prefect, "worker", "start", "--pool", POOL, "--type", "process"]
    started.enter_context(_process(worker, out, environ, "worker.log"))
    serving = [sys.executable, "-m", "tests.flows.served", "--minutely", str(out / "minutely")]
    minutely = started.enter_context(_process(serving, out, environ, "minutely.log"))
    _check_worker(Api(api), out, standin, log)
    _check_cron(Api(api), out, log)
    _check_stop(minutely, log)


def _environ(out: Path, standin: StandIn) -> dict[str, str]:
    (out / "watch.toml").write_text(f'[[venue]]\nid = "{THIMBLE}"\n')
    environ = dict(os.environ) | environment(standin.urls)
    environ |= {
        "PREFECT_HOME": str(out / "prefect"),
        "PRECITED_WAREHOUSE": str(out / "warehouse"),
        "PRECITED_WATCH_LIST": str(out / "watch.toml"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environ.pop("PREFECT_API_URL", None)
    prepare_serving(environ)
    return environ


def _check_deployed(api: Api, log: Log) -> None:
    name = deployments([Watched(THIMBLE)])[0].name
    found = api.deployment(name)
    assert sorted(s["slug"] for s in found["schedules"]) == ["monthly", "weekly"]
    assert found["global_concurrency_limit"]["limit"] == 1
    refused = httpx.post(
        f"{api.url}/deployments/{found['id']}/create_flow_run",
        json={"parameters": found["parameters"] | {"all_citers": "perhaps"}},
    )
    assert refused.status_code == 409, refused.text
    log.say("the deployment has its schedules, a limit of 1, and refuses a wrong parameter (409)")


def _check_worker(api: Api, out: Path, standin: StandIn, log: Log) -> None:
    """Two kinds of run of one venue at once: both complete, the second after the first."""
    name = deployments([Watched(THIMBLE)])[0].name
    ids = [api.run(name), api.run(name, all_citers=True)]
    log.say("asked for a weekly and a full run of one venue at once")
    ended = [_wait(lambda i=i: _ended(api, i), "the end of a run") for i in ids]  # type: ignore[misc]
    assert [run["state"]["name"] for run in ended] == ["Completed", "Completed"]
    first, second = sorted(ended, key=lambda run: str(run["start_time"]))
    assert first["end_time"] <= second["start_time"], "two runs of one venue overlapped"
    waited = [run_id for run_id in ids if "AwaitingConcurrencySlot" in api.states(run_id)]
    log.say(f"both completed, one after the other; {len(waited)} waited for the other's slot")
    _check_tables(out / "warehouse", THIMBLE, log)
    _check_artifacts(api, log)
    asked = len(standin.journal())
    log.say(f"the services were asked {asked} times")


def _check_tables(root: Path, venue_id: str, log: Log) -> None:
    rows = {
        name: read_table(root, name, venue_id).num_rows
        for name in ("papers", "links", "citation_counts", "citations", "flags", "runs")
    }
    assert all(rows.values()), rows
    log.say(f"tables of {venue_id}: {', '.join(f'{n} {name}' for name, n in rows.items())}")


def _check_artifacts(api: Api, log: Log) -> None:
    found = api.post("artifacts/filter", limit=100)
    keys = sorted({artifact["key"] for artifact in found if artifact["key"]})
    assert keys, "the run left no artifact"
    log.say(f"artifacts: {', '.join(keys)}")


def _check_cron(api: Api, out: Path, log: Log) -> None:
    def fired() -> dict[str, Any] | None:
        completed = api.runs(state={"name": {"any_": ["Completed"]}})
        ours = (run for run in completed if run["parameters"]["venue_id"] == QUILL)
        return next((run for run in ours if run["auto_scheduled"]), None)

    run = _wait(fired, "a run that a schedule started")
    log.say(f"the schedule fired for {run['expected_start_time']}, started {run['start_time']}")
    _check_tables(out / "minutely", QUILL, log)


def _check_stop(serving: subprocess.Popen[bytes], log: Log) -> None:
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(60) == 0
    log.say("SIGTERM ended the serving process with exit code 0")


def serve_every_minute(root: Path) -> None:
    """Serve one venue as ``precited schedule`` does, but every minute."""
    from flows.serving import Served, serve

    [deployment] = deployments([Watched(QUILL)], root)
    listed = (_minutely(deployment),)
    serve(Served(lambda: listed, is_ours=False))


class _Minutely(Rhythm):
    @property
    def schedule(self) -> dict[str, Any]:
        return {"cron": "* * * * *", "timezone": "UTC"}


def _minutely(deployment: Deployment) -> Deployment:
    from dataclasses import replace

    rhythm = _Minutely("minutely", "everything", time_of_day(), (), parameters={"all_citers": True})
    return replace(deployment, rhythms=(rhythm,))


def _ended(api: Api, run_id: str) -> dict[str, Any] | None:
    run: dict[str, Any] = httpx.get(f"{api.url}/flow_runs/{run_id}", timeout=30).json()
    over = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
    return run if run["state"]["type"] in over else None


def _wait(look: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(1)
    raise TimeoutError(f"{what} did not come within {PATIENCE:.0f} s")


def _output(command: Sequence[str], out: Path, environ: dict[str, str]) -> str:
    ended = subprocess.run(
        command, cwd=out, env=environ, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    with (out / "commands.log").open("ab") as log:
        log.write(b"$ " + " ".join(command).encode() + b"\n" + ended.stdout + ended.stderr)
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    return ended.stdout.decode()


@contextmanager
def _process(
    command: Sequence[str], out: Path, environ: dict[str, str], log: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A process with those it starts, all ended with the block."""
    with (out / log).open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=out,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


if __name__ == "__main__":
    sys.exit(main())

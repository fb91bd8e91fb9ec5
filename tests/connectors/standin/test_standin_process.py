"""The stand-in as a process of its own."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from connectors.standin.corpus import Corpus, save
from connectors.standin.server import serve

PROGRAM = """
import json, sys
from datetime import date
from pathlib import Path
from connectors.standin.corpus import load
from connectors.standin.server import environment, run_forever

def ready(urls):
    print(json.dumps(environment(urls)), flush=True)

run_forever(map(load, [Path(sys.argv[1])]), today=date(2023, 12, 31), on_ready=ready)
print("stopped", flush=True)
"""


def test_runs_until_interrupted(tiny: Corpus, tmp_path: Path) -> None:
    save(tiny, tmp_path)
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout is not None
        made = json.loads(process.stdout.readline())
        url = f"{made['PRECITED_SEMANTIC_SCHOLAR_URL']}/graph/v1/paper/CorpusId:1001"
        answer = requests.get(url, params={"fields": "citationCount"}, timeout=10)
        assert answer.json()["citationCount"] == 3
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=10)
    assert rest == b"stopped\n"
    assert errors == b""
    assert process.returncode == 0


def test_two_at_once_and_a_taken_port(tiny: Corpus) -> None:
    with serve([tiny]) as one, serve([tiny]) as other:
        assert one.port != other.port
        requests.get(f"{one.openreview_v2}/groups?id=host", timeout=5)
        assert len(one.journal()) == 1
        assert other.journal() == []
        with pytest.raises(OSError, match="in use"), serve([tiny], port=one.port):
            pass

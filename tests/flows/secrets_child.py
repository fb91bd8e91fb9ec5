"""Runs in a process of its own, each with other credentials, whose every trace a test reads.

Arguments: the warehouse, and a JSON list of runs, each the environment it adds. Prefect starts
once for all of them, and its log goes to its database, as under a worker.
"""

import json
import logging
import os
import sys
import traceback
from pathlib import Path

logger = logging.getLogger(__name__)


def main(root: Path, runs: list[dict[str, str]]) -> None:
    from connectors.standin.made_up.venues import THIMBLE
    from flows.commands.tracking import track_all
    from flows.failures import OURS

    logging.basicConfig(level=logging.DEBUG)
    for number, environment in enumerate(runs):
        os.environ.update(environment)
        logger.warning("run %d", number)
        try:
            track_all([THIMBLE.id], warehouse=root, timings=True)
        except OURS:
            traceback.print_exc()


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))

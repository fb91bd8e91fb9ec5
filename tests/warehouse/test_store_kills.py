"""A publish killed at any step: readers see old or new, and the next command finishes it."""

import json
import subprocess
import sys

import pytest

# One process tries every step: it forks before Arrow has started threads, lets the child die
# before its n-th change of the disk, and looks at what is left.
DRIVER = '''
import json, os, pathlib, shutil, sys
# Arrow loads these at first use: a second in each child, if not once here.
import pandas, pyarrow.acero, pyarrow.dataset
from warehouse.store import finish_publish, publish, read_table
from warehouse.tables import PAPERS, REVIEWS

VENUE = "lantern.example/LANTERN/2025/Conference"
top = pathlib.Path(sys.argv[1])

def tables(count):
    papers = [
        {"paper_id": f"p{n}", "venue_id": VENUE, "state": "accepted", "forum_url": "f"}
        for n in range(count)
    ]
    reviews = [{"review_id": f"r{n}", "paper_id": "p0"} for n in range(count)]
    return {"papers": PAPERS.from_rows(papers), "reviews": REVIEWS.from_rows(reviews)}

def seen(root):
    return [read_table(root, name, VENUE).num_rows for name in ("papers", "reviews")]

def doomed(steps):
    """Count down at each change of the disk; die before the last."""
    left = [steps]
    def before(call):
        def wrapped(*args, **kwargs):
            if left[0] == 0:
                os._exit(7)
            left[0] -= 1
            return call(*args, **kwargs)
        return wrapped
    os.fsync = before(os.fsync)
    shutil.rmtree = before(shutil.rmtree)
    for name in ("replace", "unlink", "mkdir"):
        setattr(pathlib.Path, name, before(getattr(pathlib.Path, name)))

def in_child(work):
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            import traceback
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def told(work, *args):
    """What a child's work returns."""
    reader, writer = os.pipe()
    code = in_child(lambda: os.write(writer, json.dumps(work(*args)).encode()))
    os.close(writer)
    with os.fdopen(reader) as answer:
        return json.loads(answer.read()) if code == 0 else f"exit code {code}"

def attempt(steps, finish_steps=None):
    root = top / f"{steps}-{finish_steps}"
    shutil.copytree(top / "before", root)
    def killed():
        doomed(steps)
        publish(root, VENUE, tables(5))
    code = in_child(killed)
    def killed_again():
        doomed(finish_steps)
        finish_publish(root)
    if finish_steps is not None:
        in_child(killed_again)
    def finish():
        between = seen(root)
        finish_publish(root)
        staging = (root / "staging").exists()
        hidden = [str(path) for path in (root / "tables").rglob(".*")]
        return {"between": between, "after": seen(root), "staging": staging, "hidden": hidden}
    return {"code": code, **told(finish)}

in_child(lambda: publish(top / "before", VENUE, tables(3)))
once = [attempt(0)]
while once[-1]["code"] == 7:
    once.append(attempt(len(once)))
twice = [attempt(steps, more) for steps in range(8, len(once), 4) for more in (0, 2, 4)]
print(json.dumps({"once": once, "twice": twice}))
'''


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    command = [sys.executable, "-c", DRIVER, str(tmp_path_factory.mktemp("killed"))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_step_was_tried(killed):
    codes = [result["code"] for result in killed["once"]]
    assert len(codes) > 12
    assert codes == [7] * (len(codes) - 1) + [0]


def test_readers_see_each_file_old_or_new(killed):
    between = [result["between"] for result in (*killed["once"], *killed["twice"])]
    assert all(set(seen) <= {3, 5} for seen in between), between
    assert [3, 3] in between
    assert [5, 3] in between, "no kill fell between two files: the test has lost its point"
    assert [5, 5] in between


def test_once_decided_it_is_finished_and_before_that_nothing_happened(killed):
    for result in (*killed["once"], *killed["twice"]):
        assert result["after"] in ([3, 3], [5, 5]), result
        assert 5 not in result["between"] or result["after"] == [5, 5], result
        assert not result["staging"], result
        assert result["hidden"] == [], result
    # Steps only ever go forward: once a kill came late enough, all later ones finish.
    finished = [result["after"] == [5, 5] for result in killed["once"]]
    assert finished == sorted(finished)

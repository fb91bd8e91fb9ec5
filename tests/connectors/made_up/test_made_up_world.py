"""The made-up world is the same everywhere and survives being saved."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec

from connectors.standin import made_up
from connectors.standin.corpus import FILES, Corpus, load, save
from connectors.standin.made_up import Fate, Truth
from connectors.standin.made_up.groups import groups
from connectors.standin.made_up.venues import VENUES

# Whoever changes the made-up world on purpose writes the new digest here.
DIGEST = "88d441568bdc04245a8cc18655394d6cb2951b83e3ca3c0dcb42a5531dc33e22"
# The same without the small venues: numbers that other tests rely on.
MAIN_DIGEST = "876dd25961942b4ff9804a2560af3ef2bbcde5bbd376bbab8a482cbac551bc86"

PRINT_DIGEST = """
import hashlib, msgspec
from connectors.standin import made_up
print(hashlib.sha256(msgspec.json.encode(made_up.corpus())).hexdigest())
"""


def digest(corpus: Corpus) -> str:
    return hashlib.sha256(msgspec.json.encode(corpus)).hexdigest()


def test_the_world_is_the_one_that_was_agreed_on(corpus: Corpus) -> None:
    assert digest(corpus) == DIGEST


def test_the_four_main_venues_are_what_they_were_before_small_ones_came(main: Corpus) -> None:
    assert digest(replace(main, groups=groups(VENUES))) == MAIN_DIGEST


def test_another_process_with_another_hash_order_makes_the_same_world(corpus: Corpus) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "4321", "TZ": "Pacific/Kiritimati"}
    told = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST], env=environment, capture_output=True, check=True
    )
    assert told.stdout.decode().strip() == digest(corpus)


def test_every_call_gives_an_equal_world_of_its_own(corpus: Corpus) -> None:
    again = made_up.corpus()
    assert again == corpus
    assert again.papers[0] is not corpus.papers[0]


def test_truth_speaks_of_the_corpus(corpus: Corpus, truth: list[Truth]) -> None:
    ids = {paper["paperId"] for paper in corpus.papers}
    forums = {note["forum"] for note in corpus.notes_v1 + corpus.notes_v2}
    for row in truth:
        assert row.forum_id in forums
        assert row.s2_paper_id is None or row.s2_paper_id in ids


def test_fates_speak_of_the_corpus_and_are_the_same_each_time(corpus: Corpus) -> None:
    readable = {n["id"] for n in corpus.notes_v1 + corpus.notes_v2 if "everyone" in n["readers"]}
    fates = made_up.fates()
    assert {fate.forum_id for fate in fates} <= readable
    assert len({fate.forum_id for fate in fates}) == len(fates)
    assert made_up.fates() == fates
    assert all(isinstance(fate, Fate) for fate in fates)


def test_saved_twice_the_folders_are_equal_and_load_gives_the_corpus_back(
    corpus: Corpus, tmp_path: Path
) -> None:
    save(corpus, tmp_path / "one")
    save(corpus, tmp_path / "two")
    for path in FILES.values():
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()
    assert load(tmp_path / "one") == corpus

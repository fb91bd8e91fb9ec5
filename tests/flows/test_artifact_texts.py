"""What artifacts say, and that no title can make them say anything else."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect.client.schemas.actions import ArtifactCreate

from flows.artifacts import change_rows, changes_text, flagged_rows, key, quality_text
from flows.escaping import chat, markdown, markdown_link, plain
from tests.flows.conftest import Pulled
from tests.flows.world import LANTERN
from warehouse.changes import Change
from warehouse.quality import Check

HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) | `a` **b** ![i](http://e.example/p.png)"
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text(string.punctuation + "ab \n")


@given(st.text(min_size=1))
def test_a_key_is_one_that_prefect_takes(venue_id: str) -> None:
    assert ArtifactCreate(key=key("flagged", venue_id)).key


@given(TEXTS)
def test_markdown_leaves_no_sign_that_means_something(text: str) -> None:
    shown = re.sub(r"\\[!-/:-@\[-`{-~]|&(?:amp|lt|gt|#124);", "", markdown(text))

    assert not set("\\`*_[]<>|!#\n&") & set(shown)


@given(TEXTS)
def test_a_chat_line_is_one_line_that_calls_nobody(text: str) -> None:
    shown = chat(text)

    assert "\n" not in shown
    assert "](" not in shown
    assert not set("<>") & set(shown)
    assert shown.count("@") == shown.count("@\u200b")


def test_text_that_turns_or_hides_is_taken_out() -> None:
    assert plain("a\u202eb\u200bc\x00d \t\n e") == "abcd e"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", None, ""])
def test_only_addresses_of_the_web_become_links(url: str | None) -> None:
    assert markdown_link("Title", url) == "Title"


def test_an_address_cannot_leave_its_link() -> None:
    link = markdown_link("Title", "https://openreview.net/forum?id=a) [b](http://evil.example")

    assert link == "[Title](https://openreview.net/forum?id=a%29%20%5Bb%5D%28http://evil.example)"


def test_a_hostile_title_stays_in_its_cell_and_is_no_markup() -> None:
    change = Change("risen", HOSTILE, "p", HOSTILE, "https://openreview.net/forum?id=p")
    (row,) = change_rows([change])

    for text in (row["paper"], row["change"], changes_text([change])):
        assert "<script" not in text
        assert "](javascript" not in text
        assert "![i]" not in text


def test_checks_stay_in_their_cells() -> None:
    text = quality_text([Check("tiers", "warn", f"3 {HOSTILE}"), Check("links", "pass", "fine")])

    assert all(line.count("|") == 4 for line in text.splitlines()[2:])
    assert "<script" not in text


def test_the_queue_is_shown_with_links(pulled: Pulled) -> None:
    rows = flagged_rows(pulled.root, LANTERN)

    assert len(rows) == 50
    assert rows[0]["paper"].startswith("[")
    assert "](https://openreview.net/forum?id=" in rows[0]["paper"]
    assert all(isinstance(cell, str) for row in rows for cell in row.values())

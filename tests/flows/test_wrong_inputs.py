"""Wrong inputs: one sentence that says what to do, exit code 1 or 2, nothing lost."""

from pathlib import Path

import pytest

from connectors.errors import ConnectorError, NotAuthorised
from flows.failures import explain
from flows.run import Job
from flows.settings import BadSettings, Settings, load_settings
from flows.steps import NoSuchVenue
from tests.flows.world import LANTERN, THIMBLE, track


def one_sentence(error: Exception) -> str:
    text = explain(error)
    assert "\n" not in text
    assert text[0].isupper() or not text[0].isalpha()
    return text


def test_an_unknown_venue_offers_the_nearest_ids(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NoSuchVenue) as caught:
        track(Job("Lantern.example/2025/Conference", tmp_path), settings)

    assert LANTERN in one_sentence(caught.value)


def test_a_container_of_venues_says_that_it_is_one(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ConnectorError) as caught:
        track(Job("Lanterns.example/2025", tmp_path), settings)

    assert "only contains venues" in one_sentence(caught.value)


def test_without_credentials_it_says_which_variables_to_set(
    settings: Settings, tmp_path: Path
) -> None:
    nobody = settings.model_copy(update={"openreview_username": None, "openreview_password": None})
    with pytest.raises(NotAuthorised) as caught:
        track(Job(THIMBLE, tmp_path), nobody)

    sentence = one_sentence(caught.value)
    assert "OPENREVIEW_USERNAME" in sentence
    assert "OPENREVIEW_PASSWORD" in sentence


def test_a_wrong_password_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENREVIEW_PASSWORD", "wrong")
    with pytest.raises(NotAuthorised) as caught:
        track(Job(THIMBLE, tmp_path), load_settings())

    sentence = one_sentence(caught.value)
    assert "OPENREVIEW_PASSWORD" in sentence
    assert str(settings.openreview_username) not in sentence


def test_a_broken_address_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECITED_SEMANTIC_SCHOLAR_URL", "not an address")
    with pytest.raises(BadSettings) as caught:
        load_settings()

    assert "PRECITED_SEMANTIC_SCHOLAR_URL" in one_sentence(caught.value)

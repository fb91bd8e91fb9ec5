"""Alerts and artifacts under the real Prefect: its blocks, its API, a receiver that is there."""

from pathlib import Path
from typing import Any

import pytest

from connectors.errors import NotAuthorised
from tests.flows.receiver import SECRET_PATH, receiving
from tests.flows.world import THIMBLE

pytestmark = [
    pytest.mark.flow,
    # Prefect's own, on shutting its server down.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def artifacts() -> dict[str, Any]:
    """The newest artifact of each key."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = client.request("POST", "/artifacts/latest/filter", json={"limit": 50}).json()
    return {artifact["key"]: artifact["data"] for artifact in found}


@pytest.mark.usefixtures("standin")
def test_a_run_tells_a_block_and_a_webhook_and_shows_what_it_found(
    track: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.blocks.notifications import CustomWebhookNotificationBlock

    with receiving() as chat, receiving() as hook:
        block = CustomWebhookNotificationBlock(
            name="chat", url=chat.url, json_data={"text": "{{subject}}\n{{body}}"}
        )
        block.save("people")
        monkeypatch.setenv("PRECITED_ALERT_BLOCK", "custom-webhook/people")
        monkeypatch.setenv("PRECITED_ALERT_WEBHOOK", hook.url)
        outcome = track(THIMBLE, tmp_path)
        again = track(THIMBLE, tmp_path)

    assert outcome.untold == again.untold == []
    for receiver in (chat, hook):
        (message,) = receiver.messages
        assert "12 accepted papers" in message["text"]
    found = artifacts()
    assert set(found) == {
        f"{what}-thimble-example-2020-conference"
        for what in ("plan", "progress", "quality", "flagged", "changes", "changes-table")
    }
    assert found["progress-thimble-example-2020-conference"] == 100.0
    assert "](https://openreview.net/forum?id=" in str(
        found["flagged-thimble-example-2020-conference"]
    )


@pytest.mark.usefixtures("standin")
def test_a_run_that_fails_tells_why_and_a_block_that_is_missing_is_no_trouble(
    track: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OPENREVIEW_PASSWORD", "wrong")
    monkeypatch.setenv("PRECITED_ALERT_BLOCK", "slack-webhook/nowhere")
    with receiving() as hook:
        monkeypatch.setenv("PRECITED_ALERT_WEBHOOK", hook.url)
        with pytest.raises(NotAuthorised):
            track(THIMBLE, tmp_path)

    (message,) = hook.messages
    assert "OPENREVIEW_PASSWORD" in message["error"]
    assert "alert not delivered to=PRECITED_ALERT_BLOCK problem=ValueError" in caplog.text
    assert SECRET_PATH not in caplog.text

"""What the runs of one backfill share: places for requests, and being stopped."""

import threading
import time

import pytest

from connectors.errors import BudgetSpent
from connectors.page import Request
from connectors.transport.pacing import Timing
from flows import backfill_limits
from flows.backfill_limits import Limits, SharedBudget, Stopped
from flows.clients import Common, connect, sharing
from flows.settings import Settings

REQUEST = Request("openreview", "v2/notes", {})


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfill_limits, "PATIENCE", 0.01)


def test_the_limit_is_that_of_all_runs_together() -> None:
    limits = Limits(5)
    budgets = [SharedBudget(shared=limits) for _ in range(4)]
    for budget in (*budgets, budgets[0]):
        budget.spend(REQUEST)

    with pytest.raises(BudgetSpent, match=r"limit of 5 request\(s\) for all venues"):
        budgets[1].spend(REQUEST)
    assert [budget.spent for budget in budgets] == [2, 1, 1, 1]
    assert limits.is_spent()


def test_threads_never_send_more_than_the_limit() -> None:
    limits, sent = Limits(50), []

    def ask() -> None:
        budget = SharedBudget(shared=limits)
        try:
            while True:
                budget.spend(REQUEST)
        except BudgetSpent:
            sent.append(budget.spent)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == 50


def test_without_a_limit_everybody_passes_and_is_counted() -> None:
    budget = SharedBudget(shared=Limits())
    for _ in range(3):
        budget.spend(REQUEST)
    assert budget.spent == 3
    assert not Limits().is_spent()


def test_who_was_stopped_sends_nothing_and_waits_for_nothing() -> None:
    limits = Limits()
    limits.stop()
    with pytest.raises(Stopped, match="run again to go on from here"):
        SharedBudget(shared=limits).spend(REQUEST)
    began = time.monotonic()
    with pytest.raises(Stopped):
        limits.sleep(60)
    assert time.monotonic() - began < 30


def test_clients_take_the_common_terms_and_only_while_they_hold() -> None:
    common = Common(SharedBudget(shared=Limits(1)), Timing(sleep=Limits().sleep))
    with sharing(common):
        shared = connect(Settings(), max_requests=9)
    alone = connect(Settings(), max_requests=9)

    assert shared.semantic_scholar._transport.terms.budget is common.budget
    assert shared.semantic_scholar._transport.terms.timing is common.timing
    assert alone.semantic_scholar._transport.terms.budget.limit == 9

"""Did early citations tell what came later? Pure functions."""

from warehouse.backtest.backtest import Backtest, backtest
from warehouse.backtest.days import DaysCompared, compare_days

__all__ = ["Backtest", "DaysCompared", "backtest", "compare_days"]
